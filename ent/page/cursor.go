// Package page holds what the generated connections share: the cursor, the
// page size and the errors a client sees when it asks for something else.
package page

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// A Cursor is a position under one order: the key of a row in that order and
// its id, which breaks ties. Column names the order, so that a cursor of one
// order is refused under another instead of pointing somewhere arbitrary.
type Cursor struct {
	ID     uuid.UUID
	Column string
	// Value is the key: nil where the order is that of the ids, else a text, a
	// whole number or a time in microseconds.
	Value any
}

// Under returns the cursor bound to the order by column.
func (c Cursor) Under(column string) Cursor {
	c.Column = column
	return c
}

// The kinds of keys, as cursors name them. A database writes cursors too: the
// id, the column, one of these and the key as text.
const (
	KeyNone = "n" // the order of the ids has no other key
	KeyText = "s"
	KeyInt  = "i"
	KeyTime = "t" // microseconds since 1970
)

// String returns the opaque text form: the bytes of the id and "column:kind",
// then the key, in base64.
func (c Cursor) String() string {
	key := KeyNone
	switch v := c.Value.(type) {
	case nil:
	case string:
		key = KeyText + v
	case int:
		key = KeyInt + strconv.Itoa(v)
	case int64:
		key = KeyInt + strconv.FormatInt(v, 10)
	case time.Time:
		key = KeyTime + strconv.FormatInt(v.UnixMicro(), 10)
	default:
		// Every order column is a text, a number or a time.
		panic(fmt.Sprintf("page: cursor under %s: a key of type %T", c.Column, v))
	}
	return base64.RawURLEncoding.EncodeToString(append(c.ID[:], c.Column+":"+key...))
}

// MarshalGQL writes the opaque text form.
func (c Cursor) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(c.String())) }

// UnmarshalGQL reads the opaque text form. A position has one text: another
// that would mean it too is none.
func (c *Cursor) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return &Error{Code: InvalidCursor, Value: fmt.Sprint(v)}
	}
	var read Cursor
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || !read.decode(raw) || read.Column == "" || read.ID == uuid.Nil || read.String() != s {
		return &Error{Code: InvalidCursor, Value: s}
	}
	*c = read
	return nil
}

// decode reads the bytes of the text form; times come in UTC, whatever the zone
// of the machine: SQLite compares times as texts.
func (c *Cursor) decode(raw []byte) bool {
	if len(raw) < len(c.ID) {
		return false
	}
	copy(c.ID[:], raw)
	column, key, ok := strings.Cut(string(raw[len(c.ID):]), ":")
	if !ok || key == "" {
		return false
	}
	c.Column = column
	text := key[1:]
	switch key[:1] {
	case KeyNone:
		c.Value = nil
		return text == ""
	case KeyText:
		c.Value = text
		return true
	case KeyInt, KeyTime:
		n, err := strconv.ParseInt(text, 10, 64)
		if key[:1] == KeyTime {
			c.Value = time.UnixMicro(n).UTC()
		} else {
			c.Value = n
		}
		return err == nil
	}
	return false
}

// Check returns an error unless every given cursor is one of the order that
// like, any cursor of it, belongs to. A cursor is a client's text: a key that
// is not of the column's type never reaches the database.
func Check(like Cursor, cursors ...*Cursor) error {
	for _, c := range cursors {
		switch {
		case c == nil:
		case c.Column != like.Column:
			return &Error{Code: CursorOrder}
		case !fits(c.Value, like.Value):
			return &Error{Code: InvalidCursor, Value: c.String()}
		}
	}
	return nil
}

// fits says whether a key is of the type of another, and storable on
// every database.
func fits(key, like any) bool {
	switch key := key.(type) {
	case nil:
		return like == nil
	case string:
		_, ok := like.(string)
		return ok && utf8.ValidString(key) && !strings.ContainsRune(key, 0)
	case int64:
		_, ok := like.(int)
		return ok
	case time.Time:
		_, ok := like.(time.Time)
		return ok && key.Year() > 0 && key.Year() < 10000
	}
	return false
}
