package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Why a stream ends before its source does: the cause of its context.
var (
	// errExpired says that the credential it was opened with has come to its end.
	errExpired = errors.New("token expired")
	// errLeft says that nobody listens any more.
	errLeft = errors.New("the client left")
	// errSpent says that its events have cost more than the caller's budget has.
	errSpent = errors.New("the budget is used up")
)

// expiring ends the context when the viewer's credential does.
func (e *endpoint) expiring(ctx context.Context) (context.Context, context.CancelFunc) {
	if until := e.until(ctx); !until.IsZero() {
		return context.WithDeadlineCause(ctx, until, errExpired)
	}
	return ctx, func() {}
}

// beginning bounds what comes before the first event of a stream: after limit
// the context ends with DeadlineExceeded for its cause, unless lift was called
// before that. lift reports whether it came in time.
func beginning(ctx context.Context, limit time.Duration) (_ context.Context, lift func() bool, cancel context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	timer := time.AfterFunc(limit, func() { end(context.DeadlineExceeded) })
	return ctx, timer.Stop, func() {
		timer.Stop()
		end(nil)
	}
}

// unprepared ends a request whose viewer could not be made out. Sending no
// credential is Prepare's matter; a bad one is always said to be bad, so that an
// expired token does not look like missing data.
func (e *endpoint) unprepared(ctx context.Context, err error) answer {
	a := answer{
		status: http.StatusInternalServerError, kind: "unknown",
		resp: e.exec.DispatchError(ctx, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}),
	}
	if later := (interface{ Unavailable() bool })(nil); errors.As(err, &later) && later.Unavailable() {
		a.status = http.StatusServiceUnavailable
		if len(a.resp.Errors) == 0 || codeOf(a.resp.Errors[0]) != CodeUnavailable {
			a.resp.Errors = gqlerror.List{coded(CodeUnavailable, "who is asking cannot be checked right now; try again later")}
		}
		return a
	}
	if len(a.resp.Errors) > 0 {
		switch codeOf(a.resp.Errors[0]) {
		case CodeUnauthenticated:
			a.status, a.header = http.StatusUnauthorized, [2]string{"WWW-Authenticate", challengeOf(err)}
		case CodeForbidden:
			a.status = http.StatusForbidden
		}
	}
	return a
}

// challengeOf is how to sign in, as the error has it.
func challengeOf(err error) string {
	if asked := (interface{ Challenge() string })(nil); errors.As(err, &asked) {
		if challenge := asked.Challenge(); challenge != "" {
			return challenge
		}
	}
	return "Bearer"
}
