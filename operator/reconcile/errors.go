package reconcile

import (
	"errors"
	"fmt"
	"time"
)

// An Error says what happens next, and what people read about it.
type Error struct {
	// Reason is one of v1alpha1's reasons.
	Reason string
	// Message is a sentence that tells its reader what to do.
	Message string
	// Stalled says that nothing moves until somebody changes something.
	Stalled bool
	// After is when to ask again where no event will come; zero where one will.
	After time.Duration
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// recheck is how often what is stalled is looked at again: what stalls it may be
// somewhere that sends no events, such as a full database server.
const recheck = 5 * time.Minute

// Stalled says that nothing moves until somebody changes something.
func Stalled(reason, format string, args ...any) error {
	return &Error{Reason: reason, Message: fmt.Sprintf(format, args...), Stalled: true, After: recheck}
}

// Waiting says that something is under way whose end is an event.
func Waiting(reason, format string, args ...any) error {
	return &Error{Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// Retry says that something is under way whose end nobody reports: ask again
// after a time.
func Retry(after time.Duration, reason, format string, args ...any) error {
	return &Error{Reason: reason, Message: fmt.Sprintf(format, args...), After: after}
}

// As returns what an error says about what happens next; nil where it says
// nothing, such as an error of the API server.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// A Step is one part of a pass. The first error ends the pass.
type Step func() error

// Run takes the steps in order until one fails.
func Run(steps ...Step) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
