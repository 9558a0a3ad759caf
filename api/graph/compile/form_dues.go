package compile

import (
	"context"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A due is something that an agency owes in a window: a row of the select that
// dutiesIn writes, whose parts have aliases of their own.
type due struct {
	*asked
	owing
	viewer         viewer.Viewer
	window, report source
	figure         source
	text           string // when the text was recorded that is owed
	whether        string // what known writes
}

// dutiesIn are the figures that an agency owes in a window, each once, then the
// texts that the window requires of it, each with where it stands as far as the
// viewer may know. There is an error for a window that is not there.
func (a *asked) dutiesIn(ctx context.Context, t *text, code string) error {
	window, err := a.c.source("ReportingWindow")
	if err != nil {
		return err
	}
	from, err := a.c.from(ctx, window, nil, equals("code", code))
	if err != nil {
		return err
	}
	date, err := a.c.date(ctx, window, a.of.column("id"), "dueAt")
	if err != nil {
		return err
	}
	slot := source{definition: window.definition, relation: window.relation, alias: a.c.alias()}
	list, err := a.dutiesOf(ctx, slot)
	if err != nil {
		return err
	}
	// OFFSET keeps PostgreSQL from working the date out for each duty.
	t.expression("coalesce((SELECT '[' || ", list, " || ']' FROM (SELECT ", window.alias, ".*, ", date, " AS due", from, " OFFSET 0) AS ", slot.alias, "), chr(1))")
	return nil
}

// dutiesOf writes the duties of a window, without brackets.
func (a *asked) dutiesOf(ctx context.Context, slot source) (string, error) {
	roles, _ := a.args["roles"].([]assignment.Role)
	among := []assignment.Role{assignment.RoleMEASURE, assignment.RoleIMPLEMENT}
	if len(roles) > 0 {
		among = slices.DeleteFunc(among, func(r assignment.Role) bool { return !slices.Contains(roles, r) })
	}
	if len(among) == 0 {
		return "''", nil
	}
	v, _ := viewer.FromContext(ctx)
	d := &due{asked: a, owing: owing{a.c.alias()}, viewer: v, window: slot, text: a.c.alias()}
	joins, err := d.joins(ctx)
	if err != nil {
		return "", err
	}
	object, err := a.c.objectBy(ctx, "Duty", a.field.Selections, d.write)
	if err != nil {
		return "", err
	}
	texts := ""
	if plan, _ := a.args["plan"].(*string); plan == nil || *plan == "" {
		texts = strings.ReplaceAll(textRows, "{slot}", slot.alias)
	}
	return "coalesce((" + a.owed(slot.column("covers_to"), among) + figureRows + texts + ") SELECT string_agg(" + object + ", ',' ORDER BY " +
		d.alias + ".key COLLATE \"C\", " + d.alias + ".place) FROM due AS " + d.alias + joins + "), '')", nil
}

// figureRows are the figures that are owed, and textRows the texts, in the role
// in which the agency implements or else measures.
const (
	figureRows = `, figures_due AS MATERIALIZED (
SELECT DISTINCT ON (indicator_id) role, scope, indicator_id, inherited, through, key FROM duty WHERE kind = 'INDICATOR' ORDER BY indicator_id, key COLLATE "C"
), due AS MATERIALIZED (
SELECT role, scope, indicator_id, NULL::uuid AS task_id, inherited, through, NULL::text AS narrative, '0' || key AS key, 0::bigint AS place FROM figures_due`
	textRows = `
UNION ALL
SELECT (SELECT min(role) FROM figures_due), NULL, NULL, NULL, NULL, NULL, n.kind, '1', n.place
FROM jsonb_array_elements_text(CASE jsonb_typeof({slot}.required_narratives) WHEN 'array' THEN {slot}.required_narratives END) WITH ORDINALITY AS n(kind, place)
WHERE EXISTS (SELECT 1 FROM figures_due)`
)

// joins writes what is looked up for a duty: the report and, of a figure, the one
// that the report shows, what waits before what is in force, and that before a
// suggestion; of a text, the last one.
func (d *due) joins(ctx context.Context) (string, error) {
	reports, err := d.c.source("Submission")
	if err != nil {
		return "", err
	}
	figures, err := d.c.source("Figure")
	if err != nil {
		return "", err
	}
	texts, err := d.c.source("Narrative")
	if err != nil {
		return "", err
	}
	d.report = source{definition: reports.definition, relation: reports.relation, alias: d.c.alias()}
	d.figure = source{definition: figures.definition, relation: figures.relation, alias: d.c.alias()}
	fromReports, err := d.c.from(ctx, reports, nil, d.here)
	if err != nil {
		return "", err
	}
	fromFigures, err := d.c.from(ctx, figures, nil, d.here, func(s *sql.Selector) {
		s.Where(sql.And(sql.ExprP(s.C(figure.FieldIndicatorID)+" = "+d.alias+".indicator_id"), sql.IsNull(s.C(figure.FieldSupersededAt))))
	})
	if err != nil {
		return "", err
	}
	fromTexts, err := d.c.from(ctx, texts, nil, func(s *sql.Selector) {
		s.Where(sql.And(sql.ExprP(s.C(narrative.FieldSubmissionID)+" = "+d.report.column("id")), sql.ExprP(s.C(narrative.FieldKind)+" = "+d.alias+".narrative"),
			sql.IsNull(s.C(narrative.FieldSupersededAt))))
	})
	if err != nil {
		return "", err
	}
	return strings.NewReplacer("{r}", reports.alias, "{report}", d.report.alias, "{reports}", fromReports, "{f}", figures.alias, "{figure}", d.figure.alias, "{figures}", fromFigures,
		"{t}", texts.alias, "{text}", d.text, "{texts}", fromTexts).Replace(` LEFT JOIN (SELECT {r}.*{reports}) AS {report} ON true
LEFT JOIN LATERAL (SELECT {f}.*{figures} ORDER BY CASE WHEN {f}.approved_at IS NOT NULL THEN 1 WHEN {f}.prefilled THEN 0 ELSE 2 END DESC, {f}.recorded_at DESC, {f}.id DESC LIMIT 1) AS {figure} ON true
LEFT JOIN LATERAL (SELECT {t}.recorded_at{texts} ORDER BY {t}.recorded_at DESC, {t}.id DESC LIMIT 1) AS {text} ON true`), nil
}

// here is the condition that a row is the agency's in the window.
func (d *due) here(s *sql.Selector) {
	s.Where(sql.And(sql.ExprP(s.C("agency_id")+" = "+d.of.column("id")), sql.ExprP(s.C("window_id")+" = "+d.window.column("id"))))
}

// known says whether the viewer may know where a duty stands: one whose
// roles reach the agency, one who measures the indicator, and of a text one who
// sees the report. An argument has to be used: it is written when first asked for.
func (d *due) known() string {
	if d.whether == "" {
		measures := make([]string, len(d.viewer.Measures))
		for n, id := range d.viewer.Measures {
			measures[n] = id.String()
		}
		d.whether = "(" + d.c.reached(d.viewer, d.of) + " OR " + d.alias + ".indicator_id = ANY(" + d.c.arg("{"+strings.Join(measures, ",")+"}", "uuid[]") + ") OR " +
			d.alias + ".narrative IS NOT NULL AND " + d.report.column("id") + " IS NOT NULL)"
	}
	return d.whether
}

// write writes a field of a duty.
func (d *due) write(ctx context.Context, t *text, f graphql.CollectedField) error {
	whole := func(of source) error {
		object, err := d.c.object(ctx, of, f.Selections)
		t.expression("CASE WHEN ", of.column("id"), " IS NULL THEN 'null' ELSE ", object, " END")
		return err
	}
	switch f.Name {
	case "narrative":
		t.orNull(`'"' || `, d.alias, `.narrative || '"'`)
	case "window":
		return whole(d.window)
	case "submission":
		return whole(d.report)
	case "figure":
		return whole(d.figure)
	case "dueAt":
		t.orNull("CASE WHEN ", d.known(), " THEN ", instant(d.window.column("due")), " END")
	case "state":
		state, err := d.state(ctx)
		t.orNull("CASE WHEN ", d.known(), ` THEN '"' || `, state, ` || '"' END`)
		return err
	case "late":
		state, err := d.state(ctx)
		now := d.c.moment(ctx, time.Millisecond) // to which last moments are kept
		t.orNull("CASE WHEN ", d.known(), " THEN (CASE WHEN ", state, " IN ('SUBMITTED', 'APPROVED', 'REOPENED') THEN coalesce(", d.report.column("late"), ", false) ELSE ",
			now, " > ", d.window.column("due"), " END)::text END")
		return err
	case "lastFigure":
		return d.lastFigure(ctx, t, f)
	case "target":
		return d.target(ctx, t, f)
	case "measuredBy":
		return d.measuredBy(ctx, t, f)
	default:
		return d.c.duty(ctx, t, d.owing, f)
	}
	return nil
}

// state is where a duty stands. A text stands where its report stands, and is a
// draft since it was written anew.
func (d *due) state(ctx context.Context) (string, error) {
	standing, err := d.c.standing(ctx, d.figure, standingState)
	return strings.NewReplacer("{d}", d.alias, "{f}", d.figure.alias, "{t}", d.text, "{report}", d.report.alias, "{standing}", standing).Replace(
		`CASE WHEN {d}.narrative IS NOT NULL THEN CASE WHEN {t}.recorded_at IS NULL THEN 'MISSING'
WHEN {report}.submitted_at IS NULL OR {t}.recorded_at > {report}.submitted_at THEN 'DRAFT' ELSE {report}.status END
WHEN {f}.id IS NULL THEN 'MISSING' WHEN {f}.prefilled AND {f}.approved_at IS NULL THEN 'PREFILLED' ELSE {standing} END`), err
}

// lastFigure is the last approved figure of a period before the window.
func (d *due) lastFigure(ctx context.Context, t *text, f graphql.CollectedField) error {
	last, err := d.c.row(ctx, &asked{c: d.c, field: f}, "Figure", []string{"period_key DESC", "recorded_at DESC", "id DESC"}, func(s *sql.Selector) {
		s.Where(sql.And(
			sql.ExprP(s.C(figure.FieldAgencyID)+" = "+d.of.column("id")), sql.ExprP(s.C(figure.FieldIndicatorID)+" = "+d.alias+".indicator_id"),
			sql.NotNull(s.C(figure.FieldApprovedAt)), sql.IsNull(s.C(figure.FieldSupersededAt)),
			sql.ExprP(s.C(figure.FieldPeriodKey)+" < lpad("+d.window.column("year")+"::text, 4, '0') || '-Q' || "+d.window.column("quarter"))))
	})
	t.orNull(last)
	return err
}

// target is what is expected in the year: the aim where there is one, or else the
// plan; one with a number before one without.
func (d *due) target(ctx context.Context, t *text, f graphql.CollectedField) error {
	targets, err := d.c.source("Target")
	if err != nil {
		return err
	}
	object, err := d.c.object(ctx, targets, f.Selections)
	if err != nil {
		return err
	}
	from, err := d.c.from(ctx, targets, nil, service.TargetsInForce(ctx), func(s *sql.Selector) {
		s.Where(sql.And(sql.ExprP(s.C(target.FieldIndicatorID)+" = "+d.alias+".indicator_id"), sql.ExprP(s.C(target.FieldYear)+" = "+d.window.column("year")),
			sql.NEQ(s.C(target.FieldKind), target.KindBASELINE)))
	})
	t.orNull("(SELECT ", object, from, " ORDER BY ", targets.column("value"), " IS NULL, ", targets.column("kind"), " LIMIT 1)")
	return err
}
