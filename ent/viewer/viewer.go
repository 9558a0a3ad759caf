// Package viewer says who is asking. The access rules of package rule decide
// from it what may be read and written; a context without a viewer may
// nothing.
package viewer

import "context"

// A Viewer is the person or program behind a request.
type Viewer struct {
	// Name is what the event log records.
	Name string
	// ReadAll lifts the limit to published data: inspectors and programs of
	// the instance itself.
	ReadAll bool
	// Write allows changes: only programs of the instance itself have it.
	Write bool
}

// Public is anybody: published data, nothing else.
func Public() Viewer { return Viewer{Name: "public"} }

// Inspector reads everything and changes nothing.
func Inspector(name string) Viewer { return Viewer{Name: name, ReadAll: true} }

// System is a program of the instance itself, such as the plan loader.
func System(program string) Viewer { return Viewer{Name: program, ReadAll: true, Write: true} }

type key struct{}

// NewContext returns a context that carries v.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, key{}, v)
}

// FromContext returns the viewer of ctx; ok is false where there is none.
func FromContext(ctx context.Context) (v Viewer, ok bool) {
	v, ok = ctx.Value(key{}).(Viewer)
	return v, ok
}
