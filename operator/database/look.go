package database

import (
	"context"
	"strings"

	"github.com/lib/pq"
)

// Target is an Instance's database.
type Target struct {
	// Database is its name, which Name makes.
	Database string
	// Mark is the comment that says whose it is, which Mark makes.
	Mark string
}

// found is what is there of an Instance's database.
type found struct {
	version int
	// exists and the rest are the database's.
	exists, broken, public bool
	mark, owner            string
	roles                  map[string]role
}

// role is what is there of one of its roles.
type role struct {
	mark                 string
	login, inherits      bool
	connections          int
	member, acts, admins bool
}

// look reads what is there.
func (s *session) look(ctx context.Context, t Target) (found, error) {
	f := found{roles: map[string]role{}}
	err := s.row(ctx, "look for the database", `SELECT current_setting('server_version_num')::int, d.oid IS NOT NULL,
		coalesce(d.datconnlimit = -2, false),
		coalesce(d.datacl IS NULL OR EXISTS (SELECT FROM aclexplode(d.datacl) a WHERE a.grantee = 0), false),
		coalesce(shobj_description(d.oid, 'pg_database'), ''), coalesce(pg_get_userbyid(d.datdba), '')
		FROM (SELECT) x LEFT JOIN pg_database d ON d.datname = $1`, []any{t.Database},
		&f.version, &f.exists, &f.broken, &f.public, &f.mark, &f.owner)
	if err != nil {
		return f, err
	}
	return f, s.lookForRoles(ctx, t, &f)
}

func (s *session) lookForRoles(ctx context.Context, t Target, f *found) error {
	// From PostgreSQL 16 on a membership says itself what it is good for.
	become := "MEMBER"
	if f.version >= 160000 {
		become = "SET"
	}
	owner := Owner(t.Database)
	rows, err := s.conn.QueryContext(ctx, strings.ReplaceAll(`SELECT r.rolname, coalesce(shobj_description(r.oid, 'pg_authid'), ''), r.rolcanlogin, r.rolinherit, r.rolconnlimit,
		coalesce(pg_has_role(r.oid, o.oid, 'USAGE') AND pg_has_role(r.oid, o.oid, 'BECOME'), false),
		coalesce('role=' || $1 = ANY (r.rolconfig), false),
		pg_has_role(r.oid, 'USAGE') AND (r.rolname <> $1 OR pg_has_role(r.oid, 'BECOME'))
		FROM pg_roles r LEFT JOIN pg_roles o ON o.rolname = $1 WHERE r.rolname = ANY ($2)`, "BECOME", become),
		owner, pq.Array([]string{owner, Role(t.Database, 1), Role(t.Database, 2)}))
	if err != nil {
		return s.translate(ctx, "look for roles", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var r role
		if err := rows.Scan(&name, &r.mark, &r.login, &r.inherits, &r.connections, &r.member, &r.acts, &r.admins); err != nil {
			return s.translate(ctx, "look for roles", err)
		}
		f.roles[name] = r
	}
	return s.translate(ctx, "look for roles", rows.Err())
}

// begun says whether the owner is there and the target's: made before the database
// and removed after it.
func (f found) begun(t Target) bool { return f.roles[Owner(t.Database)].mark == t.Mark }

// number is the highest number that the roles which sign in have been given.
func (f found) number(t Target) (highest int64) {
	for _, name := range []string{Role(t.Database, 1), Role(t.Database, 2)} {
		n, _ := number(f.roles[name].mark, t.Mark)
		highest = max(highest, n)
	}
	return highest
}

// foreign says what of all this is somebody else's.
func (f found) foreign(t Target) error {
	if err := f.foreignDatabase(t); err != nil {
		return err
	}
	if owner, there := f.roles[Owner(t.Database)]; there && owner.mark != t.Mark {
		return &TakenError{"ROLE", Owner(t.Database), t.Mark}
	}
	for n := int64(1); n <= 2; n++ {
		name := Role(t.Database, n)
		if r, there := f.roles[name]; there {
			if _, ours := number(r.mark, t.Mark); !ours {
				return &TakenError{"ROLE", name, numbered(t.Mark, n)}
			}
		}
	}
	return nil
}

// foreignDatabase says whether the database is somebody else's. Its comment comes
// after it: until then its owner says whose it is.
func (f found) foreignDatabase(t Target) error {
	half := f.mark == "" && f.owner == Owner(t.Database) && f.begun(t)
	if f.exists && f.mark != t.Mark && !half {
		return &TakenError{"DATABASE", t.Database, t.Mark}
	}
	return nil
}
