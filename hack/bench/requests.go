package main

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/page"
)

// The screens, each as a request to the graph and as one statement.
var (
	//go:embed requests/dashboard.graphql
	dashboardQuery string
	//go:embed requests/dashboard.sql
	dashboardSQL string
	//go:embed requests/page.graphql
	pageQuery string
	//go:embed requests/page.sql
	pageSQL string
	//go:embed requests/rollup.graphql
	rollUpQuery string
	//go:embed requests/rollup.sql
	rollUpSQL string
	//go:embed requests/progress.graphql
	progressQuery string
	//go:embed requests/progress.sql
	progressSQL string
)

// variables are those of any of the screens.
type variables struct {
	Agency string       `json:"agency,omitempty"`
	Window string       `json:"window,omitempty"`
	After  *page.Cursor `json:"-"`
	Cursor string       `json:"after,omitempty"`
	Year   int          `json:"year,omitempty"`
}

// A screen is a request without its variables.
type screen struct {
	name, title, query, statement string
	arguments                     func(variables) []any
}

var screens = []screen{
	{"dashboard", "dashboard of one agency", dashboardQuery, dashboardSQL, func(v variables) []any { return []any{v.Agency} }},
	{"page", "page of 50 submissions", pageQuery, pageSQL, pageArguments},
	{"rollup", "roll-up of one year", rollUpQuery, rollUpSQL, func(v variables) []any { return []any{v.Year} }},
}

// progress is the screen of the reporting cycle: how far a window is.
var progress = screen{"progress", "progress of a window, and the first 50 agencies", progressQuery, progressSQL, func(v variables) []any { return []any{v.Window} }}

// lastKey is behind every key.
var lastKey = uuid.Max

// pageArguments opens the cursor; without one it begins behind everything.
func pageArguments(v variables) []any {
	if v.After == nil {
		return []any{v.Window, endOfTime, lastKey}
	}
	return []any{v.Window, v.After.Value.(time.Time), v.After.ID}
}

// A request is a screen with the bodies that are sent in turn.
type request struct {
	screen
	bodies [][]byte
	// link is where to send them instead, and method how.
	link, method string
}

// newRequests draws up what is asked: 500 agencies' dashboards, the first ten
// pages of every window, one year's roll-up. Cursors come from walking.
func newRequests(ctx context.Context, db *sql.DB, limit *peer) ([]request, error) {
	all := make([]request, len(screens))
	for n, s := range screens {
		all[n].screen = s
	}
	add := func(n int, v variables) { all[n].bodies = append(all[n].bodies, bodyOf(all[n].query, v)) }
	agencies, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE id IN (SELECT agency_id FROM figures WHERE submission_id IS NOT NULL) ORDER BY md5(code) LIMIT 500`)
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		add(0, variables{Agency: a.code})
	}
	windows, err := windowsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, w := range windows {
		v := variables{Window: w.code}
		for range 10 {
			add(1, v)
			more, err := follow(ctx, limit, all[1], &v)
			if err != nil {
				return nil, err
			}
			if !more {
				break
			}
		}
	}
	add(2, variables{Year: 2023})
	return all, nil
}

// bodyOf is a request to the graph as it is sent.
func bodyOf(query string, variables any) []byte {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err) // text and numbers
	}
	return body
}

// follow asks for the last page drawn up and moves on to the next.
func follow(ctx context.Context, p *peer, pages request, v *variables) (more bool, err error) {
	raw, err := p.ask(ctx, pages, pages.bodies[len(pages.bodies)-1])
	if err != nil {
		return false, err
	}
	var answer struct {
		Data struct {
			Submissions struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
	}
	err = json.Unmarshal(raw, &answer)
	v.Cursor = answer.Data.Submissions.PageInfo.EndCursor
	return answer.Data.Submissions.PageInfo.HasNextPage, err
}
