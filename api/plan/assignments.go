package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// assignmentFields is an assignment as it is compared and written.
func assignmentFields(a *db.Assignment) []field {
	return []field{
		{assignment.FieldAgencyID, a.AgencyID},
		{assignment.FieldIndicatorID, opt(a.IndicatorID)},
		{assignment.FieldTaskID, opt(a.TaskID)},
		{assignment.FieldRole, a.Role},
		{assignment.FieldScope, opt(a.Scope)},
		{assignment.FieldText, opt(a.Text)},
		{assignment.FieldPosition, a.Position},
	}
}

func wantAssignments(b *bundle.Bundle, n *names) []record {
	var records []record
	for _, i := range b.Indicators {
		id := n.id(db.TypeIndicator, i.Plan, i.Code)
		records = append(records, assignmentsOf(db.Assignment{IndicatorID: &id}, i.Assignments, n)...)
	}
	for _, t := range b.Tasks {
		id := n.id(db.TypeTask, t.Plan, t.Code)
		records = append(records, assignmentsOf(db.Assignment{TaskID: &id}, t.Assignments, n)...)
	}
	return records
}

// assignmentsOf makes one row of each agency in the printed cells of one
// indicator or task.
func assignmentsOf(to db.Assignment, cells []bundle.Assignment, n *names) []record {
	var records []record
	for _, cell := range cells {
		for position, code := range cell.Agencies {
			row := to
			row.AgencyID = n.id(db.TypeAgency, code)
			row.Role = assignment.Role(cell.Role)
			row.Scope = given(cell.Scopes[code])
			row.Text = given(cell.Text)
			row.Position = position
			records = append(records, n.wanted(db.TypeAssignment, assignmentFields(&row), assignmentKey(&row, n)...))
		}
	}
	return records
}

// assignmentKey tells an indicator from a task: both may have the same code.
func assignmentKey(a *db.Assignment, n *names) []string {
	what, id := "indicator", a.IndicatorID
	if a.TaskID != nil {
		what, id = "task", a.TaskID
	}
	return []string{what, n.keys[*id], string(a.Role), n.keys[a.AgencyID]}
}

// readAssignments reads the assignments in force.
func readAssignments(ctx context.Context, client *db.Client, s *state) error {
	ours := entplan.CodeIn(s.plans...)
	rows, err := client.Assignment.Query().Where(assignment.ValidToIsNil(), assignment.Or(
		assignment.HasIndicatorWith(indicator.OwnerIDIsNil(), indicator.HasPlanWith(ours)),
		assignment.HasTaskWith(task.HasPlanWith(ours)),
	)).All(ctx)
	for _, a := range rows {
		s.add(db.TypeAssignment, a.ID, assignmentFields(a), assignmentKey(a, s.names)...)
	}
	return err
}

func writeAssignments(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Assignment
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, nil)
}

// unassigned lists the printed cells that name nobody of the catalogue.
func unassigned(b *bundle.Bundle) []string {
	var cells []string
	add := func(assignments []bundle.Assignment, parts ...string) {
		for _, a := range assignments {
			if len(a.Agencies) == 0 {
				cells = append(cells, label(keyOf(append(parts, string(a.Role), a.Text)...)))
			}
		}
	}
	for _, i := range b.Indicators {
		add(i.Assignments, "indicator", i.Plan, i.Code)
	}
	for _, t := range b.Tasks {
		add(t.Assignments, "task", t.Plan, t.Code)
	}
	return cells
}
