package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/lib/pq"
)

// Why a session ends, where the driver has no reason of its own.
var (
	errLost   = errors.New("the connection was lost")
	errSilent = errors.New("the database does not answer")
)

// again is how soon the driver's listener would connect again by itself. It
// sleeps that long without looking up, so it must not be long; it never gets to
// connect, because its session has ended by then.
const again = 10 * time.Millisecond

// A session is one connection that listens, from beginning to end. The driver's
// listener would replace connections by itself, but cannot be interrupted while
// it waits, dials or pings: here the context ends all of that, by closing the
// connection under it.
type session struct {
	name  string
	from  Source
	hub   *Hub
	log   *slog.Logger
	heard bool // it got as far as listening
}

// run listens until the connection or the context ends, and says why.
func (s *session) run(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	listener := pq.NewDialListener(tied{ctx, s.from.Dialer}, s.name, again, again,
		func(event pq.ListenerEventType, err error) {
			switch event {
			case pq.ListenerEventDisconnected, pq.ListenerEventConnectionAttemptFailed:
				end(cmp.Or(err, errLost))
			}
		})
	var others sync.WaitGroup
	defer func() {
		end(nil)
		_ = listener.Close()
		for range listener.Notify {
			// What still comes is of no use; it is closed once the listener has ended.
		}
		others.Wait()
	}()

	listening := make(chan error, 1)
	others.Go(func() { listening <- listener.Listen(channel) })
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case err := <-listening:
		if err != nil {
			return err
		}
	}
	s.heard = true
	s.log.InfoContext(ctx, "listening for changes")
	s.hub.Refetch()
	// Answers to pings come by the way of notifications, which must be read on.
	others.Go(func() { s.keepAlive(ctx, listener, end) })
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case n, ok := <-listener.Notify:
			if !ok {
				return errLost
			}
			s.deliver(ctx, n)
		}
	}
}

// deliver hands a notification to the hub.
func (s *session) deliver(ctx context.Context, n *pq.Notification) {
	if n == nil { // the driver's word for a connection that was replaced
		s.hub.Refetch()
		return
	}
	change, err := decode(n.Extra)
	if err != nil {
		// Something did change, and another version knows what.
		s.log.WarnContext(ctx, "a change is not understood", "error", err)
		s.hub.Refetch()
		return
	}
	s.hub.Publish(change)
}

// keepAlive pings, so that neither a proxy nor the server finds the connection
// idle, and one that is dead is noticed.
func (s *session) keepAlive(ctx context.Context, listener *pq.Listener, end context.CancelCauseFunc) {
	defer func() {
		// The driver panics when the answer to a ping is an error, which an
		// administrator who cancels the session's statement can bring about.
		if caught := recover(); caught != nil {
			end(fmt.Errorf("ping: %v", caught))
		}
	}()
	ticker := time.NewTicker(s.from.pace.ping)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		watch := time.AfterFunc(s.from.pace.silence, func() { end(errSilent) })
		err := listener.Ping()
		watch.Stop()
		if err != nil {
			end(err)
			return
		}
	}
}

// tied dials connections that are closed when the session ends.
type tied struct {
	session context.Context
	dialer  pq.DialerContext
}

var (
	_ pq.Dialer        = tied{}
	_ pq.DialerContext = tied{}
)

// DialContext connects under both contexts.
func (t tied) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.session, cancel)()
	if err := t.session.Err(); err != nil {
		return nil, err
	}
	dialer := t.dialer
	if dialer == nil {
		dialer = &net.Dialer{}
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(t.session, func() { _ = conn.Close() })
	return conn, nil
}

// DialTimeout connects within a time.
func (t tied) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(t.session, timeout)
	defer cancel()
	return t.DialContext(ctx, network, address)
}

// Dial connects without a bound of its own.
func (t tied) Dial(network, address string) (net.Conn, error) {
	return t.DialContext(t.session, network, address)
}
