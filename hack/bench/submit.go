package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// A desk is where reports are handed in: over one connection, one after the
// other.
type desk interface {
	put(ctx context.Context, d *draft) error
	submit(ctx context.Context, d *draft) error
}

// handed is how long it took to hand reports in.
type handed struct {
	puts, submits []time.Duration
	took          time.Duration
}

// handIn lets every report be drafted and submitted, each desk the next when it
// is done with one.
func handIn(ctx context.Context, drafts []draft, desks []desk) (handed, error) {
	var (
		next  atomic.Int64
		mu    sync.Mutex
		all   handed
		fault error
		group sync.WaitGroup
	)
	start := time.Now()
	for _, k := range desks {
		group.Go(func() {
			var own handed
			var err error
			for n := next.Add(1); err == nil && n <= int64(len(drafts)); n = next.Add(1) {
				err = own.one(ctx, k, &drafts[n-1])
			}
			mu.Lock()
			defer mu.Unlock()
			all.puts, all.submits = append(all.puts, own.puts...), append(all.submits, own.submits...)
			if err != nil {
				fault = err
			}
		})
	}
	group.Wait()
	all.took = time.Since(start)
	return all, fault
}

// one drafts and submits one report.
func (h *handed) one(ctx context.Context, k desk, d *draft) error {
	start := time.Now()
	if err := k.put(ctx, d); err != nil {
		return fmt.Errorf("put %s in %s: %w", d.code, d.window.code, err)
	}
	middle := time.Now()
	if err := k.submit(ctx, d); err != nil {
		return fmt.Errorf("submit %s in %s: %w", d.code, d.window.code, err)
	}
	h.puts, h.submits = append(h.puts, middle.Sub(start)), append(h.submits, time.Since(middle))
	return nil
}

// A graphDesk hands reports in over HTTP. What it sends is made before.
type graphDesk struct {
	p      *peer
	bodies map[*draft][2][]byte
}

// graphDesks are so many desks at a server.
func graphDesks(p *peer, connections int, drafts []draft) []desk {
	k := graphDesk{p, make(map[*draft][2][]byte, len(drafts))}
	for n := range drafts {
		d := &drafts[n]
		k.bodies[d] = [2][]byte{d.putBody(), d.submitBody()}
	}
	desks := make([]desk, connections)
	for n := range desks {
		desks[n] = k
	}
	return desks
}

func (k graphDesk) put(ctx context.Context, d *draft) error {
	_, err := change(ctx, k.p, d.token, k.bodies[d][0])
	return err
}

func (k graphDesk) submit(ctx context.Context, d *draft) error {
	c, err := change(ctx, k.p, d.token, k.bodies[d][1])
	if err == nil && c.Data.Change.Submission.Status != "SUBMITTED" {
		err = fmt.Errorf("the report is %s", c.Data.Change.Submission.Status)
	}
	return err
}
