package jobs

import (
	"context"
	"time"
)

// Recurring is a job that is queued anew for every slot of time.
type Recurring struct {
	// Kind names the handler.
	Kind string
	// Slot names the slot that a moment is in. Each gets one job, however many
	// runners there are; slots in which no runner ran get none.
	Slot func(time.Time) string
}

// recur queues the jobs of the current slots. queued remembers what this runner
// has queued already.
func (r *Runner) recur(ctx context.Context, queued map[string]string) {
	now := r.Now()
	for _, c := range r.Recurring {
		slot := c.Slot(now)
		if queued[c.Kind] == slot {
			continue
		}
		err := Enqueue(ctx, r.Client, r.Dialect, Job{Kind: c.Kind, Key: c.Kind + ":" + slot, RunAt: now, At: now})
		if err != nil {
			r.Logger.ErrorContext(ctx, "jobs: queue a recurring job", "kind", c.Kind, "error", err)
			continue
		}
		queued[c.Kind] = slot
	}
}

// Every names slots of a length, counted from the beginning of time.
func Every(length time.Duration) func(time.Time) string {
	return func(at time.Time) string { return at.UTC().Truncate(length).Format(time.RFC3339) }
}
