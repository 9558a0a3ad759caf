package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// An operation is one that a websocket's client asked for. The client may use
// its id again as soon as it has left, while this one still ends: messages are
// the operation's, never the id's.
type operation struct {
	id     string
	cancel context.CancelCauseFunc
}

// subscribeTo begins an operation of any kind.
func (c *connection) subscribeTo(id string, payload json.RawMessage) {
	q, invalid := decode("the payload", payload)
	if invalid != nil {
		c.close(closeInvalid, invalid.err.Message)
		return
	}
	ctx, cancel := context.WithCancelCause(context.WithValue(c.ctx, exchangeKey{}, &exchange{}))
	op := &operation{id: id, cancel: cancel}
	refused := c.begin(op)
	switch {
	case errors.Is(refused, errDuplicate):
		c.close(closeDuplicate, c.duplicate(id))
	case errors.Is(refused, errTooMany):
		err := coded(CodeTooManyOperations, "the connection runs %d operations, which is the limit", maxRunning)
		errs := c.exec.DispatchError(ctx, gqlerror.List{err}).Errors
		c.metrics.failed(errs)
		c.send(errorMessage(id, errs))
	case refused == nil:
		c.running.Go(func() { c.run(ctx, op, q) })
		return
	}
	cancel(refused) // where the server is stopping, the connection's close says it
}

// Why an operation does not begin.
var (
	errDuplicate = errors.New("the id is in use")
	errTooMany   = errors.New("too many operations")
)

// duplicate is the protocol's own sentence, which has no quotes to leave out.
func (c *connection) duplicate(id string) string {
	if c.speaker.terse {
		return "Subscriber already exists"
	}
	return "Subscriber for " + id + " already exists"
}

// begin counts an operation in.
func (c *connection) begin(op *operation) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.draining:
		return errStopping
	case c.active[op.id] != nil:
		return errDuplicate
	case c.count >= maxRunning:
		return errTooMany
	}
	c.active[op.id] = op
	c.count++
	c.idle.Stop()
	return nil
}

// leave ends an operation whose client does not want it any more.
func (c *connection) leave(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if op := c.active[id]; op != nil {
		delete(c.active, id)
		op.cancel(errLeft)
	}
}

// run takes an operation to its end. It prepares its own viewer: what was true
// when the connection began need not be true now, and what one operation has
// loaded is not for the next.
func (c *connection) run(ctx context.Context, op *operation, q *request) {
	start := time.Now()
	kind := "unknown"
	defer c.finish(op)
	defer func() { c.logOperation(ctx, kind, time.Since(start)) }()
	defer c.recoverOperation(ctx, op)
	ctx, lift, cancel := beginning(graphql.StartOperationTrace(ctx), c.limits.Timeout)
	defer cancel()
	prepared, err := c.prepare(c.request.Clone(ctx))
	if err != nil {
		c.unpreparedOperation(ctx, op, err)
		return
	}
	q.Headers = c.request.Header
	q.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	opCtx, errs := c.endpoint.operation(prepared, q)
	if opCtx != nil {
		kind = kindOf(opCtx.Operation)
	}
	if len(errs) > 0 {
		c.finishWith(ctx, op, c.invalid(prepared, opCtx, errs, mediaJSON), start)
		return
	}
	exchangeFrom(ctx).operation = opCtx.Operation.Name
	if refused := c.meter.spend(prepared, c.request, nil); refused != nil {
		c.finishWith(ctx, op, c.refused(prepared, refused).of(kind), start)
		return
	}
	c.countUse(c.request.Header, opCtx)
	if opCtx.Operation.Operation != ast.Subscription {
		released, release := c.expiring(prepared)
		defer release()
		c.finishWith(ctx, op, c.endpoint.run(released, lift, opCtx, mediaJSON), start)
		return
	}
	cause := c.subscribe(prepared, lift, opCtx, transportSocket, func(resp *graphql.Response) error { return c.next(op, resp) })
	switch {
	case errors.Is(cause, errExpired):
		c.close(closeUnauthorized, errExpired.Error())
	case errors.Is(cause, errStopping): // the connection's close says it
	default:
		c.end(op, c.farewell(ctx, cause))
	}
}

// unpreparedOperation ends an operation without a viewer. A credential that is
// refused now has no business here; a fault of ours is this operation's alone.
func (c *connection) unpreparedOperation(ctx context.Context, op *operation, err error) {
	a := c.unprepared(ctx, err)
	if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden {
		c.reject(ctx, a)
		return
	}
	c.finishWith(ctx, op, a, time.Now())
}
