package deliver

import (
	"errors"
	"slices"

	"github.com/wneessen/go-mail/smtp"
)

var errNoSignIn = errors.New("the server offers none of PLAIN and LOGIN")

// signIn proves who we are by the first mechanism that the server offers. Only
// mechanisms that hand the password over are here: the connection is encrypted
// or does not leave the machine, and every server knows one of them.
type signIn struct {
	server   mailServer
	password Secret
	started  bool
	smtp.Auth
}

// Start picks the mechanism. Both refuse to begin on a connection in plain, the
// loopback apart.
func (s *signIn) Start(info *smtp.ServerInfo) (string, []byte, error) {
	s.started = true
	switch {
	case slices.Contains(info.Auth, "PLAIN"):
		s.Auth = smtp.PlainAuth("", s.server.user, string(s.password), s.server.host, s.server.loopback)
	case slices.Contains(info.Auth, "LOGIN"):
		s.Auth = smtp.LoginAuth(s.server.user, string(s.password), s.server.host, s.server.loopback)
	default:
		return "", nil, errNoSignIn
	}
	return s.Auth.Start(info)
}
