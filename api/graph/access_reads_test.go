package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/privacy"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/asof"
)

func TestWhoReadsWhat(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		types := map[string]entity{}
		for _, e := range entities(d) {
			types[e.name] = e
		}
		roots := learn(t, o.Server).roots()
		for n, v := range visitors {
			t.Run(v.letter+" "+v.key, func(t *testing.T) {
				as, ctx := o.visit(t, v.key)
				along := o.walk(t, as)
				for _, l := range lines(t, reads) {
					want := l.cells[n] == "y"
					id, ok := o.rows[l.name]
					require.True(t, ok, "%s: the office has no such row", l.name)
					rows := seenIn(t, ctx, types[l.typ()])
					assert.Equal(t, want, slices.Contains(rows.ids, id.String()), "%s in the list", l.name)
					assert.Equal(t, len(rows.ids), rows.count, "%s: as many counted as listed", l.typ())
					assert.Equal(t, len(rows.ids) > 0, rows.exist, "%s: there is one if one is listed", l.typ())
					if !isNode(l.typ()) {
						continue
					}
					global := gid.Of(l.typ(), id).String()
					assert.Equal(t, want, o.byID(t, as, global), "%s by id", l.name)
					if root := roots[l.typ()]; root != "" {
						assert.Equal(t, want, o.listed(t, as, root, global), "%s in %s", l.name, root)
					}
					if along[global] || slices.Contains(inPublicPlaces, l.typ()) {
						assert.Equal(t, want, along[global], "%s along an edge", l.name)
					}
				}
			})
		}
	})
}

// found by a viewer of one type, in the three ways of the model.
type sight struct {
	ids   []string
	count int
	exist bool
}

func seenIn(t *testing.T, ctx context.Context, e entity) (s sight) {
	t.Helper()
	ids, err := e.call(ctx, "Query", "IDs")
	denied := errors.Is(err, privacy.Deny)
	if !denied {
		require.NoError(t, err, e.name)
	}
	for n := range reflect.ValueOf(ids).Len() {
		s.ids = append(s.ids, fmt.Sprint(reflect.ValueOf(ids).Index(n)))
	}
	count, err := e.call(ctx, "Query", "Count")
	require.Equal(t, denied, errors.Is(err, privacy.Deny))
	exist, err := e.call(ctx, "Query", "Exist")
	require.Equal(t, denied, errors.Is(err, privacy.Deny))
	s.count, s.exist = count.(int), exist.(bool)
	return s
}

// isNode says whether a type has ids in the graph.
func isNode(typ string) bool { return tags[typ] != 0 }

// roots are the connections of the query type by what they lead to.
func (g graphSchema) roots() map[string]string {
	roots := map[string]string{}
	for _, f := range g.typ("Query").Fields {
		if to, ok := strings.CutSuffix(f.Type.named(), "Connection"); ok && f.arg("where") != nil {
			roots[to] = f.Name
		}
	}
	return roots
}

// byID says whether a row is found by its id; one that is not is answered like
// one that does not exist.
func (o *office) byID(t *testing.T, as *apitest.Server, id string) bool {
	t.Helper()
	a := as.Ask(t, `query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }`, map[string]any{"id": id})
	require.Empty(t, a.Errors)
	if strings.Contains(string(a.Data), id) {
		assert.NotContains(t, string(a.Data), "null")
		return true
	}
	assert.JSONEq(t, `{"node": null, "nodes": [null]}`, string(a.Data))
	return false
}

// listed says whether a connection has a row: its edges and its total agree.
func (o *office) listed(t *testing.T, as *apitest.Server, root, id string) bool {
	t.Helper()
	var a map[string]page
	as.Get(t, fmt.Sprintf(`query($id: ID!) { all: %s(first: 200) { totalCount edges { node { id } } } one: %[1]s(where: {id: $id}) { totalCount edges { node { id } } }
		not: %[1]s(first: 200, where: {not: {id: $id}}) { totalCount edges { node { id } } } }`, root), map[string]any{"id": id}, &a)
	for name, p := range a {
		assert.Len(t, p.Edges, p.TotalCount, "%s %s", root, name)
	}
	there := slices.Contains(a["all"].ids(), id)
	assert.Equal(t, there, a["one"].TotalCount == 1, "%s by a filter", root)
	assert.NotContains(t, a["not"].ids(), id)
	if root != "events" { // an inspector's look adds one
		assert.Equal(t, a["all"].TotalCount, a["one"].TotalCount+a["not"].TotalCount, "%s: what is not filtered in is filtered out", root)
	}
	return there
}

