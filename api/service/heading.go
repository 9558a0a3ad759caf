package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// measuresBelow returns a function that lists the measures which inherit an
// assignment in a role from a heading: those under it whose own row, and every
// heading between, names nobody in that role.
func measuresBelow(ctx context.Context, client *db.Client, found []*db.Assignment) (func(uuid.UUID, assignment.Role) []*db.Indicator, error) {
	var plans []uuid.UUID
	for _, a := range found {
		if i := a.Edges.Indicator; i != nil && i.Kind == indicator.KindGROUP {
			plans = append(plans, i.PlanID)
		}
	}
	if len(plans) == 0 {
		return func(uuid.UUID, assignment.Role) []*db.Indicator { return nil }, nil
	}
	all, err := client.Indicator.Query().Where(indicator.PlanIDIn(plans...)).
		WithPlan().WithAssignments(inForce).All(ctx)
	if err != nil {
		return nil, err
	}
	children := map[uuid.UUID][]*db.Indicator{}
	for _, i := range all {
		if i.ParentID != nil {
			children[*i.ParentID] = append(children[*i.ParentID], i)
		}
	}
	var below func(uuid.UUID, assignment.Role) []*db.Indicator
	below = func(heading uuid.UUID, role assignment.Role) (measures []*db.Indicator) {
		for _, i := range children[heading] {
			switch {
			case hasRole(i, role):
			case i.Kind == indicator.KindGROUP:
				measures = append(measures, below(i.ID, role)...)
			default:
				measures = append(measures, i)
			}
		}
		return measures
	}
	return below, nil
}

func inForce(q *db.AssignmentQuery) { q.Where(assignment.ValidToIsNil()) }

func hasRole(i *db.Indicator, role assignment.Role) bool {
	for _, a := range i.Edges.Assignments {
		if a.Role == role {
			return true
		}
	}
	return false
}

// MeasuringAgencies returns, for each indicator, who measures it: its own
// MEASURE assignments in the order printed, or those of the nearest heading
// above that has any.
func MeasuringAgencies(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID][]*db.Agency, error) {
	result := make(map[uuid.UUID][]*db.Agency, len(ids))
	// at maps where the search stands to the indicators it is for.
	at := make(map[uuid.UUID][]uuid.UUID, len(ids))
	for _, id := range ids {
		at[id] = []uuid.UUID{id}
	}
	for len(at) > 0 {
		rows, err := client.Indicator.Query().Where(indicator.IDIn(keys(at)...)).
			WithAssignments(func(q *db.AssignmentQuery) {
				q.Where(assignment.RoleEQ(assignment.RoleMEASURE), assignment.ValidToIsNil()).
					Order(db.Asc(assignment.FieldPosition, assignment.FieldID)).WithAgency()
			}).All(ctx)
		if err != nil {
			return nil, err
		}
		up := map[uuid.UUID][]uuid.UUID{}
		for _, i := range rows {
			for _, id := range at[i.ID] {
				for _, a := range i.Edges.Assignments {
					result[id] = append(result[id], a.Edges.Agency)
				}
			}
			if len(i.Edges.Assignments) == 0 && i.ParentID != nil {
				up[*i.ParentID] = append(up[*i.ParentID], at[i.ID]...)
			}
		}
		at = up
	}
	return result, nil
}

func keys[V any](m map[uuid.UUID]V) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	return ids
}
