package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// parseURL takes a URL with a host and one of the schemes apart; ok is false for
// everything else.
func parseURL(s string, schemes ...string) (parsed *url.URL, ok bool) {
	parsed, err := url.Parse(s)
	if err != nil || !slices.Contains(schemes, parsed.Scheme) || parsed.Hostname() == "" {
		return nil, false
	}
	if strings.Contains(s, "#") || strings.HasSuffix(parsed.Host, ":") {
		return nil, false
	}
	if port := parsed.Port(); port != "" {
		n, err := strconv.Atoi(port)
		return parsed, err == nil && n > 0 && n <= 65535
	}
	return parsed, true
}

const wantIssuer = "an https URL without a query, or http on a loopback address"

// validIssuer keeps to what OpenID Connect Discovery allows, and to http where
// nobody else can listen or answer.
func validIssuer(s string) bool {
	if s == "" {
		return true
	}
	parsed, ok := parseURL(s, "https", "http")
	return ok && parsed.User == nil && !strings.Contains(s, "?") &&
		(parsed.Scheme == "https" || isLoopback(parsed.Hostname()))
}

const wantPublicURL = "an http or https URL such as https://tiendo.example.vn, with a path where a proxy serves it below one"

func validPublicURL(s string) bool {
	if s == "" {
		return true
	}
	parsed, ok := parseURL(s, "https", "http")
	return ok && parsed.User == nil && !strings.Contains(s, "?")
}

// isLoopback reports whether a host is this machine and nobody else's.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// listensOnLoopback reports whether only this machine reaches an address. An
// address without a host is every address there is.
func listensOnLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && isLoopback(host)
}

// shownURL is what a fault shows of a refused URL: all of it where nothing in it
// can be a secret, else the scheme at most.
func shownURL(s string) string {
	if !strings.ContainsAny(s, "@?") {
		return s
	}
	scheme, rest, isURL := strings.Cut(s, "://")
	if !isURL {
		return hidden
	}
	if parsed, err := url.Parse(s); err == nil && parsed.RawQuery == "" && !misplacedAt(rest) {
		if _, hasPassword := parsed.User.Password(); !hasPassword {
			return s
		}
	}
	return scheme + "://" + hidden
}

// validLine accepts text that stays on its line.
func validLine(s string) bool { return !strings.ContainsFunc(s, unicode.IsControl) }
