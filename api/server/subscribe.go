package server

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// subscribe runs a subscription and hands every result to send, until its source
// ends, send fails, or the context does. The context's cause is what it returns:
// nil for a source that has ended, errExpired, errStopping, errLeft, errSpent, or
// DeadlineExceeded where it was not under way in time.
func (e *endpoint) subscribe(ctx context.Context, lift func() bool, op *graphql.OperationContext, transport string, send func(*graphql.Response) error) error {
	ctx, release := e.expiring(ctx)
	defer release()
	if ctx.Err() != nil {
		return context.Cause(ctx) // nothing begins for a credential that is over
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(e.streams.stopping, func() { cancel(errStopping) })()

	open := e.metrics.open.WithLabelValues(transport)
	open.Inc()
	defer open.Dec()
	outcome := outcomeOK
	defer func() { e.metrics.operations.WithLabelValues(kindOf(op.Operation), outcome).Inc() }()

	clock := &eventClock{limit: e.limits.Timeout}
	op.ResolverMiddleware = clock.around(op.ResolverMiddleware)
	next, running := e.exec.DispatchOperation(ctx, op)
	if !lift() {
		outcome = outcomeRefused
		return context.Cause(ctx)
	}
	for {
		clock.start()
		resp := next(running)
		clock.stop()
		if resp == nil || ctx.Err() != nil {
			return context.Cause(ctx)
		}
		e.complete(ctx, resp)
		paid := e.meter.charge(ctx)
		e.meter.tell(ctx, resp)
		outcome = worse(outcome, resp)
		e.metrics.failed(resp.Errors)
		trace := exchangeFrom(ctx)
		trace.failed(resp.Errors)
		if err := send(resp); err != nil {
			return errLeft
		}
		trace.events++
		e.metrics.events.WithLabelValues(transport).Inc()
		if !paid {
			return errSpent
		}
	}
}

// worse is the outcome so far, or that of one more result.
func worse(outcome string, resp *graphql.Response) string {
	switch {
	case isRequestError(resp):
		return outcomeRefused
	case len(resp.Errors) > 0:
		return outcomePartial
	}
	return outcome
}

// farewell is what a client is told at the end of its subscription, if anything:
// the source's own end needs no explanation.
func (e *endpoint) farewell(ctx context.Context, cause error) gqlerror.List {
	var err *gqlerror.Error
	switch {
	case errors.Is(cause, errExpired):
		err = coded(CodeUnauthenticated, "%s", errExpired)
	case errors.Is(cause, errStopping):
		err = coded(CodeUnavailable, "%s: subscribe again", errStopping)
	case errors.Is(cause, errSpent):
		err = coded(CodeBudget, "%s: subscribe again in %s s", errSpent, exchangeFrom(ctx).spent.state.RetryAfter())
	case errors.Is(cause, context.DeadlineExceeded):
		err = coded(CodeTimeout, "the subscription took longer than %v to begin", e.limits.Timeout)
	default:
		return nil
	}
	errs := e.exec.DispatchError(ctx, gqlerror.List{err}).Errors
	e.metrics.failed(errs)
	exchangeFrom(ctx).failed(errs)
	return errs
}
