package deliver

import (
	"errors"
	"time"
)

// The channels an Error can be about.
const (
	ChannelMail    = "mail"
	ChannelWebhook = "webhook"
)

// Error is a delivery that did not happen, or of which nobody knows whether it
// did. Its text is safe to store and to show: it holds no password, no secret,
// no URL beyond the host, and of a webhook's answer the status alone.
type Error struct {
	// Channel is ChannelMail or ChannelWebhook.
	Channel string
	// Code is the SMTP reply or the HTTP status; 0 where no answer came.
	Code int
	// Permanent says that the same delivery will fail again.
	Permanent bool
	// After is the least time the receiver asked us to wait; 0 if it did not.
	After time.Duration
	// Refused are the mail addresses that the server refused for good. The
	// message went to nobody: the others are reached by sending to them alone.
	Refused []string

	text  string
	cause error
}

// Error says what was being done and what happened.
func (e *Error) Error() string { return e.Channel + ": " + e.text }

// Unwrap is the cause where it is ours: the end of a context, ErrAddress. What a
// server said is not reachable this way, since it may echo what it was sent.
func (e *Error) Unwrap() error { return e.cause }

// Retryable reports whether the same delivery may succeed later. An error that
// is none of this package is taken to be so: a reminder that comes twice does
// less harm than one that never comes.
func Retryable(err error) bool {
	if err == nil {
		return false
	}
	var failed *Error
	return !errors.As(err, &failed) || !failed.Permanent
}
