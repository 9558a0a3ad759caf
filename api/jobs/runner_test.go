package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

// A run is a runner at work.
type run struct {
	*jobs.Runner
	clock *clock
	ended chan struct{}
	stop  context.CancelFunc
}

// work starts a runner with one handler, on a clock.
func work(t *testing.T, d *apitest.Database, c *clock, handler jobs.Handler, change ...func(*jobs.Runner)) *run {
	t.Helper()
	r := &jobs.Runner{
		Client: d.Client, Dialect: d.Dialect, Handlers: map[string]jobs.Handler{"test": handler},
		Now: c.Now, After: c.After, MaxAttempts: 3, Interval: time.Second, Lease: time.Minute, Grace: 10 * time.Second,
	}
	for _, f := range change {
		f(r)
	}
	if r.Interval == time.Second {
		c.add()
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &run{r, c, make(chan struct{}), stop}
	go func() { defer close(w.ended); r.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for { // past the grace of a handler that is still at it
			select {
			case <-w.ended:
				return
			case <-time.After(time.Millisecond):
				c.Advance(time.Second)
			}
		}
	})
	return w
}

// state waits until a job stands somewhere.
func (r *run) state(t *testing.T, d *apitest.Database, key string, want job.State) *db.Job {
	t.Helper()
	r.clock.until(t, d, time.Second, func() bool { return one(t, d, key).State == want })
	return one(t, d, key)
}

func TestARunnerDoesWhatIsDue(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		later := queue("later")
		later.RunAt = start.Add(time.Hour)
		foreign := queue("foreign")
		foreign.Kind = "foreign"
		now := queue("now")
		now.Payload = "read me"
		enqueue(t, d, now, later, foreign)
		done := make(chan string, 2)
		r := work(t, d, newClock(), func(_ context.Context, j *db.Job) error { done <- j.Key + string(j.Payload); return nil })

		assert.Equal(t, `now"read me"`, <-done)
		j := r.state(t, d, "now", job.StateDONE)
		assert.Equal(t, 1, j.Attempts)
		assert.NotNil(t, j.FinishedAt)
		assert.Nil(t, j.LockedBy)
		assert.Nil(t, j.LockedUntil)
		assert.Nil(t, j.LastError)
		assert.Equal(t, job.StateREADY, one(t, d, "later").State)
		r.clock.Advance(time.Hour)
		r.state(t, d, "later", job.StateDONE)
		assert.Equal(t, "later", <-done)
		assert.Equal(t, job.StateREADY, one(t, d, "foreign").State, "nobody here knows how to do it")
		assert.Zero(t, one(t, d, "foreign").Attempts)
	})
}

func TestRunnersSideBySideDoEachJobOnce(t *testing.T) {
	const runners, count = 3, 60
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		var all []jobs.Job
		for n := range count {
			all = append(all, queue(fmt.Sprint(n)))
		}
		enqueue(t, d, all...)
		var mu sync.Mutex
		times := map[string]int{}
		c := newClock()
		for range runners {
			work(t, d, c, func(_ context.Context, j *db.Job) error {
				mu.Lock()
				defer mu.Unlock()
				times[j.Key]++
				return nil
			})
		}
		c.until(t, d, time.Second, func() bool {
			return d.Client.Job.Query().Where(job.StateEQ(job.StateDONE)).CountX(apitest.System()) == count
		})
		mu.Lock()
		defer mu.Unlock()
		assert.Len(t, times, count)
		for key, n := range times {
			assert.Equal(t, 1, n, key)
		}
	})
}

func TestAFailedJobIsTriedAgainAndGivenUp(t *testing.T) {
	const secret = "dial tcp 10.1.2.3:5432: password=hunter2"
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		c := newClock()
		var tries []time.Time
		var log bytes.Buffer
		r := work(t, d, c, func(context.Context, *db.Job) error {
			tries = append(tries, c.Now())
			return errors.New(secret)
		}, func(r *jobs.Runner) { r.Workers = 1; r.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		j := r.state(t, d, "a", job.StateFAILED)
		r.stop()
		<-r.ended
		require.Len(t, tries, 3)
		assert.Equal(t, 3, j.Attempts)
		assert.NotNil(t, j.FinishedAt)
		assert.NotContains(t, *j.LastError, "10.1.2.3", "administrators of an agency are not told of our hosts")
		assert.Contains(t, *j.LastError, "the instance")
		assert.Contains(t, log.String(), secret)
		for n := 1; n < len(tries); n++ {
			assert.GreaterOrEqual(t, tries[n].Sub(tries[n-1]), 5*time.Second, "a pause of at least 5 s before attempt %d", n+1)
		}
	})
}

