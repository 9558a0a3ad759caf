package access

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
	"github.com/tiendo-vn/tiendo/ent/source"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// CreateMachineToken makes a token for a program that acts at an agency the
// viewer administers. The secret is in this answer and nowhere else: there is
// no key to repeat the request with, because its answer would have to be kept.
func (s *Service) CreateMachineToken(ctx context.Context, in CreateMachineTokenInput) (*CreateMachineTokenPayload, error) {
	p := &CreateMachineTokenPayload{}
	secret, hint, hash, err := auth.NewMachineToken()
	if err != nil {
		return nil, err
	}
	r := change.Request{Operation: "createMachineToken", Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		return createMachineToken(ctx, tx, in, hint, hash)
	})
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.Secret = &secret
	p.MachineToken, err = s.Client.MachineToken.Get(ctx, id)
	return p, err
}

func createMachineToken(ctx context.Context, tx *change.Tx, in CreateMachineTokenInput, hint string, hash []byte) (uuid.UUID, error) {
	faults := checkToken(in, tx.At)
	where, more, err := appointedAt(ctx, tx, in.Agency, in.Role)
	if err != nil {
		return uuid.Nil, err
	}
	faults = append(faults, more...)
	if where != nil && more == nil {
		// A token outlives a loan, so it takes a role of one's own.
		by, err := administers(ctx, tx, where.ID, true)
		if err != nil {
			return uuid.Nil, err
		}
		if by == nil {
			faults = append(faults, notAdministered([]string{"agency"}, where.Code, true))
		}
	}
	if len(faults) > 0 {
		return uuid.Nil, faults
	}
	id := source.Key()
	machine, err := addPerson(ctx, tx.Client, auth.Identity{Subject: machines + id.String(), Name: in.Name})
	if err != nil {
		return id, err
	}
	scopes := make([]string, len(in.Scopes))
	for n, scope := range in.Scopes {
		scopes[n] = string(scope)
	}
	expires := instant(in.ExpiresAt)
	err = tx.MachineToken.Create().SetID(id).SetName(in.Name).SetHint(hint).SetHash(hash).SetPersonID(machine.ID).SetAgencyID(where.ID).
		SetRole(in.Role).SetScopes(scopes).SetAt(tx.At).SetAuthorID(tx.Viewer.Person).SetExpiresAt(expires).Exec(ctx)
	if err != nil {
		return id, err
	}
	tx.Record(audit.Entry{
		Action: "machineToken.create", Entity: "MachineToken", EntityID: &id, Agency: &where.ID, Label: where.Code,
		After: map[string]any{"name": in.Name, "hint": hint, "role": in.Role, "scopes": scopes, "expiresAt": expires},
	})
	return id, nil
}

// checkToken finds what is wrong with the values of a token.
func checkToken(in CreateMachineTokenInput, now time.Time) change.Faults {
	faults := append(checkText("name", in.Name, mostTokenName), checkScopes(in.Scopes)...)
	if in.Role == viewer.RoleAdmin {
		faults = append(faults, change.Fault(change.Invalid, []string{"role"}, change.Say(
			"Chương trình không được giữ vai trò ADMIN.", "A program does not get the role ADMIN.")))
	}
	switch expires := instant(in.ExpiresAt); {
	case !expires.After(now):
		faults = append(faults, past("expiresAt", in.ExpiresAt))
	case expires.Sub(now) > longestToken:
		faults = append(faults, change.Fault(change.Invalid, []string{"expiresAt"}, change.Say(
			"Mã truy cập có hiệu lực tối đa một năm, đến %[1]s; giá trị đã nhập là %[2]s.", "A token is good for a year at most, until %[1]s; found %[2]s.",
			now.Add(longestToken).Format(time.RFC3339), expires.Format(time.RFC3339))))
	}
	return faults
}

// RevokeMachineToken ends a token at once.
func (s *Service) RevokeMachineToken(ctx context.Context, in RevokeMachineTokenInput) (*CreateMachineTokenPayload, error) {
	p := &CreateMachineTokenPayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "revokeMachineToken", Key: in.ClientMutationID, Input: in}
	id, faults, err := s.do(ctx, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return revokeMachineToken(ctx, tx, in.ID) })
	if p.UserErrors = faults; err != nil || faults != nil {
		return p, err
	}
	p.MachineToken, err = s.Client.MachineToken.Get(ctx, id)
	return p, err
}

func revokeMachineToken(ctx context.Context, tx *change.Tx, id uuid.UUID) (uuid.UUID, error) {
	token, err := tx.MachineToken.Query().Where(machinetoken.ID(id)).WithAgency().Only(ctx)
	switch {
	case db.IsNotFound(err):
		return id, absent("id")
	case err != nil:
		return id, err
	}
	by, err := administers(ctx, tx, token.AgencyID, false)
	switch {
	case err != nil:
		return id, err
	case by == nil: // an inspector sees it
		return id, change.Faults{notAdministered([]string{"id"}, token.Edges.Agency.Code, false)}
	}
	n, err := tx.MachineToken.Update().Where(machinetoken.ID(id), machinetoken.RevokedAtIsNil()).SetRevokedAt(tx.At).Save(ctx)
	switch {
	case err != nil:
		return id, err
	case n == 0:
		return id, over()
	}
	tx.Record(audit.Entry{
		Action: "machineToken.revoke", Entity: "MachineToken", EntityID: &id, Agency: &token.AgencyID, Label: token.Edges.Agency.Code,
		Before: map[string]any{"name": token.Name, "hint": token.Hint, "role": token.Role, "expiresAt": token.ExpiresAt},
	})
	return id, nil
}
