// Package budget bounds what one caller may have done in a time. A caller's
// budget fills up evenly: whoever has used half of it has it whole again after
// half of the window, and nobody gets two budgets by asking on both sides of a
// minute.
package budget

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// maxCallers bounds the memory: some 10 MB. Whoever asked least recently is
// forgotten first, and has a whole budget again.
const maxCallers = 65_536

// A Budget is kept by this process alone: behind a balancer, a caller has one at
// each instance. It is safe for use by many at once.
type Budget struct {
	quota int
	// unit is the time, in nanoseconds, that fills one unit of a budget.
	unit   float64
	window time.Duration
	now    func() time.Time

	mu sync.Mutex
	// whole is when the budget of a caller will be whole again, which is all there
	// is to know about it.
	whole *simplelru.LRU[string, time.Time]
}

// New returns budgets of a number of units in a window.
func New(quota int, window time.Duration, now func() time.Time) *Budget {
	b := &Budget{quota: quota, unit: float64(window) / float64(quota), window: window, now: now}
	b.whole, _ = simplelru.NewLRU[string, time.Time](maxCallers, nil) // it refuses sizes below one
	return b
}

// A State is what a caller has, after it was asked.
type State struct {
	// Limit is the whole budget, and Remaining what is left of it.
	Limit, Remaining int
	// Whole is when it will be whole again.
	Whole time.Time
	// Wait is how long to wait for what was refused; zero where nothing was.
	Wait time.Duration
}

// Take takes a cost out of a caller's budget, or nothing where there is not
// enough; it reports which. No wait helps against a cost above the whole budget:
// it takes all, from who has all.
func (b *Budget) Take(caller string, cost int) (State, bool) {
	return b.take(caller, min(cost, b.quota), false)
}

// Charge takes the cost of something that has been done, as far as there is
// budget, and reports whether there was enough.
func (b *Budget) Charge(caller string, cost int) (State, bool) { return b.take(caller, cost, true) }

func (b *Budget) take(caller string, cost int, done bool) (State, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	whole, known := b.whole.Get(caller)
	if !known || whole.Before(now) {
		whole = now
	}
	then := whole.Add(time.Duration(float64(cost) * b.unit))
	over := then.Sub(now) - b.window
	switch {
	case over <= 0:
		b.whole.Add(caller, then)
		return b.state(now, then, 0), true
	case done:
		b.whole.Add(caller, now.Add(b.window))
		return b.state(now, now.Add(b.window), over), false
	}
	return b.state(now, whole, over), false
}

func (b *Budget) state(now, whole time.Time, wait time.Duration) State {
	used := int(math.Ceil(float64(whole.Sub(now)) / b.unit))
	return State{Limit: b.quota, Remaining: max(b.quota-used, 0), Whole: whole, Wait: wait}
}

// Window is the time in which a budget fills up.
func (b *Budget) Window() time.Duration { return b.window }
