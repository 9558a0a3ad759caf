package compile

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// Fields at the top: what one finds by its name, and the lists of all there is.
func init() {
	register(lasting(map[string]form{
		"Query.plan":            byName("Plan", "code"),
		"Query.agency":          byName("Agency", "code"),
		"Query.legalDocument":   byName("LegalDocument", "number"),
		"Query.reportingWindow": byName("ReportingWindow", "code"),
		"Query.indicator":       ofPlan("Indicator"),
		"Query.task":            ofPlan("Task"),
		"Query.submission":      submission,
	}))
	for name := range db.Relations {
		register(lasting(map[string]form{"Query." + plural(name): all(name)}))
	}
}

// plural is the name of the field at the top that lists a type.
func plural(typ string) string {
	name := strings.ToLower(typ[:1]) + typ[1:]
	if stem, ok := strings.CutSuffix(name, "y"); ok {
		return stem + "ies"
	}
	return name + "s"
}

// all is the connection of all rows of a type.
func all(typ string) form {
	return func(a *asked, ctx context.Context, t *text) error {
		return a.c.connection(ctx, t, a, connection{to: typ})
	}
}

// byName is the row of a type with a name, or null.
func byName(typ, column string) form {
	return func(a *asked, ctx context.Context, t *text) error {
		return a.orNull(ctx, t, typ, equals(column, a.args[column]))
	}
}

// ofPlan is the row of a type with a code in a plan.
func ofPlan(typ string) form {
	return func(a *asked, ctx context.Context, t *text) error {
		return a.orNull(ctx, t, typ, equals("code", a.args["code"]), a.refers("plan_id", "plans", a.args["plan"]))
	}
}

// submission is the report of an agency for a window.
func submission(a *asked, ctx context.Context, t *text) error {
	return a.orNull(ctx, t, "Submission", a.refers("agency_id", "agencies", a.args["agency"]), a.refers("window_id", "reporting_windows", a.args["window"]))
}

func (a *asked) orNull(ctx context.Context, t *text, typ string, found ...func(*sql.Selector)) error {
	row, err := a.c.row(ctx, a, typ, nil, found...)
	t.orNull(row)
	return err
}

func equals(column string, value any) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), value)) }
}

// refers is the condition that a key is that of the row with a code. It is a
// comparison with one value, which an index answers.
func (a *asked) refers(key, table string, code any) func(*sql.Selector) {
	text, _ := code.(string)
	at := a.c.arg(text, "text")
	return func(s *sql.Selector) {
		s.Where(sql.ExprP(s.C(key) + " = (SELECT named.id FROM " + table + " AS named WHERE named.code = " + at + ")"))
	}
}