func TestWhatFailsForGoodIsNotTriedAgain(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		r := work(t, d, newClock(), func(context.Context, *db.Job) error {
			return fmt.Errorf("wrapped: %w", &deliver.Error{Channel: deliver.ChannelWebhook, Code: 404, Permanent: true})
		})
		j := r.state(t, d, "a", job.StateFAILED)
		assert.Equal(t, 1, j.Attempts)
		assert.Equal(t, "webhook: ", *j.LastError, "the delivery's own words")
	})
}

func TestAReceiverGetsTheTimeItAskedFor(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		failed := make(chan struct{}, 10)
		r := work(t, d, newClock(), func(context.Context, *db.Job) error {
			failed <- struct{}{}
			return &deliver.Error{Channel: deliver.ChannelWebhook, Code: 429, After: 12 * time.Hour}
		})
		<-failed
		require.Eventually(t, func() bool { return one(t, d, "a").State == job.StateREADY }, patience, time.Millisecond)
		j := one(t, d, "a")
		assert.True(t, j.RunAt.Equal(start.Add(12*time.Hour)), j.RunAt)
		assert.Equal(t, 1, j.Attempts)
		assert.Nil(t, j.FinishedAt)
		_ = r
	})
}

func TestAPanicFailsTheAttemptAlone(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		fail := true
		r := work(t, d, newClock(), func(context.Context, *db.Job) error {
			if fail {
				fail = false
				panic("no such page")
			}
			return nil
		}, func(r *jobs.Runner) { r.Workers = 1 })
		assert.Equal(t, 2, r.state(t, d, "a", job.StateDONE).Attempts)
	})
}

func TestAnIdleRunnerDoesNotWrite(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		c := newClock()
		d.Statements().Reset()
		work(t, d, c, func(context.Context, *db.Job) error { return nil })
		for range 5 {
			require.Eventually(t, func() bool { return c.Asleep(time.Second) == 1 }, patience, time.Millisecond)
			c.Advance(time.Second)
		}
		assert.Empty(t, d.Statements().Writes())
		assert.GreaterOrEqual(t, len(d.Statements().All()), 5)
	})
}

func TestARecurringJobIsQueuedOnceASlot(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		c := newClock()
		recurring := func(r *jobs.Runner) {
			r.Recurring = []jobs.Recurring{{Kind: "test", Slot: jobs.Every(15 * time.Minute)}}
		}
		done := make(chan string, 10)
		for range 2 {
			work(t, d, c, func(_ context.Context, j *db.Job) error { done <- j.Key; return nil }, recurring)
		}
		assert.Equal(t, "test:2023-03-30T01:00:00Z", <-done)
		require.Eventually(t, func() bool { return one(t, d, "test:2023-03-30T01:00:00Z").State == job.StateDONE }, patience, time.Millisecond)
		require.Eventually(t, func() bool { return c.Asleep(time.Second) == 2 }, patience, time.Millisecond)
		c.Advance(15 * time.Minute)
		assert.Equal(t, "test:2023-03-30T01:15:00Z", <-done)
		require.Eventually(t, func() bool { return c.Asleep(time.Second) == 2 }, patience, time.Millisecond)
		assert.Equal(t, 2, d.Client.Job.Query().CountX(apitest.System()))
	})
}

func TestTheQueueIsCounted(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		late, later := queue("late"), queue("later")
		late.RunAt, later.RunAt = start.Add(-time.Hour), start.Add(time.Hour)
		enqueue(t, d, late, later, queue("now"), queue("running"), queue("failed"), queue("done"))
		for _, s := range []job.State{job.StateRUNNING, job.StateFAILED, job.StateDONE} {
			key := map[job.State]string{job.StateRUNNING: "running", job.StateFAILED: "failed", job.StateDONE: "done"}[s]
			d.Client.Job.Update().Where(job.Key(key)).SetState(s).ExecX(apitest.System())
		}
		got, err := jobs.Count(t.Context(), d.Client, start)
		require.NoError(t, err)
		assert.Equal(t, jobs.Stats{Due: 2, Later: 1, Running: 1, Failed: 1, Waiting: time.Hour}, got)
	})
}
