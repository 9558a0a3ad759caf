package deliver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"
)

const (
	// maxRecipients is what every server takes in one go (RFC 5321, 4.5.3.1.8).
	maxRecipients = 100
	// maxSubject keeps the header well below what servers take, in characters.
	maxSubject = 500
)

// Message is one mail. It goes to all recipients or, where the server refuses
// one of them, to none; they see each other's addresses.
type Message struct {
	// To are 1 to 100 recipients, with names or without.
	To []mail.Address
	// Subject is one line of at most 500 characters.
	Subject string
	// Text is the message as plain text.
	Text string
	// HTML is the same for programs that show it; empty for none.
	HTML string
	// Key tells this message from every other, and is the same in each try to
	// send it. The Message-ID is derived from it.
	Key string
}

// check reports every fault of the message at once.
func (m Message) check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if len(m.To) == 0 || len(m.To) > maxRecipients {
		fault("to: expected 1 to %d recipients, got %d", maxRecipients, len(m.To))
	}
	for _, to := range m.To {
		if err := checkAddress("to", to); err != nil {
			faults = append(faults, err)
		}
	}
	if m.Subject == "" || !printable(m.Subject) || utf8.RuneCountInString(m.Subject) > maxSubject {
		fault("subject %q: expected one line of 1 to %d characters", shorten(m.Subject, 80), maxSubject)
	}
	if m.Text == "" || !utf8.ValidString(m.Text) {
		fault("text: expected some, in UTF-8")
	}
	if !utf8.ValidString(m.HTML) {
		fault("html: expected UTF-8")
	}
	if m.Key == "" {
		fault("key: expected one, so that a repeat is recognised")
	}
	return errors.Join(faults...)
}

// compose writes the message as it goes over the wire.
func (m *Mailer) compose(message Message) ([]byte, error) {
	if err := message.check(); err != nil {
		return nil, err
	}
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	letter.FromMailAddress(&m.from)
	for i := range message.To {
		letter.AddToMailAddress(&message.To[i])
	}
	letter.Subject(message.Subject)
	letter.SetMessageIDWithValue(messageID(message.Key, m.from.Address))
	letter.SetDate()
	// Keeps absence notices from answering (RFC 3834).
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, message.Text)
	if message.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	}
	var b bytes.Buffer
	if _, err := letter.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// messageID is the same for the same key. Hashed, because keys are made for
// databases and may hold what an address may not.
func messageID(key, from string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16]) + from[strings.LastIndexByte(from, '@'):]
}
