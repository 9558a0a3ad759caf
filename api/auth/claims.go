package auth

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/api/config"
)

// claims is what a verified token says.
type claims map[string]any

// text is a claim that is a string, "" for every other. Dots lead into nested
// claims unless there is a claim of just that name: some providers name theirs
// by URLs.
func (c claims) text(path string) string {
	value, ok := c[path]
	if !ok {
		value = map[string]any(c)
		for name := range strings.SplitSeq(path, ".") {
			object, _ := value.(map[string]any)
			value = object[name]
		}
	}
	s, _ := value.(string)
	return s
}

// lastSecond is the end of the year 9999, the last that can be written down.
const lastSecond = 253402300799

// instant is a claim that is a time, given in seconds since 1970; there is false
// where the claim is missing, and ok where it is something else.
func (c claims) instant(name string) (at time.Time, there, ok bool) {
	value := c[name]
	if value == nil {
		return time.Time{}, false, true
	}
	seconds, ok := value.(float64)
	return time.Unix(int64(max(0, min(seconds, lastSecond))), 0), true, ok
}

// checkTimes refuses a token outside its time, which it needs to have an end.
func (c claims) checkTimes(now time.Time, skew time.Duration) (expires time.Time, err error) {
	expires, there, ok := c.instant("exp")
	switch {
	case !ok || !there:
		return expires, invalidToken("The token does not say when it expires.")
	case !now.Before(expires.Add(skew)):
		return expires, invalidToken("The token has expired.")
	}
	begins, there, ok := c.instant("nbf")
	switch {
	case !ok:
		return expires, invalidToken("The token does not say readably when it begins to hold.")
	case there && now.Add(skew).Before(begins):
		return expires, invalidToken("The token does not hold yet.")
	}
	return expires, nil
}

// mostSubject is the longest subject that is kept, in bytes.
const mostSubject = 255

// subject is the identity of somebody whom an issuer calls by a name. No issuer
// has a "#" in it, so that two never run into each other.
func subject(issuer, name string) string { return issuer + "#" + name }

// identity reads who the token is about. A subject is taken as it is or not at
// all: two that differ in anything are two people.
func (c claims) identity(settings config.Auth) (Identity, error) {
	name := c.text(settings.SubjectClaim)
	switch {
	case strings.TrimSpace(name) == "":
		return Identity{}, invalidToken("The token names no subject.")
	case strings.ContainsFunc(name, isNoText) || !norm.NFC.IsNormalString(name):
		return Identity{}, invalidToken("The subject of the token has characters that no subject has.")
	case len(subject(settings.Issuer, name)) > mostSubject:
		return Identity{}, invalidToken("The subject of the token is too long.")
	}
	who := Identity{Subject: subject(settings.Issuer, name), Email: c.email(settings.EmailClaim)}
	for _, candidate := range []string{c.text(settings.NameClaim), who.Email, c.text("preferred_username"), name} {
		if who.Name = shown(candidate); who.Name != "" {
			break
		}
	}
	return who, nil
}

// isNoText finds what cannot be seen, and what stands for bytes that were no
// text: behind either, two subjects could look like one.
func isNoText(r rune) bool { return !unicode.IsGraphic(r) || r == utf8.RuneError }

// email is a claim with one bare address, "" for every other: a line break or a
// second address in it would end in the headers of a mail.
func (c claims) email(path string) string {
	s := c.text(path)
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || len(s) > 254 || strings.ContainsFunc(s, unicode.IsControl) {
		return ""
	}
	return norm.NFC.String(s)
}

// mostName is the longest name that is shown, in bytes.
const mostName = 255

// shown is a name as lists can show it: on one line, in Unicode's normal form C
// and without the invisible characters that make it look like another.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, s)
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	for len(s) > mostName {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimSpace(s)
}
