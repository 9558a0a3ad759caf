package database

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// grace is how long a connection is waited for whose statement has been given
// up: time for the database to say that it cancelled it, and for no more.
const grace = 250 * time.Millisecond

// A clock gives up on a silent peer, for one connection. lib/pq does not look at
// a context's deadline while it waits for the network.
type clock struct {
	silence time.Duration
	// lost is told when a peer was silent.
	lost *losses
	// opening is the context that the session is opened under.
	opening context.Context
	// begun says that the session is there: what is dialled later is to cancel one
	// of its statements.
	begun atomic.Bool

	mu   sync.Mutex
	conn *clockedConn // the session's
	stop func() bool  // ends the watch over a context
	turn int          // counts those watched
}

// losses is when the network was last found to swallow what is said.
type losses struct{ at atomic.Int64 }

func (l *losses) note()           { l.at.Store(time.Now().UnixNano()) }
func (l *losses) last() time.Time { return time.Unix(0, l.at.Load()) }

// Dial connects without a bound of its own.
func (d *clock) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout connects within a time.
func (d *clock) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext connects under a context.
func (d *clock) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if d.begun.Load() {
		return d.dialBriefly(ctx, network, address)
	}
	raw, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	conn := &clockedConn{Conn: raw, silence: d.silence, lost: d.lost}
	d.mu.Lock()
	d.conn = conn
	d.mu.Unlock()
	d.under(d.opening) // ctx is about dialling alone
	return conn, nil
}

// dialBriefly connects to cancel a statement. Whoever gave it up waits for that.
func (d *clock) dialBriefly(ctx context.Context, network, address string) (net.Conn, error) {
	end := time.Now().Add(grace)
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	raw, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	conn := &clockedConn{Conn: raw, silence: d.silence, lost: d.lost}
	conn.end(end)
	return conn, nil
}

// under lets a context govern the connection until the next one does: once it
// has ended, what is waited for comes within the grace or not at all.
func (d *clock) under(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
	if d.conn == nil {
		return
	}
	d.turn++
	d.conn.end(time.Time{})
	if ctx.Done() == nil {
		return
	}
	turn := d.turn
	d.stop = context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if turn == d.turn {
			d.conn.end(time.Now().Add(grace))
		}
	})
}

// clockedConn renews its deadlines with every read and write.
type clockedConn struct {
	net.Conn
	silence time.Duration
	lost    *losses

	mu sync.Mutex
	// limit ends it all, as lib/pq does with a session that does not begin in
	// time; until ends what is done under a context. Zero for never.
	limit, until time.Time
}

// SetDeadline sets the limit, which no read or write puts off.
func (c *clockedConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit = t
	return c.Conn.SetDeadline(c.next())
}

// end sets when what is under way ends; zero for when it has to.
func (c *clockedConn) end(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = t
	if !t.IsZero() {
		_ = c.Conn.SetDeadline(c.next()) // of a closed connection there is nothing to end
	}
}

// next is the deadline of what begins now.
func (c *clockedConn) next() time.Time {
	t := time.Now().Add(c.silence)
	for _, sooner := range []time.Time{c.limit, c.until} {
		if !sooner.IsZero() && sooner.Before(t) {
			t = sooner
		}
	}
	return t
}

// Read reads, or fails after the longest silence a statement may cause.
func (c *clockedConn) Read(b []byte) (int, error) {
	if err := c.renew(c.Conn.SetReadDeadline); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(b)
	return n, c.judge(err)
}

// Write writes, or fails after the same time.
func (c *clockedConn) Write(b []byte) (int, error) {
	if err := c.renew(c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(b)
	return n, c.judge(err)
}

func (c *clockedConn) renew(set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return set(c.next())
}

// judge notes a peer that was silent.
func (c *clockedConn) judge(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.lost.note()
	}
	return err
}
