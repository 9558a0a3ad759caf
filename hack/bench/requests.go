package main

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"fmt"
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
	// foreign is the same request in the words of PostGraphile's schema; what it
	// answers to lies below the field within, where that is not empty.
	foreign, within string
}

var screens = []screen{
	{name: "dashboard", title: "dashboard of one agency", query: dashboardQuery, statement: dashboardSQL,
		arguments: func(v variables) []any { return []any{v.Agency} }, foreign: postgraphileFile("dashboard.graphql")},
	{name: "page", title: "page of 50 submissions", query: pageQuery, statement: pageSQL,
		arguments: pageArguments, foreign: postgraphileFile("page.graphql"), within: "window"},
	{name: "rollup", title: "roll-up of one year", query: rollUpQuery, statement: rollUpSQL,
		arguments: func(v variables) []any { return []any{v.Year} }, foreign: postgraphileFile("rollup.graphql")},
}

// progress is the screen of the reporting cycle: how far a window is.
var progress = screen{name: "progress", title: "progress of a window, and the first 50 agencies", query: progressQuery, statement: progressSQL,
	arguments: func(v variables) []any { return []any{v.Window} }, foreign: postgraphileFile("progress.graphql")}

// lastKey is behind every key.
var lastKey = uuid.Max

// pageArguments opens the cursor; without one it begins behind everything.
func pageArguments(v variables) []any {
	if v.After == nil {
		return []any{v.Window, endOfTime, lastKey}
	}
	return []any{v.Window, v.After.Value.(time.Time), v.After.ID}
}

// A request is a screen with the bodies that are sent in turn, and those that are
// sent to PostGraphile: the nth of both asks for the same.
type request struct {
	screen
	bodies, foreignBodies [][]byte
	// link is where to send them instead, and method how.
	link, method string
}

// of returns what is sent to a peer; nothing where it is not asked.
func (r request) of(p *peer) [][]byte {
	if p.name == peerPostGraphile {
		return r.foreignBodies
	}
	return r.bodies
}

// add draws up one more body.
func (r *request) add(v variables) {
	r.bodies = append(r.bodies, bodyOf(r.query, v))
	if r.foreign != "" {
		r.foreignBodies = append(r.foreignBodies, bodyOf(r.foreign, v))
	}
}

// newRequests draws up what is asked: 500 agencies' dashboards, the first ten
// pages of every window, one year's roll-up. Cursors come from walking;
// PostGraphile, where it is not nil, has its own.
func newRequests(ctx context.Context, db *sql.DB, figures int, limit, foreign *peer) ([]request, error) {
	all := make([]request, len(screens))
	for n, s := range screens {
		all[n].screen = s
	}
	dashboards, pages, rollUps := &all[0], &all[1], &all[2]
	agencies, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE id IN (SELECT agency_id FROM figures WHERE submission_id IS NOT NULL) ORDER BY md5(code) LIMIT `+fmt.Sprint(dashboardsOf(figures)))
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		dashboards.add(variables{Agency: a.code})
	}
	windows, err := windowsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, w := range windows {
		if pages.bodies, err = walk(ctx, limit, *pages, pages.query, w.code, pages.bodies); err != nil {
			return nil, err
		}
		if foreign != nil {
			if pages.foreignBodies, err = walk(ctx, foreign, *pages, pages.foreign, w.code, pages.foreignBodies); err != nil {
				return nil, err
			}
		}
	}
	rollUps.add(variables{Year: 2023})
	return all, nil
}

// dashboardsOf is of how many agencies the dashboard is asked: 500, fewer in a
// trial with fewer figures.
func dashboardsOf(figures int) int { return max(20, figures/(fullSize/500)) }

// bodyOf is a request to the graph as it is sent.
func bodyOf(query string, variables any) []byte {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err) // text and numbers
	}
	return body
}

// walk draws up the first ten pages of a window, each behind the last of the one
// before.
func walk(ctx context.Context, p *peer, r request, query, window string, bodies [][]byte) ([][]byte, error) {
	v := variables{Window: window}
	for range 10 {
		body := bodyOf(query, v)
		bodies = append(bodies, body)
		raw, err := p.ask(ctx, r, body)
		if err != nil {
			return nil, err
		}
		type data struct {
			Submissions struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		var answer struct {
			Data struct {
				data
				Window data // within which PostGraphile has them
			}
		}
		if err := json.Unmarshal(raw, &answer); err != nil {
			return nil, err
		}
		at := answer.Data.Submissions.PageInfo
		if p.name == peerPostGraphile {
			at = answer.Data.Window.Submissions.PageInfo
		}
		if !at.HasNextPage {
			break
		}
		v.Cursor = at.EndCursor
	}
	return bodies, nil
}
