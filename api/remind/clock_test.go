package remind_test

import (
	"slices"
	"sync"
	"time"
)

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

func newClock(at time.Time) *clock { return &clock{at: at} }

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

// asleep says whether all runners sleep until they look for jobs again.
func (c *clock) asleep() bool {
	c.mu.Lock()
	runners := c.runners
	c.mu.Unlock()
	return c.Asleep(interval) == runners
}
