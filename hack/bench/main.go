// Program bench measures what an answer of the graph costs, beside the least it
// could cost: one hand-written SQL statement that returns the same JSON.
//
// It makes a database of its own on the PostgreSQL named by
// TIENDO_TEST_POSTGRES, loads the embedded plan and 2,000,000 figures of the
// shape that twenty quarters of reporting would leave, starts both servers as
// processes of their own, checks that they give the same answers, and asks
// three screens of each in turn. What counts is processor time, of the server
// and of PostgreSQL apart: it hardly depends on what else the machine does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// fullSize is the size the report is about; other sizes are trials.
const fullSize = 2_000_000

// options is the command line.
type options struct {
	figures     int
	rounds      int
	concurrency int
	cell        time.Duration
	keep        bool
	footprint   bool
	report      string
}

func parse() options {
	var o options
	flag.IntVar(&o.figures, "figures", fullSize, "how many figures to load; a tenth of it in submissions")
	flag.IntVar(&o.rounds, "rounds", 5, "how often each cell is measured; the report has the median")
	flag.IntVar(&o.concurrency, "concurrency", 4, "how many requests are under way at once")
	flag.DurationVar(&o.cell, "cell", 5*time.Second, "how long each cell of a round takes")
	flag.BoolVar(&o.keep, "keep", false, "keep the database, and take it as it is where an earlier run kept it")
	flag.BoolVar(&o.footprint, "footprint", true, "measure the program's start and size as well")
	flag.StringVar(&o.report, "report", filepath.Join("hack", "bench"), "folder of report.md and report.svg; trials leave them alone")
	flag.Parse()
	return o
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	work := func() error { return run(ctx, parse()) }
	if serve, ok := peers[argument(1)]; ok {
		work = func() error { return serve(ctx, os.Getenv(peerURL)) }
	}
	if err := work(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func argument(n int) string {
	if n < len(os.Args) {
		return os.Args[n]
	}
	return ""
}

// run is the whole benchmark, in order.
func run(ctx context.Context, o options) error {
	if o.figures < 1_000 || o.rounds < 1 || o.concurrency < 1 || o.cell <= 0 {
		return errors.New("there is nothing to measure: at least 1,000 figures, 1 round, 1 request at once, and cells that take time")
	}
	s, err := newStore(ctx, o)
	if err != nil {
		return err
	}
	defer s.close(o.keep)
	clock, err := newPostgresClock(ctx, s.DB)
	if err != nil {
		return err
	}
	graph, err := startPeer(ctx, peerGraph, s.url, o.concurrency)
	if err != nil {
		return err
	}
	defer graph.stop()
	limit, err := startPeer(ctx, peerLimit, s.url, o.concurrency)
	if err != nil {
		return err
	}
	defer limit.stop()

	requests, err := newRequests(ctx, s.DB, limit)
	if err != nil {
		return err
	}
	step("comparing the answers")
	if err := compare(ctx, requests, graph, limit); err != nil {
		return err
	}
	statements, err := countStatements(ctx, s.url, requests)
	if err != nil {
		return err
	}
	rows, err := measure(ctx, o, clock, requests, []*peer{graph, limit})
	if err != nil {
		return err
	}
	r := report{options: o, rows: rows, statements: statements, machine: describe(ctx, s.DB)}
	if o.footprint {
		step("measuring the program's start and size")
		if r.footprint, err = measureFootprint(ctx); err != nil {
			return err
		}
	}
	return r.write()
}

// step tells who waits what is going on.
func step(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}
