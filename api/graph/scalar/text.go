package scalar

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalString writes a text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

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
