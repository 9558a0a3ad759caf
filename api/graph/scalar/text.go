package scalar

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalString writes a text, as PostgreSQL's to_json does: an answer is the
// same whoever wrote it.
func MarshalString(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		io.WriteString(w, `"`)
		start := 0
		for n := range len(s) {
			escaped := escape(s[n])
			if escaped == "" {
				continue
			}
			io.WriteString(w, s[start:n])
			io.WriteString(w, escaped)
			start = n + 1
		}
		io.WriteString(w, s[start:])
		io.WriteString(w, `"`)
	})
}

// escape returns what stands for a byte in a text of JSON; nothing where it
// stands for itself.
func escape(c byte) string {
	switch c {
	case '"':
		return `\"`
	case '\\':
		return `\\`
	case '\b':
		return `\b`
	case '\f':
		return `\f`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	if c < 0x20 {
		return fmt.Sprintf(`\u%04x`, c)
	}
	return ""
}

// UnmarshalString reads a text. NUL and broken UTF-8 are refused here:
// PostgreSQL takes neither, SQLite takes both.
func UnmarshalString(v any) (string, error) {
	s, err := graphql.UnmarshalString(v)
	if err != nil || strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
		return "", &Error{Value: fmt.Sprint(v), Expected: "a text in UTF-8 without NUL"}
	}
	return s, nil
}

// MarshalTime writes a point in time as RFC 3339.
func MarshalTime(t time.Time) graphql.Marshaler { return graphql.MarshalTime(t) }

// UnmarshalTime reads RFC 3339, in whatever zone, as UTC in microseconds:
// SQLite compares times as texts, PostgreSQL rounds what is finer.
func UnmarshalTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, &Error{Value: fmt.Sprint(v), Expected: "a time such as 2023-04-02T23:59:59+07:00"}
	}
	return t.UTC().Truncate(time.Microsecond), nil
}
