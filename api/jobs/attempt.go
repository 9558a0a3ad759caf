package jobs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
	"unicode/utf8"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

var (
	// errStopped ends what is being done when the runner stops.
	errStopped = errors.New("the runner stops")
	// errLost ends what another runner may be doing by now.
	errLost = errors.New("the hold on the job is over")
)

// recordTime bounds the writing down of how a job went.
const recordTime = 10 * time.Second

// mostError is the longest error kept, in bytes.
const mostError = 500

// attempt does a job once and writes down how it went.
func (r *Runner) attempt(ctx context.Context, h *hold) {
	if h.Attempts > r.MaxAttempts {
		r.finish(ctx, h, fmt.Errorf("%w: its runner ended without a word, %d times", errGivenUp, r.MaxAttempts))
		return
	}
	work, lost := context.WithCancelCause(ctx)
	kept := make(chan struct{})
	go func() { defer close(kept); r.keep(work, h, lost) }()
	err := r.handle(work, h.Job)
	cause := context.Cause(work)
	lost(nil)
	<-kept
	switch {
	case err != nil && errors.Is(cause, errLost):
		r.Logger.WarnContext(ctx, "jobs: the hold was lost; another runner may have done it too", "job", h.Key)
	case err != nil && errors.Is(cause, errStopped):
		r.release(ctx, h)
	default: // what is done is done, also when the hold is over: unless another runner took the job, it says so
		r.finish(ctx, h, err)
	}
}

// handle calls the handler; a panic fails the attempt, not the runner.
func (r *Runner) handle(ctx context.Context, j *db.Job) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			r.Logger.ErrorContext(ctx, "jobs: the handler panicked", "job", j.Key, "panic", fault, "stack", string(debug.Stack()))
			err = errors.New("the handler panicked")
		}
	}()
	return r.Handlers[j.Kind](ctx, j)
}

// errGivenUp marks what is not tried again.
var errGivenUp = errors.New("given up")

// finish writes down how an attempt went: done, to be tried again, or given up.
func (r *Runner) finish(ctx context.Context, h *hold, failure error) {
	now := instant(r.Now())
	u := r.Client.Job.Update().Where(r.held(h)).ClearLockedBy().ClearLockedUntil()
	switch {
	case failure == nil:
		u.SetState(job.StateDONE).SetFinishedAt(now).ClearLastError()
	case h.Attempts >= r.MaxAttempts || !deliver.Retryable(failure) || errors.Is(failure, errGivenUp):
		u.SetState(job.StateFAILED).SetFinishedAt(now).SetLastError(visible(failure))
	default:
		u.SetState(job.StateREADY).SetRunAt(now.Add(pause(h.Job, failure))).SetLastError(visible(failure))
	}
	ctx, cancel := recording(ctx)
	defer cancel()
	if failure != nil {
		r.Logger.WarnContext(ctx, "jobs: an attempt failed", "job", h.Key, "id", h.ID, "attempt", h.Attempts, "error", failure)
	}
	n, err := u.Save(ctx)
	if err != nil || n == 0 {
		r.Logger.ErrorContext(ctx, "jobs: could not write down how it went; it may be done again", "job", h.Key, "id", h.ID, "error", err)
	}
}

// recording is the context in which it is written down how a job went: it
// outlives the runner's, for a time.
func recording(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), recordTime)
}

// pause is how long to wait before the next attempt: the longer of ours and of
// what the receiver asked for.
func pause(j *db.Job, failure error) time.Duration {
	wait := deliver.Backoff(j.Attempts, binary.BigEndian.Uint64(j.ID[8:]))
	var delivery *deliver.Error
	if errors.As(failure, &delivery) {
		wait = max(wait, delivery.After)
	}
	return wait
}

// visible is what administrators of the agency are shown of an error. Only
// errors made to be shown are: others may name our hosts.
func visible(err error) string {
	var delivery *deliver.Error
	text := "a fault within the instance; its log names it under the job's id"
	switch {
	case errors.As(err, &delivery):
		text = delivery.Error()
	case errors.Is(err, errGivenUp):
		text = err.Error()
	}
	for len(text) > mostError || !utf8.ValidString(text) {
		text = text[:min(len(text)-1, mostError)]
	}
	return text
}
