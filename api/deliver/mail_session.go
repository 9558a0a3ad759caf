package deliver

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const (
	// maxReplies bounds what a server may say in one session, in bytes. The
	// protocol has no bound, and some tens of lines are usual.
	maxReplies = 1 << 20
	// partingTime is how long a server may take to answer our good-bye: the mail
	// is delivered, or it is not.
	partingTime = time.Second
)

var errTooMuch = errors.New("the server said more than a mail server has to say")

// session is a connection on which mail can be sent.
type session struct {
	*smtp.Client
	conn  net.Conn
	unset func() bool
}

// open connects, encrypts and signs in. All of it, and the session after it,
// ends with ctx. The library's own deadlines start anew at each step, so the
// connection is closed under its hands instead.
func (m *Mailer) open(ctx context.Context) (*session, error) {
	conn, err := m.dial(ctx, "tcp", m.server.address)
	if err != nil {
		return nil, m.failed(ctx, early, "connecting", err)
	}
	s := &session{conn: conn, unset: context.AfterFunc(ctx, func() { _ = conn.Close() })}
	auth := &signIn{server: m.server, password: m.password}
	s.Client, err = m.greet(ctx, conn, auth)
	switch {
	case err != nil && auth.started:
		s.end()
		return nil, m.failed(ctx, early|wordless, "signing in", err)
	case err != nil:
		s.end()
		return nil, m.failed(ctx, early, "opening the session", err)
	}
	return s, nil
}

// greet does what comes before the first mail on a new connection.
func (m *Mailer) greet(ctx context.Context, conn net.Conn, auth *signIn) (*smtp.Client, error) {
	encryption := &tls.Config{ServerName: m.server.host, RootCAs: m.roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithTimeout(sendTimeout),
		gomail.WithTLSConfig(encryption),
		gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithoutSMTPUTF8(), // all addresses are ASCII
	}
	if m.server.user != "" {
		options = append(options, gomail.WithSMTPAuthCustom(auth))
	}
	wire := func(context.Context, string, string) (net.Conn, error) {
		return &boundedConn{Conn: conn, left: maxReplies}, nil
	}
	switch {
	case m.server.implicit:
		plain := wire
		wire = func(ctx context.Context, network, address string) (net.Conn, error) {
			bounded, _ := plain(ctx, network, address)
			encrypted := tls.Client(bounded, encryption)
			return encrypted, encrypted.HandshakeContext(ctx)
		}
		options = append(options, gomail.WithSSL())
	case m.server.loopback:
		// A relay on this machine rarely has a certificate anybody vouches for.
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	client, err := gomail.NewClient(m.server.host, append(options, gomail.WithDialContextFunc(wire))...)
	if err != nil {
		return nil, err
	}
	return client.DialToSMTPClientWithContext(ctx)
}

// end takes leave if it can, and closes the connection in any case.
func (s *session) end() {
	if s.Client != nil {
		_ = s.conn.SetDeadline(time.Now().Add(partingTime))
		_ = s.Quit()
	}
	s.unset()
	_ = s.conn.Close()
}

// boundedConn fails once more was read than a session can need.
type boundedConn struct {
	net.Conn
	left int
}

func (c *boundedConn) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, errTooMuch
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}
