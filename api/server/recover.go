package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// internal is the one thing a client learns about our own faults: the id under
// which the log has the rest.
func internal(ctx context.Context) *gqlerror.Error {
	err := coded(CodeInternal, "internal error")
	if id := requestid.From(ctx); id != "" {
		err.Extensions["requestId"] = id
	}
	return err
}

// presentSafely is the presenter for want of another: an error somebody gave a
// code was meant to be shown, any other is logged and hidden.
func presentSafely(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := (*gqlerror.Error)(nil)
		if errors.As(err, &shown) && shown.Extensions["code"] != nil {
			return shown
		}
		safe := internal(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			safe = coded(CodeTimeout, "the request took too long")
		}
		log.ErrorContext(ctx, "a resolver failed", "error", err)
		if shown != nil {
			safe.Path, safe.Locations = shown.Path, shown.Locations
		}
		return safe
	}
}

// recoverLogged handles a resolver's panic for want of another function.
func recoverLogged(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, caught any) error {
		log.ErrorContext(ctx, "a resolver panicked", "panic", caught, "stack", string(debug.Stack()))
		return internal(ctx)
	}
}

// recoverPanics is the last net, for panics outside of any resolver. It answers
// if nothing was sent yet; else it cuts the connection, because half an answer
// that looks complete is worse than none.
func (s *Server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &recorder{ResponseWriter: w}
		defer func() {
			caught := recover()
			if caught == nil {
				return
			}
			if caught == http.ErrAbortHandler { //nolint:errorlint // net/http's own marker, never wrapped
				panic(caught)
			}
			ctx := r.Context()
			s.log.ErrorContext(ctx, "a request panicked", "panic", caught, "stack", string(debug.Stack()))
			if sent.status != 0 {
				panic(http.ErrAbortHandler)
			}
			exchangeFrom(ctx).codes = []string{CodeInternal}
			s.metrics.errors.WithLabelValues(CodeInternal).Inc()
			resp := &graphql.Response{Errors: gqlerror.List{internal(ctx)}}
			_ = write(w, http.StatusInternalServerError, mediaJSON, resp) // a code and an id always encode
		}()
		next.ServeHTTP(sent, r)
	})
}
