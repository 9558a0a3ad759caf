package database

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// Report is what a server is and what its admin may do.
type Report struct {
	// Version is PostgreSQL's, such as "15.18".
	Version string
	// Databases counts what the operator made on the server, begun ones too.
	Databases int
	// MayCreateDatabases and MayCreateRoles are what the admin needs.
	MayCreateDatabases, MayCreateRoles bool
	// Inherits says whether the admin has the rights of roles it is a member of.
	Inherits bool
	// ReadOnly says that the server is a standby.
	ReadOnly bool
}

// counted is what counts against a server's capacity: databases by their comments,
// and owners by theirs, which are there before the database and which the people of
// an Instance cannot change.
const counted = `SELECT count(*) FROM (
	SELECT datname FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba
	WHERE shobj_description(d.oid, 'pg_database') LIKE '` + markPrefix + `%' OR shobj_description(o.oid, 'pg_authid') LIKE '` + markPrefix + `%'
	UNION
	SELECT left(rolname, -6) FROM pg_roles WHERE rolname LIKE '%\_owner' AND shobj_description(oid, 'pg_authid') LIKE '` + markPrefix + `%'
) x`

// Inspect asks a server what it is. Where its admin may not do what is needed, the
// report comes with a NotAllowedError.
func (c *Client) Inspect(ctx context.Context, s Server) (report Report, err error) {
	err = c.run(ctx, "inspect", func(ctx context.Context) (bool, error) {
		report, err = inspect(ctx, s)
		return false, err
	})
	return report, err
}

func inspect(ctx context.Context, s Server) (report Report, err error) {
	session, err := admin(ctx, s, s.Database)
	if err != nil {
		return report, err
	}
	defer session.close()
	var super bool
	err = session.row(ctx, "look at the server", `SELECT current_setting('server_version'), pg_is_in_recovery(),
		rolsuper, rolsuper OR rolcreatedb, rolsuper OR rolcreaterole, rolsuper OR rolinherit OR current_setting('server_version_num')::int >= 160000,
		(`+counted+`) FROM pg_roles WHERE rolname = current_user`, nil,
		&report.Version, &report.ReadOnly, &super, &report.MayCreateDatabases, &report.MayCreateRoles, &report.Inherits, &report.Databases)
	if err != nil {
		return report, err
	}
	report.Version, _, _ = strings.Cut(report.Version, " ")
	return report, report.fault(s.Username)
}

// fault is what stands in the way; nil where nothing does.
func (r Report) fault(role string) error {
	var missing, does []string
	for _, right := range []struct {
		has        bool
		word, what string
	}{
		{r.MayCreateDatabases, "CREATEDB", "create databases"},
		{r.MayCreateRoles, "CREATEROLE", "create roles"},
		{r.Inherits, "INHERIT", "use the rights of roles it is a member of"},
	} {
		if !right.has {
			missing, does = append(missing, right.word), append(does, right.what)
		}
	}
	switch {
	case r.ReadOnly:
		return &NotAllowedError{role, "the server is a standby", "Name the primary: this server only reads"}
	case len(missing) > 0:
		return &NotAllowedError{role, strings.Join(does, " or "), fmt.Sprintf("Allow it with ALTER ROLE %s %s", pq.QuoteIdentifier(role), strings.Join(missing, " "))}
	}
	return nil
}
