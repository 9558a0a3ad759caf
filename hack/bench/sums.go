package main

import (
	"context"
	"database/sql"
)

// fromSums is the roll-up where PostGraphile reads the sums that are kept of
// figures, as the graph does, instead of the figures.
var fromSums = screen{name: "sums", title: "roll-up of one year, all from the kept sums", query: rollUpQuery, foreign: postgraphileFile("sums.graphql")}

// keepsSums says whether the database keeps sums at all.
func keepsSums(ctx context.Context, db *sql.DB) (keeps bool, err error) {
	err = db.QueryRowContext(ctx, `SELECT to_regclass('public.roll_up_sums') IS NOT NULL`).Scan(&keeps)
	return keeps, err
}

// measureSums measures the roll-up of the graph beside PostGraphile's from the
// same sums, where both are there.
func (g *stage) measureSums(ctx context.Context) ([]row, error) {
	keeps, err := keepsSums(ctx, g.DB)
	if err != nil || !keeps || g.foreign == nil {
		return nil, err
	}
	r := request{screen: fromSums}
	r.add(variables{Year: 2023})
	requests := []request{r}
	if err := compare(ctx, requests, g.graph, g.foreign); err != nil {
		return nil, err
	}
	if err := g.warm(ctx, requests); err != nil {
		return nil, err
	}
	return measure(ctx, g.options, g.clock, requests, []*peer{g.graph, g.foreign})
}
