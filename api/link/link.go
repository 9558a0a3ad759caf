// Package link signs and checks short-lived links, such as the address at which
// one person may fetch one file for the next few minutes.
//
// A link carries no right of its own. All it says, and all a valid signature
// proves, is what this server handed out: to whom, for which purpose, about
// what, and until when. Whoever serves a link must load the person it names and
// check that person's access again, because the access may have ended since, and
// because an address can be forwarded, logged or left in a browser's history.
//
// The token stands in the query, where access logs may record it: log the path
// of such requests and not their query.
package link

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"
)

const (
	// MinSecret is the fewest bytes of a secret that New accepts.
	MinSecret = 32
	// MaxLifetime is the longest lifetime that New accepts: a link is meant to be
	// followed at once.
	MaxLifetime = 24 * time.Hour
	// MaxToken is the most bytes of a token, made or accepted. It keeps addresses
	// within what proxies take, and bounds what is parsed.
	MaxToken = 2048
)

// keyLabel separates the key for links from every other use of the same secret.
// Its number changes with the token's format.
const keyLabel = "tiendo link v1"

// Signer makes and checks links. It is safe for concurrent use, and printing it
// shows no key.
type Signer struct {
	base     *url.URL
	lifetime time.Duration
	now      func() time.Time
	// mac is a function and not a key, so that no way of printing a Signer can
	// come across the key.
	mac func(payload string) string
}

// New makes a Signer whose links begin with base, an absolute http or https
// address that may have a path ("https://tiendo.example.vn/api"), and are good
// for the lifetime, from 1 s to MaxLifetime. The secret has at least MinSecret
// bytes and may serve other purposes too: links get a key of their own from it.
// now is the clock; nil is the system's.
func New(secret []byte, base string, lifetime time.Duration, now func() time.Time) (*Signer, error) {
	if len(secret) < MinSecret {
		return nil, fmt.Errorf("link: secret of %d bytes: expected at least %d", len(secret), MinSecret)
	}
	if lifetime < time.Second || lifetime > MaxLifetime {
		return nil, fmt.Errorf("link: lifetime %v: expected from 1s to %v", lifetime, MaxLifetime)
	}
	parsed, err := url.Parse(base)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http") ||
		parsed.User != nil || parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "" {
		// The address is not repeated: it may hold a password.
		return nil, fmt.Errorf("link: base address: expected https://host/path without user, query or fragment")
	}
	key, err := hkdf.Key(sha256.New, secret, nil, keyLabel, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("link: deriving the key: %w", err)
	}
	if now == nil {
		now = time.Now
	}
	return &Signer{base: parsed, lifetime: lifetime, now: now, mac: func(payload string) string {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(payload))
		return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
	}}, nil
}

// Link is an address to hand out.
type Link struct {
	// URL is the whole address: base, path, "?" and the token.
	URL string
	// ExpiresAt is the first moment at which the link is no longer good, in UTC
	// and whole milliseconds.
	ExpiresAt time.Time
}

// Sign makes a link to a path ("/evidence") below the base. The purpose says what
// the link is for, and Verify accepts it for nothing else; the subject is the
// person it is handed to. Neither may be empty. The claims are any JSON of the
// caller's, readable by whoever has the link; nil is no claims.
func (s *Signer) Sign(purpose, at, subject string, claims any) (Link, error) {
	if !strings.HasPrefix(at, "/") || path.Clean(at) != at || strings.ContainsAny(at, "?#%\\") {
		return Link{}, fmt.Errorf("link: path %q: expected an absolute path such as /evidence", at)
	}
	expires := s.now().Add(s.lifetime).UTC().Truncate(time.Millisecond)
	payload, err := encode(envelope{Purpose: purpose, Subject: subject, Expires: expires.UnixMilli()}, claims)
	if err != nil {
		return Link{}, err
	}
	token := payload + "." + s.mac(payload)
	if len(token) > MaxToken {
		return Link{}, fmt.Errorf("link: token of %d bytes: expected claims for at most %d", len(token), MaxToken)
	}
	to := s.base.JoinPath(at)
	to.RawQuery = token
	return Link{URL: to.String(), ExpiresAt: expires}, nil
}
