package main

import (
	"fmt"
	"strings"
)

// A goal is a ratio that is to be no more than so much.
type goal struct {
	what        string
	found, most float64
}

// goals of processor time per request: of the graph, on a screen, of another's.
var goals = []struct {
	screen, other string
	most          float64
}{
	{"dashboard", peerLimit, 1.3},
	{"dashboard", peerPostGraphile, 0.5},
	{"page", peerLimit, 1.15},
	{"page", peerPostGraphile, 0.45},
	{"rollup", peerLimit, 0.75},
	{"rollup", peerPostGraphile, 0.4},
	{"sums", peerPostGraphile, 0.4},
}

// judged are the goals of what was measured.
func (r report) judged() []goal {
	var all []goal
	for _, g := range goals {
		graph, other := rowOf(r.rows, g.screen, peerGraph), rowOf(r.rows, g.screen, g.other)
		if graph != nil && other != nil {
			all = append(all, goal{fmt.Sprintf("processor time of the %s, of %s's", graph.screen.title, g.other), graph.total() / other.total(), g.most})
		}
	}
	for _, name := range []string{"dashboard", "page"} {
		if graph, other := rowOf(r.crowd, name, peerGraph), rowOf(r.crowd, name, peerPostGraphile); graph != nil && other != nil {
			all = append(all, goal{fmt.Sprintf("p99 of the %s from %d connections, of %s's", graph.screen.title, crowd, peerPostGraphile), graph.p99 / other.p99, 0.35})
		}
	}
	for _, graph := range r.fallback {
		if other := rowOf(r.fallback, graph.screen.name, peerPostGraphile); graph.peer == peerGraph && other != nil {
			all = append(all, goal{fmt.Sprintf("processor time of the %s, of %s's", graph.screen.title, peerPostGraphile), graph.total() / other.total(), 1.5})
		}
	}
	return all
}

// goals writes which goals are met.
func (r report) goals(b *strings.Builder) {
	all := r.judged()
	if len(all) == 0 {
		return
	}
	b.WriteString("\n## Goals\n\n| of the graph, as it is shipped | at most | found | |\n|---|--:|--:|---|\n")
	for _, g := range all {
		met := "met"
		if g.found > g.most {
			met = "**not met**"
		}
		fmt.Fprintf(b, "| %s | %.2f | %.2f | %s |\n", g.what, g.most, g.found, met)
	}
}
