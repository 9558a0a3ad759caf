package live

import (
	"context"
	"sync"
)

// A Signal is what a subscriber is told: either a Change, or that there is no
// telling what has changed and everything must be read again.
type Signal struct {
	Change
	// Refetch says that changes may have been missed; Change is empty.
	Refetch bool
}

// waiting is how many signals a slow reader may have before it.
const waiting = 64

// Hub hands changes to those who listen in this process. Its zero value is ready
// for use; it must not be copied.
type Hub struct {
	mu          sync.Mutex
	subscribers map[*subscriber]struct{}
}

type subscriber struct {
	match   func(Change) bool
	signals chan Signal
}

// Subscribe returns the changes that match, in the order they are published,
// until the context ends, which closes the channel. A nil match takes all of
// them; match must be quick and must not call the Hub. Nothing is lost silently:
// a reader with more than 64 signals before it finds one Refetch in their place.
func (h *Hub) Subscribe(ctx context.Context, match func(Change) bool) <-chan Signal {
	if match == nil {
		match = func(Change) bool { return true }
	}
	s := &subscriber{match: match, signals: make(chan Signal, waiting)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subscribers == nil {
		h.subscribers = map[*subscriber]struct{}{}
	}
	h.subscribers[s] = struct{}{}
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.subscribers, s)
		close(s.signals)
	})
	return s.signals
}

// Publish hands a change to those it matches. It waits for nobody.
func (h *Hub) Publish(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		if s.match(c) {
			s.send(Signal{Change: c})
		}
	}
}

// Refetch tells every subscriber to read again: changes may have been missed.
func (h *Hub) Refetch() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		s.startAnew()
	}
}

// send puts a signal before the reader. Only the Hub writes, under its lock, so
// room that is there stays there.
func (s *subscriber) send(signal Signal) {
	if len(s.signals) == cap(s.signals) {
		s.startAnew()
		return
	}
	s.signals <- signal
}

// startAnew puts one Refetch in the place of all that was not read yet: to read
// everything again covers that as well.
func (s *subscriber) startAnew() {
	for {
		select {
		case <-s.signals:
		default:
			s.signals <- Signal{Refetch: true}
			return
		}
	}
}
