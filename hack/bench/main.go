// Program bench measures what an instance costs, beside the least it could cost
// with hand-written SQL.
//
// Its parts work on two databases on the PostgreSQL named by
// TIENDO_TEST_POSTGRES, over the embedded plan. One has 2,000,000 figures, of the
// shape that twenty quarters of reporting would leave:
//
//   - screens: three screens, each of the graph, of the graph without the compiler
//     of queries, as one statement that returns the same JSON, and of PostGraphile,
//     which is installed from npm where that is on the machine;
//   - crowd: two of the screens from 128 connections;
//   - wall: the three screens in front of the wall of row security and behind it;
//   - fallback: what the compiler leaves to the resolvers, beside PostGraphile;
//   - plans: statements planned once and planned for every parameter;
//   - memory: an answer of 50 MB.
//
// The other has agencies that report:
//
//   - cycle: agencies that draft and submit their reports at once, beside the
//     same rows written by bare statements; the progress of a window over all
//     agencies, beside one statement; and a workbook, out and in.
//
// Servers are processes of their own and take turns, and their answers and rows
// are compared first. What counts is processor time, of the server and of
// PostgreSQL apart: it hardly depends on what else the machine does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The sizes the report is about; others are trials.
const (
	fullSize     = 2_000_000
	fullAgencies = 200
	fullRounds   = 5
	fullCell     = 2500 * time.Millisecond
)

// The parts.
const (
	partScreens  = "screens"
	partCrowd    = "crowd"
	partWall     = "wall"
	partFallback = "fallback"
	partPlans    = "plans"
	partMemory   = "memory"
	partCycle    = "cycle"
)

var (
	// reading are the parts over 2,000,000 figures.
	reading  = []string{partScreens, partCrowd, partWall, partFallback, partPlans, partMemory}
	allParts = append(slices.Clone(reading), partCycle)
)

// crowd is how many connections ask at once where there is a crowd.
const crowd = 128

// options is the command line.
type options struct {
	parts       []string
	figures     int
	agencies    int
	rounds      int
	concurrency int
	connections int
	cell        time.Duration
	keep        bool
	footprint   bool
	profile     string
	report      string
}

func parse() options {
	var o options
	o.parts = allParts
	flag.Func("part", "what to measure, several with commas between: "+strings.Join(allParts, ", ")+"; all by default", func(text string) error {
		o.parts = strings.Split(text, ",")
		return nil
	})
	flag.IntVar(&o.figures, "figures", fullSize, "how many figures to load; a tenth of it in submissions")
	flag.IntVar(&o.agencies, "agencies", fullAgencies, "cycle: how many agencies submit at once")
	flag.IntVar(&o.rounds, "rounds", fullRounds, "how often each cell is measured; the report has the median")
	flag.IntVar(&o.concurrency, "concurrency", 4, "how many requests are under way at once")
	flag.IntVar(&o.connections, "connections", 16, "cycle: from how many connections reports are submitted")
	flag.DurationVar(&o.cell, "cell", fullCell, "how long each cell of a round takes")
	flag.BoolVar(&o.keep, "keep", false, "keep the databases, and take them as they are where an earlier run kept them")
	flag.BoolVar(&o.footprint, "footprint", true, "measure the program's start and size as well")
	flag.StringVar(&o.profile, "profile", "", "cycle: an existing folder for profiles of a server to which reports are submitted: cpu.pprof and allocs.pprof")
	flag.StringVar(&o.report, "report", filepath.Join("hack", "bench"), "folder of report.md and report.svg; trials leave them alone")
	flag.Parse()
	return o
}

func (o options) check() error {
	for _, part := range o.parts {
		if !slices.Contains(allParts, part) {
			return fmt.Errorf("there is no part %q; expected some of %s", part, strings.Join(allParts, ", "))
		}
	}
	switch {
	case o.figures < 1_000 || o.agencies < 1 || o.rounds < 1 || o.concurrency < 1 || o.connections < 1 || o.cell <= 0:
		return errors.New("there is nothing to measure: at least 1,000 figures, 1 agency, 1 round, 1 request at once, 1 connection, and cells that take time")
	}
	return nil
}

// wants says whether a part is to be measured.
func (o options) wants(parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(o.parts, part) })
}

// trial says whether the report is not about this run.
func (o options) trial() bool {
	return len(o.parts) < len(allParts) || o.figures != fullSize || o.agencies != fullAgencies || o.rounds < fullRounds
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
	if err := o.check(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "tiendo-bench.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	var program string
	if o.wants(partCycle) || o.footprint {
		if program, err = buildProgram(ctx, folder); err != nil {
			return err
		}
	}
	r := report{options: o}
	if o.wants(reading...) {
		if err := measureScreens(ctx, o, &r); err != nil {
			return err
		}
	}
	if o.wants(partCycle) {
		if err := measureCycle(ctx, o, program, &r); err != nil {
			return fmt.Errorf("cycle: %w", err)
		}
	}
	if o.footprint {
		step("measuring the program's start and size")
		if r.footprint, err = measureFootprint(ctx, program); err != nil {
			return err
		}
	}
	return r.write()
}

// step tells who waits what is going on.
func step(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}
