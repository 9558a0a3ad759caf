package access

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// RevokeRole takes back a role at an agency that the viewer administers, and
// what was lent of it. The last administrator stays.
func (s *Service) RevokeRole(ctx context.Context, in RevokeRoleInput) (*GrantRolePayload, error) {
	p := &GrantRolePayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "revokeRole", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return revokeRole(ctx, tx, in.ID) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Grant, err = s.Client.RoleGrant.Get(ctx, id)
	return p, err
}

func revokeRole(ctx context.Context, tx *change.Tx, id uuid.UUID) (uuid.UUID, error) {
	grant, err := tx.RoleGrant.Query().Where(rolegrant.ID(id)).WithAgency().WithPerson().Only(ctx)
	switch {
	case db.IsNotFound(err):
		return id, absent("id")
	case err != nil:
		return id, err
	}
	own := personal(grant.Role)
	by, err := administers(ctx, tx, grant.AgencyID, own)
	switch {
	case err != nil:
		return id, err
	case by == nil:
		return id, change.Faults{notAdministered([]string{"id"}, grant.Edges.Agency.Code, own)}
	case !inForce(grant, tx):
		return id, over()
	}
	if err := keepOneAdministrator(ctx, tx, grant); err != nil {
		return id, err
	}
	n, err := tx.RoleGrant.Update().Where(rolegrant.ID(id), rolegrant.RevokedAtIsNil()).SetRevokedAt(tx.At).Save(ctx)
	switch {
	case err != nil:
		return id, err
	case n == 0: // somebody else was faster
		return id, over()
	}
	tx.Record(audit.Entry{
		Action: "role.revoke", Entity: "RoleGrant", EntityID: &grant.ID, Agency: &grant.AgencyID, Label: grant.Edges.Agency.Code,
		Before: map[string]any{"role": grant.Role, "person": grant.PersonID, "name": grant.Edges.Person.Name, "until": grant.Until},
	})
	return id, endLoans(ctx, tx, id)
}

// personal says whether a role is given and taken with a role of one's own
// alone.
func personal(role viewer.Role) bool { return role == viewer.RoleAdmin || role == viewer.RoleInspector }

func inForce(g *db.RoleGrant, tx *change.Tx) bool {
	return g.RevokedAt == nil && (g.Until == nil || g.Until.After(tx.At))
}

// keepOneAdministrator refuses to take the last role as an administrator there
// is. The rows are locked: two administrators who dismiss each other wait.
func keepOneAdministrator(ctx context.Context, tx *change.Tx, grant *db.RoleGrant) error {
	if grant.Role != viewer.RoleAdmin {
		return nil
	}
	q := tx.RoleGrant.Query().Where(rolegrant.RoleEQ(viewer.RoleAdmin), rolegrant.RevokedAtIsNil(),
		rolegrant.Or(rolegrant.UntilIsNil(), rolegrant.UntilGT(tx.At))).Order(rolegrant.ByID())
	if tx.Dialect() == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate() })
	}
	all, err := q.All(viewer.NewContext(ctx, viewer.System("revokeRole")))
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID != grant.ID {
			return nil
		}
	}
	return change.Refuse(change.NotAllowed, []string{"id"}, change.Say(
		"Đây là vai trò ADMIN cuối cùng; hãy trao vai trò này cho người khác trước.",
		"This is the last role ADMIN; give it to somebody else first."))
}

// endLoans takes back what was lent of a grant.
func endLoans(ctx context.Context, tx *change.Tx, grant uuid.UUID) error {
	system := viewer.NewContext(ctx, viewer.System("revokeRole"))
	loans, err := tx.Delegation.Query().Where(delegation.GrantID(grant), delegation.RevokedAtIsNil(), delegation.EndsAtGT(tx.At)).
		WithAgency().WithTo().All(system)
	if err != nil {
		return err
	}
	for _, loan := range loans {
		if err := loan.Update().SetRevokedAt(tx.At).Exec(system); err != nil {
			return err
		}
		tx.Record(ended(loan))
	}
	return nil
}
