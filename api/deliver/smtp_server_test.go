package deliver_test

import (
	"crypto/x509"
	"testing"

	"github.com/tiendo-vn/tiendo/api/deliver/smtptest"
)

// Short names of what tests say often.
const (
	hang, drop        = smtptest.Hang, smtptest.Drop
	greeting, content = smtptest.Greeting, smtptest.Content

	mailHost, mailUser, mailPassword = smtptest.Host, smtptest.User, smtptest.Password
)

// smtpServer is a mail server that is described first and started then.
type smtpServer struct {
	implicit, noStartTLS bool
	mechanisms           string
	script               map[string]string

	server *smtptest.Server
	roots  *x509.CertPool
}

func (s *smtpServer) start(t *testing.T) *smtpServer {
	t.Helper()
	s.server = smtptest.Start(t, smtptest.Settings{
		Implicit: s.implicit, NoStartTLS: s.noStartTLS, Mechanisms: s.mechanisms, Script: s.script,
	})
	s.roots = s.server.Roots()
	return s
}

func (s *smtpServer) address() string             { return s.server.Address() }
func (s *smtpServer) received() []smtptest.Letter { return s.server.Received() }
func (s *smtpServer) heard() []string             { return s.server.Heard() }
func (s *smtpServer) reached() <-chan string      { return s.server.Reached() }
