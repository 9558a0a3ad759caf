package server

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzhttp"
)

// eventStream is one response of server-sent events, in the "distinct
// connections mode" of GraphQL over SSE: a stream for each operation.
type eventStream struct {
	w     http.ResponseWriter
	conn  *http.ResponseController
	write time.Duration

	mu  sync.Mutex // the signs of life come from another goroutine
	err error      // of the first write that failed
}

// openEvents sends the headers, so that the client knows it is connected.
func (e *endpoint) openEvents(ctx context.Context, w http.ResponseWriter) *eventStream {
	exchangeFrom(ctx).streamed = true
	s := &eventStream{w: w, conn: http.NewResponseController(w), write: e.pace.write}
	h := w.Header()
	h.Set("Content-Type", mediaStream+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies in nginx's manner hold answers back otherwise
	h.Set(gzhttp.HeaderNoCompression, "1")
	w.WriteHeader(http.StatusOK)
	s.send([]byte(":\n\n"))
	return s
}

// serveEvents runs a subscription.
func (e *endpoint) serveEvents(ctx context.Context, lift func() bool, w http.ResponseWriter, op *graphql.OperationContext) answer {
	stream := e.openEvents(ctx, w)
	ctx, cancel := context.WithCancelCause(ctx)
	stopped := stream.keepAlive(ctx, e.pace.ping, func() { cancel(errLeft) })
	defer func() { <-stopped }() // nobody may write once this has returned
	defer cancel(nil)
	cause := e.subscribe(ctx, lift, op, transportStream, stream.next)
	if errs := e.farewell(ctx, cause); errs != nil {
		_ = stream.next(&graphql.Response{Errors: errs}) // the client may be gone
	}
	stream.complete()
	return answer{sent: true}
}

// sendOnce answers a query or a mutation by a stream of one event.
func (e *endpoint) sendOnce(w http.ResponseWriter, r *http.Request, resp *graphql.Response) {
	stream := e.openEvents(r.Context(), w)
	_ = stream.next(resp) // the client may be gone
	stream.complete()
}

// next sends a result. It fails when the client has gone.
func (s *eventStream) next(resp *graphql.Response) error {
	data := bytes.Join(encoded(resp), nil)
	// A line break ends the field; in JSON it can only stand between values.
	data = bytes.ReplaceAll(data, []byte("\n"), []byte(" "))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte(" "))
	return s.send([]byte("event: next\ndata: "), data, []byte("\n\n"))
}

// complete says that the end is meant. A browser's EventSource sees no event
// that has no data.
func (s *eventStream) complete() { _ = s.send([]byte("event: complete\ndata:\n\n")) }

// send writes one event within its time; the server's own bound is for answers
// that end.
func (s *eventStream) send(parts ...[]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	if err := s.conn.SetWriteDeadline(time.Now().Add(s.write)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		s.err = err
		return err
	}
	for _, part := range parts {
		if _, s.err = s.w.Write(part); s.err != nil {
			return s.err
		}
	}
	s.err = s.conn.Flush()
	return s.err
}

// keepAlive sends a comment now and then, until the context ends: a proxy cuts
// what is silent, and a client that has gone is noticed. The channel is closed
// when it has stopped.
func (s *eventStream) keepAlive(ctx context.Context, every time.Duration, gone func()) <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if s.send([]byte(":\n\n")) != nil {
					gone()
					return
				}
			}
		}
	}()
	return stopped
}
