package database

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// The clocks of a session. The server ends a statement that runs too long, and a
// connection on which nothing comes is given up.
const (
	connecting = 10 * time.Second
	statement  = 15 * time.Second
	// locking is the longest wait for whoever works on the same.
	locking = 10 * time.Second
	// idling is how long the server keeps a session of ours that says nothing, and
	// the locks it has.
	idling = time.Minute
	// grace is what a context that ended leaves for taking leave.
	grace = time.Second
)

// dialer dials connections that end with a context and give up on a silent peer:
// lib/pq looks at neither while it waits for the network. It also begins TLS, since
// lib/pq takes certificates from files and from the environment alone.
type dialer struct {
	life    context.Context
	address string
	tls     *tls.Config
	silence atomic.Int64
}

// Dial connects without a bound of its own.
func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout connects within a time.
func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext connects under a context. The connection ends with the dialer's.
func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	raw, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	conn := &clockedConn{Conn: raw, silence: &d.silence}
	conn.forget = context.AfterFunc(d.life, conn.expire)
	if d.tls == nil {
		return conn, nil
	}
	secured, err := d.secure(ctx, conn)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

// secure asks for TLS as PostgreSQL wants it and shakes hands.
func (d *dialer) secure(ctx context.Context, conn *clockedConn) (net.Conn, error) {
	defer context.AfterFunc(ctx, conn.expire)()
	ask := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 8), 80877103)
	if _, err := conn.Write(ask); err != nil {
		return nil, err
	}
	var answer [1]byte
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return nil, err
	}
	switch answer[0] {
	case 'S':
	case 'N':
		return nil, &TLSError{Address: d.address, Err: errors.New("it does not speak TLS: set ssl = on there, or tls.mode to disable where the network is trusted")}
	default:
		return nil, fmt.Errorf("what answers there is not PostgreSQL, or has no place for another connection")
	}
	secured := tls.Client(conn, d.tls)
	err := secured.HandshakeContext(ctx)
	var network net.Error
	switch {
	case err == nil:
		return secured, nil
	case errors.As(err, &network), errors.Is(err, io.EOF), ctx.Err() != nil:
		return nil, err
	}
	return nil, &TLSError{Address: d.address, Err: dated(err)}
}

// dated keeps the time of day out of a fault of a certificate, for one that lasts
// reads the same however often it is met.
func dated(err error) error {
	invalid, is := errors.AsType[x509.CertificateInvalidError](err)
	if !is || invalid.Reason != x509.Expired || invalid.Cert == nil {
		return err
	}
	return fmt.Errorf("the certificate of %q is valid from %s until %s alone", invalid.Cert.Subject,
		invalid.Cert.NotBefore.UTC().Format(time.RFC3339), invalid.Cert.NotAfter.UTC().Format(time.RFC3339))
}

// clockedConn renews its deadlines with every read and write.
type clockedConn struct {
	net.Conn
	silence *atomic.Int64
	forget  func() bool

	mu sync.Mutex
	// limit ends it all, as lib/pq does with a session that does not begin in time;
	// zero for never.
	limit time.Time
	ended bool
}

// expire lets nothing wait any longer.
func (c *clockedConn) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.ended, c.limit = true, time.Now().Add(grace)
		_ = c.Conn.SetDeadline(c.limit)
	}
}

// SetDeadline sets the limit, which no read or write puts off.
func (c *clockedConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return nil
	}
	c.limit = t
	return c.Conn.SetDeadline(t)
}

// renew sets a deadline for what begins now.
func (c *clockedConn) renew(set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := time.Now().Add(time.Duration(c.silence.Load()))
	if !c.limit.IsZero() && c.limit.Before(t) {
		t = c.limit
	}
	return set(t)
}

// Read reads, or fails after the longest silence a statement may cause.
func (c *clockedConn) Read(b []byte) (int, error) {
	if err := c.renew(c.Conn.SetReadDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Write writes, or fails after the same time.
func (c *clockedConn) Write(b []byte) (int, error) {
	if err := c.renew(c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// Close ends the connection.
func (c *clockedConn) Close() error {
	c.forget()
	return c.Conn.Close()
}
