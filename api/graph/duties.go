package graph

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
)

// duties answers what an agency owes: all of it or, with a window, what is owed
// in that.
func (r *agencyResolver) duties(ctx context.Context, obj *db.Agency, plan *string, roles []assignment.Role, window *string) ([]*service.Duty, error) {
	if window == nil {
		return service.Duties(ctx, r.Client, obj.ID, deref(plan), roles)
	}
	owed, err := r.Reports.DutiesIn(ctx, obj.ID, *window, deref(plan), roles)
	if db.IsNotFound(err) {
		return nil, &InputError{Argument: "window", Value: *window, Expected: "the code of a reporting window, such as 2023-Q1"}
	}
	return owed, err
}
