package compile

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/relation"
)

// Fields that follow from the columns of their row.
func init() {
	register(lasting(map[string]form{
		"Event.sequence":       number("sequence"),
		"Evidence.size":        number("size"),
		"MachineToken.scopes":  scopes,
		"Task.schedule":        schedule,
		"Narrative.unanswered": unanswered,
		"Agency.answersOwed":   answersOwed,
	}))
}

// number is a whole number that is longer than the graph's own.
func number(column string) form {
	return func(a *asked, _ context.Context, t *text) error {
		t.expression(a.of.column(column), "::text")
		return nil
	}
}

// scopes is an empty list where none is kept.
func scopes(a *asked, _ context.Context, t *text) error {
	list, _ := scalar(relation.Texts, a.of.column("scopes"))
	t.expression("coalesce(", list, ", '[]')")
	return nil
}

// schedule is when a task is to be done, from its columns.
func schedule(a *asked, ctx context.Context, t *text) error {
	columns := map[string]relation.Column{
		"text": {Name: "schedule_text", Kind: relation.Text, Null: true}, "kind": {Name: "schedule_kind", Kind: relation.Enum, Null: true},
		"from": {Name: "year_from", Kind: relation.Int, Null: true}, "to": {Name: "year_to", Kind: relation.Int, Null: true},
		"quarter": {Name: "quarter", Kind: relation.Int, Null: true},
	}
	object, err := a.c.objectBy(ctx, "TaskSchedule", a.field.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		column, ok := columns[f.Name]
		if !ok {
			return unknown{"TaskSchedule." + f.Name}
		}
		return a.c.column(t, a.of, column)
	})
	t.expression(object)
	return err
}

// unanswered says whether an answer is owed and its day is over.
func unanswered(a *asked, _ context.Context, t *text) error {
	t.expression("(", a.of.column(narrative.FieldRoutedToID), " IS NOT NULL AND ", a.of.column(narrative.FieldAnswer), " IS NULL AND coalesce(",
		a.of.column(narrative.FieldAnswerDueOn), " < ", a.c.clock("date", func(now time.Time) string { return report.Day(now).Format(time.DateOnly) }), ", false))::text")
	return nil
}

// answersOwed are the texts an agency owes an answer to, those due first.
func answersOwed(a *asked, ctx context.Context, t *text) error {
	open, _ := a.args["open"].(bool)
	return a.c.list(ctx, t, a, relation.Edge{To: "Narrative", Near: "id", Far: narrative.FieldRoutedToID},
		[]string{narrative.FieldAnswerDueOn, "id"}, inForce, func(s *sql.Selector) {
			if open {
				s.Where(sql.IsNull(s.C(narrative.FieldAnswer)))
			}
		})
}
