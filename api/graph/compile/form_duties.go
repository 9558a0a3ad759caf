package compile

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/ent/db/assignment"
)

// What agencies owe.
func init() { register(lasting(map[string]form{"Agency.duties": duties})) }

// duties are what an agency owes, itself and through its groups, by plan and
// code: service.Duties, or, where a window is named, report.DutiesIn.
func duties(a *asked, ctx context.Context, t *text) error {
	if window, _ := a.args["window"].(*string); window != nil {
		return a.dutiesIn(ctx, t, *window)
	}
	roles, _ := a.args["roles"].([]assignment.Role)
	d := owing{alias: a.c.alias()}
	object, err := a.c.objectBy(ctx, "Duty", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "narrative", "window", "state", "dueAt", "late", "figure", "lastFigure", "target", "measuredBy", "submission", "viewerCan":
			t.literal("null") // known only where a window was asked for
			return nil
		}
		return a.c.duty(ctx, t, d, f)
	})
	if err != nil {
		return err
	}
	t.literal("[")
	t.expression("coalesce((", a.owed("", roles), " SELECT string_agg(", object, ", ',' ORDER BY ", d.alias, `.key COLLATE "C") FROM duty AS `, d.alias, "), '')")
	t.literal("]")
	return nil
}

// owing is something that is owed: a row of duty under an alias.
type owing struct{ alias string }

// duty writes a field that a duty has with and without a window.
func (c *compiler) duty(ctx context.Context, t *text, d owing, f graphql.CollectedField) error {
	to := map[string][2]string{
		"indicator": {"Indicator", "indicator_id"}, "task": {"Task", "task_id"}, "through": {"Agency", "through"}, "inheritedFrom": {"Indicator", "inherited"},
	}[f.Name]
	switch {
	case to[0] != "":
		row, err := c.row(ctx, &asked{c: c, field: f}, to[0], nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = " + d.alias + "." + to[1])) })
		t.orNull(row)
		return err
	case f.Name == "role":
		t.expression(`'"' || `, d.alias, `.role || '"'`)
	case f.Name == "scope":
		t.orNull("to_json(", d.alias, ".scope)::text")
	default:
		return unknown{"Duty." + f.Name}
	}
	return nil
}

// owed writes the expressions that find what an agency owes, as rows of duty: on
// a day, an expression, or, where that is empty, of what has not ended. A
// heading's assignment becomes a duty for each measure below it whose own row
// names nobody in that role. The catalogue, of which all this is, is for everybody.
func (a *asked) owed(day string, roles []assignment.Role) string {
	counts := func(row string) string {
		if day == "" {
			return row + ".valid_to IS NULL"
		}
		return "(" + row + ".valid_from IS NULL OR " + row + ".valid_from <= " + day + ") AND (" + row + ".valid_to IS NULL OR " + row + ".valid_to >= " + day + ")"
	}
	exists, narrowed := "", ""
	if day != "" { // groups, and who does not exist on the day, owe nothing
		active := strings.NewReplacer("{a}", a.of.alias, "{day}", day)
		exists = active.Replace(" WHERE {a}.kind <> 'GROUP' AND ({a}.active_from IS NULL OR {a}.active_from <= {day}) AND ({a}.active_to IS NULL OR {a}.active_to >= {day})")
	}
	if len(roles) > 0 {
		names := make([]string, len(roles))
		for n, role := range roles {
			names[n] = string(role)
		}
		narrowed = " AND a.role = ANY(" + a.c.arg("{"+strings.Join(names, ",")+"}", "text[]") + ")"
	}
	if plan, _ := a.args["plan"].(*string); plan != nil && *plan != "" {
		narrowed += " AND (SELECT code FROM plans WHERE id = coalesce(i.plan_id, k.plan_id)) = " + a.c.arg(*plan, "text")
	}
	return strings.NewReplacer("{agency}", a.of.column("id"), "{exists}", exists, "{narrowed}", narrowed,
		"{belongs}", counts("m"), "{given}", counts("a"), "{named}", counts("n")).Replace(owedRows)
}

const owedRows = `WITH RECURSIVE owner(id) AS (
SELECT {agency}{exists}
UNION
SELECT m.agency_id FROM owner JOIN agency_memberships AS m ON m.member_of_id = owner.id WHERE {belongs}
), given AS (
SELECT a.agency_id, a.role, a.scope, a.indicator_id, a.task_id, i.kind FROM assignments AS a
LEFT JOIN indicators AS i ON i.id = a.indicator_id LEFT JOIN tasks AS k ON k.id = a.task_id
WHERE a.agency_id IN (SELECT owner.id FROM owner) AND {given}{narrowed}
), below AS (
SELECT g.agency_id, g.role, g.scope, g.indicator_id AS id, g.kind, NULL::uuid AS inherited FROM given AS g WHERE g.indicator_id IS NOT NULL
UNION ALL
SELECT b.agency_id, b.role, b.scope, i.id, i.kind, coalesce(b.inherited, b.id) FROM below AS b JOIN indicators AS i ON i.parent_id = b.id
WHERE b.kind = 'GROUP' AND NOT EXISTS (SELECT 1 FROM assignments AS n WHERE n.indicator_id = i.id AND n.role = b.role AND {named})
), owing AS (
SELECT b.agency_id, b.role, b.scope, b.id AS indicator_id, NULL::uuid AS task_id, b.kind, b.inherited, p.code_key || ' 0 ' || i.code_key AS place
FROM below AS b JOIN indicators AS i ON i.id = b.id JOIN plans AS p ON p.id = i.plan_id WHERE b.kind <> 'GROUP'
UNION ALL
SELECT g.agency_id, g.role, g.scope, NULL, g.task_id, NULL, NULL, p.code_key || ' 1 ' || k.code_key
FROM given AS g JOIN tasks AS k ON k.id = g.task_id JOIN plans AS p ON p.id = k.plan_id WHERE g.indicator_id IS NULL
), duty AS (
SELECT o.role, o.scope, o.indicator_id, o.task_id, o.kind, o.inherited, g.id AS through, o.place || ' ' || o.role || coalesce('1' || g.code_key, '0') AS key
FROM owing AS o LEFT JOIN agencies AS g ON g.id = o.agency_id AND g.id <> {agency}
)`
