package service

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// owing are the roles in which an agency owes figures.
var owing = []assignment.Role{assignment.RoleMEASURE, assignment.RoleIMPLEMENT}

// Owed returns the figures an agency owes in a window: a duty for each
// indicator it measures or implements, once, in the order of plans and codes.
// What counts is in force on the last day the window covers; groups, and
// agencies that do not exist on that day, owe nothing.
func Owed(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow) ([]*Duty, error) {
	return OwedIn(ctx, client, agencyID, w, "", nil)
}

// OwedIn is Owed, narrowed to a plan and to roles; an empty one does not.
func OwedIn(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow, planCode string, roles []assignment.Role) ([]*Duty, error) {
	d := on(w.CoversTo)
	among := owing
	if len(roles) > 0 {
		among = slices.DeleteFunc(slices.Clone(owing), func(r assignment.Role) bool { return !slices.Contains(roles, r) })
	}
	reports, err := client.Agency.Query().Where(agency.ID(agencyID), reporting(d)).Exist(ctx)
	if err != nil || !reports || len(among) == 0 {
		return nil, err
	}
	all, err := dutiesOn(ctx, client, d, agencyID, planCode, among)
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
