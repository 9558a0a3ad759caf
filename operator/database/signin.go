package database

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// errLockedOut says that a role cannot sign in with its password.
var errLockedOut = errors.New("the role cannot sign in with its password")

func isLockedOut(err error) bool { return errors.Is(err, errLockedOut) }

// signIn enters the database as an Instance's servers do.
func signIn(ctx context.Context, s Server, w Want) error {
	role := Role(w.Database, w.Credentials.Number)
	session, err := connect(ctx, s, w.Database, role, w.Credentials.Password)
	if session == nil {
		return err
	}
	defer session.close()
	session.subject = w.Database
	if err != nil {
		return session.refused(ctx, err)
	}
	var acts bool
	err = session.row(ctx, "sign in", "SELECT current_user = $1", []any{Owner(w.Database)}, &acts)
	if err == nil && !acts {
		err = fmt.Errorf("the role %q does not act as %q", role, Owner(w.Database))
	}
	return err
}

// refused tells why a role that signs in was not let in.
func (s *session) refused(ctx context.Context, err error) error {
	translated := s.translate(ctx, "sign in", err)
	var fault *pq.Error
	if !errors.As(err, &fault) {
		return translated
	}
	// This function of the server's looks at a role whose password was right.
	entering := fault.Routine == "InitializeSessionUserId"
	switch {
	case entering && fault.Code == pqerror.TooManyConnections:
		return nil // every connection it may have is in use: it works
	case fault.Code == pqerror.InvalidPassword, entering && fault.Code == pqerror.InvalidAuthorizationSpecification:
		return fmt.Errorf("%w: %w", errLockedOut, translated)
	}
	return translated
}
