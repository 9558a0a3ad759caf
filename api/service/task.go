package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// TaskFilter narrows the tasks of an agency; a zero field does not.
type TaskFilter struct {
	Roles     []assignment.Role
	Year      *int
	Status    *task.Status
	Indicator *string
}

// AgencyTasks returns the query for the tasks in which an agency has a role,
// itself or through its groups.
func AgencyTasks(ctx context.Context, client *db.Client, agencyID uuid.UUID, f TaskFilter) (*db.TaskQuery, error) {
	owners, err := ownerIDs(ctx, client, agencyID)
	if err != nil {
		return nil, err
	}
	roles := f.Roles
	if len(roles) == 0 {
		roles = []assignment.Role{assignment.RoleLEAD, assignment.RoleCOORDINATE, assignment.RoleMEASURE, assignment.RoleIMPLEMENT}
	}
	q := client.Task.Query().Where(task.HasAssignmentsWith(
		assignment.AgencyIDIn(owners...), assignment.RoleIn(roles...), assignment.ValidToIsNil()))
	if f.Year != nil {
		q.Where(task.Or(
			task.And(task.YearFromLTE(*f.Year), task.YearToGTE(*f.Year)),
			task.ScheduleKindIn(task.ScheduleKindANNUAL, task.ScheduleKindONGOING)))
	}
	if f.Status != nil {
		q.Where(task.StatusEQ(*f.Status))
	}
	if f.Indicator != nil {
		q.Where(task.HasIndicatorsWith(indicator.Code(*f.Indicator)))
	}
	return q, nil
}
