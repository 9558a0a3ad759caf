package config

import (
	"log/slog"
	"net/url"
	"strings"
)

// DatabaseURL is a database's URL, or the path of an SQLite file. It can hold a
// password, so every way of printing it (fmt, slog, JSON) hides that; convert it
// with string() for the driver alone.
type DatabaseURL string

// hidden stands for what must not be shown.
const hidden = "xxxxx"

// String is the URL without its secrets. Of a URL that cannot be taken apart
// only the scheme is shown: where the password ends is anybody's guess.
func (u DatabaseURL) String() string {
	scheme, rest, isURL := strings.Cut(string(u), "://")
	switch {
	case !isURL && strings.Contains(string(u), "="):
		return hidden // a "host=… password=…" string
	case !isURL:
		return string(u)
	}
	parsed, err := url.Parse(string(u))
	if err != nil || misplacedAt(rest) {
		return scheme + "://" + hidden
	}
	if _, ok := parsed.User.Password(); ok {
		parsed.User = url.UserPassword(parsed.User.Username(), hidden)
	}
	query := parsed.Query()
	for key := range query {
		if strings.Contains(strings.ToLower(key), "pass") {
			query.Set(key, hidden)
			parsed.RawQuery = query.Encode()
		}
	}
	return parsed.String()
}

// GoString keeps %#v from showing the password.
func (u DatabaseURL) GoString() string { return "config.DatabaseURL(" + u.String() + ")" }

// MarshalText keeps encoders (JSON, YAML) from showing the password.
func (u DatabaseURL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// LogValue keeps slog from showing the password.
func (u DatabaseURL) LogValue() slog.Value { return slog.StringValue(u.String()) }

// misplacedAt reports an "@" behind the authority, the mark of a password with
// an unescaped "/", "?" or "#": such a URL parses, with part of the password
// taken for a host or a path.
func misplacedAt(rest string) bool {
	end := strings.IndexAny(rest, "/?#")
	return end >= 0 && strings.Contains(rest[end:], "@")
}

// wantDatabaseURL is what a fault says was expected.
const wantDatabaseURL = "postgres://user:password@host:5432/name with the password percent-encoded, " +
	"sqlite:///path/to/file, a file's path, or nothing for the embedded database"

// validDatabaseURL reports whether the server knows what to do with the URL. It
// opens nothing.
func validDatabaseURL(s string) bool {
	scheme, rest, isURL := strings.Cut(s, "://")
	if !isURL {
		// A path; "host=… dbname=…" is libpq's other notation, which would
		// otherwise become an odd file name.
		return !strings.ContainsAny(s, "=\x00\n")
	}
	switch scheme {
	case "sqlite":
		return rest != "" && !strings.ContainsAny(rest, "\x00\n")
	case "postgres", "postgresql":
		parsed, err := url.Parse(s)
		if err != nil || misplacedAt(rest) {
			return false
		}
		// "postgres:///name?host=/run/postgresql" is a socket.
		return parsed.Host != "" || parsed.Query().Get("host") != ""
	}
	return false
}
