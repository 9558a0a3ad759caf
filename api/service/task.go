package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// TaskFilter narrows the tasks of an agency; a zero field does not.
type TaskFilter struct {
	Roles     []assignment.Role
	Year      *int
	Status    *task.Status
	Indicator *string
}

// Among are the roles that count: all where none is named.
func (f TaskFilter) Among() []assignment.Role {
	if len(f.Roles) > 0 {
		return f.Roles
	}
	return []assignment.Role{assignment.RoleLEAD, assignment.RoleCOORDINATE, assignment.RoleMEASURE, assignment.RoleIMPLEMENT}
}

// Conditions are those that do not depend on the agency.
func (f TaskFilter) Conditions() (where []predicate.Task) {
	if f.Year != nil {
		where = append(where, task.Or(
			task.And(task.YearFromLTE(*f.Year), task.YearToGTE(*f.Year)),
			task.ScheduleKindIn(task.ScheduleKindANNUAL, task.ScheduleKindONGOING)))
	}
	if f.Status != nil {
		where = append(where, task.StatusEQ(*f.Status))
	}
	if f.Indicator != nil {
		where = append(where, task.HasIndicatorsWith(indicator.Code(*f.Indicator)))
	}
	return where
}

// AgencyTasks returns the query for the tasks in which an agency has a role,
// itself or through its groups.
func AgencyTasks(ctx context.Context, client *db.Client, agencyID uuid.UUID, f TaskFilter) (*db.TaskQuery, error) {
	owners, err := ownerIDs(ctx, client, agencyID)
	if err != nil {
		return nil, err
	}
	return client.Task.Query().Where(task.HasAssignmentsWith(
		assignment.AgencyIDIn(owners...), assignment.RoleIn(f.Among()...), assignment.ValidToIsNil())).Where(f.Conditions()...), nil
}
