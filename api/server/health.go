package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// readyTimeout is how long a readiness check may take. Kubernetes gives up after
// one second unless told otherwise; somebody with curl wants the reason.
const readyTimeout = 2 * time.Second

// healthz says that the process answers, and asks nothing else: a database that
// is down is no reason to restart this.
func healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// readyz says whether requests should come here, and if not, why.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.stopping.Load() {
		plain(w, http.StatusServiceUnavailable, "not ready: the server is stopping")
		return
	}
	if err := s.readiness.ask(r.Context()); err != nil {
		s.log.WarnContext(r.Context(), "not ready", "error", err)
		plain(w, http.StatusServiceUnavailable, "not ready: "+err.Error())
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // a probe that hung up has its answer
}

// readiness runs one check at a time. A database driver can hang beyond any
// deadline on a dead network, so nobody waits for the check itself: whoever asks
// shares the one that runs, and leaves after two seconds.
type readiness struct {
	check func(context.Context) error

	mu      sync.Mutex
	running *verdict
}

type verdict struct {
	done chan struct{}
	err  error
}

var errSlowCheck = errors.New("the check takes longer than 2s")

func (c *readiness) ask(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	v := c.start(ctx)
	select {
	case <-v.done:
		return v.err
	case <-ctx.Done():
		return errSlowCheck
	}
}

// start joins the running check or begins one. That one must not end with the
// request that happened to start it, which others wait for.
func (c *readiness) start(ctx context.Context) *verdict {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running != nil {
		return c.running
	}
	v := &verdict{done: make(chan struct{}), err: errors.New("the check failed")}
	c.running = v
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	go func() {
		defer cancel()
		defer func() {
			_ = recover() // v.err says it failed; a probe must not end the process
			c.mu.Lock()
			c.running = nil
			c.mu.Unlock()
			close(v.done)
		}()
		v.err = c.check(ctx)
	}()
	return v
}
