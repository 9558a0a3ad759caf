package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"
)

//go:embed requests/large.graphql
var largeQuery string

// unlimited are settings that let the large request through.
var unlimited = []string{"TIENDO_LIMITS_COMPLEXITY=100000000", "TIENDO_LIMITS_TIMEOUT=5m", "TIENDO_HTTP_WRITE_TIMEOUT=10m", "TIENDO_DATABASE_STATEMENT_TIMEOUT=5m"}

// A memory is what an answer of 50 MB takes.
type memory struct {
	refused             string // what an instance as it is shipped says to the request
	answer              int
	before, peak, after int64 // resident bytes
	took                time.Duration
}

// idleFor is how long after the answer memory is read once more.
const idleFor = 5 * time.Second

// measureMemory asks for an answer of about 50 MB: once of an instance as it is
// shipped, which is to refuse it, and once of one whose limits are raised, whose
// resident memory is read all the while.
func (g *stage) measureMemory(ctx context.Context, r *report) error {
	ask := request{screen: screen{name: "large", title: "an answer of 50 MB"}, bodies: [][]byte{bodyOf(largeQuery, nil)}}
	var m memory
	step("asking for an answer of 50 MB")
	if _, err := g.graph.ask(ctx, ask, ask.bodies[0]); err != nil {
		m.refused = strings.Join(strings.Fields(err.Error()), " ")
	}
	p, err := startPeer(ctx, peerGraph, g.url, 1, unlimited...)
	if err != nil {
		return err
	}
	defer p.stop()
	// What a server takes once it has answered anything at all.
	if _, err := p.ask(ctx, g.requests[1], g.requests[1].bodies[0]); err != nil {
		return err
	}
	pid := p.command.Process.Pid
	if m.before, err = residentMemory(pid); err != nil {
		return err
	}
	watched, stop := context.WithCancel(ctx)
	peak := watchMemory(watched, pid)
	start := time.Now()
	raw, err := p.ask(ctx, ask, ask.bodies[0])
	m.took, m.answer = time.Since(start), len(raw)
	stop()
	m.peak = <-peak
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(idleFor):
	}
	m.after, err = residentMemory(pid)
	r.memory = &m
	return err
}

// watchMemory reads how much a process has until the context ends, and then says
// how much it was at most.
func watchMemory(ctx context.Context, pid int) <-chan int64 {
	found := make(chan int64, 1)
	var most int64
	go func() {
		for ctx.Err() == nil {
			if now, err := residentMemory(pid); err == nil && now > most {
				most = now
			}
			time.Sleep(5 * time.Millisecond)
		}
		found <- most
	}()
	return found
}

func (m *memory) write(b *strings.Builder) {
	refused := "An instance as it is shipped answers it: no limit refuses it."
	if m.refused != "" {
		refused = fmt.Sprintf("An instance as it is shipped refuses it (`%.300s`); here limits are raised.", m.refused)
	}
	fmt.Fprintf(b, "\n## Memory\n\nOne request for figures of 160 agencies (hack/bench/requests/large.graphql). %s\n\n| | |\n|---|--:|\n| answer | %.1f MB |\n| time | %.1f s |\n"+
		"| resident before | %.0f MB |\n| resident at most | %.0f MB |\n| resident %v after | %.0f MB |\n| at most above before, of the answer's size | %.1f |\n",
		refused, float64(m.answer)/1e6, m.took.Seconds(), float64(m.before)/1e6, float64(m.peak)/1e6, idleFor, float64(m.after)/1e6, float64(m.peak-m.before)/float64(max(m.answer, 1)))
}
