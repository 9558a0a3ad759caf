// Package usage counts who uses what of the graph: in memory as it happens, and
// now and then in the database, for all replicas together.
package usage

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/ent/db"
)

const (
	// every is how often counts are added to the database. What a killed process
	// had not added is lost.
	every = time.Minute
	// parting is how long the last addition may take.
	parting = 10 * time.Second
	// maxClients and maxOperations are how many a process tells apart in a day. A
	// client names itself and writes its operations: without a bound, the counts of
	// one that makes names up would fill the database.
	maxClients    = 200
	maxOperations = 5_000
	// Other is the client and the operation beyond those; its parts are counted as
	// any client's are.
	Other = "other"
)

// A Counter counts. Use NewCounter.
type Counter struct {
	client  *db.Client
	dialect string
	now     func() time.Time
	log     *slog.Logger

	mu      sync.Mutex
	day     string
	clients map[server.Client]bool
	counts  map[key]*tally
	loose   map[looseKey]int64 // parts of operations that are not told apart
}

// key is one operation of one client.
type key struct {
	client              server.Client
	operation, document string
}

type looseKey struct {
	client server.Client
	part   string
}

// tally is a count that was not added to the database yet.
type tally struct {
	parts []string
	calls int64
}

var _ server.Usage = &Counter{}

// NewCounter returns a counter for a database of that dialect, by a clock.
func NewCounter(client *db.Client, dialect string, now func() time.Time, log *slog.Logger) *Counter {
	c := &Counter{client: client, dialect: dialect, now: now, log: log}
	c.begin("")
	return c
}

// begin tells clients and operations apart anew.
func (c *Counter) begin(day string) {
	c.day = day
	c.clients, c.counts, c.loose = map[server.Client]bool{}, map[key]*tally{}, map[looseKey]int64{}
}

// Count counts one operation. An operation that was seen before today costs a
// look into a map.
func (c *Counter) Count(by server.Client, use *server.Use) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.counts[key{by, use.Operation, use.Document}]; t != nil {
		t.calls++
		return
	}
	if !c.clients[by] {
		if len(c.clients) >= maxClients {
			by = server.Client{Name: Other}
		}
		c.clients[by] = true
	}
	k := key{by, use.Operation, use.Document}
	if c.counts[k] == nil && len(c.counts) >= maxOperations {
		k = key{by, Other, ""}
		for _, part := range use.Parts {
			c.loose[looseKey{by, part}]++
		}
		use = &server.Use{}
	}
	if c.counts[k] == nil {
		c.counts[k] = &tally{parts: use.Parts}
	}
	c.counts[k].calls++
}

// Start adds the counts to the database every minute. It goes on when ctx ends:
// what it returns ends it, after one more addition.
func (c *Counter) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { c.run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

func (c *Counter) run(ctx context.Context) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			c.keep(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
			defer cancel()
			c.keep(last)
			return
		}
	}
}

// keep adds the counts to the database; those of a failed addition are added by
// the next.
func (c *Counter) keep(ctx context.Context) {
	if err := c.Flush(ctx); err != nil {
		c.log.WarnContext(ctx, "usage could not be counted; it is tried again", "error", err)
	}
}
