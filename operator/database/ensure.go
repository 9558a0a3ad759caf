package database

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// Want is an Instance's database as it shall be.
type Want struct {
	Target
	Credentials Credentials
}

// Outcome is what Ensure did.
type Outcome struct {
	// Created says that the database was not there.
	Created bool
	// Changed says that something was written.
	Changed bool
}

// Ensure makes a database, its owner and the role of the credentials what they shall
// be, and takes up what an earlier Instance of the name has left. Where all is as
// wanted it writes nothing: it reads, and signs in as the Instance's servers do,
// which proves the password and their way in. The other role is left alone.
func (c *Client) Ensure(ctx context.Context, s Server, w Want) (out Outcome, err error) {
	if err := w.valid(); err != nil {
		return out, err
	}
	err = c.run(ctx, "ensure", func(ctx context.Context) (bool, error) {
		out, err = ensure(ctx, s, w)
		return out.Changed, err
	})
	return out, err
}

func (w Want) valid() error {
	if w.Credentials.Number < 1 || w.Credentials.Password == "" {
		return fmt.Errorf("credentials number %d: expected a number from 1, and a password", w.Credentials.Number)
	}
	return w.Target.valid()
}

func (t Target) valid() error {
	switch {
	case t.Database == "" || len(t.Database) > longestName:
		return fmt.Errorf("database %q: expected a name of at most %d bytes", t.Database, longestName)
	case !strings.HasPrefix(t.Mark, markPrefix):
		return fmt.Errorf("mark %q: expected one that begins with %q", t.Mark, markPrefix)
	}
	return nil
}

func ensure(ctx context.Context, s Server, w Want) (out Outcome, err error) {
	session, err := admin(ctx, s, w.Database)
	if err != nil {
		return out, err
	}
	defer session.close()
	f, err := session.look(ctx, w.Target)
	if err != nil {
		return out, err
	}
	if err := f.usable(w); err != nil {
		return out, err
	}
	lockedOut := false
	if f.well(s, w) {
		err := signIn(ctx, s, w)
		if lockedOut = isLockedOut(err); !lockedOut {
			return out, err
		}
	}
	if out, err = session.repair(ctx, w, lockedOut); err != nil {
		return out, err
	}
	session.close() // others may go on
	return out, signIn(ctx, s, w)
}

// usable says why nothing may be written.
func (f found) usable(w Want) error {
	if err := f.foreign(w.Target); err != nil {
		return err
	}
	if f.exists && f.broken {
		return &BrokenError{w.Database}
	}
	return nil
}

// well says whether all that can be read is as wanted. A password cannot.
func (f found) well(s Server, w Want) bool {
	statements := append(f.ownerAs(w.Target), f.roleAs(s, w, "")...)
	return f.exists && len(statements) == 0 && len(f.databaseAs(w.Target)) == 0
}

// repair writes what differs, and a new password where the role was locked out with
// the one it has. What it finds under the lock is what counts.
func (s *session) repair(ctx context.Context, w Want, lockedOut bool) (out Outcome, err error) {
	if err := s.lock(ctx, lockOf(w.Database)); err != nil {
		return out, err
	}
	f, err := s.look(ctx, w.Target)
	if err != nil {
		return out, err
	}
	if err := f.usable(w); err != nil {
		return out, err
	}
	if f.well(s.server, w) && !lockedOut {
		return out, nil // somebody was faster
	}
	if have := f.number(w.Target); have > w.Credentials.Number {
		return out, &SupersededError{w.Database, have, w.Credentials.Number}
	}
	verifier, err := salted(w.Credentials.Password)
	if err != nil {
		return out, err
	}
	if err := s.placeFor(ctx, f, w.Target); err != nil {
		return out, err
	}
	out.Changed = true
	s.fix = fmt.Sprintf("Allow it with GRANT %s TO %s WITH ADMIN OPTION, as the role that made it or a superuser",
		pq.QuoteIdentifier(Role(w.Database, w.Credentials.Number)), pq.QuoteIdentifier(s.user))
	if err := s.write(ctx, "make the role", f.roleAs(s.server, w, verifier)...); err != nil {
		return out, err
	}
	if !f.exists {
		s.fix = fmt.Sprintf("Allow it with ALTER ROLE %s CREATEDB", pq.QuoteIdentifier(s.user))
		// Nobody is ever in template0, and it holds nothing of a site's own.
		if err := s.alone(ctx, "make the database", fmt.Sprintf("CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'UTF8'",
			pq.QuoteIdentifier(w.Database), pq.QuoteIdentifier(Owner(w.Database)))); err != nil {
			return out, err
		}
		out.Created = true
		f.owner, f.public = Owner(w.Database), true
	}
	s.fix = fmt.Sprintf("Make %s the database's owner, or a member of it", pq.QuoteIdentifier(s.user))
	return out, s.write(ctx, "mark the database", f.databaseAs(w.Target)...)
}

// placeFor makes the owner what it shall be. A new one takes a place on the server:
// places are counted by owners, since making one takes a transaction and making a
// database does not.
func (s *session) placeFor(ctx context.Context, f found, t Target) error {
	s.fix = fmt.Sprintf("Allow it with ALTER ROLE %s CREATEROLE, and, from PostgreSQL 16 on, with ADMIN OPTION on what another role made", pq.QuoteIdentifier(s.user))
	statements := f.ownerAs(t)
	if f.exists || f.begun(t) {
		return s.write(ctx, "make the owner", statements...)
	}
	if err := s.lock(ctx, capacityLock); err != nil {
		return err
	}
	var have int
	if err := s.row(ctx, "count databases", counted, nil, &have); err != nil {
		return err
	}
	if have >= s.server.Capacity {
		return &FullError{have, s.server.Capacity}
	}
	if err := s.write(ctx, "make the owner", statements...); err != nil {
		return err
	}
	return s.unlock(ctx, capacityLock)
}
