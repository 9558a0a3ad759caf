package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A cell is what one round measured of one screen on one server.
type cell struct {
	perSecond        float64
	p50, p99         float64 // milliseconds
	server, database float64 // processor time per request, milliseconds
}

func (c cell) total() float64 { return c.server + c.database }

// A row is a screen on a server: the median of each figure over the rounds.
type row struct {
	screen screen
	peer   string
	cell
}

// measure asks everything of everybody in every round, so that whatever else
// the machine does falls on all of them alike.
func measure(ctx context.Context, o options, clock postgresClock, requests []request, peers []*peer) ([]row, error) {
	cells := make([][]cell, len(requests)*len(peers))
	for round := range o.rounds {
		step("%s, round %d of %d", requests[0].name, round+1, o.rounds)
		for n, r := range requests {
			for m := range peers {
				m = (m + round) % len(peers) // nobody always comes first
				if r.of(peers[m]) == nil {
					continue
				}
				c, err := measureCell(ctx, o, clock, r, peers[m])
				if err != nil {
					return nil, err
				}
				cells[n*len(peers)+m] = append(cells[n*len(peers)+m], c)
			}
		}
	}
	rows := make([]row, 0, len(cells))
	for n, found := range cells {
		if len(found) == 0 {
			continue
		}
		over := func(f func(cell) float64) float64 { return median(found, f) }
		rows = append(rows, row{screen: requests[n/len(peers)].screen, peer: peers[n%len(peers)].name, cell: cell{
			perSecond: over(func(c cell) float64 { return c.perSecond }),
			p50:       over(func(c cell) float64 { return c.p50 }),
			p99:       over(func(c cell) float64 { return c.p99 }),
			server:    over(func(c cell) float64 { return c.server }),
			database:  over(func(c cell) float64 { return c.database }),
		}})
	}
	return rows, nil
}

// measureCell warms up, then keeps the server busy for the length of a cell.
func measureCell(ctx context.Context, o options, clock postgresClock, r request, p *peer) (cell, error) {
	if _, err := load(ctx, o.concurrency, o.cell/10, r, p); err != nil {
		return cell{}, err
	}
	read := func() (server, database time.Duration, err error) {
		if server, err = processTime(p.command.Process.Pid); err != nil {
			return 0, 0, err
		}
		database, err = clock.read()
		return server, database, err
	}
	serverBefore, databaseBefore, err := read()
	if err != nil {
		return cell{}, err
	}
	start := time.Now()
	times, err := load(ctx, o.concurrency, o.cell, r, p)
	if err != nil {
		return cell{}, err
	}
	took := time.Since(start)
	server, database, err := read()
	if err != nil {
		return cell{}, err
	}
	slices.Sort(times)
	each := func(d time.Duration) float64 { return milliseconds(d) / float64(len(times)) }
	return cell{
		perSecond: float64(len(times)) / took.Seconds(),
		p50:       milliseconds(times[len(times)/2]),
		p99:       milliseconds(times[len(times)*99/100]),
		server:    each(server - serverBefore),
		database:  each(database - databaseBefore),
	}, nil
}

// load asks the bodies in turn for a time, so many at once, each the next when
// it has its answer, and returns how long each took.
func load(ctx context.Context, concurrency int, length time.Duration, r request, p *peer) ([]time.Duration, error) {
	var (
		next  atomic.Int64
		mu    sync.Mutex
		all   []time.Duration
		fault error
		group sync.WaitGroup
	)
	bodies := r.of(p)
	end := time.Now().Add(length)
	for range concurrency {
		group.Go(func() {
			var own []time.Duration
			var err error
			for err == nil && time.Now().Before(end) {
				body := bodies[int(next.Add(1)-1)%len(bodies)]
				start := time.Now()
				_, err = p.ask(ctx, r, body)
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
			if err != nil {
				fault = err
			}
		})
	}
	group.Wait()
	return all, fault
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func median[T any](all []T, f func(T) float64) float64 {
	values := make([]float64, len(all))
	for n, v := range all {
		values[n] = f(v)
	}
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 0 {
		return (values[half-1] + values[half]) / 2
	}
	return values[half]
}
