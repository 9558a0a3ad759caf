package compile

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/relation"
)

// Edges that are lists, each in the order its resolver sorts it, and
// connections whose resolvers only hand their arguments on.
func init() {
	for typ, order := range map[string][]string{
		"Agency": {"name_key", "id"}, "Indicator": {"code_key", "id"}, "LegalDocument": {"number_key", "id"},
		"Review": {"at", "id"}, "Waiver": {"at", "id"}, "Evidence": {"at", "id"}, "WindowChange": {"at", "id"},
		"Figure": {"recorded_at", "id"}, "AgencySuccession": {"effective_on", "id"},
	} {
		for name := range edgesTo(typ) {
			if resolved(name.object, name.field) && !slices.Contains(special, name.String()) {
				register(lasting(map[string]form{name.String(): inOrder(order...)}))
			}
		}
	}
	register(lasting(map[string]form{
		"Agency.submissions":          anEdge,
		"Agency.figures":              anEdge,
		"Indicator.figures":           anEdge,
		"ReportingWindow.submissions": anEdge,
		"Submission.figures":          submissionFigures,
		"Submission.narratives":       inOrderWhere(inForce, "kind", "id"),
		"Indicator.targets":           targets,
		"Indicator.targetHistory":     inOrder("year", "kind", "version"),
		"Indicator.assignments":       assignments,
		"Task.assignments":            assignments,
	}))
}

// special are edges whose rows are not simply all in order.
var special = []string{"Agency.figures", "Indicator.figures", "Submission.figures", "Figure.evidence"}

// edgesTo are the edges that lead to many rows of a type.
func edgesTo(typ string) map[fieldName]relation.Edge {
	found := map[fieldName]relation.Edge{}
	for _, r := range db.Relations {
		for name, edge := range r.Edges {
			if edge.To == typ && edge.Many {
				found[fieldName{r.Name, name}] = edge
			}
		}
	}
	return found
}

func (a *asked) edge() relation.Edge { return a.of.relation.Edges[a.field.Name] }

// anEdge is a field that is what the edge of its name is.
func anEdge(a *asked, ctx context.Context, t *text) error { return a.c.edge(ctx, t, a, a.edge()) }

// inOrder is the rows that an edge leads to, in an order.
func inOrder(order ...string) form { return inOrderWhere(nil, order...) }

func inOrderWhere(where func(*sql.Selector), order ...string) form {
	return func(a *asked, ctx context.Context, t *text) error {
		return a.c.list(ctx, t, a, a.edge(), order, where)
	}
}

// inForce leaves out what another row took the place of.
func inForce(s *sql.Selector) { s.Where(sql.IsNull(s.C("superseded_at"))) }

// submissionFigures are the figures in force of a report, or all it ever had.
func submissionFigures(a *asked, ctx context.Context, t *text) error {
	found := conditions{along(a.of, a.edge())}
	if history, _ := a.args["history"].(bool); !history {
		found = append(found, inForce)
	}
	return a.c.connection(ctx, t, a, connection{to: "Figure", conditions: found})
}

// targets are the versions in force.
func targets(a *asked, ctx context.Context, t *text) error {
	order := []string{"year", "kind", "version"}
	if o, _ := a.args["orderBy"].(*db.TargetOrder); o != nil && o.Direction == "DESC" {
		order = []string{"year DESC", "kind DESC", "version DESC"}
	}
	return a.c.list(ctx, t, a, a.edge(), order, inForce)
}

// assignments are those in force, in some roles or all.
func assignments(a *asked, ctx context.Context, t *text) error {
	roles, _ := a.args["roles"].([]assignment.Role)
	given := roles != nil
	return a.c.list(ctx, t, a, a.edge(), []string{"role", "position", "id"}, func(s *sql.Selector) {
		s.Where(sql.IsNull(s.C(assignment.FieldValidTo)))
		if given {
			s.Where(sql.In(s.C(assignment.FieldRole), anys(roles)...))
		}
	})
}

func anys[T any](values []T) []any {
	all := make([]any, len(values))
	for n, v := range values {
		all[n] = v
	}
	return all
}
