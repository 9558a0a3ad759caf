package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// A submitRow is how reports were submitted in one way: the median of each figure
// over the rounds, those of processor time in milliseconds a report.
type submitRow struct {
	peer                                 string
	perSecond                            float64
	putP50, putP99, submitP50, submitP99 float64 // milliseconds
	program, database                    float64
	putStatements, submitStatements      int
}

func (r submitRow) total() float64 { return r.program + r.database }

// A way is a way to hand in the reports of one round: it does, and says how much
// processor time the program took that did the work.
type way struct {
	name string
	run  func(ctx context.Context, drafts []draft) (handed, time.Duration, error)
}

// measureSubmits has all agencies submit a report, in one window through the
// server and in the next by bare statements, and so on in turns. What they leave
// is compared. A round before the first is thrown away.
func (c *cycle) measureSubmits(ctx context.Context, server *peer) ([]submitRow, error) {
	ways := []way{
		{peerGraph, func(ctx context.Context, drafts []draft) (handed, time.Duration, error) {
			return timed(server.command.Process.Pid, func() (handed, error) { return handIn(ctx, drafts, graphDesks(server, c.connections, drafts)) })
		}},
		{peerBare, c.bare},
	}
	found := make([][]submitRow, len(ways))
	for round := range c.rounds + 1 {
		step("submitting, round %d of %d", round, c.rounds) // round 0 warms up
		windows, err := openWindows(ctx, c.DB, len(ways))
		if err != nil {
			return nil, err
		}
		var drafts [][]draft
		for n := range ways {
			all, err := begin(ctx, server, c.connections, c.reporters, &windows[n], c.indicators)
			if err != nil {
				return nil, err
			}
			drafts = append(drafts, all)
		}
		for n := range ways {
			n = (n + round) % len(ways) // nobody always comes first
			row, err := c.round(ctx, ways[n], drafts[n])
			if err != nil {
				return nil, err
			}
			if round > 0 {
				found[n] = append(found[n], row)
			}
		}
		if err := errors.Join(equalRows(ctx, c.DB, &windows[0], &windows[1]), chained(ctx, c.DB)); err != nil {
			return nil, err
		}
	}
	rows := make([]submitRow, len(ways))
	for n, w := range ways {
		rows[n] = medians(w.name, found[n])
	}
	rows[1].putStatements, rows[1].submitStatements = statementsOfBarePut, statementsOfBareSubmit
	var err error
	if rows[0].putStatements, rows[0].submitStatements, err = c.countSubmit(ctx); err != nil {
		return nil, err
	}
	return rows, c.profileSubmits(ctx)
}

// round hands the reports of one window in.
func (c *cycle) round(ctx context.Context, w way, drafts []draft) (submitRow, error) {
	before, err := c.clock.read()
	if err != nil {
		return submitRow{}, err
	}
	h, program, err := w.run(ctx, drafts)
	if err != nil {
		return submitRow{}, fmt.Errorf("%s: %w", w.name, err)
	}
	after, err := c.clock.read()
	each := func(d time.Duration) float64 { return milliseconds(d) / float64(len(drafts)) }
	slices.Sort(h.puts)
	slices.Sort(h.submits)
	at := func(times []time.Duration, percent int) float64 { return milliseconds(times[len(times)*percent/100]) }
	return submitRow{
		perSecond: float64(len(drafts)) / h.took.Seconds(),
		putP50:    at(h.puts, 50), putP99: at(h.puts, 99), submitP50: at(h.submits, 50), submitP99: at(h.submits, 99),
		program: each(program), database: each(after - before),
	}, err
}

func medians(peer string, found []submitRow) submitRow {
	over := func(f func(submitRow) float64) float64 { return median(found, f) }
	return submitRow{
		peer:      peer,
		perSecond: over(func(r submitRow) float64 { return r.perSecond }),
		putP50:    over(func(r submitRow) float64 { return r.putP50 }),
		putP99:    over(func(r submitRow) float64 { return r.putP99 }),
		submitP50: over(func(r submitRow) float64 { return r.submitP50 }),
		submitP99: over(func(r submitRow) float64 { return r.submitP99 }),
		program:   over(func(r submitRow) float64 { return r.program }),
		database:  over(func(r submitRow) float64 { return r.database }),
	}
}

// peerBare is not a server: it is this program, which writes the rows itself.
const peerBare = "bare"

// bare hands reports in by bare statements, from this process.
func (c *cycle) bare(ctx context.Context, drafts []draft) (handed, time.Duration, error) {
	desks, done, err := bareDesks(ctx, c.DB, c.connections)
	if err != nil {
		return handed{}, 0, err
	}
	defer done()
	return timed(os.Getpid(), func() (handed, error) { return handIn(ctx, drafts, desks) })
}

// timed returns the processor time that a process took meanwhile, too.
func timed(pid int, do func() (handed, error)) (handed, time.Duration, error) {
	before, err := processTime(pid)
	if err != nil {
		return handed{}, 0, err
	}
	h, err := do()
	if err != nil {
		return h, 0, err
	}
	after, err := processTime(pid)
	return h, after - before, err
}
