package jobs_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/job"
)

// start is when tests begin.
var start = time.Date(2023, 3, 30, 1, 0, 0, 0, time.UTC)

// clock is a time that only tests move. Whoever waits for a moment is woken
// when the clock is moved there.
type clock struct {
	mu      sync.Mutex
	at      time.Time
	waiting []alarm
	runners int // that live by it
}

type alarm struct {
	length time.Duration
	at     time.Time
	wake   chan time.Time
}

func newClock() *clock { return &clock{at: start} }

// Now is the time.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// After wakes whoever waits once the time has come.
func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := alarm{d, c.at.Add(d), make(chan time.Time, 1)}
	c.waiting = append(c.waiting, a)
	return a.wake
}

// Advance moves the time on.
func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.waiting = slices.DeleteFunc(c.waiting, func(a alarm) bool {
		due := !a.at.After(c.at)
		if due {
			a.wake <- c.at
		}
		return due
	})
}

// Asleep says how many are waiting who asked for this length of time.
func (c *clock) Asleep(length time.Duration) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, a := range c.waiting {
		if a.length == length {
			n++
		}
	}
	return n
}

// add notes that one more runner lives by the clock.
func (c *clock) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runners++
}

// resting says whether all runners sleep until they look for jobs again, and no
// job is being done. Only then may time pass without anybody being late: on a
// busy machine seconds of the clock would else be shorter than a statement.
func (c *clock) resting(d *apitest.Database) bool {
	c.mu.Lock()
	runners := c.runners
	c.mu.Unlock()
	if c.Asleep(time.Second) != runners {
		return false
	}
	working, err := d.Client.Job.Query().Where(job.StateEQ(job.StateRUNNING), job.LockedUntilGTE(c.Now())).Exist(apitest.System())
	return err == nil && !working
}

// patience is how long a condition may take to come true; nothing waits for it
// to pass.
const patience = 20 * time.Second

// until moves the clock on, step by step, until something is so.
func (c *clock) until(t *testing.T, d *apitest.Database, step time.Duration, so func() bool) {
	t.Helper()
	require.Eventually(t, func() bool {
		if so() {
			return true
		}
		if c.resting(d) {
			c.Advance(step)
		}
		return so()
	}, patience, 2*time.Millisecond)
}
