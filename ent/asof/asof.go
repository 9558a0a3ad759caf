// Package asof makes reads see what was known at an earlier time. A context
// carries the time; the interceptors of the model put a view of that time in
// the place of the table, so that filters, orders, pages, counts and access
// rules all work on it.
//
// Rows are only ever added, and what changes on them is either the time of
// something (approved, superseded, published), which the view hides when it
// came later, or kept as versions (submissions) or changes (windows).
package asof

import (
	"context"
	"sync/atomic"
	"time"
)

type key struct{}

// An instant is a time that may be set after the context was made: the answer
// to a repeated change is read as of the first.
type instant struct{ at atomic.Pointer[time.Time] }

// With returns a context whose reads are as of at.
func With(ctx context.Context, at time.Time) context.Context {
	ctx = Later(ctx)
	Set(ctx, at)
	return ctx
}

// Later returns a context whose reads are of now until Set says otherwise.
func Later(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, &instant{})
}

// Set makes the reads of a context from Later, and of all derived from it, be
// as of at. Without one it does nothing.
func Set(ctx context.Context, at time.Time) {
	if i, ok := ctx.Value(key{}).(*instant); ok {
		at = at.UTC()
		i.at.Store(&at)
	}
}

// Now returns a context whose reads are of now, whatever it was derived from.
func Now(ctx context.Context) context.Context { return context.WithValue(ctx, key{}, nil) }

// At returns the time as of which a context reads; ok is false where that is
// now.
func At(ctx context.Context) (at time.Time, ok bool) {
	if i, set := ctx.Value(key{}).(*instant); set {
		if t := i.at.Load(); t != nil {
			return *t, true
		}
	}
	return time.Time{}, false
}
