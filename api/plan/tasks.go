package plan

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// taskFields is a task as it is compared and written.
func taskFields(t *db.Task) []field {
	return []field{
		{task.FieldPlanID, t.PlanID},
		{task.FieldCode, t.Code},
		{task.FieldGroupTitle, opt(t.GroupTitle)},
		{task.FieldTitle, t.Title},
		{task.FieldDescription, opt(t.Description)},
		{task.FieldExpectedResults, list(t.ExpectedResults)},
		{task.FieldScheduleText, opt(t.ScheduleText)},
		{task.FieldScheduleKind, opt(t.ScheduleKind)},
		{task.FieldYearFrom, opt(t.YearFrom)},
		{task.FieldYearTo, opt(t.YearTo)},
		{task.FieldQuarter, opt(t.Quarter)},
		{task.FieldStatus, t.Status},
		{task.FieldResult, opt(t.Result)},
		{task.FieldIndicatorTexts, list(t.IndicatorTexts)},
		{task.FieldReference, opt(t.Reference)},
		{task.FieldLegalDocumentID, opt(t.LegalDocumentID)},
	}
}

func wantTasks(b *bundle.Bundle, n *names) []record {
	enacted := documentsOfPlans(b)
	var records []record
	for _, t := range b.Tasks {
		var when bundle.Schedule
		if t.Schedule != nil {
			when = *t.Schedule
		}
		r := n.wanted(db.TypeTask, taskFields(&db.Task{
			PlanID:          n.id(db.TypePlan, t.Plan),
			Code:            t.Code,
			GroupTitle:      given(t.Group),
			Title:           t.Title,
			Description:     given(t.Description),
			ExpectedResults: t.ExpectedResults,
			ScheduleText:    given(when.Text),
			ScheduleKind:    given(task.ScheduleKind(when.Kind)),
			YearFrom:        given(when.From),
			YearTo:          given(when.To),
			Quarter:         given(when.Quarter),
			Status:          task.Status(t.Status),
			Result:          given(t.Result),
			IndicatorTexts:  t.IndicatorTexts,
			Reference:       given(t.Source),
			LegalDocumentID: n.optID(db.TypeLegalDocument, cmp.Or(t.LegalDocument, enacted[t.Plan])),
		}), t.Plan, t.Code)
		serves := link{name: task.EdgeIndicators}
		for _, ref := range t.Indicators {
			serves.ids = append(serves.ids, n.id(db.TypeIndicator, ref.Plan, ref.Code))
		}
		r.links = []link{serves}
		records = append(records, r)
	}
	return records
}

func readTasks(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Task.Query().
		Where(task.HasPlanWith(entplan.CodeIn(s.plans...))).
		WithIndicators(func(q *db.IndicatorQuery) { q.Select(indicator.FieldID) }).
		All(ctx)
	for _, t := range rows {
		ids := make([]uuid.UUID, len(t.Edges.Indicators))
		for i, served := range t.Edges.Indicators {
			ids[i] = served.ID
		}
		s.add(db.TypeTask, t.ID, taskFields(t), s.keys[t.PlanID], t.Code).links = []link{s.known(task.EdgeIndicators, ids)}
	}
	return err
}

func writeTasks(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Task
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, func(m *db.TaskMutation, l link) {
		m.AddIndicatorIDs(l.ids...)
	})
}
