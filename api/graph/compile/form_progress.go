package compile

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/relation"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// How far windows are.
func init() {
	register(lasting(map[string]form{
		"ReportingWindow.progress":         windowProgress,
		"ReportingWindow.progressByAgency": progressByAgency,
	}))
}

// counted are what is counted of an agency in a window.
var counted = map[string]bool{"owed": true, "drafted": true, "submitted": true, "returned": true, "approved": true, "late": true, "missing": true}

// windowProgress is null for a viewer whom no role lets see reports.
func windowProgress(a *asked, ctx context.Context, t *text) error {
	v, _ := viewer.FromContext(ctx)
	if !v.ReadAll && len(v.At()) == 0 {
		t.literal("null")
		return nil
	}
	object, err := a.c.objectBy(ctx, "WindowProgress", a.field.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		switch {
		case f.Name == "agencies":
			t.expression("count(*)::text")
		case counted[f.Name]:
			t.expression("coalesce(sum(far.", f.Name, "), 0)::text")
		default:
			return unknown{"WindowProgress." + f.Name}
		}
		return nil
	})
	if err != nil {
		return err
	}
	far, err := a.c.far(ctx, v, a.of)
	t.expression("(", far, " SELECT ", object, " FROM far HAVING true)")
	return err
}

// far writes the expressions that say how far each agency is that owes something
// in a window and that a role of the viewer reaches: service.ProgressOf. Many
// agencies owe what the same groups owe, which is counted once.
func (c *compiler) far(ctx context.Context, v viewer.Viewer, window source) (string, error) {
	reports, err := c.source("Submission")
	if err != nil {
		return "", err
	}
	agencies, err := c.source("Agency")
	if err != nil {
		return "", err
	}
	from, err := c.from(ctx, reports, nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("window_id") + " = " + window.column("id"))) })
	if err != nil {
		return "", err
	}
	reached := "true"
	if v.ReadAll || len(v.At()) > 0 {
		reached = c.reached(v, agencies)
	}
	return strings.NewReplacer("{a}", agencies.alias, "{reached}", reached, "{r}", reports.alias, "{reports}", from, "{day}", window.column("covers_to")).Replace(`WITH RECURSIVE named AS MATERIALIZED (
SELECT a.agency_id, a.indicator_id, a.role FROM assignments AS a WHERE a.role IN ('MEASURE', 'IMPLEMENT') AND a.indicator_id IS NOT NULL
AND (a.valid_from IS NULL OR a.valid_from <= {day}) AND (a.valid_to IS NULL OR a.valid_to >= {day})
), below AS (
SELECT n.agency_id, n.role, i.id, i.kind FROM named AS n JOIN indicators AS i ON i.id = n.indicator_id
UNION ALL
SELECT b.agency_id, b.role, i.id, i.kind FROM below AS b JOIN indicators AS i ON i.parent_id = b.id
WHERE b.kind = 'GROUP' AND NOT EXISTS (SELECT 1 FROM named AS n WHERE n.indicator_id = i.id AND n.role = b.role)
), owing AS MATERIALIZED (SELECT DISTINCT agency_id, id FROM below WHERE kind <> 'GROUP'
), part AS (
SELECT DISTINCT agency_id AS owner, agency_id AS member FROM owing
UNION
SELECT p.owner, m.member_of_id FROM part AS p JOIN agency_memberships AS m ON m.agency_id = p.member
WHERE (m.valid_from IS NULL OR m.valid_from <= {day}) AND (m.valid_to IS NULL OR m.valid_to >= {day})
), held AS MATERIALIZED (
SELECT p.member, array_agg(p.owner ORDER BY p.owner) AS owners FROM part AS p JOIN agencies AS {a} ON {a}.id = p.member
WHERE {a}.kind <> 'GROUP' AND ({a}.active_from IS NULL OR {a}.active_from <= {day}) AND ({a}.active_to IS NULL OR {a}.active_to >= {day}) AND {reached} GROUP BY p.member
), counted AS MATERIALIZED (
SELECT k.owners, (SELECT count(DISTINCT o.id) FROM owing AS o WHERE o.agency_id = ANY(k.owners)) AS owed FROM (SELECT DISTINCT owners FROM held) AS k
), far AS MATERIALIZED (
SELECT a.id, a.code_key, a.kind, c.owed, coalesce(r.drafted, 0) AS drafted, coalesce(r.submitted, 0) AS submitted, coalesce(r.returned, 0) AS returned,
coalesce(r.approved, 0) AS approved, CASE WHEN r.late THEN r.submitted + r.approved ELSE 0 END AS late, greatest(0, c.owed - coalesce(r.submitted + r.approved, 0)) AS missing
FROM held AS h JOIN counted AS c ON c.owners = h.owners JOIN agencies AS a ON a.id = h.member
LEFT JOIN (SELECT {r}.*{reports}) AS r ON r.agency_id = h.member WHERE c.owed > 0
)`), nil
}

// A far is a page of agencies by how far they are.
type farPage struct {
	order *service.AgencyProgressOrder
	size  int
}

