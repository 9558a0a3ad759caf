package link

import (
	"bytes"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrInvalid is the answer to everything that this server did not hand out for
// the purpose asked about: a forged or damaged token, one of another purpose, of
// another secret, or with claims of another shape. It does not say which, because
// only somebody who tries tokens out could use that.
var ErrInvalid = errors.New("link: not a valid link")

// ExpiredError is the answer to a genuine link that came too late.
type ExpiredError struct {
	// At is when the link ended, in UTC.
	At time.Time
}

func (e *ExpiredError) Error() string { return "link: expired at " + e.At.Format(time.RFC3339) }

// Grant is what a valid link says beside its claims.
type Grant struct {
	// Subject is the person the link was handed to, whose access is to be checked
	// again before anything is served.
	Subject string
	// ExpiresAt is when the link ends, in UTC.
	ExpiresAt time.Time
}

// Verify checks a token, which is the whole query of a link's address
// (http.Request.URL.RawQuery), and decodes its claims into the given pointer; nil
// where there are none to read. The error is ErrInvalid, or *ExpiredError for a
// genuine token of this purpose whose time is up; the claims are not touched then.
func (s *Signer) Verify(purpose, token string, claims any) (Grant, error) {
	if len(token) > MaxToken {
		return Grant{}, ErrInvalid
	}
	payload, sum, _ := strings.Cut(token, ".")
	// The encoded forms are compared, and nothing is decoded before: base64 has
	// several spellings of the same bytes, a link has one.
	if !hmac.Equal([]byte(s.mac(payload)), []byte(sum)) {
		return Grant{}, ErrInvalid
	}
	e, err := decode(payload)
	if err != nil || e.Purpose != purpose {
		return Grant{}, ErrInvalid
	}
	expires := time.UnixMilli(e.Expires).UTC()
	if !s.now().Before(expires) {
		return Grant{}, &ExpiredError{At: expires}
	}
	if claims != nil && strict(e.Claims, claims) != nil {
		return Grant{}, ErrInvalid
	}
	return Grant{Subject: e.Subject, ExpiresAt: expires}, nil
}

// envelope is what is signed. The keys are short because addresses are.
type envelope struct {
	Purpose string          `json:"p"`
	Subject string          `json:"s"`
	Expires int64           `json:"e"` // milliseconds since 1970
	Claims  json.RawMessage `json:"c"`
}

func encode(e envelope, claims any) (string, error) {
	switch {
	case e.Purpose == "" || !utf8.ValidString(e.Purpose):
		return "", errors.New("link: purpose: expected a text that is not empty")
	case e.Subject == "" || !utf8.ValidString(e.Subject):
		// encoding/json would replace what is not UTF-8, and name somebody else.
		return "", errors.New("link: subject: expected a text that is not empty")
	}
	var err error
	if e.Claims, err = json.Marshal(claims); err != nil {
		return "", fmt.Errorf("link: claims: %w", err)
	}
	text, err := json.Marshal(e)
	if err != nil {
		return "", fmt.Errorf("link: claims: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(text), nil
}

func decode(payload string) (envelope, error) {
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return envelope{}, err
	}
	var e envelope
	return e, strict(text, &e)
}

// strict refuses fields it does not know: during an upgrade a newer server may
// have put a restriction into the claims that an older one would overlook.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("link: more than one value")
	}
	return nil
}
