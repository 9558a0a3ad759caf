// Package service holds rules across entities: what an agency owes, where
// sources disagree, what a figure amounts to. Plain Go, no GraphQL types.
package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// A Duty is one thing an agency owes, and why.
type Duty struct {
	// Agency is whose duty it is.
	Agency uuid.UUID

	Role          assignment.Role
	Indicator     *db.Indicator
	Task          *db.Task
	Through       *db.Agency
	InheritedFrom *db.Indicator
	Scope         *string

	// What follows is known only where a window was asked for.

	Narrative  *narrative.Kind
	Window     *db.ReportingWindow
	State      *DutyState
	DueAt      *time.Time
	Late       *bool
	Figure     *db.Figure
	LastFigure *db.Figure
	Target     *db.Target
	MeasuredBy []*db.Agency
	Submission *db.Submission
}

// Duties returns what an agency owes, itself and through its groups, ordered
// by plan and code. A heading's assignment becomes a duty for each measure
// below it whose own row names nobody in that role. planCode and roles narrow
// the answer; an empty one does not.
func Duties(ctx context.Context, client *db.Client, agencyID uuid.UUID, planCode string, roles []assignment.Role) ([]*Duty, error) {
	return dutiesOn(ctx, client, nil, agencyID, planCode, roles)
}

// dutiesOn is Duties on a day.
func dutiesOn(ctx context.Context, client *db.Client, d day, agencyID uuid.UUID, planCode string, roles []assignment.Role) ([]*Duty, error) {
	owners, err := ownersOn(ctx, client, d, agencyID)
	if err != nil {
		return nil, err
	}
	where := []predicate.Assignment{assignment.AgencyIDIn(owners...), assigned(d)}
	if len(roles) > 0 {
		where = append(where, assignment.RoleIn(roles...))
	}
	if planCode != "" {
		where = append(where, assignment.Or(
			assignment.HasIndicatorWith(indicator.HasPlanWith(plan.Code(planCode))),
			assignment.HasTaskWith(task.HasPlanWith(plan.Code(planCode)))))
	}
	found, err := client.Assignment.Query().Where(where...).
		WithAgency().WithTask(func(q *db.TaskQuery) { q.WithPlan() }).
		WithIndicator(func(q *db.IndicatorQuery) { q.WithPlan() }).All(ctx)
	if err != nil {
		return nil, err
	}
	below, err := measuresBelow(ctx, client, d, found)
	if err != nil {
		return nil, err
	}
	var duties []*Duty
	for _, a := range found {
		d := Duty{Agency: agencyID, Role: a.Role, Indicator: a.Edges.Indicator, Task: a.Edges.Task, Scope: a.Scope}
		if a.AgencyID != agencyID {
			d.Through = a.Edges.Agency
		}
		if d.Indicator == nil || d.Indicator.Kind != indicator.KindGROUP {
			duties = append(duties, &d)
			continue
		}
		for _, measure := range below(d.Indicator.ID, a.Role) {
			inherited := d
			inherited.Indicator, inherited.InheritedFrom = measure, d.Indicator
			duties = append(duties, &inherited)
		}
	}
	slices.SortStableFunc(duties, func(x, y *Duty) int { return cmp.Compare(x.key(), y.key()) })
	return duties, nil
}

// key orders duties: plan, indicators before tasks, code, role, own first.
func (d *Duty) key() string {
	own := "0"
	if d.Through != nil {
		own = "1" + d.Through.CodeKey
	}
	if d.Indicator != nil {
		return d.Indicator.Edges.Plan.CodeKey + " 0 " + d.Indicator.CodeKey + " " + string(d.Role) + own
	}
	return d.Task.Edges.Plan.CodeKey + " 1 " + d.Task.CodeKey + " " + string(d.Role) + own
}

// ownerIDs returns the agency and the groups whose duties reach it, through
// groups of groups too.
func ownerIDs(ctx context.Context, client *db.Client, id uuid.UUID) ([]uuid.UUID, error) {
	return ownersOn(ctx, client, nil, id)
}

// ownersOn is ownerIDs on a day.
func ownersOn(ctx context.Context, client *db.Client, d day, id uuid.UUID) ([]uuid.UUID, error) {
	owners, next := []uuid.UUID{id}, []uuid.UUID{id}
	for len(next) > 0 {
		memberships, err := client.AgencyMembership.Query().
			Where(agencymembership.MemberOfIDIn(next...), belonging(d)).All(ctx)
		if err != nil {
			return nil, err
		}
		next = nil
		for _, m := range memberships {
			if group := m.AgencyID; !slices.Contains(owners, group) {
				owners, next = append(owners, group), append(next, group)
			}
		}
	}
	return owners, nil
}
