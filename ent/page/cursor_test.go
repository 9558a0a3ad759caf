package page_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/ent/page"
)

var id = uuid.MustParse("0190a3c0-1234-7000-8000-000000000001")

// likes are cursors of columns of every type that an order has.
var likes = []any{nil, "", 0, time.Time{}}

// raw is a cursor's text with anything behind the id.
func raw(tail string) string { return base64.RawURLEncoding.EncodeToString(append(id[:], tail...)) }

// What is read as a cursor is a position with a row and a column, has no other
// text, and passes for one order at most, with a key that databases can hold.
func FuzzCursor(f *testing.F) {
	for _, tail := range []string{
		"id:n", "code_key:s3.5", "code_key:s", "code_key:s'; --", "a:sb:c", "year:i2023", "year:i-1", "year:i007", "year:i+7", "year:i", "at:t1680393599999999",
		"at:t-9223372036854775808", "at:t9223372036854775807", "at:t9223372036854775808", "name_key:s\x00", "name_key:s\xff", ":n", "id:nx", "id:", "id", "id:q", "",
	} {
		f.Add(raw(tail))
	}
	f.Add("")
	f.Add(raw("id:n") + "\n")
	f.Add(raw("id:n") + "=")
	f.Add(raw("id:n")[:20])
	f.Add(base64.RawURLEncoding.EncodeToString(append(make([]byte, 16), "id:n"...)))
	f.Fuzz(func(t *testing.T, text string) {
		var c page.Cursor
		if err := c.UnmarshalGQL(text); err != nil {
			assert.Zero(t, c, "nothing is half-read")
			var fault *page.Error
			require.True(t, errors.As(err, &fault))
			assert.Equal(t, page.Error{Code: page.InvalidCursor, Value: text}, *fault)
			return
		}
		assert.Equal(t, text, c.String(), "what is decoded encodes back")
		assert.GreaterOrEqual(t, base64.RawURLEncoding.DecodedLen(len(text)), len(c.ID)+len("x:n"))
		assert.NotEqual(t, uuid.Nil, c.ID)
		assert.NotEmpty(t, c.Column)
		passed := 0
		for _, like := range likes {
			if page.Check(page.Cursor{Column: c.Column, Value: like}, &c) == nil {
				passed++
			}
			assert.Error(t, page.Check(page.Cursor{Column: c.Column + "x", Value: like}, &c), "a cursor of another order")
		}
		assert.LessOrEqual(t, passed, 1)
		switch key := c.Value.(type) {
		case string:
			assert.Equal(t, utf8.ValidString(key) && !strings.Contains(key, "\x00"), passed == 1)
		case time.Time:
			assert.Equal(t, time.UTC, key.Location())
			assert.Equal(t, key.Year() > 0 && key.Year() < 10000, passed == 1)
		default:
			assert.Equal(t, 1, passed)
		}
	})
}

// What is written is read as what it was, to the microsecond.
func FuzzWrittenCursor(f *testing.F) {
	f.Add(id[:], "code_key", "3.5.10", int64(2023))
	f.Add(id[:], "name_key", "đ:'\"\\", int64(-1))
	f.Add([]byte{1}, "at", "\x00\xff", int64(1<<62))
	f.Fuzz(func(t *testing.T, key []byte, column, text string, number int64) {
		var at uuid.UUID
		copy(at[:], key)
		if at == uuid.Nil || column == "" || strings.Contains(column, ":") {
			return
		}
		for _, value := range []any{nil, text, number, time.UnixMicro(number).UTC()} {
			c := page.Cursor{ID: at, Value: value}.Under(column)
			var b strings.Builder
			c.MarshalGQL(&b)
			var again page.Cursor
			require.NoError(t, again.UnmarshalGQL(strings.Trim(b.String(), `"`)))
			assert.Equal(t, c, again)
		}
	})
}
