package access

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
)

// EndDelegation takes a lent role back: whose role it is does, and who
// administers the agency.
func (s *Service) EndDelegation(ctx context.Context, in EndDelegationInput) (*DelegateRolePayload, error) {
	p := &DelegateRolePayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "endDelegation", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return endDelegation(ctx, tx, in.ID) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Delegation, err = s.Client.Delegation.Get(ctx, id)
	return p, err
}

func endDelegation(ctx context.Context, tx *change.Tx, id uuid.UUID) (uuid.UUID, error) {
	loan, err := tx.Delegation.Query().Where(delegation.ID(id)).WithAgency().WithTo().Only(ctx)
	switch {
	case db.IsNotFound(err):
		return id, absent("id")
	case err != nil:
		return id, err
	}
	if loan.FromID != tx.Viewer.Person {
		by, err := administers(ctx, tx, loan.AgencyID, false)
		if err != nil {
			return id, err
		}
		if by == nil {
			return id, change.Faults{notAdministered([]string{"id"}, loan.Edges.Agency.Code, false)}
		}
	}
	n, err := tx.Delegation.Update().Where(delegation.ID(id), delegation.RevokedAtIsNil(), delegation.EndsAtGT(tx.At)).
		SetRevokedAt(tx.At).Save(ctx)
	switch {
	case err != nil:
		return id, err
	case n == 0:
		return id, over()
	}
	tx.Record(ended(loan))
	return id, nil
}

// ended is the event of a lent role taken back; its agency and borrower are
// loaded.
func ended(loan *db.Delegation) audit.Entry {
	before := map[string]any{"role": loan.Role, "from": loan.FromID, "to": loan.ToID, "endsAt": loan.EndsAt}
	if to := loan.Edges.To; to != nil {
		before["toName"] = to.Name
	}
	return audit.Entry{
		Action: "role.endDelegation", Entity: "Delegation", EntityID: &loan.ID, Agency: &loan.AgencyID, Label: loan.Edges.Agency.Code,
		Before: before,
	}
}
