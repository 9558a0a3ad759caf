package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// A tree is the indicators of plans by what they stand under.
type tree struct {
	children map[uuid.UUID][]*db.Indicator
	// named says whether an indicator's own row names somebody in a role.
	named func(*db.Indicator, assignment.Role) bool
}

// newTree hangs indicators under their headings.
func newTree(all []*db.Indicator, named func(*db.Indicator, assignment.Role) bool) *tree {
	t := &tree{map[uuid.UUID][]*db.Indicator{}, named}
	for _, i := range all {
		if i.ParentID != nil {
			t.children[*i.ParentID] = append(t.children[*i.ParentID], i)
		}
	}
	return t
}

// below lists the measures which inherit an assignment in a role from a
// heading: those under it whose own row, and every heading between, names
// nobody in that role.
func (t *tree) below(heading uuid.UUID, role assignment.Role) (measures []*db.Indicator) {
	for _, i := range t.children[heading] {
		switch {
		case t.named(i, role):
		case i.Kind == indicator.KindGROUP:
			measures = append(measures, t.below(i.ID, role)...)
		default:
			measures = append(measures, i)
		}
	}
	return measures
}

// measuresBelow returns the function below of the plans in which some of the
// assignments are of headings.
func measuresBelow(ctx context.Context, client *db.Client, d day, found []*db.Assignment) (func(uuid.UUID, assignment.Role) []*db.Indicator, error) {
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
		WithPlan().WithAssignments(func(q *db.AssignmentQuery) { q.Where(assigned(d)) }).All(ctx)
	if err != nil {
		return nil, err
	}
	return newTree(all, hasRole).below, nil
}

func hasRole(i *db.Indicator, role assignment.Role) bool {
	for _, a := range i.Edges.Assignments {
		if a.Role == role {
			return true
		}
	}
	return false
}
