package database

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/config"
)

// openPostgres opens a pool whose connections have clocks on both sides: the
// server ends a statement that runs too long, and we end a connection that no
// longer answers.
func openPostgres(text string, settings config.Database) (*sql.DB, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("not a URL")
	}
	query := parsed.Query()
	defaults := map[string]string{
		"application_name":                    "tiendo",
		"jit":                                 "off", // compiling a statement takes longer than running it
		"statement_timeout":                   fmt.Sprint(settings.StatementTimeout.Milliseconds()),
		"idle_in_transaction_session_timeout": fmt.Sprint(2 * settings.StatementTimeout.Milliseconds()),
	}
	for name, value := range defaults {
		if !query.Has(name) {
			query.Set(name, value)
		}
	}
	parsed.RawQuery = query.Encode()
	session, err := pq.NewConfig(parsed.String())
	if err != nil {
		return nil, err
	}
	if !query.Has("connect_timeout") {
		session.ConnectTimeout = settings.ConnectTimeout
	}
	connector, err := pq.NewConnectorConfig(session)
	if err != nil {
		return nil, err
	}
	connector.Dialer(clocked{silence: settings.StatementTimeout + 5*time.Second})
	return sql.OpenDB(preparing{connector, settings.Prepared}), nil
}

// clocked dials connections that give up on a silent peer. lib/pq does not
// look at a context's deadline while it waits for the network.
type clocked struct{ silence time.Duration }

// Dial connects without a bound of its own.
func (d clocked) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout connects within a time.
func (d clocked) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext connects under a context.
func (d clocked) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &clockedConn{Conn: conn, silence: d.silence}, nil
}

// clockedConn renews its deadlines with every read and write.
type clockedConn struct {
	net.Conn
	silence time.Duration
	// limit ends it all, as lib/pq does with a session that does not begin in
	// time; zero for never.
	limit time.Time
}

// SetDeadline sets the limit, which no read or write puts off.
func (c *clockedConn) SetDeadline(t time.Time) error {
	c.limit = t
	return c.Conn.SetDeadline(t)
}

// next is the deadline of what begins now.
func (c *clockedConn) next() time.Time {
	t := time.Now().Add(c.silence)
	if !c.limit.IsZero() && c.limit.Before(t) {
		return c.limit
	}
	return t
}

// Read reads, or fails after the longest silence a statement may cause.
func (c *clockedConn) Read(b []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Write writes, or fails after the same time.
func (c *clockedConn) Write(b []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
