package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Handler does a job. It may be called again for a job it has done already,
// and has to end soon after ctx does: the job is then no longer its own, or the
// runner stops.
type Handler func(ctx context.Context, j *db.Job) error

// The defaults of a runner.
const (
	defaultAttempts = 10
	defaultInterval = 5 * time.Second
	defaultLease    = time.Minute
	defaultGrace    = 10 * time.Second
	defaultWorkers  = 4
)

// A Runner does jobs until it is stopped. Several may run side by side, in one
// process or in many.
type Runner struct {
	// Client is that of the database, and Dialect ent's name of it.
	Client  *db.Client
	Dialect string
	// Handlers are those of the kinds it does; others it leaves alone.
	Handlers map[string]Handler
	// Recurring are jobs it queues by itself.
	Recurring []Recurring
	// Logger is told what is not expected.
	Logger *slog.Logger
	// MaxAttempts is how often a job is tried before it is given up. Default 10.
	MaxAttempts int
	// Interval is how often it looks for jobs while there are none. Default 5 s.
	Interval time.Duration
	// Lease is how long a claimed job is its own without a sign of life.
	// Default 1 min.
	Lease time.Duration
	// Grace is how long handlers may go on once it was stopped; then their
	// contexts end. Default 10 s.
	Grace time.Duration
	// Workers is how many jobs it does at once. Default 4.
	Workers int
	// Now and After are the clock; time.Now and time.After when nil.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time

	id    uuid.UUID
	doing *doing
}

// Run does jobs until ctx ends. It returns when all it began is finished or
// put back, and only then.
func (r *Runner) Run(ctx context.Context) {
	r = r.complete()
	own := viewer.NewContext(asof.Now(context.WithoutCancel(ctx)), viewer.System("jobs"))
	own, stop := context.WithCancelCause(own)
	defer stop(nil)
	slots := make(chan struct{}, r.Workers)
	var working sync.WaitGroup
	queued := map[string]string{}
	for ctx.Err() == nil {
		r.recur(own, queued)
		if !r.round(ctx, own, slots, &working) {
			select {
			case <-ctx.Done():
			case <-r.After(r.Interval):
			}
		}
	}
	r.wind(stop, &working)
}

// round claims one job and has it done, as soon as a worker is free, unless ctx
// ends. It says whether there may be more to do. own is the context of the work.
func (r *Runner) round(ctx, own context.Context, slots chan struct{}, working *sync.WaitGroup) bool {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	h, err := r.claim(own)
	if err != nil && ctx.Err() == nil {
		r.Logger.ErrorContext(own, "jobs: claim", "error", err)
	}
	if h == nil || ctx.Err() != nil {
		<-slots
		if h != nil {
			r.release(own, h)
		}
		return false
	}
	r.doing.begin(h.ID)
	working.Go(func() {
		defer func() { <-slots }()
		defer r.doing.end(h.ID)
		r.attempt(own, h)
	})
	return true
}

// wind waits for what is being done, and ends it after the grace.
func (r *Runner) wind(stop context.CancelCauseFunc, working *sync.WaitGroup) {
	done := make(chan struct{})
	go func() { working.Wait(); close(done) }()
	select {
	case <-done:
		return
	case <-r.After(r.Grace):
	}
	stop(errStopped)
	<-done
}

// complete returns the runner with its defaults, and a name of its own.
func (r *Runner) complete() *Runner {
	c := *r
	c.id, c.doing = uuid.New(), newDoing()
	set(&c.MaxAttempts, defaultAttempts)
	set(&c.Interval, defaultInterval)
	set(&c.Lease, defaultLease)
	set(&c.Grace, defaultGrace)
	set(&c.Workers, defaultWorkers)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = time.After
	}
	return &c
}

func set[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
