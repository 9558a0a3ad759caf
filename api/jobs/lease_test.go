package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/jobs"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

// A stuck handler says that it has begun, and ends when it is let go or its
// context ends. It tells with what cause.
type stuck struct {
	began chan *db.Job
	let   chan struct{}
	ended chan error
}

func newStuck() *stuck {
	return &stuck{make(chan *db.Job, 10), make(chan struct{}), make(chan error, 10)}
}

func (s *stuck) handle(ctx context.Context, j *db.Job) error {
	s.began <- j
	select {
	case <-s.let:
		s.ended <- nil
		return nil
	case <-ctx.Done():
		s.ended <- context.Cause(ctx)
		return ctx.Err()
	}
}

func TestNobodyElseDoesAJobWhileItsHoldIsRenewed(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		c, s := newClock(), newStuck()
		single := func(r *jobs.Runner) { r.Workers = 1 }
		first := work(t, d, c, s.handle, single, func(r *jobs.Runner) { r.Interval = time.Hour })
		<-s.began
		other := make(chan string, 10)
		work(t, d, c, func(_ context.Context, j *db.Job) error { other <- j.Key; return nil }, single, func(r *jobs.Runner) { r.Lease = time.Hour })
		for n := range 9 { // three leases
			held := *one(t, d, "a").LockedUntil
			require.Eventually(t, func() bool { return c.Asleep(20*time.Second) == 1 }, patience, time.Millisecond)
			c.Advance(20 * time.Second)
			require.Eventually(t, func() bool { return one(t, d, "a").LockedUntil.After(held) }, patience, time.Millisecond)
			// What is queued now is done by the other: it looked, and passed over the job.
			marker := queue(string(rune('b' + n)))
			enqueue(t, d, marker)
			require.Eventually(t, func() bool { return c.Asleep(time.Second) == 1 }, patience, time.Millisecond)
			c.Advance(time.Second)
			require.Equal(t, marker.Key, <-other, "the second runner did what the first has")
		}
		close(s.let)
		assert.NoError(t, <-s.ended)
		assert.Equal(t, 1, first.state(t, d, "a", job.StateDONE).Attempts)
		assert.True(t, c.Now().After(start.Add(2*time.Minute)), "longer than the lease, else this shows nothing")
	})
}

func TestAnotherRunnerFinishesWhatADeadOneBegan(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		s := newStuck()
		dead := work(t, d, newClock(), s.handle) // its clock stands still: it renews nothing
		<-s.began
		held := one(t, d, "a").LockedUntil
		require.True(t, held.Equal(start.Add(time.Minute)), held)

		c := newClock()
		done := make(chan *db.Job, 1)
		alive := work(t, d, c, func(_ context.Context, j *db.Job) error { done <- j; return nil })
		require.Eventually(t, func() bool { return c.Asleep(time.Second) == 1 }, patience, time.Millisecond)
		c.Advance(time.Minute) // to the last moment of the hold
		require.Eventually(t, func() bool { return c.Asleep(time.Second) == 1 }, patience, time.Millisecond)
		assert.Empty(t, done)
		c.Advance(time.Second)
		assert.Equal(t, "a", (<-done).Key)
		j := alive.state(t, d, "a", job.StateDONE)
		assert.Equal(t, 2, j.Attempts)

		// The dead one comes back, and changes nothing any more.
		d.Client.Job.Update().SetLastError("marker").ExecX(apitest.System())
		close(s.let)
		<-s.ended
		dead.stop()
		<-dead.ended
		after := one(t, d, "a")
		assert.Equal(t, "marker", *after.LastError)
		assert.True(t, after.FinishedAt.Equal(*j.FinishedAt))
	})
}