// inPublicPlaces are the types of which every row hangs on something public, so
// that who sees a row comes to it from there.
var inPublicPlaces = []string{"Submission", "Figure", "WindowChange"}

// walk gathers the ids of what a visitor comes to along the edges of what is
// public, and of reports found there.
func (o *office) walk(t *testing.T, as *apitest.Server) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, code := range []string{"unit", "province"} {
		for _, part := range []string{
			`submissions { totalCount edges { node { ...Report } } }`,
			`figures(first: 100) { totalCount edges { node { ...Figure } } }`,
			`answersOwed { id submission { id } }`,
			`duties(window: "2023-Q1") { ...Duty }`, `duties(window: "2023-Q2") { ...Duty }`, `duties(window: "2023-Q4") { ...Duty }`,
		} {
			o.follow(t, as, ids, `agency(code: "`+code+`") { id `+part+` }`)
		}
	}
	for _, code := range []string{"1", "2"} {
		o.follow(t, as, ids, `indicator(plan: "p", code: "`+code+`") { id latestFigure(agency: "unit") { id }
			figures(first: 100) { totalCount edges { node { id supersedes { id } supersededBy { id } } } } }`)
	}
	o.follow(t, as, ids, `reportingWindows { edges { node { id changes { id by { id } } submissions { totalCount edges { node { id } } } } } }`)
	return ids
}

// fragments are what is read of rows along the way.
var fragments = map[string]string{
	"Figure": `fragment Figure on Figure { id submission { id } reviews { id by { id } figures { id } } evidence { id by { id } } }`,
	"Report": `fragment Report on Submission { id submittedBy { id } narratives { id } reviews { id by { id } figures { id } } waivers { id by { id } }
		evidence { id by { id } } figures(first: 50) { totalCount edges { node { id } } } }`,
	"Duty": `fragment Duty on Duty { figure { id } lastFigure { id } submission { id } }`,
}

// follow asks for one thing and what is below, and gathers the ids.
func (o *office) follow(t *testing.T, as *apitest.Server, ids map[string]bool, selection string) {
	t.Helper()
	query := "{" + selection + "}"
	for name, fragment := range fragments {
		if strings.Contains(selection, "..."+name) {
			query += fragment
		}
	}
	a := as.Ask(t, query, nil)
	require.Empty(t, a.Errors, selection)
	var data any
	require.NoError(t, json.Unmarshal(a.Data, &data))
	gather(data, ids)
}

func gather(v any, ids map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			gather(e, ids)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			ids[id] = true
		}
		for _, e := range v {
			gather(e, ids)
		}
	}
}

func TestAnEarlierTimeShowsNothingMore(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		for _, v := range visitors {
			_, ctx := o.visit(t, v.key)
			for _, e := range entities(d) {
				now := seenIn(t, ctx, e).ids
				for n := range 8 {
					then := seenIn(t, asof.With(ctx, hour(n)), e).ids
					assert.Subset(t, now, then, "%s %s of hour %d", v.letter, e.name, n)
				}
			}
		}
		assert.NotEmpty(t, o.figuresThen(t, "reporter", 3), "there is something to see")
		assert.NotEmpty(t, o.figuresThen(t, "measures", 3), "there is something to see")
	})
}

// figuresThen are the figures that somebody sees as of an hour.
func (o *office) figuresThen(t *testing.T, key string, n int) []uuid.UUID {
	t.Helper()
	_, ctx := o.visit(t, key)
	return must(o.c.Figure.Query().IDs(asof.With(ctx, hour(n))))(t)
}
