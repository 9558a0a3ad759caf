// Package requestid gives each request a name that the client, the access log
// and every other log line share. It depends on nothing of the server, so that
// resolvers and services can read the name without importing it.
package requestid

import (
	"context"
	"log/slog"

	"github.com/google/uuid"
)

// Header carries the id, in requests as in answers.
const Header = "X-Request-Id"

// maxLength bounds an id from outside: it is repeated in every log line.
const maxLength = 64

type key struct{}

// New makes an id. They sort by time, which makes logs easier to read.
func New() string {
	id, err := uuid.NewV7()
	if err != nil {
		// Only when the system has no randomness, which nothing here survives.
		return uuid.Nil.String()
	}
	return id.String()
}

// Accept returns the id a client sent if it is fit to be logged, else a new one.
func Accept(sent string) string {
	if sent == "" || len(sent) > maxLength {
		return New()
	}
	for _, c := range []byte(sent) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return New()
		}
	}
	return sent
}

// With puts the id in the context.
func With(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// From is the id of the request that the context belongs to, or "".
func From(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// Handler wraps a log handler so that every line written with a request's
// context carries its id, whoever writes it.
func Handler(next slog.Handler) slog.Handler {
	if _, wrapped := next.(handler); wrapped {
		return next
	}
	return handler{next}
}

type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if id := From(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("requestId", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
