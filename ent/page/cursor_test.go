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

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/page"
)

var id = uuid.MustParse("0190a3c0-1234-7000-8000-000000000001")

// likes are cursors of columns of every type that an order has.
var likes = []any{nil, "", 0, time.Time{}}

// raw is a cursor's text with anything behind the id.
func raw(tail string) string { return base64.StdEncoding.EncodeToString(append(id[:], tail...)) }

// What is read as a cursor is a position with a row and an order, has no other
// text, and passes for one order at most, with a key that databases can hold.
func FuzzCursor(f *testing.F) {
	const at, most = "\x00\x02\xbb\x89\x8d\x10\x3f\xff", "\x7f\xff\xff\xff\xff\xff\xff\xff"
	for _, tail := range []string{
		"n..", "s..3.5", "s..", "s..'; --", "s..\n", "s..\x00", "s..\xff", "i.." + at, "i.." + most, "i..\x80\x00\x00\x00\x00\x00\x00\x00", "t.." + at, "t.." + most,
		"i..", "t..", "i.." + at[1:], "t.." + at + "\x00", "n..\x00", "q..", "n.", "n", "",
	} {
		f.Add(raw(tail))
	}
	f.Add("")
	f.Add(raw("n..") + "\n")
	f.Add(raw("n..")[:26])
	f.Add(raw("n..") + "=")
	f.Add(strings.Replace(raw("n.."), "Lg==", "Lh==", 1))
	f.Add(raw("n..")[:20])
	f.Add(base64.StdEncoding.EncodeToString(append(make([]byte, 16), "n.."...)))
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
		assert.GreaterOrEqual(t, base64.StdEncoding.DecodedLen(len(text)), len(c.ID)+len("n.."))
		assert.NotEqual(t, uuid.Nil, c.ID)
		passed := 0
		for _, like := range likes {
			if page.Check(page.Cursor{Order: c.Order, Value: like}, &c) == nil {
				passed++
			}
			assert.Error(t, page.Check(page.Cursor{Order: page.Order{c.Order[0], ^c.Order[1]}, Value: like}, &c), "a cursor of another order")
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

// An order's name is short: a type must not have two columns of one name.
func TestNoTypeHasTwoOrdersOfOneName(t *testing.T) {
	for name, of := range db.Relations {
		orders := map[page.Order]string{}
		for column := range of.Kinds {
			order := page.OrderBy(column)
			assert.Empty(t, orders[order], "%s.%s: rename one of the two, or lengthen page.Order", name, column)
			orders[order] = column
		}
		require.NotEmpty(t, orders, name)
	}
}

// What is written is read as what it was, to the microsecond.
func FuzzWrittenCursor(f *testing.F) {
	f.Add(id[:], "code_key", "3.5.10", int64(2023))
	f.Add(id[:], "name_key", "đ:'\"\\", int64(-1))
	f.Add([]byte{1}, "at", "\x00\xff", int64(1<<62))
	f.Fuzz(func(t *testing.T, key []byte, column, text string, number int64) {
		var at uuid.UUID
		copy(at[:], key)
		if at == uuid.Nil {
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
