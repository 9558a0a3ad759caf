package access

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// ByPerson returns the viewer that a person, or the person of a machine token,
// is now: for links that were handed out before, and for what lasts longer than
// a request. Somebody who is not there, and a machine whose token is no longer
// good, is the public.
func (s *Service) ByPerson(ctx context.Context, id uuid.UUID) (viewer.Viewer, error) {
	ctx = viewer.NewContext(ctx, viewer.System("sign-in"))
	p, err := s.Client.Person.Query().Where(person.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		return viewer.Public(), nil
	}
	if err != nil {
		return viewer.Viewer{}, err
	}
	if isMachine(p.Subject) {
		return s.machineOf(ctx, id)
	}
	return s.SignIn(ctx, auth.Identity{Subject: p.Subject, Name: p.Name})
}

// machineOf returns the viewer of the token that a machine's person is of.
func (s *Service) machineOf(ctx context.Context, id uuid.UUID) (viewer.Viewer, error) {
	t, err := s.Client.MachineToken.Query().Where(machinetoken.PersonID(id), machinetoken.RevokedAtIsNil(), machinetoken.ExpiresAtGT(s.Clock()), leading).Only(ctx)
	if db.IsNotFound(err) {
		return viewer.Public(), nil
	}
	if err != nil {
		return viewer.Viewer{}, err
	}
	return s.empowerMachine(ctx, t)
}

// machine is the viewer of a token, before what follows from its role.
func machine(t *db.MachineToken) viewer.Viewer {
	return viewer.Viewer{
		Name: t.Name, Person: t.PersonID, Until: t.ExpiresAt.UTC(), Scopes: Scopes(t),
		Grants: []viewer.Grant{{Role: t.Role, Agency: t.AgencyID, Until: t.ExpiresAt.UTC()}},
	}
}
