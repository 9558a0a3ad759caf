package database

import (
	"fmt"

	"github.com/lib/pq"
)

// The statements that make what was found what it shall be; none where it is.

// member makes one role a member of another that may act as it.
func (f found) member(of, who string) string {
	grant := fmt.Sprintf("GRANT %s TO %s", pq.QuoteIdentifier(of), who)
	if f.version >= 160000 {
		// Whoever makes a role may give it away there, but is not one of it.
		grant += " WITH INHERIT TRUE, SET TRUE"
	}
	return grant
}

// ownerAs is for the role that owns the database. The admin becomes one of it, since
// it makes the database in its name.
func (f found) ownerAs(t Target) (statements []string) {
	name := pq.QuoteIdentifier(Owner(t.Database))
	r, there := f.roles[Owner(t.Database)]
	if !there {
		statements = append(statements,
			"CREATE ROLE "+name+" NOLOGIN",
			"COMMENT ON ROLE "+name+" IS "+pq.QuoteLiteral(t.Mark))
	}
	if r.login {
		statements = append(statements, "ALTER ROLE "+name+" NOLOGIN")
	}
	if !r.admins {
		statements = append(statements, f.member(Owner(t.Database), "CURRENT_USER"))
	}
	return statements
}

// roleAs is for the role that signs in. With a verifier it gets a new password,
// whatever it had. It acts as the owner from the first moment, so that all it makes
// is the owner's; the admin becomes one of it, since only such may end its sessions.
func (f found) roleAs(s Server, w Want, verifier string) (statements []string) {
	plain := Role(w.Database, w.Credentials.Number)
	name := pq.QuoteIdentifier(plain)
	r, there := f.roles[plain]
	mark := numbered(w.Mark, w.Credentials.Number)
	as := fmt.Sprintf("LOGIN INHERIT CONNECTION LIMIT %d", s.ConnectionsPerInstance)
	switch {
	case !there:
		statements = append(statements, "CREATE ROLE "+name+" "+as+" PASSWORD "+pq.QuoteLiteral(verifier))
	case verifier != "":
		statements = append(statements, "ALTER ROLE "+name+" "+as+" PASSWORD "+pq.QuoteLiteral(verifier))
	case !r.login || !r.inherits || r.connections != s.ConnectionsPerInstance:
		statements = append(statements, "ALTER ROLE "+name+" "+as)
	}
	if r.mark != mark {
		statements = append(statements, "COMMENT ON ROLE "+name+" IS "+pq.QuoteLiteral(mark))
	}
	if !r.admins {
		statements = append(statements, f.member(plain, "CURRENT_USER"))
	}
	if !r.member {
		statements = append(statements, f.member(Owner(w.Database), name))
	}
	if !r.acts {
		statements = append(statements, "ALTER ROLE "+name+" SET role TO "+pq.QuoteIdentifier(Owner(w.Database)))
	}
	return statements
}

// databaseAs is for the database itself: marked, its owner's, and closed to everybody
// else on the server.
func (f found) databaseAs(t Target) (statements []string) {
	name := pq.QuoteIdentifier(t.Database)
	if f.owner != Owner(t.Database) {
		statements = append(statements, "ALTER DATABASE "+name+" OWNER TO "+pq.QuoteIdentifier(Owner(t.Database)))
	}
	if f.mark != t.Mark {
		statements = append(statements, "COMMENT ON DATABASE "+name+" IS "+pq.QuoteLiteral(t.Mark))
	}
	if f.public {
		statements = append(statements, "REVOKE ALL ON DATABASE "+name+" FROM PUBLIC")
	}
	return statements
}
