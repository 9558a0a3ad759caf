package access

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// machines is the issuer of the names under which machine tokens act. Nobody
// signs in with it, because no provider's address looks like it.
const machines = "tiendo-machine#"

// personOf returns the person of an identity, adding one who never signed in.
// The context is a program's.
func personOf(ctx context.Context, tx *db.Client, who auth.Identity) (*db.Person, error) {
	p, err := tx.Person.Query().Where(person.Subject(who.Subject)).Only(ctx)
	if db.IsNotFound(err) {
		return addPerson(ctx, tx, who)
	}
	return p, err
}

// heldAlready says whether a person has a role at an agency. One that ended by
// itself is closed first: it would stand in the way of a new one.
func heldAlready(ctx context.Context, tx *db.Client, who, where uuid.UUID, role viewer.Role, at time.Time) (bool, error) {
	grant, err := tx.RoleGrant.Query().Where(rolegrant.PersonID(who), rolegrant.AgencyID(where),
		rolegrant.RoleEQ(role), rolegrant.RevokedAtIsNil()).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, err
	case grant.Until == nil || grant.Until.After(at):
		return true, nil
	}
	return false, grant.Update().SetRevokedAt(*grant.Until).Exec(ctx)
}

// isMachine says whether a subject is one of a machine token's.
func isMachine(subject string) bool { return strings.HasPrefix(subject, machines) }
