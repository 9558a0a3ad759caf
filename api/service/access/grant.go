package access

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// GrantRole gives a person a role at an agency that the viewer administers.
func (s *Service) GrantRole(ctx context.Context, in GrantRoleInput) (*GrantRolePayload, error) {
	p := &GrantRolePayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "grantRole", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return grantRole(ctx, tx, in) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Grant, err = s.Client.RoleGrant.Get(ctx, id)
	return p, err
}

func grantRole(ctx context.Context, tx *change.Tx, in GrantRoleInput) (uuid.UUID, error) {
	faults := checkGrant(in, tx.At)
	where, more, err := appointedAt(ctx, tx, in.Agency, in.Role)
	if err != nil {
		return uuid.Nil, err
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return uuid.Nil, faults
	}
	system := viewer.NewContext(ctx, viewer.System("grantRole"))
	who, err := personOf(system, tx.Client, auth.Identity{Subject: in.Subject, Name: nameOr(in.Name, in.Subject)})
	if err != nil {
		return uuid.Nil, err
	}
	if tx.For != nil && who.ID == tx.Viewer.Person {
		return uuid.Nil, change.Refuse(change.NotAllowed, []string{"subject"}, change.Say(
			"Không được dùng vai trò được ủy quyền để trao vai trò cho chính mình.", "A lent role may not give roles to whom it is lent."))
	}
	held, err := heldAlready(system, tx.Client, who.ID, where.ID, in.Role, tx.At)
	if err != nil {
		return uuid.Nil, err
	}
	if held {
		return uuid.Nil, change.Refuse(change.Exists, []string{"role"}, change.Say(
			"%[1]s đã có vai trò %[2]s tại %[3]s.", "%[1]s has the role %[2]s at %[3]s already.", who.Name, in.Role, where.Code))
	}
	create := tx.RoleGrant.Create().SetPersonID(who.ID).SetAgencyID(where.ID).SetRole(in.Role).SetAt(tx.At).SetAuthorID(tx.Viewer.Person)
	if in.Until != nil {
		create.SetUntil(instant(*in.Until))
	}
	grant, err := create.Save(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	tx.Record(granted(grant, where.Code, who.Name))
	return grant.ID, nil
}
