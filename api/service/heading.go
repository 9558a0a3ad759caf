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

// Measures says who measures what in one plan.
type Measures struct {
	own    map[uuid.UUID][]*db.Agency
	parent map[uuid.UUID]uuid.UUID
}

// Of returns who measures an indicator: its own MEASURE assignments in the
// order printed, or those of the nearest heading above that has any.
func (m *Measures) Of(id uuid.UUID) []*db.Agency {
	for m != nil && id != uuid.Nil {
		if agencies := m.own[id]; agencies != nil {
			return agencies
		}
		id = m.parent[id]
	}
	return nil
}

// MeasuresOfPlans returns who measures what in each plan: a plan at a time,
// because an answer that shows one indicator of a plan mostly shows them all.
func MeasuresOfPlans(ctx context.Context, client *db.Client, plans []uuid.UUID) (map[uuid.UUID]*Measures, error) {
	rows, err := client.Indicator.Query().Where(indicator.PlanIDIn(plans...)).
		WithAssignments(func(q *db.AssignmentQuery) {
			q.Where(assignment.RoleEQ(assignment.RoleMEASURE), assignment.ValidToIsNil()).
				Order(db.Asc(assignment.FieldPosition, assignment.FieldID)).WithAgency()
		}).All(ctx)
	if err != nil {
		return nil, err
	}
	result := make(map[uuid.UUID]*Measures, len(plans))
	for _, i := range rows {
		m := result[i.PlanID]
		if m == nil {
			m = &Measures{own: map[uuid.UUID][]*db.Agency{}, parent: map[uuid.UUID]uuid.UUID{}}
			result[i.PlanID] = m
		}
		if i.ParentID != nil {
			m.parent[i.ID] = *i.ParentID
		}
		for _, a := range i.Edges.Assignments {
			m.own[i.ID] = append(m.own[i.ID], a.Edges.Agency)
		}
	}
	return result, nil
}