// progressByAgency is a page of agencies; nobody for a viewer whom no role lets
// see reports.
func progressByAgency(a *asked, ctx context.Context, t *text) error {
	v, _ := viewer.FromContext(ctx)
	kind, _ := a.args["kind"].(*agency.Kind)
	after, _ := a.args["after"].(*page.Cursor)
	first, _ := a.args["first"].(*int)
	if first, _ = page.Size(first, nil); page.Validate(first, nil) != nil {
		return unknown{a.name + " with a page of this size"}
	}
	p := farPage{size: *first}
	if p.order, _ = a.args["orderBy"].(*service.AgencyProgressOrder); p.order == nil {
		p.order = service.MostMissing
	}
	passed := "false"
	if after != nil {
		count, code, err := p.order.Spot(after)
		if err != nil {
			return unknown{a.name + " with this cursor"}
		}
		passed = p.passed(a.c.arg(strconv.Itoa(count), "bigint"), a.c.arg(code, "text"), a.c.arg(after.ID.String(), "uuid"))
	}
	far, err := a.c.far(ctx, v, a.of)
	if err != nil {
		return err
	}
	among := "true"
	switch {
	case !v.ReadAll && len(v.At()) == 0:
		among = "false"
	case kind != nil:
		among = "far.kind = " + a.c.arg(string(*kind), "text")
	}
	body, err := a.c.objectBy(ctx, "AgencyProgressConnection", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "totalCount":
			t.expression("page.total::text")
		case "pageInfo":
			return a.c.farInfo(ctx, t, p, f)
		case "edges":
			return a.c.farEdges(ctx, t, p, f)
		default:
			return unknown{"AgencyProgressConnection." + f.Name}
		}
		return nil
	})
	t.expression("(", far, ", spots AS MATERIALIZED (SELECT far.*, row_number() OVER (ORDER BY ", p.by(), ") AS place, ", passed, " AS passed FROM far WHERE ", among,
		"), page AS (SELECT coalesce(max(place) FILTER (WHERE passed), 0) AS start, count(*) AS total FROM spots) SELECT ", body, " FROM page)")
	return err
}

// count is what agencies are ordered by before their codes.
func (p farPage) count() string {
	if p.order.Field == service.AgencyProgressOrderFieldCode {
		return "0::bigint"
	}
	return "far." + strings.ToLower(string(p.order.Field))
}

func (p farPage) descending() bool { return p.order.Direction == entgql.OrderDirectionDesc }

// by is the order of the page. Codes go up also where counts go down.
func (p farPage) by() string {
	counts, codes := "", ""
	if p.descending() {
		counts = " DESC"
		if p.order.Field == service.AgencyProgressOrderFieldCode {
			codes = " DESC"
		}
	}
	return p.count() + counts + `, far.code_key COLLATE "C"` + codes + ", far.id" + codes
}

// passed says of an agency that it does not come after a spot.
func (p farPage) passed(count, code, id string) string {
	counts, codes := " > ", " > "
	if p.descending() {
		counts = " < "
		if p.order.Field == service.AgencyProgressOrderFieldCode {
			codes = " < "
		}
	}
	return "NOT (" + p.count() + counts + count + " OR " + p.count() + " = " + count + ` AND (far.code_key COLLATE "C", far.id)` + codes + "(" + code + `, ` + id + "))"
}

// cursor writes the cursor of a spot.
func (p farPage) cursor() string {
	spot := strings.ReplaceAll(p.count(), "far.", "spots.") + " || ' ' || spots.code_key"
	return cursor("spots.id", p.order.Column(), relation.Text, "("+spot+")")
}

// within says that a spot is on the page.
func (p farPage) within() string {
	return "spots.place > page.start AND spots.place <= page.start + " + strconv.Itoa(p.size)
}

func (c *compiler) farEdges(ctx context.Context, t *text, p farPage, f graphql.CollectedField) error {
	edge, err := c.objectBy(ctx, "AgencyProgressEdge", f.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "cursor":
			t.expression(p.cursor())
			return nil
		case "node":
			node, err := c.objectBy(ctx, "AgencyProgress", f.Selections, c.farNode)
			t.expression(node)
			return err
		}
		return unknown{"AgencyProgressEdge." + f.Name}
	})
	t.literal("[")
	t.expression("coalesce((SELECT string_agg(", edge, ", ',' ORDER BY spots.place) FROM spots WHERE ", p.within(), "), '')")
	t.literal("]")
	return err
}

// farNode writes how far an agency is.
func (c *compiler) farNode(ctx context.Context, t *text, f graphql.CollectedField) error {
	switch {
	case f.Name == "agency":
		agency, err := c.row(ctx, &asked{c: c, field: f}, "Agency", nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = spots.id")) })
		t.expression("coalesce(", agency, ", chr(1))")
		return err
	case counted[f.Name]:
		t.expression("spots.", f.Name, "::text")
		return nil
	}
	return unknown{"AgencyProgress." + f.Name}
}

func (c *compiler) farInfo(ctx context.Context, t *text, p farPage, f graphql.CollectedField) error {
	info, err := c.objectBy(ctx, "PageInfo", f.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		end := func(direction string) string {
			return "(SELECT " + p.cursor() + " FROM spots WHERE " + p.within() + " ORDER BY spots.place" + direction + " LIMIT 1)"
		}
		switch f.Name {
		case "hasNextPage":
			t.expression("(page.start + ", strconv.Itoa(p.size), " < page.total)::text")
		case "hasPreviousPage":
			t.expression("(page.start > 0)::text")
		case "startCursor":
			t.orNull(end(""))
		case "endCursor":
			t.orNull(end(" DESC"))
		default:
			return unknown{"PageInfo." + f.Name}
		}
		return nil
	})
	t.expression(info)
	return err
}
