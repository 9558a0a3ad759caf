package database

import (
	"context"
	"fmt"

	"github.com/lib/pq"
)

// Retire ends what signs in with credentials of that number: the role, its password
// and its sessions. It leaves alone a role that has newer credentials, and reports
// whether anything was there to end.
func (c *Client) Retire(ctx context.Context, s Server, t Target, number int64) (changed bool, err error) {
	if err := t.valid(); err != nil {
		return false, err
	}
	err = c.run(ctx, "retire", func(ctx context.Context) (bool, error) {
		changed, err = retire(ctx, s, t, number)
		return changed, err
	})
	return changed, err
}

func retire(ctx context.Context, s Server, t Target, n int64) (changed bool, err error) {
	session, err := admin(ctx, s, t.Database)
	if err != nil {
		return false, err
	}
	defer session.close()
	name := Role(t.Database, n)
	f, err := session.look(ctx, t)
	if err != nil || !f.has(t, name, n) {
		return false, err
	}
	if f.roles[name].login {
		if err := session.lock(ctx, lockOf(t.Database)); err != nil {
			return false, err
		}
		if f, err = session.look(ctx, t); err != nil || !f.has(t, name, n) {
			return false, err
		}
		session.fix = fmt.Sprintf("Allow it with GRANT %s TO %s WITH ADMIN OPTION", pq.QuoteIdentifier(name), pq.QuoteIdentifier(session.user))
		if err := session.write(ctx, "retire the role", lockOut(name)); err != nil {
			return false, err
		}
		changed = true
	}
	ended, err := session.end(ctx, name)
	return changed || ended, err
}

// has says whether the role is the target's and has credentials of that number at
// most.
func (f found) has(t Target, name string, n int64) bool {
	have, ours := number(f.roles[name].mark, t.Mark)
	return ours && have <= n
}

// lockOut keeps a role from signing in.
func lockOut(role string) string {
	return "ALTER ROLE " + pq.QuoteIdentifier(role) + " NOLOGIN PASSWORD NULL"
}

// end ends the sessions of roles and waits for that.
func (s *session) end(ctx context.Context, roles ...string) (ended bool, err error) {
	s.fix = "Allow it with GRANT pg_signal_backend TO " + pq.QuoteIdentifier(s.user)
	// What signed in just before shows up a moment later.
	for range 3 {
		var sessions int
		err := s.row(ctx, "end sessions", `SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity WHERE usename = ANY ($1)`,
			[]any{pq.Array(roles)}, &sessions)
		if err != nil || sessions == 0 {
			return ended, err
		}
		ended = true
	}
	return ended, fmt.Errorf("sessions of %v do not end", roles)
}
