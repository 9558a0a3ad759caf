package server

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// A connection is one websocket. One goroutine reads it, each operation has its
// own, and all of them write.
type connection struct {
	*endpoint
	socket *websocket.Conn
	// request is that of the handshake, with the credential of connection_init.
	request *http.Request
	ctx     context.Context
	cancel  context.CancelCauseFunc

	begun   bool          // connection_init has come; the reader's alone
	allowed *rate.Limiter // of messages; the reader's alone
	hello   *time.Timer   // ends a client that does not send it
	expiry  *time.Timer   // of the credential
	running sync.WaitGroup

	closing   atomic.Bool // a close frame was sent, or is about to be
	closeCode atomic.Int32

	mu       sync.Mutex            // what follows, and the order of messages
	active   map[string]*operation // those the client may hear of
	count    int                   // all that run, also those the client has left
	draining bool                  // the server is stopping: no new ones
	idle     *time.Timer           // runs while there are none
}

func newConnection(e *endpoint, socket *websocket.Conn, r *http.Request) *connection {
	c := &connection{endpoint: e, socket: socket, request: r, active: map[string]*operation{}}
	c.ctx, c.cancel = context.WithCancelCause(r.Context())
	c.allowed = rate.NewLimiter(messageRate, messageBurst)
	socket.SetReadLimit(min(maxMessageBytes, e.limits.BodyBytes))
	socket.SetPongHandler(func(string) error {
		c.awaitSign()
		return nil
	})
	c.hello = time.AfterFunc(e.pace.hello, func() { c.close(closeInitTimeout, "Connection initialisation timeout") })
	c.idle = time.AfterFunc(e.pace.hello+e.pace.idle, func() { c.close(closeNormal, "idle") })
	return c
}

// serve reads messages until the connection ends, and returns when nothing of it
// is left.
func (c *connection) serve() {
	trace := exchangeFrom(c.request.Context())
	trace.streamed = true
	defer func() { trace.closeCode = int(c.closeCode.Load()) }()
	// A stop that has lost patience, or a panic, leaves nobody waiting.
	defer context.AfterFunc(c.request.Context(), func() { _ = c.socket.Close() })()
	defer context.AfterFunc(c.streams.stopping, c.drain)()
	stopped := c.keepAlive()
	defer func() {
		c.cancel(errLeft)
		_ = c.socket.Close()
		c.running.Wait()
		<-stopped
		for _, timer := range []*time.Timer{c.hello, c.idle, c.expiry} {
			if timer != nil {
				timer.Stop()
			}
		}
	}()
	for {
		c.awaitSign()
		kind, text, err := c.socket.ReadMessage()
		switch {
		case err != nil:
			c.linger(err)
			return
		case c.closing.Load():
			// Only the answer to our close frame is of interest.
		case kind != websocket.TextMessage:
			c.close(closeInvalid, "messages are text")
		default:
			c.receive(text)
		}
	}
}

// receive acts on one message.
func (c *connection) receive(text []byte) {
	if !c.allowed.Allow() {
		c.close(closeTooMuch, "too many messages")
		return
	}
	m, err := readMessage(text)
	if err != nil {
		c.close(closeInvalid, err.Error())
		return
	}
	switch m.Type {
	case messageInit:
		c.initialise(m.Payload)
	case messagePing:
		c.pong(m.Payload)
	case messagePong: // a sign of life, like any message
	case messageSubscribe:
		if !c.begun {
			c.close(closeUnauthorized, "Unauthorized")
			return
		}
		c.subscribeTo(*m.ID, m.Payload)
	case messageComplete:
		c.leave(*m.ID)
	}
}

// send writes a message that belongs to no operation that runs. A connection that
// is broken ends by itself.
func (c *connection) send(text []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.write(text)
}

// write sends a message in parts; the caller holds mu.
func (c *connection) write(parts ...[]byte) error {
	_ = c.socket.SetWriteDeadline(time.Now().Add(c.pace.write)) // it only notes the time
	w, err := c.socket.NextWriter(websocket.TextMessage)
	if err == nil {
		for _, part := range parts {
			if _, err = w.Write(part); err != nil {
				break
			}
		}
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		c.broken()
	}
	return err
}
