// Package smtptest is a mail server for tests: it speaks SMTP over a real
// connection, keeps what it gets, and refuses or falls silent where it is told.
package smtptest

import (
	"crypto/tls"
	"crypto/x509"
	"maps"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// What a script may make the server do instead of replying.
const (
	Hang = "hang" // say nothing more
	Drop = "drop" // close the connection
)

// The names of what a script can answer that is no command.
const (
	Greeting = "greeting"
	Content  = "content" // the end of the mail's text
)

// Who the server is, and whom it knows.
const (
	Host     = "mail.example.com" // in the certificate
	User     = "tiendo@example.vn"
	Password = "mật-khẩu-7f3a"
)

// Settings are what a server is made from.
type Settings struct {
	// Implicit is TLS from the first byte; NoStartTLS offers none later.
	Implicit, NoStartTLS bool
	// Mechanisms are those of signing in that are offered, with spaces between.
	Mechanisms string
	// Script replies to a command that starts with the key, or hangs or drops.
	Script map[string]string
}

// A Server is a mail server (RFC 5321, with STARTTLS and AUTH) that keeps what
// it gets.
type Server struct {
	settings    Settings
	listener    net.Listener
	certificate tls.Certificate
	roots       *x509.CertPool
	reached     chan string
	running     sync.WaitGroup

	mu       sync.Mutex
	script   map[string]string
	commands []string
	mails    []Letter
	conns    []net.Conn
}

// A Letter is a mail as it arrived: the arguments of MAIL and RCPT, and the text.
type Letter struct {
	From string
	To   []string
	Data string
}

// Start starts a server on this machine, until the test ends.
func Start(t testing.TB, settings Settings) *Server {
	t.Helper()
	s := &Server{settings: settings, script: maps.Clone(settings.Script), reached: make(chan string, 10)}
	s.certificate, s.roots = certificate()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listener = listener
	s.running.Go(s.accept)
	t.Cleanup(s.stop)
	return s
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		s.running.Go(func() { s.serve(conn) })
	}
}

func (s *Server) stop() {
	_ = s.listener.Close()
	s.mu.Lock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.running.Wait()
}

// certificate is one for 127.0.0.1 and *.example.com, and the authority behind.
func certificate() (tls.Certificate, *x509.CertPool) {
	source := httptest.NewTLSServer(nil)
	defer source.Close()
	roots := x509.NewCertPool()
	roots.AddCert(source.Certificate())
	return source.TLS.Certificates[0], roots
}

// Address is where the server listens, as host:port.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Roots are the authorities that vouch for the server as Host.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Reached tells at what the server hangs.
func (s *Server) Reached() <-chan string { return s.reached }

// Received are the mails taken so far.
func (s *Server) Received() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// Heard are the commands so far, with "(tls)" in front where they came encrypted.
func (s *Server) Heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands)
}

// Script changes what is replied to a command from now on; empty for the usual.
func (s *Server) Script(start, reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.script == nil {
		s.script = map[string]string{}
	}
	s.script[start] = reply
}

// scripted is what the script replies to what the client said; empty where it
// says nothing.
func (s *Server) scripted(said string) (reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for start, r := range s.script {
		if strings.HasPrefix(said, start) && r != "" {
			reply = r
		}
	}
	return reply
}
