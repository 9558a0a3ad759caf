package deliver

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"time"
)

// sendTimeout bounds one mail where the caller's context does not.
const sendTimeout = 2 * time.Minute

// Mailer sends mail through one server. It may be used by many at once; each
// mail has a connection of its own.
type Mailer struct {
	server   mailServer
	password Secret
	from     mail.Address
	roots    *x509.CertPool
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
}

// NewMailer checks the settings, reports all faults in them at once, and
// connects to nothing. The errors do not repeat the URL or the password.
func NewMailer(settings MailSettings) (*Mailer, error) {
	server, err := settings.server()
	from, fromErr := mail.ParseAddress(settings.From)
	if fromErr != nil {
		fromErr = fmt.Errorf("mail.from %q: expected one address like Tiến Độ <tiendo@example.vn>", shorten(settings.From, 80))
	} else {
		fromErr = checkAddress("mail.from", *from)
	}
	if err := errors.Join(err, fromErr); err != nil {
		return nil, err
	}
	return &Mailer{
		server: server, password: settings.Password, from: *from, roots: settings.Roots,
		dial: (&net.Dialer{}).DialContext,
	}, nil
}

// Format prints the server's address and keeps fmt from the password within.
func (m Mailer) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "mail through "+m.server.address)
}

// Send hands the message to the server, within the time that ctx has and at most
// two minutes. No error means that the server took it over for every recipient.
//
// Errors are of type *Error. For good are faults of the message and a refusal
// (5xx) of its sender, a recipient or its content. Worth another try are a 4xx,
// everything the network does, the end of ctx, and whatever stands between us
// and the server before the message is spoken of, a refused password or missing
// encryption included: those hit every message alike, and somebody will put them
// right.
func (m *Mailer) Send(ctx context.Context, message Message) error {
	content, err := m.compose(message)
	if err != nil {
		return &Error{Channel: ChannelMail, Permanent: true, text: err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	s, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer s.end()
	if err := s.Mail(envelope(m.from)); err != nil {
		return m.failed(ctx, 0, "naming the sender", err)
	}
	if err := m.name(ctx, s, message.To); err != nil {
		return err
	}
	if err := write(s, content); err != nil {
		return m.failed(ctx, 0, "sending the text", err)
	}
	return nil
}

// name tells the server all recipients, so that the caller learns of all it
// refuses.
func (m *Mailer) name(ctx context.Context, s *session, to []mail.Address) error {
	var worst *Error
	var refused []string
	for _, address := range to {
		err := s.Rcpt(envelope(address))
		if err == nil {
			continue
		}
		failure := m.failed(ctx, 0, "naming the recipient "+address.Address, err)
		if failure.Permanent {
			refused = append(refused, address.Address)
		}
		if worst == nil || failure.Permanent && !worst.Permanent {
			worst = failure
		}
		if failure.Code == 0 {
			break // nobody listens any more
		}
	}
	if worst == nil {
		return nil
	}
	worst.Refused = refused
	return worst
}

// write sends the content. When that fails half-way the end is not marked, else
// the server would deliver the half.
func write(s *session, content []byte) error {
	w, err := s.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	return w.Close()
}

func envelope(a mail.Address) string { return (&mail.Address{Address: a.Address}).String() }
