package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

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
	return measuresOn(ctx, client, nil, plans)
}

// MeasuresIn is MeasuresOfPlans on the last day a window covers.
func MeasuresIn(ctx context.Context, client *db.Client, w *db.ReportingWindow, plans []uuid.UUID) (map[uuid.UUID]*Measures, error) {
	return measuresOn(ctx, client, on(w.CoversTo), plans)
}

func measuresOn(ctx context.Context, client *db.Client, d day, plans []uuid.UUID) (map[uuid.UUID]*Measures, error) {
	rows, err := client.Indicator.Query().Where(indicator.PlanIDIn(plans...)).
		WithAssignments(func(q *db.AssignmentQuery) {
			q.Where(assignment.RoleEQ(assignment.RoleMEASURE), assigned(d)).
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
