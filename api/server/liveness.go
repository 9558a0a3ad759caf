package server

import (
	"errors"
	"io"
	"time"

	"github.com/gorilla/websocket"
)

// awaitSign gives the peer the time for two signs of life to send another.
func (c *connection) awaitSign() {
	_ = c.socket.SetReadDeadline(time.Now().Add(2 * c.pace.ping))
}

// linger reads on after a message that is too long: a connection closed over
// unread bytes is reset, and the close frame that says why is lost with it.
func (c *connection) linger(err error) {
	if !errors.Is(err, websocket.ErrReadLimit) {
		return
	}
	c.closeCode.Store(websocket.CloseMessageTooBig)
	conn := c.socket.NetConn()
	_ = conn.SetReadDeadline(time.Now().Add(c.pace.farewell))
	_, _ = io.CopyN(io.Discard, conn, 16*maxMessageBytes)
}

// keepAlive pings until the connection ends, and then closes the channel.
func (c *connection) keepAlive() <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(c.pace.ping)
		defer ticker.Stop()
		for {
			select {
			case <-c.ctx.Done():
				return
			case <-ticker.C:
				if c.socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.pace.write)) != nil {
					c.broken()
				}
			}
		}
	}()
	return stopped
}

// close ends the connection with a code and a reason. The reader goes on until
// the peer has answered, or has had the time to, whatever else it sends.
func (c *connection) close(code int, reason string) {
	if !c.closing.CompareAndSwap(false, true) {
		return
	}
	c.closeCode.Store(int32(code))
	c.cancel(errLeft)
	frame := websocket.FormatCloseMessage(code, closeReason(c.speaker.quiet(reason)))
	if err := c.socket.WriteControl(websocket.CloseMessage, frame, time.Now().Add(c.pace.write)); err != nil {
		_ = c.socket.Close()
		return
	}
	time.AfterFunc(c.pace.farewell, func() { _ = c.socket.Close() })
}

// broken ends a connection that cannot be written to. One that is being closed
// refuses messages as well, and still waits for its answer.
func (c *connection) broken() {
	if !c.closing.Load() {
		c.cancel(errLeft)
		_ = c.socket.Close()
	}
}

// drain lets what has an end come to it, when the server stops, and then closes.
// Subscriptions end by themselves; the client takes them elsewhere.
func (c *connection) drain() {
	c.mu.Lock()
	c.draining = true
	none := c.count == 0
	c.mu.Unlock()
	if none {
		c.close(closeGoingAway, errStopping.Error())
	}
}
