package database

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Drop removes a database, whoever is in it, and its roles, and reports whether
// anything was there. Only what carries the mark goes; that there is nothing is
// fine.
func (c *Client) Drop(ctx context.Context, s Server, t Target) (changed bool, err error) {
	if err := t.valid(); err != nil {
		return false, err
	}
	err = c.run(ctx, "drop", func(ctx context.Context) (bool, error) {
		changed, err = drop(ctx, s, t)
		return changed, err
	})
	return changed, err
}

func drop(ctx context.Context, s Server, t Target) (changed bool, err error) {
	session, err := admin(ctx, s, t.Database)
	if err != nil {
		return false, err
	}
	defer session.close()
	if f, err := session.look(ctx, t); err != nil || !f.exists && len(f.ours(t)) == 0 {
		return false, err
	}
	if err := session.lock(ctx, lockOf(t.Database)); err != nil {
		return false, err
	}
	f, err := session.look(ctx, t)
	if err == nil {
		err = f.foreignDatabase(t)
	}
	if err != nil {
		return false, err
	}
	roles := f.ours(t)
	if err := session.empty(ctx, f, roles); err != nil {
		return false, err
	}
	if err := session.drop(ctx, f, t); err != nil {
		return false, err
	}
	// The owner, whose comment says whose all this is, goes last and with the others.
	var statements []string
	for _, name := range roles {
		statements = append(statements, "DROP ROLE IF EXISTS "+pq.QuoteIdentifier(name))
	}
	session.fix = "Allow it with ADMIN OPTION on the roles, as the role that made them or a superuser"
	return true, session.write(ctx, "drop the roles", statements...)
}

// drop drops the database. PostgreSQL lets its own vacuum go where it may, but takes
// a vacuum that is in the way of FORCE for somebody whom the admin may not end; so
// that is for others alone.
func (s *session) drop(ctx context.Context, f found, t Target) error {
	if !f.exists {
		return nil
	}
	s.fix = fmt.Sprintf("Make %s the database's owner or a member of it, and end the sessions in it that it may not end", pq.QuoteIdentifier(s.user))
	command := "DROP DATABASE IF EXISTS " + pq.QuoteIdentifier(t.Database)
	err := s.alone(ctx, "drop the database", command)
	if fault, is := errors.AsType[*ServerError](err); is && fault.Code == string(pqerror.ObjectInUse) {
		err = s.alone(ctx, "drop the database", command+" WITH (FORCE)")
	}
	return err
}

// empty lets nobody in any more and ends who is: what is being dropped would fill
// again.
func (s *session) empty(ctx context.Context, f found, roles []string) error {
	var statements []string
	for _, name := range roles {
		if f.roles[name].login {
			statements = append(statements, lockOut(name))
		}
	}
	if err := s.write(ctx, "lock the roles out", statements...); err != nil {
		return err
	}
	_, err := s.end(ctx, roles...)
	return err
}

// ours are the roles of the target that carry its mark, the owner last.
func (f found) ours(t Target) (names []string) {
	for _, name := range []string{Role(t.Database, 1), Role(t.Database, 2)} {
		if _, ours := number(f.roles[name].mark, t.Mark); ours {
			names = append(names, name)
		}
	}
	if f.begun(t) {
		names = append(names, Owner(t.Database))
	}
	return names
}
