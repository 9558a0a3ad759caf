package compile

import (
	"context"
	"encoding/json"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Dates that hold for one agency in one window.
func init() {
	register(lasting(map[string]form{
		"Submission.deadlines":      reportDeadlines,
		"ReportingWindow.deadlines": deadlinesSeen,
	}))
}

// reportDeadlines are those that hold for a report.
func reportDeadlines(a *asked, ctx context.Context, t *text) error {
	window, err := a.c.source("ReportingWindow")
	if err != nil {
		return err
	}
	from, err := a.c.from(ctx, window, nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = " + a.of.column("window_id"))) })
	if err != nil {
		return err
	}
	dates, err := a.c.deadlines(ctx, a, window, a.of.column("agency_id"))
	if err != nil {
		return err
	}
	t.expression("coalesce((SELECT ", dates, from, "), chr(1))")
	return nil
}

// deadlinesSeen are those of an agency, by code, whose reports the viewer may
// see: by a role that reaches it, or because it sees the one of the window.
func deadlinesSeen(a *asked, ctx context.Context, t *text) error {
	v, _ := viewer.FromContext(ctx)
	if !v.ReadAll && !v.Has() {
		t.literal("null")
		return nil
	}
	agency, err := a.c.source("Agency")
	if err != nil {
		return err
	}
	report, err := a.c.source("Submission")
	if err != nil {
		return err
	}
	from, err := a.c.from(ctx, agency, nil, equals("code", a.args["agency"]))
	if err != nil {
		return err
	}
	begun, err := a.c.from(ctx, report, nil, func(s *sql.Selector) {
		s.Where(sql.ExprP(s.C("agency_id") + " = " + agency.column("id") + " AND " + s.C("window_id") + " = " + a.of.column("id")))
	})
	if err != nil {
		return err
	}
	dates, err := a.c.deadlines(ctx, a, a.of, agency.column("id"))
	if err != nil {
		return err
	}
	t.orNull("(SELECT ", dates, from, " AND (", a.c.reached(v, agency), " OR EXISTS (SELECT 1", begun, ")))")
	return nil
}

// reached says whether roles of a viewer reach an agency.
func (c *compiler) reached(v viewer.Viewer, agency source) string {
	if v.ReadAll {
		return "true"
	}
	column := sql.Dialect(dialect.Postgres).Table(agency.relation.Table).As(agency.alias).C("id")
	s := sql.Dialect(dialect.Postgres).SelectExpr(sql.Raw("1")).Where(rule.Reached(v, column))
	return "EXISTS (" + c.query(s) + ")"
}

// deadlines writes the dates of a window for an agency.
func (c *compiler) deadlines(ctx context.Context, a *asked, window source, agency string) (string, error) {
	return c.objectBy(ctx, "Deadlines", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		date, err := c.date(ctx, window, agency, f.Name)
		t.expression(instant(date))
		return err
	})
}

// date is a date of a window, or a better one that was granted to the agency.
// A grant gives time and never takes any.
func (c *compiler) date(ctx context.Context, window source, agency, name string) (string, error) {
	kept := map[string][]string{
		"opensAt": {"opens_at"}, "dueAt": {"due_at"}, "graceUntil": {"grace_until", "due_at"}, "locksAt": {"locks_at", "grace_until", "due_at"},
	}[name]
	if kept == nil {
		return "", unknown{"Deadlines." + name}
	}
	grants, err := c.grants(ctx)
	if err != nil {
		return "", err
	}
	best, better := "greatest", "max"
	if name == "opensAt" {
		best, better = "least", "min"
	}
	own, granted := "", ""
	for n, column := range kept {
		if n > 0 {
			own, granted = own+", ", granted+", "
		}
		own, granted = own+window.column(column), granted+better+"(granted."+column+")"
	}
	return best + "(" + own + ", (SELECT " + best + "(" + granted + ") FROM json_to_recordset(" + grants +
		") AS granted(window_id uuid, agency_id uuid, opens_at timestamptz, due_at timestamptz, grace_until timestamptz, locks_at timestamptz) WHERE granted.window_id = " +
		window.column("id") + " AND coalesce(granted.agency_id = " + agency + ", true)))", nil
}

// grants is an argument with all that was granted. It is read before the
// statement is written, whoever asks: the database would keep what was granted
// to others from the viewer, of whom it is found out in the statement whether
// the dates of an agency may be seen. Such a statement is for this time alone.
func (c *compiler) grants(ctx context.Context) (string, error) {
	c.fleeting = true
	at, _ := asof.At(ctx)
	if c.granted[at] == "" {
		all, err := calendar.Granted(ctx, c.Client)
		if err != nil {
			return "", err
		}
		raw, err := json.Marshal(all)
		if err != nil {
			return "", err
		}
		if c.granted == nil {
			c.granted = map[time.Time]string{}
		}
		c.granted[at] = string(raw)
	}
	return c.arg(c.granted[at], "json"), nil
}
