package server

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// finishWith sends the one answer of an operation.
func (c *connection) finishWith(ctx context.Context, op *operation, a answer, start time.Time) {
	c.record(ctx, a, time.Since(start))
	if isRequestError(a.resp) {
		c.end(op, a.resp.Errors)
	} else if c.next(op, a.resp) == nil {
		c.end(op, nil)
	}
}

// next sends a result. One without data says that nothing was executed, and is
// the operation's end.
func (c *connection) next(op *operation, resp *graphql.Response) error {
	if isRequestError(resp) {
		c.end(op, resp.Errors)
		return errLeft
	}
	parts := append([][]byte{opening(messageNext, op.id), []byte(`,"payload":`)}, encoded(resp)...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[op.id] != op {
		return errLeft
	}
	return c.write(append(parts, []byte("}"))...)
}

// end tells the client that an operation is over, for a reason if there is one.
// Its id is free from here on.
func (c *connection) end(op *operation, errs gqlerror.List) {
	text := append(opening(messageComplete, op.id), '}')
	if len(errs) > 0 {
		text = errorMessage(op.id, errs)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[op.id] == op {
		delete(c.active, op.id)
		_ = c.write(text) // a broken connection ends by itself
	}
}

// finish counts an operation out.
func (c *connection) finish(op *operation) {
	op.cancel(nil)
	c.mu.Lock()
	if c.active[op.id] == op {
		delete(c.active, op.id)
	}
	c.count--
	if c.count == 0 && !c.closing.Load() {
		c.idle.Reset(c.pace.idle)
	}
	drained := c.draining && c.count == 0
	c.mu.Unlock()
	if drained {
		c.close(closeGoingAway, errStopping.Error())
	}
}

// recoverOperation is the last net, for panics outside of any resolver: net/http
// does not see this goroutine, and would not keep it from ending the process.
func (c *connection) recoverOperation(ctx context.Context, op *operation) {
	caught := recover()
	if caught == nil {
		return
	}
	c.log.ErrorContext(ctx, "an operation panicked", "panic", caught, "stack", string(debug.Stack()))
	errs := gqlerror.List{internal(ctx)}
	c.metrics.failed(errs)
	exchangeFrom(ctx).failed(errs)
	c.end(op, errs)
}

// logOperation is the access log of a connection's operations.
func (c *connection) logOperation(ctx context.Context, kind string, took time.Duration) {
	trace := exchangeFrom(ctx)
	attrs := []slog.Attr{slog.String("type", kind), slog.Duration("duration", took)}
	if trace.operation != "" {
		attrs = append(attrs, slog.String("operation", shorten(trace.operation)))
	}
	if trace.events > 0 {
		attrs = append(attrs, slog.Int("events", trace.events))
	}
	if len(trace.codes) > 0 {
		attrs = append(attrs, slog.Any("codes", trace.codes))
	}
	if trace.cost > 0 {
		attrs = append(attrs, slog.Int("cost", trace.cost))
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "operation", attrs...)
}