func TestAHandlerIsEndedWhenItsHoldIsLost(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		for name, lose := range map[string]func(c *clock){
			"to another runner": func(c *clock) {
				d.Client.Job.Update().Where(job.Key("to another runner")).SetAttempts(2).ExecX(apitest.System())
				c.Advance(20 * time.Second)
			},
			"by being late": func(c *clock) { c.Advance(2 * time.Minute) },
		} {
			t.Run(name, func(t *testing.T) {
				enqueue(t, d, queue(name))
				c, s := newClock(), newStuck()
				r := work(t, d, c, s.handle, func(r *jobs.Runner) { r.Interval = time.Hour })
				<-s.began
				require.Eventually(t, func() bool { return c.Asleep(20*time.Second) == 1 }, patience, time.Millisecond)
				lose(c)
				assert.ErrorContains(t, <-s.ended, "hold")
				r.stop()
				<-r.ended
				assert.Equal(t, job.StateRUNNING, one(t, d, name).State, "it is no longer for this runner to say")
				d.Client.Job.Update().SetState(job.StateDONE).ExecX(apitest.System())
			})
		}
	})
}

// A machine that stood still wakes up in the midst of a job, long after the hold
// on it. What is being done cannot be called back.
func TestARunnerDoesNotBeginAgainWhatItIsAt(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		c, began, let, ended := newClock(), make(chan string, 10), make(chan struct{}), make(chan error, 1)
		r := work(t, d, c, func(ctx context.Context, j *db.Job) error {
			began <- j.Key
			if j.Key == "a" {
				<-ctx.Done()
				ended <- context.Cause(ctx)
				<-let
			}
			return nil
		})
		assert.Equal(t, "a", <-began)
		asleep := func(length time.Duration) {
			t.Helper()
			require.Eventually(t, func() bool { return c.Asleep(length) == 1 }, patience, time.Millisecond)
		}
		asleep(20 * time.Second)
		asleep(time.Second)
		c.Advance(2 * time.Minute)
		assert.ErrorContains(t, <-ended, "hold")
		enqueue(t, d, queue("b"))
		asleep(time.Second)
		c.Advance(time.Second)
		assert.Equal(t, "b", <-began, "it looks for jobs, and passes over what it is at")
		close(let)
		require.Eventually(t, func() bool { return one(t, d, "a").State == job.StateDONE }, patience, time.Millisecond, "nobody else took it: it is done")
		assert.Equal(t, 1, one(t, d, "a").Attempts)
		asleep(time.Second)
		r.state(t, d, "b", job.StateDONE)
		assert.Empty(t, began)
	})
}

func TestARunnerThatIsStoppedFinishesWhatItBegan(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		s := newStuck()
		r := work(t, d, newClock(), s.handle)
		<-s.began
		r.stop()
		enqueue(t, d, queue("b"))
		close(s.let)
		<-r.ended
		assert.Equal(t, job.StateDONE, one(t, d, "a").State)
		assert.Equal(t, job.StateREADY, one(t, d, "b").State, "it takes nothing more")
	})
}

func TestWhatARunnerCannotFinishInTimeIsPutBack(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		c, s := newClock(), newStuck()
		r := work(t, d, c, s.handle, func(r *jobs.Runner) { r.Interval = time.Hour })
		<-s.began
		r.stop()
		require.Eventually(t, func() bool { return c.Asleep(10*time.Second) == 1 }, patience, time.Millisecond)
		c.Advance(10 * time.Second)
		assert.ErrorContains(t, <-s.ended, "stops")
		<-r.ended
		j := one(t, d, "a")
		assert.Equal(t, job.StateREADY, j.State)
		assert.Zero(t, j.Attempts, "it was not the job's fault")
		assert.Nil(t, j.LockedBy)
		assert.Nil(t, j.LastError)

		done := make(chan string, 1)
		work(t, d, newClock(), func(_ context.Context, j *db.Job) error { done <- j.Key; return nil })
		assert.Equal(t, "a", <-done, "at once: nobody has to wait for the hold to end")
	})
}

func TestAJobThatKillsItsRunnersIsGivenUp(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		enqueue(t, d, queue("a"))
		d.Client.Job.Update().SetState(job.StateRUNNING).SetAttempts(3).SetLockedUntil(start.Add(-time.Second)).ExecX(apitest.System())
		r := work(t, d, newClock(), func(context.Context, *db.Job) error { t.Error("it was done again"); return nil })
		j := r.state(t, d, "a", job.StateFAILED)
		assert.Contains(t, *j.LastError, "3 times")
	})
}
