package service

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// MaxSearch is the longest search text, in characters.
const MaxSearch = 200

// searchOrder marks cursors of a search.
var searchOrder = page.OrderBy("search")

// searchSeed fills the id of a search's cursors, whose value is the place in
// the order of hits: hits of several types have no common key.
var searchSeed = uuid.MustParse("0190a3c0-0000-7000-8000-000000000001")

// A SearchPage is one page of hits.
type SearchPage struct {
	Hits []Hit
	// Start is how many hits lie before the page, Total how many there are.
	Start, Total int
}

// PageOfSearch searches and returns one page of what is found. Page faults are
// *page.Error.
func PageOfSearch(ctx context.Context, client *db.Client, text string, kinds []SearchKind, after *page.Cursor, first *int) (*SearchPage, error) {
	first, _ = page.Size(first, nil)
	if err := page.Validate(first, nil); err != nil {
		return nil, err
	}
	start, err := searchStart(after)
	if err != nil {
		return nil, err
	}
	hits, err := Search(ctx, client, text, kinds)
	start = min(start, len(hits))
	return &SearchPage{Hits: hits[start:min(start+*first, len(hits))], Start: start, Total: len(hits)}, err
}

// Cursor returns the cursor of a hit by its number on the page.
func (p *SearchPage) Cursor(n int) page.Cursor {
	return page.Cursor{ID: searchSeed, Order: searchOrder, Value: strconv.Itoa(p.Start + n + 1)}
}

// More says whether hits follow the page.
func (p *SearchPage) More() bool { return p.Start+len(p.Hits) < p.Total }

// searchStart returns how many hits lie before the page.
func searchStart(after *page.Cursor) (int, error) {
	if after == nil {
		return 0, nil
	}
	if err := page.Check(page.Cursor{Order: searchOrder, Value: ""}, after); err != nil {
		return 0, err
	}
	place, _ := after.Value.(string)
	n, err := strconv.Atoi(place)
	if err != nil || n < 0 {
		return 0, &page.Error{Code: page.InvalidCursor, Value: after.String()}
	}
	return n, nil
}
