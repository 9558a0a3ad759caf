package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"
)

var (
	//go:embed requests/duties.graphql
	dutiesQuery string
	//go:embed requests/disagreements.graphql
	disagreementsQuery string
)

// dutiesOf and disagreements are, with progress, what rules in Go answer: the
// compiler of queries leaves them to the resolvers.
var (
	dutiesOf      = screen{name: "duties", title: "duties of a province in a window", query: dutiesQuery, foreign: postgraphileFile("duties.graphql")}
	disagreements = screen{name: "disagreements", title: "disagreements about all indicators", query: disagreementsQuery, foreign: postgraphileFile("disagreements.graphql")}
)

// measureFallback measures what falls back to the resolvers beside PostGraphile,
// which is given SQL functions that find out the same.
func (g *stage) measureFallback(ctx context.Context, r *report) error {
	duties, far, apart := request{screen: dutiesOf}, request{screen: progress}, request{screen: disagreements}
	provinces, err := agenciesBy(ctx, g.DB, `SELECT id, code FROM agencies WHERE kind = 'PROVINCE' ORDER BY md5(code) LIMIT 20`)
	if err != nil {
		return err
	}
	windows, err := windowsOf(ctx, g.DB)
	if err != nil {
		return err
	}
	for n, p := range provinces {
		for m := range 3 {
			duties.add(variables{Agency: p.code, Window: windows[(n+7*m)%len(windows)].code})
		}
	}
	for _, w := range windows {
		far.add(variables{Window: w.code})
	}
	apart.add(variables{})
	requests := []request{duties, far, apart}
	peers := []*peer{g.graph}
	if g.foreign != nil {
		peers = append(peers, g.foreign)
	}
	if err := compare(ctx, requests, g.graph, peers[1:]...); err != nil {
		return err
	}
	if err := g.warm(ctx, requests); err != nil {
		return err
	}
	r.fell = map[string]bool{}
	for _, q := range requests {
		if r.fell[q.name], err = fallsBack(ctx, g.graph, q); err != nil {
			return err
		}
	}
	r.fallback, err = measure(ctx, g.options, g.clock, requests, peers)
	return err
}

// fallbacks is the metric that counts what was left to the resolvers.
const fallbacks = "tiendo_graphql_fallbacks_total"

// fallsBack says whether a request is left to the resolvers, as the server counts.
func fallsBack(ctx context.Context, p *peer, r request) (bool, error) {
	before, err := p.fallbacks(ctx)
	if err != nil {
		return false, err
	}
	if _, err := p.ask(ctx, r, r.bodies[0]); err != nil {
		return false, err
	}
	after, err := p.fallbacks(ctx)
	return after > before, err
}

// fallbacks reads how often the server fell back so far.
func (p *peer) fallbacks(ctx context.Context) (float64, error) {
	raw, err := p.send(ctx, http.MethodGet, "/metrics", "", nil)
	if err != nil {
		return 0, err
	}
	var sum float64
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), " "); ok && strings.HasPrefix(name, fallbacks) {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return 0, err
			}
			sum += n
		}
	}
	return sum, lines.Err()
}
