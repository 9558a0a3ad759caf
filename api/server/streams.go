package server

import (
	"context"
	"sync"
	"time"
)

// pace is how long the parts of a stream may take.
type pace struct {
	hello    time.Duration // for a websocket's connection_init to come
	ping     time.Duration // between two signs of life
	write    time.Duration // for one message to get into the network
	farewell time.Duration // for the peer to answer the end of a websocket
	idle     time.Duration // for a websocket without any operation
}

// defaultPace suits browsers behind the usual proxies, which give up on a silent
// connection after a minute.
func defaultPace(idle time.Duration) pace {
	return pace{
		hello: 5 * time.Second, ping: 20 * time.Second, write: 10 * time.Second,
		farewell: 2 * time.Second, idle: idle,
	}
}

// streams are what stays open until somebody ends it. A stopping server has to:
// net/http waits for server-sent events to end and forgets websockets.
type streams struct {
	// stopping ends when the server stops, with errStopping for its cause.
	stopping context.Context
	end      context.CancelCauseFunc

	mu      sync.Mutex
	sockets int
	stopped bool
	none    chan struct{} // closed when stopped and the last websocket has gone
}

func newStreams() *streams {
	s := &streams{none: make(chan struct{})}
	s.stopping, s.end = context.WithCancelCause(context.Background())
	return s
}

// join counts a websocket in, unless the server is stopping; leave counts it out.
func (s *streams) join() (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, false
	}
	s.sockets++
	return s.leave, true
}

func (s *streams) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets--
	if s.stopped && s.sockets == 0 {
		close(s.none)
	}
}

// stop asks every stream to end. It may be called once.
func (s *streams) stop() {
	s.mu.Lock()
	s.stopped = true
	if s.sockets == 0 {
		close(s.none)
	}
	s.mu.Unlock()
	s.end(errStopping)
}

// wait returns when the last websocket has gone, or with the context's error.
func (s *streams) wait(ctx context.Context) error {
	select {
	case <-s.none:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
