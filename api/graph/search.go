package graph

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/graph/model"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// MaxSearch is the longest search text, in characters.
const MaxSearch = 200

// InputError is an argument whose value is not what the field expects.
type InputError struct{ Argument, Value, Expected string }

// Error names the argument, the value and what was expected.
func (e *InputError) Error() string {
	return e.Argument + " " + strconv.Quote(e.Value) + ": expected " + e.Expected
}

// searchColumn marks cursors of a search.
const searchColumn = "search"

// searchSeed fills the id of a search's cursors, whose value is the place in
// the order of hits: hits of several types have no common key.
var searchSeed = uuid.MustParse("0190a3c0-0000-7000-8000-000000000001")

// search answers one page of hits.
func (r *queryResolver) search(ctx context.Context, text string, kinds []service.SearchKind, after *page.Cursor, first *int) (*model.SearchConnection, error) {
	if n := utf8.RuneCountInString(text); n > MaxSearch {
		return nil, &InputError{"text", strconv.Itoa(n), "at most 200 characters"}
	}
	first, _ = page.Size(first, nil)
	if err := page.Validate(first, nil); err != nil {
		return nil, err
	}
	start, err := searchStart(after)
	if err != nil {
		return nil, err
	}
	hits, err := service.Search(ctx, r.Client, text, kinds)
	if err != nil {
		return nil, err
	}
	conn := &model.SearchConnection{TotalCount: len(hits), Edges: []*model.SearchEdge{}, PageInfo: &page.Info{HasPreviousPage: start > 0}}
	start = min(start, len(hits))
	end := min(start+*first, len(hits))
	for n := start; n < end; n++ {
		conn.Edges = append(conn.Edges, &model.SearchEdge{
			Node: hits[n].Node, Score: hits[n].Score, Highlight: service.Highlight(hits[n].Name, text),
			Cursor: page.Cursor{ID: searchSeed, Column: searchColumn, Value: strconv.Itoa(n + 1)},
		})
	}
	conn.PageInfo.HasNextPage = end < len(hits)
	if n := len(conn.Edges); n > 0 {
		conn.PageInfo.StartCursor, conn.PageInfo.EndCursor = &conn.Edges[0].Cursor, &conn.Edges[n-1].Cursor
	}
	return conn, nil
}

// searchStart returns how many hits lie before the page.
func searchStart(after *page.Cursor) (int, error) {
	if after == nil {
		return 0, nil
	}
	if err := page.Check(page.Cursor{Column: searchColumn, Value: ""}, after); err != nil {
		return 0, err
	}
	place, _ := after.Value.(string)
	n, err := strconv.Atoi(place)
	if err != nil || n < 0 {
		return 0, &page.Error{Code: page.InvalidCursor, Value: after.String()}
	}
	return n, nil
}
