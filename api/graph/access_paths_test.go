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

// shown are the ids of guarded rows that the public sees all the same.
func (w *world) shown() map[string]bool {
	shown := map[string]bool{gid.Of("WindowChange", w.adjusted.ID).String(): true, gid.Of("Person", w.decider.ID).String(): true}
	for _, f := range w.figures {
		shown[gid.Of("Figure", f.ID).String()] = f.PublishedAt != nil
	}
	return shown
}

// filledElsewhere names paths that lead somewhere only with an argument, or
// with a finding or an answer owed: tests of their own fill them.
func filledElsewhere(path string) bool {
	for _, beginning := range []string{"Agency duties { figure", "Agency duties { lastFigure", "Agency duties { submission", "Agency answersOwed", "Submission findings"} {
		if strings.HasPrefix(path, beginning) {
			return true
		}
	}
	return false
}

func TestNoPathLeadsThePublicToWhatIsGuarded(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		shows := w.shown()
		public, inspector := apitest.Serve(t, d, viewer.Public()), apitest.Serve(t, d, readsAll)
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
					if !filledElsewhere(typ + " " + lead) {
						assert.NotEmpty(t, hidden, "the path leads somewhere")
					}
					for id, to := range shown {
						assert.True(t, shows[id], "the public sees a %s", to)
					}
				})
			}
		}
	})
}

func TestRootsAndNodesShowWhatTheViewerMaySee(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := populate(t, d)
		keys, shows := w.keys(t, d), w.shown()
		for name, v := range map[string]viewer.Viewer{"public": viewer.Public(), "inspector": readsAll, "system": viewer.System("test")} {
			t.Run(name, func(t *testing.T) {
				s := apitest.Serve(t, d, v)
				for _, c := range learn(t, s).connections("Query") {
					want := seen[c.Node].all
					switch name {
					case "public":
						want = seen[c.Node].public
					case "inspector":
						if c.Node == "Event" {
							continue // each look adds one
						}
					}
					var answer map[string]page
					s.Get(t, fmt.Sprintf(`{ %s(first: 200) { totalCount edges { node { id } } } }`, c.Field), nil, &answer)
					assert.Equal(t, want, answer[c.Field].TotalCount, c.Field)
					assert.Len(t, answer[c.Field].Edges, want, c.Field)
				}
				for typ, key := range keys {
					answer := s.Ask(t, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id, $id]) { id } }`, map[string]any{"id": gid.Of(typ, key).String()})
					require.Empty(t, answer.Errors, typ)
					visible := name != "public" || !guarded(typ) || shows[gid.Of(typ, key).String()]
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
		denied := w.keys(t, d)
		denied["Figure"], denied["WindowChange"] = w.figures[1].ID, w.extended.ID // of these the public sees others
		for typ, key := range denied {
			if !guarded(typ) {
				continue
			}
			ask := func(id gid.ID) apitest.Answer {
				a := s.Ask(t, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } figures(where: {id: $id}) { totalCount edges { cursor } } }`,
					map[string]any{"id": id.String()})
				a.Header.Del("X-Request-Id")
				a.Header.Del("Date")
				return a
			}
			assert.Equal(t, ask(gid.Of(typ, unknown)), ask(gid.Of(typ, key)), typ)
		}
	})
}
