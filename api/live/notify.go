package live

import (
	"context"
	"fmt"
)

// channel is the name that changes go by in PostgreSQL. It belongs to the
// database, so instances that share a server do not hear each other.
const channel = "tiendo_changes"

// Notify sends a change on PostgreSQL as part of the caller's transaction, in
// which exec runs a statement: it goes out when that commits and never if it does
// not. Call it once in a transaction, for the change that says the most. The
// error is the statement's, or that of a change without a kind.
func Notify(ctx context.Context, exec func(ctx context.Context, query string, args ...any) error, c Change) error {
	payload, err := c.encode()
	if err != nil {
		return fmt.Errorf("live: %w", err)
	}
	if err := exec(ctx, "SELECT pg_notify($1, $2)", channel, payload); err != nil {
		return fmt.Errorf("live: notify: %w", err)
	}
	return nil
}
