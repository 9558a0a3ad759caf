package deliver

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// The ports that a URL without one means.
const (
	portSubmission = "587"
	portImplicit   = "465"
)

// MailSettings say through which server mail goes, and in whose name.
type MailSettings struct {
	// URL is smtp://user@host:port or smtps://user@host:port, the user
	// percent-encoded; without a user nobody signs in. The port is 587 for smtp
	// and 465 for smtps where none is given. smtp turns TLS on by STARTTLS and
	// sends nothing without it, unless the host is this machine: what goes over
	// the loopback goes in plain. smtps speaks TLS from the first byte.
	URL string
	// Password is the user's. It is never part of the URL.
	Password Secret
	// From is the sender, "Tiến Độ <tiendo@example.vn>" or the bare address.
	From string
	// Roots are the authorities that vouch for the server; nil for the system's.
	Roots *x509.CertPool
}

// mailServer is what MailSettings.URL says.
type mailServer struct {
	host, address string // the name alone, and with its port
	user          string
	implicit      bool // TLS from the first byte
	loopback      bool
}

// server reads the URL. No fault repeats any of it: with a slip of the pen any
// part of a URL can be a part of a password.
func (s MailSettings) server() (mailServer, error) {
	parsed, err := url.Parse(s.URL)
	if err != nil {
		return mailServer{}, errors.New("mail.url: expected smtp://user@host:port or smtps://user@host:port, the user percent-encoded")
	}
	server := mailServer{host: parsed.Hostname(), user: parsed.User.Username()}
	var faults []error
	fault := func(text string) { faults = append(faults, errors.New("mail.url: "+text)) }
	port := portSubmission
	switch parsed.Scheme {
	case "smtp":
	case "smtps":
		server.implicit, port = true, portImplicit
	default:
		fault("expected the scheme smtp or smtps")
	}
	if given := parsed.Port(); given != "" {
		port = given
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		fault("expected a port from 1 to 65535")
	}
	if server.host == "" {
		fault("expected a host")
	}
	if _, given := parsed.User.Password(); given {
		fault("expected no password: it goes into mail.passwordFile")
	}
	if strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.Fragment != "" {
		fault("expected nothing behind host and port")
	}
	if !printable(server.user) {
		fault("expected a user without control characters")
	}
	switch {
	case server.user == "" && s.Password != "":
		fault("expected a user, since there is a password")
	case server.user != "" && s.Password == "":
		fault("expected no user, since there is no password")
	}
	if !printable(string(s.Password)) {
		faults = append(faults, errors.New("mail.passwordFile: expected one line without control characters"))
	}
	server.address = net.JoinHostPort(server.host, port)
	server.loopback = loopbackHost(server.host)
	return server, errors.Join(faults...)
}

// loopbackHost goes by the name alone: what a name resolves to is for whoever
// runs the name server to say, and they could switch TLS off with it.
func loopbackHost(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.IsLoopback()
	}
	return strings.EqualFold(host, "localhost")
}

// checkAddress refuses what is not exactly one ordinary address. Only ASCII: of
// the servers on the way to a mailbox the last one may not know anything else.
func checkAddress(field string, a mail.Address) error {
	parsed, err := mail.ParseAddress(a.Address)
	if !printable(a.Address) || err != nil || parsed.Address != a.Address || !ascii(a.Address) || len(a.Address) > 254 {
		return fmt.Errorf("%s %q: expected one address like lan@example.vn, of ASCII characters", field, shorten(a.Address, 80))
	}
	if !printable(a.Name) {
		return fmt.Errorf("%s name %q: expected one line without control characters", field, shorten(a.Name, 80))
	}
	return nil
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
