package access

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agencyreach"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Allowed returns the grant by which a viewer may act at an agency in one of
// the roles, any where none is named: an own one before a lent one. It is nil
// where no grant's reach holds the agency, and for a machine token whose scopes
// lack the given one.
func Allowed(ctx context.Context, client *db.Client, v viewer.Viewer, agency uuid.UUID, scope viewer.Scope, roles ...viewer.Role) (*viewer.Grant, error) {
	if !v.Within(scope) {
		return nil, nil
	}
	return holding(ctx, client, v, agency, func(g viewer.Grant) bool {
		return len(roles) == 0 || slices.Contains(roles, g.Role)
	})
}

// holding returns the first of the grants that do, own ones first, whose reach
// holds an agency; nil for none.
func holding(ctx context.Context, client *db.Client, v viewer.Viewer, agency uuid.UUID, does func(viewer.Grant) bool) (*viewer.Grant, error) {
	var candidates []viewer.Grant
	for _, lent := range []bool{false, true} {
		for _, g := range v.Grants {
			if does(g) && (g.LentBy != nil) == lent {
				candidates = append(candidates, g)
			}
		}
	}
	for _, g := range candidates {
		reached, err := reaches(ctx, client, v, g.Agency, agency)
		if err != nil {
			return nil, err
		}
		if reached {
			return &g, nil
		}
	}
	return nil, nil
}

// reaches says whether a role at one agency reaches another: many by name, and
// what a role that reaches more does once a request, because what is asked about
// one row of a list is asked about all of them.
func reaches(ctx context.Context, client *db.Client, v viewer.Viewer, from, to uuid.UUID) (bool, error) {
	if named, known := v.Below[from]; from == to || known {
		return from == to || slices.Contains(named, to), nil
	}
	type reachFrom uuid.UUID
	reach, err := viewer.Remember(v, reachFrom(from), func() (map[uuid.UUID]bool, error) {
		rows, err := client.AgencyReach.Query().Where(agencyreach.OverID(from)).Select(agencyreach.FieldAgencyID).
			All(viewer.NewContext(ctx, viewer.System("access")))
		reach := make(map[uuid.UUID]bool, len(rows))
		for _, r := range rows {
			reach[r.AgencyID] = true
		}
		return reach, err
	})
	return reach[to], err
}
