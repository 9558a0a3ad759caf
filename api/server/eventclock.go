package server

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// eventClock bounds the execution of each event of a subscription. To wait for
// an event and to execute it are one call to gqlgen, and waiting has no bound: so
// an event's time begins with the first field that it resolves.
type eventClock struct {
	limit time.Duration

	mu       sync.Mutex
	armed    bool // while an event is waited for or executed
	deadline time.Time
	releases []context.CancelFunc
}

// start begins the wait for an event.
func (c *eventClock) start() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed, c.deadline = true, time.Time{}
}

// stop ends the event, of which nothing runs any more.
func (c *eventClock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed = false
	for _, release := range c.releases {
		release()
	}
	c.releases = nil
}

// around bounds each field that next resolves.
func (c *eventClock) around(next graphql.FieldMiddleware) graphql.FieldMiddleware {
	return func(ctx context.Context, resolve graphql.Resolver) (any, error) {
		return next(c.bound(ctx), resolve)
	}
}

// bound gives a field's context the event's deadline. The fields below it have
// its context, so only those at the event's top get one of their own.
func (c *eventClock) bound(ctx context.Context) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.armed {
		return ctx
	}
	if c.deadline.IsZero() {
		c.deadline = time.Now().Add(c.limit)
	}
	if own, ok := ctx.Deadline(); ok && !own.After(c.deadline) {
		return ctx
	}
	ctx, release := context.WithDeadline(ctx, c.deadline)
	c.releases = append(c.releases, release)
	return ctx
}
