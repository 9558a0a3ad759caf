package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
)

var (
	//go:embed requests/recent.graphql
	recentQuery string
	//go:embed requests/stated.graphql
	statedQuery string
)

// modes are the values of plan_cache_mode: PostgreSQL plans a prepared statement
// for every parameter, or once for all of them, or decides itself, by what it
// thinks the plans cost.
var modes = []string{"auto", "force_generic_plan", "force_custom_plan"}

// planRounds are fewer than those of the screens: what is looked for is a plan that
// costs several times another.
const planRounds = 2

// measurePlans measures what is asked with a rare and with a frequent parameter, on
// instances that differ in plan_cache_mode alone. The same connections see both,
// one after the other.
func (g *stage) measurePlans(ctx context.Context, r *report) error {
	requests, err := g.skewed(ctx)
	if err != nil {
		return err
	}
	var peers []*peer
	for _, mode := range modes {
		p, err := startPeer(ctx, peerGraph, g.url+"&plan_cache_mode="+mode, g.concurrency)
		if err != nil {
			return err
		}
		defer p.stop()
		p.name = mode
		peers = append(peers, p)
	}
	o := g.options
	o.rounds, o.cell = min(o.rounds, planRounds), g.cell/2
	r.plans, err = measure(ctx, o, g.clock, requests, peers)
	return err
}

// skewed draws up what is asked: of an agency without a figure and of one with
// most, of a window that has just opened and of the fullest, of a source of a
// handful of figures and of that of all others.
func (g *stage) skewed(ctx context.Context) ([]request, error) {
	opened, err := openWindows(ctx, g.DB, 1)
	if err != nil {
		return nil, err
	}
	var rare, frequent, window string
	err = g.DB.QueryRowContext(ctx, `SELECT
		(SELECT code FROM agencies a WHERE NOT EXISTS (SELECT FROM figures WHERE agency_id = a.id) ORDER BY code LIMIT 1),
		(SELECT code FROM agencies WHERE id = (SELECT agency_id FROM submissions GROUP BY agency_id ORDER BY sum(approved) DESC, agency_id LIMIT 1)),
		(SELECT code FROM reporting_windows WHERE id = (SELECT window_id FROM submissions WHERE status = 'SUBMITTED' GROUP BY window_id ORDER BY count(*) DESC LIMIT 1))`).
		Scan(&rare, &frequent, &window)
	if err != nil {
		return nil, err
	}
	one := func(name, title, query string, variables map[string]any) request {
		return request{screen: screen{name: name, title: title}, bodies: [][]byte{bodyOf(query, variables)}}
	}
	var all []request
	add := func(name, query, variable, rare, rareTitle, frequent, frequentTitle string) {
		all = append(all, one(name+" rare", name+", "+rareTitle, query, map[string]any{variable: rare}),
			one(name+" frequent", name+", "+frequentTitle, query, map[string]any{variable: frequent}))
	}
	add("dashboard", dashboardQuery, "agency", rare, "of an agency without figures", frequent, "of one with most")
	add("page", pageQuery, "window", opened[0].code, "of a window that has just opened", window, "of the fullest")
	add("latest figures of a window", recentQuery, "window", opened[0].code, "one that has just opened", window, "the fullest")
	add("latest figures of a source", statedQuery, "source", "DOCUMENT", "a rare one", "DECLARED", "that of nearly all")
	return all, nil
}

// writePlans writes the part about plans, and which mode costs least.
func (r report) writePlans(b *strings.Builder) {
	b.WriteString("\n## Plans\n\nThe graph as it is shipped, its connections with one or another `plan_cache_mode`; the rare and the frequent parameter follow each other on the same connections.\n\n" +
		"| request | plan_cache_mode | p50 ms | p99 ms | processor: server ms | PostgreSQL ms | sum ms |\n|---|---|--:|--:|--:|--:|--:|\n")
	sums, worst := map[string]float64{}, map[string]float64{}
	for _, row := range r.plans {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", row.screen.title, row.peer, number(row.p50), number(row.p99), number(row.server), number(row.database), number(row.total()))
		least := row.total()
		for _, mode := range modes {
			least = min(least, rowOf(r.plans, row.screen.name, mode).total())
		}
		sums[row.peer] += row.total()
		worst[row.peer] = max(worst[row.peer], row.total()/least)
	}
	b.WriteString("\nOne of each costs, and at worst a request costs so many times what it does in the best mode for it:")
	for n, mode := range modes {
		fmt.Fprintf(b, "%s `%s` %s ms, %.2f times", map[bool]string{true: "", false: ";"}[n == 0], mode, number(sums[mode]), worst[mode])
	}
	b.WriteString(".\n")
}
