package database

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// BehindError says that the database lacks steps this program needs.
type BehindError struct{ Pending []string }

// Error names the steps and the command that makes them.
func (e *BehindError) Error() string {
	return fmt.Sprintf("the database is %d migrations behind this program (next: %s): run `tiendo migrate up`", len(e.Pending), e.Pending[0])
}

// AheadError says that the database has steps this program does not know, as
// after an upgrade that somebody takes back.
type AheadError struct {
	// Version is the number of the last of those steps, Newest this program's last.
	Version, Newest string
}

// Error says what to do.
func (e *AheadError) Error() string {
	return fmt.Sprintf("the database is at %s, which this program (its newest is %s) does not know: run a newer version of tiendo", e.Version, e.Newest)
}

// StepError is a step that the database refused.
type StepError struct {
	// Name is the step's file.
	Name string
	Err  error
}

// Error is one line: the step and the database's message. Its detail and its
// context, which may show what is in the rows, stay out.
func (e *StepError) Error() string {
	text := e.Err.Error()
	if said := (*pq.Error)(nil); errors.As(e.Err, &said) {
		text = said.Message
	}
	return "migrate: " + e.Name + ": " + strings.Join(strings.Fields(text), " ")
}

// Unwrap returns the database's error.
func (e *StepError) Unwrap() error { return e.Err }
