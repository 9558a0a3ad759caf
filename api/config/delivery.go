package config

import (
	"net/mail"
	"strings"
	"time"
)

// Mail says how mail leaves the server.
type Mail struct {
	// URL is the mail server: smtp://user@host:port, which turns to TLS before it
	// says anything secret, or smtps://user@host:port. The password has a file of
	// its own, so that the URL can be logged. Default "": no mail is sent.
	URL string
	// PasswordFile is the file with the password of the user in URL. Required
	// with a user. Default "".
	PasswordFile string
	// From is the sender of every mail, "no-reply@example.vn" or with a name
	// before it in "Name <address>". Required with URL.
	From string
}

// Jobs sets the runner of work that may fail and is tried again: mails, calls to
// other systems.
type Jobs struct {
	// MaxAttempts is how often a job is tried before it is given up. Default 10.
	MaxAttempts int
	// Interval is how often the runner looks for work. Default 5 s.
	Interval time.Duration
}

// Reminders sets when an agency that has not submitted is reminded.
type Reminders struct {
	// Before is how long before a window is due the first reminder goes out.
	// Default 72 h.
	Before time.Duration
	// EscalateAfter is how long after a window was due somebody above is told.
	// Default 72 h.
	EscalateAfter time.Duration
}

// Links sets what holds for signed links.
type Links struct {
	// Lifetime is how long a link opens what it was made for. Default 10 min.
	Lifetime time.Duration
}

const wantMailURL = "smtp://user@host:port or smtps://user@host:port, without a password, " +
	"which belongs into the file that mail.passwordFile names"

// validMailURL reports whether the URL names a mail server and no password.
func validMailURL(s string) bool {
	if s == "" {
		return true
	}
	parsed, ok := parseURL(s, "smtp", "smtps")
	if !ok || strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" {
		return false
	}
	if parsed.User == nil {
		return true
	}
	_, hasPassword := parsed.User.Password()
	return !hasPassword && parsed.User.Username() != ""
}

// user reports whether the mail server wants to know who is sending.
func (m Mail) user() bool {
	parsed, ok := parseURL(m.URL, "smtp", "smtps")
	return ok && parsed.User != nil
}

// validSender accepts one address. A line break in it would let its writer add
// headers to every mail.
func validSender(s string) bool {
	_, err := mail.ParseAddress(s)
	return s == "" || err == nil && validLine(s)
}
