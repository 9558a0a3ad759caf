package compile

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/amount"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The table of a year, from the sums that are kept.
func init() { register(lasting(map[string]form{"Query.rollUp": rollUp})) }

// rollUp is service.RollUpYear: a row for each indicator in each window, whether
// there are figures or not. As of an earlier time there are no sums.
func rollUp(a *asked, ctx context.Context, t *text) error {
	v, known := viewer.FromContext(ctx)
	year, _ := a.args["year"].(int)
	kind, _ := a.args["kind"].(*agency.Kind)
	if _, then := asof.At(ctx); then || !known {
		return unknown{a.name + " as of a time"}
	}
	measures, err := a.c.source("Indicator")
	if err != nil {
		return err
	}
	windows, err := a.c.source("ReportingWindow")
	if err != nil {
		return err
	}
	of := map[string]*labels{"indicator": {of: measures}, "window": {of: windows}}
	row, err := a.c.rollUpRow(ctx, a, measures, of)
	if err != nil {
		return err
	}
	from, err := a.c.from(ctx, measures, nil, equals(indicator.FieldKind, indicator.KindINDICATOR), a.refers(indicator.FieldPlanID, "plans", a.args["plan"]))
	if err != nil {
		return err
	}
	in, err := a.c.from(ctx, windows, nil, equals("year", year))
	if err != nil {
		return err
	}
	sums := a.c.query(service.RollUpSums(v, a.text("plan"), year, kind))
	t.literal("[")
	// OFFSET 0: what is of an indicator or a window is found out once for it, not for
	// each row.
	t.expression("coalesce((SELECT string_agg(", row, `, ',' ORDER BY `, measures.column("code_key"), ` COLLATE "C", `, windows.column("quarter"), ") FROM (SELECT ",
		measures.alias, ".*, ", a.goal(measures), " AS goal", of["indicator"].columns(), from, " OFFSET 0) AS ", measures.alias,
		" CROSS JOIN (SELECT ", windows.alias, ".*", of["window"].columns(), in, " OFFSET 0) AS ", windows.alias,
		" LEFT JOIN (", sums, ") AS sums ON sums.indicator_id = ", measures.column("id"), " AND sums.window_id = ", windows.column("id"), "), '')")
	t.literal("]")
	return nil
}

// goal says whether an indicator has a target with a number in the year.
func (a *asked) goal(measures source) string {
	year, _ := a.args["year"].(int)
	goals := sql.Dialect(dialect.Postgres).Table("targets").As("goals")
	return "EXISTS (" + a.c.query(sql.Dialect(dialect.Postgres).SelectExpr(sql.Raw("1")).From(goals).Where(sql.And(
		sql.ExprP(goals.C("indicator_id")+" = "+measures.column("id")), sql.EQ(goals.C("year"), year), sql.IsNull(goals.C("superseded_at")),
		sql.NotNull(goals.C("value")), sql.NEQ(goals.C("kind"), "BASELINE")))) + ")"
}

// labels are the objects that the rows of a table show of one of its sides: one for
// each time that it is asked for.
type labels struct {
	of      source
	objects []string
}

// add takes an object in, and returns the column that has it.
func (l *labels) add(object string) string {
	l.objects = append(l.objects, object)
	return l.of.column("label" + strconv.Itoa(len(l.objects)))
}

// columns are the objects, behind other columns of a selection.
func (l *labels) columns() string {
	var b strings.Builder
	for n, object := range l.objects {
		b.WriteString(", " + object + " AS label" + strconv.Itoa(n+1))
	}
	return b.String()
}

// rollUpRow writes one indicator in one window.
func (c *compiler) rollUpRow(ctx context.Context, a *asked, measures source, of map[string]*labels) (string, error) {
	quotient := func(of string) string {
		return `coalesce('"' || trim_scale(` + amount.Quotient(of, "sums.count") + `)::text || '"', 'null')`
	}
	return c.objectBy(ctx, "RollUp", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "indicator", "window":
			object, err := c.object(ctx, of[f.Name].of, f.Selections)
			if err == nil {
				t.expression(of[f.Name].add(object))
			}
			return err
		case "count":
			t.expression("coalesce(sums.count, 0)::text")
		case "mean":
			t.expression(quotient("sums.total"))
		case "shareMeetingTarget":
			t.expression("CASE WHEN ", measures.column("goal"), " THEN ", quotient("sums.met"), " ELSE 'null' END")
		default:
			return unknown{"RollUp." + f.Name}
		}
		return nil
	})
}
