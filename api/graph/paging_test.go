package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// A page is one answer of a connection.
type page struct {
	TotalCount int
	Edges      []struct {
		Cursor string
		Node   map[string]any
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

func (p page) ids() (ids []string) {
	for _, e := range p.Edges {
		ids = append(ids, e.Node["id"].(string))
	}
	return ids
}

// A reader reads a page of one connection: args is what stands in parentheses,
// node what is read of the nodes beside their ids.
type reader func(args, node string) page

// selection is what a reader asks of its connection.
func selection(field, args, node string) string {
	if args != "" {
		args = "(" + args + ")"
	}
	return fmt.Sprintf(`%s%s { edges { cursor node { id %s } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`, field, args, node)
}

// root reads a connection of the query type.
func root(t *testing.T, s *apitest.Server, field string) reader {
	return func(args, node string) page {
		t.Helper()
		if field == "machineTokens" && node == "createdAt" {
			node = "createdAt: at"
		}
		var answer map[string]page
		s.Get(t, "{"+selection(field, args, node)+"}", nil, &answer)
		return answer[field]
	}
}

// orders says what each order goes by: a field and its key.
var orders = map[string]struct {
	field string
	key   func(any) string
}{
	"CODE":         {"code", func(v any) string { return sortkey.Code(v.(string)) }},
	"NUMBER":       {"number", func(v any) string { return sortkey.Code(v.(string)) }},
	"NAME":         {"name", func(v any) string { return sortkey.Name(v.(string)) }},
	"TITLE":        {"title", func(v any) string { return sortkey.Name(v.(string)) }},
	"YEAR":         {"year", number},
	"POSITION":     {"position", number},
	"PERIOD":       {"year", number}, // and quarter, which only some figures have
	"COVERS_FROM":  {"coversFrom", text},
	"AT":           {"at", instant},
	"RUN_AT":       {"runAt", instant},
	"DUE_AT":       {"dueAt", instant},
	"CREATED_AT":   {"createdAt", instant},
	"RECORDED_AT":  {"recordedAt", instant},
	"SUBMITTED_AT": {"submittedAt", instant},
}

func text(v any) string   { return v.(string) }
func number(v any) string { return fmt.Sprintf("%09.0f", v) }

// instant makes texts of times comparable: as many digits for each, and
// drafts, which have none, last.
func instant(v any) string {
	if v == nil {
		return "9999"
	}
	whole, fraction, _ := strings.Cut(strings.TrimSuffix(v.(string), "Z"), ".")
	return fmt.Sprintf("%s.%-9s", whole, fraction)
}

func TestEveryConnectionPagesUnderEveryOrder(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		populate(t, d)
		s := apitest.Serve(t, d, readsAll)
		g := learn(t, s)
		for _, c := range g.connections("Query") {
			require.NotEmpty(t, g.orders(c), "orders of %s", c.Field)
			for _, order := range g.orders(c) {
				t.Run(c.Field+" by "+order, func(t *testing.T) {
					up := pageThrough(t, root(t, s, c.Field), order, "ASC", 1, 2, 3)
					down := pageThrough(t, root(t, s, c.Field), order, "DESC", 1, 2, 3)
					slices.Reverse(down)
					assert.Equal(t, up, down, "descending is ascending the other way round")
				})
			}
			t.Run(c.Field+" without an order", func(t *testing.T) { pageThrough(t, root(t, s, c.Field), "", "", 2) })
		}
	})
}

// pageThrough reads a connection at once, forwards and backwards, and wants
// the same three times.
func pageThrough(t *testing.T, read reader, order, direction string, sizes ...int) []string {
	t.Helper()
	by, node := "", ""
	if order != "" {
		require.Contains(t, orders, order, "say what the order goes by")
		by, node = fmt.Sprintf(", orderBy: {field: %s, direction: %s}", order, direction), orders[order].field
	}
	all := read("first: 200"+by, node)
	want := all.ids()
	require.Greater(t, len(want), 2, "too few rows to page")
	if order != "" {
		var keys []string
		for _, e := range all.Edges {
			keys = append(keys, orders[order].key(e.Node[node]))
		}
		if direction == "DESC" {
			slices.Reverse(keys)
		}
		assert.True(t, slices.IsSorted(keys), "%v", keys)
	}
	for _, size := range sizes {
		assert.Equal(t, want, walk(t, read, by, size, "first", "after"), "forwards by %d", size)
		assert.Equal(t, want, walk(t, read, by, size, "last", "before"), "backwards by %d", size)
	}
	assertBetween(t, read, by, all)
	return want
}

// walk reads page by page from one end, checking the page information.
func walk(t *testing.T, read reader, by string, size int, count, from string) (ids []string) {
	t.Helper()
	args := fmt.Sprintf("%s: %d%s", count, size, by)
	for n := 0; ; n++ {
		require.Less(t, n, 100, "paging does not end")
		p := read(args, "")
		require.NotEmpty(t, p.Edges, "a next page was announced")
		assert.Equal(t, p.Edges[0].Cursor, *p.PageInfo.StartCursor)
		assert.Equal(t, p.Edges[len(p.Edges)-1].Cursor, *p.PageInfo.EndCursor)
		more, back, cursor := p.PageInfo.HasNextPage, p.PageInfo.HasPreviousPage, *p.PageInfo.EndCursor
		if count == "last" {
			more, back, cursor = back, more, *p.PageInfo.StartCursor
			ids = append(p.ids(), ids...)
		} else {
			ids = append(ids, p.ids()...)
		}
		assert.Equal(t, n > 0, back, "whether there is something where we came from")
		if !more {
			return ids
		}
		args = fmt.Sprintf("%s: %d, %s: %q%s", count, size, from, cursor, by)
	}
}

// assertBetween wants both cursors to mean what they say, whichever end is
// counted from.
func assertBetween(t *testing.T, read reader, by string, all page) {
	t.Helper()
	ids, last := all.ids(), len(all.Edges)-1
	first, final := all.Edges[0].Cursor, all.Edges[last].Cursor
	between := fmt.Sprintf("after: %q, before: %q%s", first, final, by)
	assert.Equal(t, ids[1:last], read(between, "").ids(), "between two cursors")
	assert.Equal(t, ids[1:2], read("first: 1, "+between, "").ids(), "the first between two cursors")
	assert.Equal(t, ids[last-1:last], read("last: 1, "+between, "").ids(), "the last between two cursors")
	assert.Equal(t, ids[:1], read(fmt.Sprintf("first: 1, before: %q%s", final, by), "").ids(), "the first before a cursor")
	assert.Equal(t, ids[last:], read(fmt.Sprintf("last: 1, after: %q%s", first, by), "").ids(), "the last after a cursor")
}
