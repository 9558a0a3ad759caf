package access

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// DelegateRole lends a role for an absence: one's own, or as an administrator
// the role of somebody who cannot.
func (s *Service) DelegateRole(ctx context.Context, in DelegateRoleInput) (*DelegateRolePayload, error) {
	p := &DelegateRolePayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "delegateRole", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return delegateRole(ctx, tx, in) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Delegation, err = s.Client.Delegation.Get(ctx, id)
	return p, err
}

func delegateRole(ctx context.Context, tx *change.Tx, in DelegateRoleInput) (uuid.UUID, error) {
	from, faults := checkLoan(in, tx.At)
	grant, err := tx.RoleGrant.Query().Where(rolegrant.ID(in.Grant)).WithAgency().WithPerson().Only(ctx)
	if db.IsNotFound(err) {
		refused, _ := change.FaultsOf(absent("grant"))
		return uuid.Nil, append(refused, faults...)
	}
	if err != nil {
		return uuid.Nil, err
	}
	fault, err := mayLend(ctx, tx, grant)
	if err != nil {
		return uuid.Nil, err
	}
	if fault != nil {
		faults = append(faults, fault)
	}
	to, more, err := borrower(ctx, tx, in.To, grant)
	if err != nil {
		return uuid.Nil, err
	}
	faults = append(faults, more...)
	where, more, err := lentAt(ctx, tx, in.Agency, grant)
	if err != nil {
		return uuid.Nil, err
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return uuid.Nil, faults
	}
	until := instant(in.Until)
	if err := lentAlready(ctx, tx, grant, to, where, from, until); err != nil {
		return uuid.Nil, err
	}
	loan, err := tx.Delegation.Create().SetGrantID(grant.ID).SetAgencyID(where.ID).SetFromID(grant.PersonID).SetToID(to.ID).
		SetRole(grant.Role).SetStartsAt(from).SetEndsAt(until).SetReason(in.Reason).SetAt(tx.At).Save(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	tx.Record(audit.Entry{
		Action: "role.delegate", Entity: "Delegation", EntityID: &loan.ID, Agency: &where.ID, Label: where.Code,
		After: map[string]any{
			"role": grant.Role, "from": grant.PersonID, "fromName": grant.Edges.Person.Name, "to": to.ID, "toName": to.Name,
			"startsAt": from, "endsAt": until, "reason": in.Reason,
		},
	})
	return loan.ID, nil
}

// checkLoan finds what is wrong with the values of a loan, and returns when it
// begins.
func checkLoan(in DelegateRoleInput, now time.Time) (from time.Time, faults change.Faults) {
	from = now
	if in.From != nil {
		if from = instant(*in.From); from.Before(now.Add(-24 * time.Hour)) {
			faults = append(faults, past("from", *in.From))
		}
		if from.Before(now) { // "from today" is meant
			from = now
		}
	}
	switch until := instant(in.Until); {
	case !until.After(now):
		faults = append(faults, past("until", in.Until))
	case !until.After(from):
		faults = append(faults, change.Fault(change.Invalid, []string{"until"}, change.Say(
			"until (%[1]s) phải sau from (%[2]s).", "until (%[1]s) has to be after from (%[2]s).",
			until.Format(time.RFC3339), from.Format(time.RFC3339))))
	case until.Sub(from) > longestLoan:
		faults = append(faults, change.Fault(change.Invalid, []string{"until"}, change.Say(
			"Chỉ được ủy quyền tối đa 90 ngày, đến %[1]s; giá trị đã nhập là %[2]s.", "A role is lent for 90 days at most, until %[1]s; found %[2]s.",
			from.Add(longestLoan).Format(time.RFC3339), until.Format(time.RFC3339))))
	}
	return from, append(faults, checkText("reason", in.Reason, mostReason)...)
}

// mayLend says why the viewer may not lend a role; nil where nothing speaks
// against it. What was lent to the viewer is not the viewer's to lend on.
func mayLend(ctx context.Context, tx *change.Tx, grant *db.RoleGrant) (*change.UserError, error) {
	if !inForce(grant, tx) {
		return change.Fault(change.WrongState, []string{"grant"}, change.Say(
			"Vai trò này đã hết hiệu lực.", "This role has ended.")), nil
	}
	if grant.PersonID == tx.Viewer.Person {
		return nil, nil
	}
	by, err := administers(ctx, tx, grant.AgencyID, true)
	if err != nil {
		return nil, err
	}
	if by == nil {
		return notAdministered([]string{"grant"}, grant.Edges.Agency.Code, true), nil
	}
	return mayGive(ctx, tx, grant.Edges.Agency, grant.Role)
}

// borrower finds who acts meanwhile: somebody other than whose role it is.
func borrower(ctx context.Context, tx *change.Tx, subject string, grant *db.RoleGrant) (*db.Person, change.Faults, error) {
	p, err := tx.Person.Query().Where(person.Subject(subject)).Only(viewer.NewContext(ctx, viewer.System("delegateRole")))
	switch {
	case db.IsNotFound(err), err == nil && isMachine(subject):
		return nil, change.Faults{change.Fault(change.NotFound, []string{"to"}, change.Say(
			"Không có ai đã đăng nhập hoặc được trao vai trò với định danh %[1]q.", "Nobody with the subject %[1]q has signed in or has a role.", subject))}, nil
	case err != nil:
		return nil, nil, err
	case p.ID == grant.PersonID:
		return nil, change.Faults{change.Fault(change.Invalid, []string{"to"}, change.Say(
			"Không thể ủy quyền cho chính người giữ vai trò.", "A role is not lent to whom it belongs."))}, nil
	}
	return p, nil, nil
}

// lentAt finds where the role is lent: where it is held, or an agency within
// its reach.
func lentAt(ctx context.Context, tx *change.Tx, code *string, grant *db.RoleGrant) (*db.Agency, change.Faults, error) {
	if code == nil {
		return grant.Edges.Agency, nil, nil
	}
	where, err := tx.Agency.Query().Where(agency.Code(*code)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return nil, change.Faults{unknown("agency", *code)}, nil
	case err != nil:
		return nil, nil, err
	}
	within, err := reaches(ctx, tx.Client, tx.Viewer, grant.AgencyID, where.ID)
	if err != nil || within {
		return where, nil, err
	}
	return where, change.Faults{change.Fault(change.NotAllowed, []string{"agency"}, change.Say(
		"Vai trò tại %[1]s không có phạm vi gồm %[2]s.", "The role at %[1]s does not reach %[2]s.", grant.Edges.Agency.Code, *code))}, nil
}

// lentAlready refuses to lend the same twice for one time.
func lentAlready(ctx context.Context, tx *change.Tx, grant *db.RoleGrant, to *db.Person, where *db.Agency, from, until time.Time) error {
	twice, err := tx.Delegation.Query().Where(
		delegation.GrantID(grant.ID), delegation.ToID(to.ID), delegation.AgencyID(where.ID), delegation.RevokedAtIsNil(),
		delegation.StartsAtLT(until), delegation.EndsAtGT(from),
	).Exist(viewer.NewContext(ctx, viewer.System("delegateRole")))
	if err != nil || !twice {
		return err
	}
	return change.Refuse(change.Exists, []string{"to"}, change.Say(
		"%[1]s đã được ủy quyền vai trò này tại %[2]s trong thời gian đó.", "%[1]s has this role at %[2]s lent for that time already.", to.Name, where.Code))
}
