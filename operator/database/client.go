package database

import (
	"context"
	"errors"
	"time"
)

// Client carries out operations on servers. Its zero value is ready.
type Client struct {
	// Observe is told of every operation: inspect, ensure, retire or drop; how it
	// ended, by one word of a short list; and how long it took. Nil for nobody.
	Observe func(operation, result string, took time.Duration)
	// Patience is the longest an operation may take. Default: two minutes.
	Patience time.Duration
}

// run gives an operation its time and tells how it ended.
func (c *Client) run(ctx context.Context, operation string, do func(context.Context) (changed bool, err error)) error {
	patience := c.Patience
	if patience == 0 {
		patience = 2 * time.Minute
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	changed, err := do(ctx)
	if c.Observe != nil {
		c.Observe(operation, result(changed, err), time.Since(start))
	}
	return err
}

// result is one word for how an operation ended.
func result(changed bool, err error) string {
	switch {
	case err == nil && changed:
		return "changed"
	case err == nil:
		return "unchanged"
	case is[*UnreachableError](err):
		return "unreachable"
	case is[*TLSError](err):
		return "tls"
	case is[*RefusedError](err):
		return "refused"
	case is[*NotAllowedError](err):
		return "not_allowed"
	case is[*FullError](err):
		return "full"
	case is[*TakenError](err):
		return "taken"
	case is[*SupersededError](err):
		return "superseded"
	case is[*BrokenError](err):
		return "broken"
	case is[*BusyError](err):
		return "busy"
	}
	return "error"
}

func is[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
