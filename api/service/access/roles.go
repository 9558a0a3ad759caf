package access

import (
	"context"
	"slices"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Roles returns the roles in force with their people and agencies, by agency,
// role and name: for programs of the instance.
func (s *Service) Roles(ctx context.Context) ([]*db.RoleGrant, error) {
	now := s.Clock()
	roles, err := s.Client.RoleGrant.Query().Where(
		rolegrant.RevokedAtIsNil(), rolegrant.Or(rolegrant.UntilIsNil(), rolegrant.UntilGT(now)),
	).WithPerson().WithAgency().All(viewer.NewContext(ctx, viewer.System("roles")))
	slices.SortFunc(roles, func(a, b *db.RoleGrant) int {
		return slices.Compare(
			[]string{a.Edges.Agency.Code, string(a.Role), a.Edges.Person.Name, a.Edges.Person.Subject},
			[]string{b.Edges.Agency.Code, string(b.Role), b.Edges.Person.Name, b.Edges.Person.Subject})
	})
	return roles, err
}
