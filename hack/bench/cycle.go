package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
)

// A cycle is what the part about reporting works on.
type cycle struct {
	options
	*store
	clock      postgresClock
	program    string // as it is shipped
	data       string // its data folder
	reporters  []reporter
	more       reporter // of the agency that owes more
	token      string   // the coordinator's
	indicators []indicator
	progress   *window
}

// measureCycle is the part about reporting: reports that are submitted, the
// progress of a window, a workbook.
func measureCycle(ctx context.Context, o options, program string, r *report) error {
	s, err := newStore(ctx, fmt.Sprintf("tiendo_bench_cycle_%d", o.agencies), o.keep, fillCycle(o.agencies))
	if err != nil {
		return err
	}
	defer s.close(o.keep)
	c := &cycle{options: o, store: s, program: program, data: filepath.Join(filepath.Dir(program), "cycle")}
	if err := c.prepare(ctx); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(filepath.Dir(program), "cycle.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	server, err := startServer(ctx, program, c.data, o.connections, log, append([]string{"TIENDO_DATABASE_URL=" + s.url}, budget...)...)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, faultsIn(log.Name()))
	}
	defer server.stop()
	if err := c.measure(ctx, server, r); err != nil {
		return err
	}
	if faults := faultsIn(log.Name()); faults != "" {
		step("the server complained:\n%.2000s", faults)
	}
	r.machine = describe(ctx, s.DB)
	return nil
}

// measure measures all of it on a running server.
func (c *cycle) measure(ctx context.Context, server *peer, r *report) (err error) {
	if r.submits, err = c.measureSubmits(ctx, server); err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	if err := c.rest(ctx); err != nil {
		return err
	}
	return c.measureReads(ctx, server, r)
}

// prepare finds out who reports what, and makes their tokens.
func (c *cycle) prepare(ctx context.Context) (err error) {
	if c.clock, err = newPostgresClock(ctx, c.DB); err != nil {
		return err
	}
	secret, err := config.Secret(config.Config{DataDir: c.data})
	if err != nil {
		return err
	}
	development := auth.NewDevelopment(secret, time.Now)
	if c.token, err = development.Token(coordinator); err != nil {
		return err
	}
	all, err := reportersOf(ctx, c.DB, development)
	if err != nil {
		return err
	}
	c.reporters, c.more = all[:len(all)-1], all[len(all)-1]
	if c.indicators, err = owedByGroup(ctx, c.DB); err != nil {
		return err
	}
	if c.progress, err = addProgress(ctx, c.DB); err != nil {
		return err
	}
	return c.rest(ctx)
}

// counted starts a server that counts its statements.
func (c *cycle) counted(ctx context.Context) (*peer, error) {
	return startPeer(ctx, peerCounted, c.url, 1, peerData+"="+c.data)
}

// measureReads measures what is read: the progress of a window, beside one
// statement, and a workbook, out and in.
func (c *cycle) measureReads(ctx context.Context, server *peer, r *report) error {
	// Compiling the statement would take it longer than running it.
	limit, err := startPeer(ctx, peerLimit, c.url+"&jit=off", c.concurrency)
	if err != nil {
		return err
	}
	defer limit.stop()
	counted, err := c.counted(ctx)
	if err != nil {
		return err
	}
	defer counted.stop()
	server.token, counted.token = c.token, c.token
	far := []request{{screen: progress, bodies: [][]byte{bodyOf(progressQuery, variables{Window: c.progress.code})}}}
	if err := compare(ctx, far, server, limit); err != nil {
		return err
	}
	if r.cycleStatements, err = countStatements(ctx, counted, far); err != nil {
		return err
	}
	if r.cycleRows, err = measure(ctx, c.options, c.clock, far, []*peer{server, limit}); err != nil {
		return err
	}
	books, err := c.workbooks(ctx, server)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	rows, err := measure(ctx, c.options, c.clock, books, []*peer{server})
	r.cycleRows = append(r.cycleRows, rows...)
	return err
}
