package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// arguments are those of fields that cannot be asked without any.
var arguments = map[string]string{"latestFigure": `(agency: "a-0")`}

// leads returns selections of a type's fields that lead to guarded rows,
// straight or through types that are no nodes.
func (g graphSchema) leads(typ string, isNode map[string]bool) (all []string) {
	for _, f := range g.typ(typ).Fields {
		to, isConnection := strings.CutSuffix(f.Type.named(), "Connection")
		field := f.Name + arguments[f.Name]
		switch {
		case isConnection && guarded(to):
			all = append(all, field+" { totalCount edges { node { __typename id } } }")
		case guarded(to):
			all = append(all, field+" { __typename id }")
		case !isConnection && !isNode[to] && g.typ(to).Kind == "OBJECT":
			for _, below := range g.leads(to, isNode) {
				all = append(all, field+" { "+below+" }")
			}
		}
	}
	return all
}

// found gathers the ids of guarded rows anywhere in an answer, and wants
// totals to be what is shown.
func found(t *testing.T, v any, into map[string]string) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found(t, e, into)
		}
	case map[string]any:
		if typ, ok := v["__typename"].(string); ok && guarded(typ) {
			into[v["id"].(string)] = typ
		}
		if total, ok := v["totalCount"]; ok {
			assert.EqualValues(t, len(v["edges"].([]any)), total, "the total counts what is shown")
		}
		for _, e := range v {
			found(t, e, into)
		}
	}
}

func TestNoPathLeadsThePublicToWhatIsGuarded(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		published := map[string]bool{}
		for _, f := range w.figures {
			published[gid.Of("Figure", f.ID).String()] = f.PublishedAt != nil
		}
		public, inspector := apitest.Serve(t, d, viewer.Public()), apitest.Serve(t, d, viewer.Inspector("test"))
		g, isNode := learn(t, public), map[string]bool{}
		for _, p := range g.typ("Node").PossibleTypes {
			isNode[p.Name] = true
		}
		ids := map[string][]string{}
		for _, c := range g.connections("Query") {
			ids[c.Node] = root(t, inspector, c.Field)("first: 200", "").ids()
		}
		for typ, key := range w.keys(t, d) {
			if len(ids[typ]) == 0 {
				ids[typ] = []string{gid.Of(typ, key).String()}
			}
		}
		for typ := range isNode {
			for _, lead := range g.leads(typ, isNode) {
				t.Run(typ+" "+lead, func(t *testing.T) {
					query := fmt.Sprintf(`query($ids: [ID!]!) { nodes(ids: $ids) { ... on %s { %s } } }`, typ, lead)
					shown, hidden := map[string]string{}, map[string]string{}
					var data any
					public.Get(t, query, map[string]any{"ids": ids[typ]}, &data)
					found(t, data, shown)
					inspector.Get(t, query, map[string]any{"ids": ids[typ]}, &data)
					found(t, data, hidden)
					assert.NotEmpty(t, hidden, "the path leads somewhere")
					for id, to := range shown {
						assert.True(t, to == "Figure" && published[id], "the public sees a %s", to)
					}
				})
			}
		}
	})
}

func TestRootsAndNodesShowWhatTheViewerMaySee(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		keys := populate(t, d).keys(t, d)
		for name, v := range map[string]viewer.Viewer{"public": viewer.Public(), "inspector": viewer.Inspector("test"), "system": viewer.System("test")} {
			t.Run(name, func(t *testing.T) {
				s := apitest.Serve(t, d, v)
				for _, c := range learn(t, s).connections("Query") {
					want := seen[c.Node].all
					if name == "public" {
						want = seen[c.Node].public
					}
					var answer map[string]page
					s.Get(t, fmt.Sprintf(`{ %s(first: 200) { totalCount edges { node { id } } } }`, c.Field), nil, &answer)
					assert.Equal(t, want, answer[c.Field].TotalCount, c.Field)
					assert.Len(t, answer[c.Field].Edges, want, c.Field)
				}
				for typ, key := range keys {
					answer := s.Ask(t, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id, $id]) { id } }`, map[string]any{"id": gid.Of(typ, key).String()})
					require.Empty(t, answer.Errors, typ)
					visible := name != "public" || seen[typ].public > 0 // the figure that is asked for is published
					assert.Equal(t, visible, !strings.Contains(string(answer.Data), "null"), typ)
				}
			})
		}
	})
}

func TestDeniedLooksLikeNotFound(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		s := apitest.Serve(t, d, viewer.Public())
		denied := map[string]gid.ID{
			"Submission": gid.Of("Submission", w.submissions[0].ID), "Narrative": gid.Of("Narrative", w.narrative.ID),
			"Person": gid.Of("Person", w.person.ID), "Figure": gid.Of("Figure", w.figures[1].ID),
		}
		for typ, rows := range seen {
			if rows.public == rows.all || typ == "Event" { // events are not in the graph
				continue
			}
			require.Contains(t, denied, typ)
			ask := func(id gid.ID) apitest.Answer {
				a := s.Ask(t, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } figures(where: {id: $id}) { totalCount edges { cursor } } }`,
					map[string]any{"id": id.String()})
				a.Header.Del("X-Request-Id")
				a.Header.Del("Date")
				return a
			}
			assert.Equal(t, ask(gid.Of(typ, unknown)), ask(denied[typ]), typ)
		}
	})
}
