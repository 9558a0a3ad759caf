package deliver_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a script may make the server do instead of replying.
const (
	hang = "hang" // say nothing more
	drop = "drop" // close the connection
)

// The names of what a script can answer that is no command.
const (
	greeting = "greeting"
	content  = "content" // the end of the mail's text
)

// smtpServer is a mail server (RFC 5321, with STARTTLS and AUTH) that keeps what
// it gets.
type smtpServer struct {
	// Set before start.
	implicit, noStartTLS bool
	mechanisms           string
	// script replies to a command that starts with the key, or hangs or drops.
	script map[string]string

	listener    net.Listener
	certificate tls.Certificate
	roots       *x509.CertPool
	reached     chan string // what the server hangs at
	running     sync.WaitGroup

	mu       sync.Mutex
	commands []string // with "(tls)" in front where it was encrypted
	mails    []letter
	conns    []net.Conn
}

// letter is a mail as it arrived.
type letter struct {
	from string
	to   []string
	data string
}

const (
	mailHost     = "mail.example.com" // in the certificate
	mailUser     = "tiendo@example.vn"
	mailPassword = "mật-khẩu-7f3a"
)

func (s *smtpServer) start(t *testing.T) *smtpServer {
	t.Helper()
	s.certificate, s.roots = certificate(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.listener, s.reached = listener, make(chan string, 10)
	s.running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.conns = append(s.conns, conn)
			s.mu.Unlock()
			s.running.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		s.mu.Lock()
		for _, conn := range s.conns {
			_ = conn.Close()
		}
		s.mu.Unlock()
		s.running.Wait()
	})
	return s
}

// certificate is one for 127.0.0.1 and *.example.com, and the authority behind.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	source := httptest.NewTLSServer(nil)
	defer source.Close()
	roots := x509.NewCertPool()
	roots.AddCert(source.Certificate())
	return source.TLS.Certificates[0], roots
}

func (s *smtpServer) address() string { return s.listener.Addr().String() }

func (s *smtpServer) received() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

func (s *smtpServer) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands)
}

// say replies to what the client said, and reports whether to go on.
func (s *smtpServer) say(conn net.Conn, p *textproto.Conn, said, reply string) bool {
	for start, scripted := range s.script {
		if strings.HasPrefix(said, start) {
			reply = scripted
		}
	}
	switch reply {
	case drop:
		return false
	case hang:
		s.reached <- said
		_, _ = io.Copy(io.Discard, conn) // until the client goes
		return false
	}
	return p.PrintfLine("%s", reply) == nil && !strings.HasPrefix(reply, "421")
}

func (s *smtpServer) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	encrypt := func() { conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{s.certificate}}) }
	if s.implicit {
		encrypt()
	}
	p := textproto.NewConn(conn)
	if !s.say(conn, p, greeting, "220 "+mailHost+" ready") {
		return
	}
	var mail letter
	for {
		said, err := p.ReadLine()
		if err != nil {
			return
		}
		_, encrypted := conn.(*tls.Conn)
		s.mu.Lock()
		s.commands = append(s.commands, map[bool]string{true: "(tls)"}[encrypted]+said)
		s.mu.Unlock()
		verb, rest, _ := strings.Cut(said, " ")
		reply := "250 OK"
		switch strings.ToUpper(verb) {
		case "EHLO":
			reply = "250-" + mailHost + "\r\n250-SMTPUTF8"
			if !encrypted && !s.noStartTLS {
				reply += "\r\n250-STARTTLS"
			}
			if s.mechanisms != "" {
				reply += "\r\n250-AUTH " + s.mechanisms
			}
			reply += "\r\n250 8BITMIME"
		case "STARTTLS":
			if !s.say(conn, p, said, "220 go on") {
				return
			}
			if s.script["STARTTLS"] != "" {
				continue
			}
			encrypt()
			p = textproto.NewConn(conn)
			continue
		case "AUTH":
			reply = s.authenticate(p, rest)
		case "MAIL":
			mail = letter{from: rest}
		case "RCPT":
			mail.to = append(mail.to, rest)
		case "DATA":
			if !s.say(conn, p, said, "354 go on") {
				return
			}
			if s.script["DATA"] != "" {
				continue
			}
			data, err := p.ReadDotBytes()
			if err != nil {
				return
			}
			mail.data, said = string(data), content
		case "QUIT":
			_ = s.say(conn, p, said, "221 bye")
			return
		case "*":
			reply = "501 cancelled"
		}
		if !s.say(conn, p, said, reply) {
			return
		}
		if said == content && s.script[content] == "" {
			s.mu.Lock()
			s.mails = append(s.mails, mail)
			s.mu.Unlock()
		}
	}
}

// authenticate knows one user.
func (s *smtpServer) authenticate(p *textproto.Conn, said string) string {
	mechanism, first, _ := strings.Cut(said, " ")
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	ok := false
	switch mechanism {
	case "PLAIN":
		ok = first == encode("\x00"+mailUser+"\x00"+mailPassword)
	case "LOGIN":
		_ = p.PrintfLine("334 %s", encode("Username:"))
		user, _ := p.ReadLine()
		_ = p.PrintfLine("334 %s", encode("Password:"))
		password, _ := p.ReadLine()
		ok = user == encode(mailUser) && password == encode(mailPassword)
	}
	if ok {
		return "235 welcome"
	}
	return "535 5.7.8 no"
}
