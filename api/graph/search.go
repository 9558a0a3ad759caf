package graph

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/tiendo-vn/tiendo/api/graph/model"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// InputError is an argument whose value is not what the field expects.
type InputError struct{ Argument, Value, Expected string }

// Error names the argument, the value and what was expected.
func (e *InputError) Error() string {
	return e.Argument + " " + strconv.Quote(e.Value) + ": expected " + e.Expected
}

// search answers one page of hits.
func (r *queryResolver) search(ctx context.Context, text string, kinds []service.SearchKind, after *page.Cursor, first *int) (*model.SearchConnection, error) {
	if n := utf8.RuneCountInString(text); n > service.MaxSearch {
		return nil, &InputError{"text", strconv.Itoa(n), "at most 200 characters"}
	}
	found, err := service.PageOfSearch(ctx, r.Client, text, kinds, after, first)
	if err != nil {
		return nil, err
	}
	conn := &model.SearchConnection{TotalCount: found.Total, Edges: []*model.SearchEdge{},
		PageInfo: &page.Info{HasPreviousPage: found.Start > 0, HasNextPage: found.More()}}
	for n, hit := range found.Hits {
		conn.Edges = append(conn.Edges, &model.SearchEdge{Node: hit.Node, Score: hit.Score, Highlight: service.Highlight(hit.Name, text), Cursor: found.Cursor(n)})
	}
	if n := len(conn.Edges); n > 0 {
		conn.PageInfo.StartCursor, conn.PageInfo.EndCursor = &conn.Edges[0].Cursor, &conn.Edges[n-1].Cursor
	}
	return conn, nil
}
