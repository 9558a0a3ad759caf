package compile

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// The tasks of an agency.
func init() { register(lasting(map[string]form{"Agency.tasks": agencyTasks})) }

// agencyTasks are those in which an agency has a role, itself or through its
// groups.
func agencyTasks(a *asked, ctx context.Context, t *text) error {
	roles, _ := a.args["roles"].([]assignment.Role)
	filter := service.TaskFilter{Roles: roles}
	filter.Year, _ = a.args["year"].(*int)
	filter.Status, _ = a.args["status"].(*task.Status)
	filter.Indicator, _ = a.args["indicator"].(*string)
	names := make([]string, 0, len(roles))
	for _, role := range filter.Among() {
		names = append(names, string(role))
	}
	assigned := func(s *sql.Selector) { // where no rows are asked for, the argument must not be either
		s.Where(sql.ExprP(s.C(task.FieldID) + " IN (SELECT given.task_id FROM assignments AS given WHERE given.valid_to IS NULL AND given.role = ANY(" +
			a.c.arg("{"+strings.Join(names, ",")+"}", "text[]") + ") AND given.agency_id IN (" + ownersOf(a.of) + "))"))
	}
	found := conditions{assigned}
	for _, condition := range filter.Conditions() {
		found = append(found, condition)
	}
	return a.c.connection(ctx, t, a, connection{to: "Task", conditions: found, order: task.FieldCodeKey})
}

// ownersOf selects an agency and the groups whose duties reach it, through groups
// of groups too.
func ownersOf(agency source) string {
	return "WITH RECURSIVE owner(id) AS (SELECT " + agency.column("id") +
		" UNION SELECT m.agency_id FROM owner JOIN agency_memberships AS m ON m.member_of_id = owner.id WHERE m.valid_to IS NULL) SELECT owner.id FROM owner"
}
