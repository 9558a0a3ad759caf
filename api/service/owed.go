package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// Owed returns the figures an agency owes in a window: a duty for each
// indicator it measures or implements, once, in the order of plans and codes.
func Owed(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow) ([]*Duty, error) {
	all, err := Duties(ctx, client, agencyID, "", []assignment.Role{assignment.RoleMEASURE, assignment.RoleIMPLEMENT})
	if err != nil {
		return nil, err
	}
	seen := map[uuid.UUID]bool{}
	var owed []*Duty
	for _, d := range all {
		if d.Indicator != nil && d.Indicator.Kind == indicator.KindINDICATOR && !seen[d.Indicator.ID] {
			seen[d.Indicator.ID], d.Window = true, w
			owed = append(owed, d)
		}
	}
	return owed, nil
}
