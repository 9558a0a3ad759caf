package access

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Asking returns who is asking, in the language locale names: with the roles of
// the viewer of the context and where they are.
func (s *Service) Asking(ctx context.Context, locale string) (*Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	asking := &Viewer{Name: v.Name, SignedIn: v.SignedIn(), Locale: locale, Roles: make([]*ViewerRole, len(v.Grants))}
	if !v.SignedIn() {
		return asking, nil
	}
	if !v.Until.IsZero() {
		asking.Until = &v.Until
	}
	people, err := s.Client.Person.Query().Where(person.IDIn(concerned(v)...)).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]*db.Person{}
	for _, p := range people {
		byID[p.ID] = p
	}
	asking.Person = byID[v.Person]
	agencies, err := s.Client.Agency.Query().Where(agency.IDIn(v.At()...)).All(ctx)
	if err != nil {
		return nil, err
	}
	where := map[uuid.UUID]*db.Agency{}
	for _, a := range agencies {
		where[a.ID] = a
	}
	for n, g := range v.Grants {
		role := &ViewerRole{Role: g.Role, Agency: where[g.Agency]}
		if g.LentBy != nil {
			role.Through = byID[g.LentBy.ID]
		}
		if !g.Until.IsZero() {
			role.Until = &g.Until
		}
		asking.Roles[n] = role
	}
	return asking, nil
}

// concerned are the viewer and whose roles the viewer uses.
func concerned(v viewer.Viewer) []uuid.UUID {
	ids := []uuid.UUID{v.Person}
	for _, g := range v.Grants {
		if g.LentBy != nil {
			ids = append(ids, g.LentBy.ID)
		}
	}
	return ids
}
