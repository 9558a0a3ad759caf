// Package page holds what the generated connections share: the cursor, the
// page size and the errors a client sees when it asks for something else.
package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// A Cursor is a position under one order: the key of a row in that order and
// its id, which breaks ties. Order names the order, so that a cursor of one
// order is refused under another instead of pointing somewhere arbitrary.
type Cursor struct {
	ID    uuid.UUID
	Order Order
	// Value is the key: nil where the order is that of the ids, else a text, a
	// whole number or a time in microseconds.
	Value any
}

// An Order is an order as its cursors name it: by two bytes of the digest of its
// column's name, which no other order of a type has.
type Order [2]byte

// OrderBy returns the order by a column.
func OrderBy(column string) Order {
	digest := sha256.Sum256([]byte(column))
	return Order(digest[:2])
}

// Under returns the cursor bound to the order by column.
func (c Cursor) Under(column string) Cursor {
	c.Order = OrderBy(column)
	return c
}

// The kinds of keys, as cursors name them. A database writes cursors too: the
// id, one of these, the order, and the key as PostgreSQL sends it.
const (
	KeyNone = 'n' // the order of the ids has no other key
	KeyText = 's' // UTF-8
	KeyInt  = 'i' // eight bytes, the highest first
	KeyTime = 't' // microseconds since 2000, as an int
)

// epoch is where PostgreSQL counts time from, in microseconds since 1970.
const epoch = 946_684_800_000_000

// encoding is what an answer has cursors in: how databases write base64.
var encoding = base64.StdEncoding.Strict()

// String returns the opaque text form.
func (c Cursor) String() string {
	kind, key := byte(KeyNone), []byte(nil)
	number := func(of byte, n int64) { kind, key = of, binary.BigEndian.AppendUint64(nil, uint64(n)) }
	switch v := c.Value.(type) {
	case nil:
	case string:
		kind, key = KeyText, []byte(v)
	case int:
		number(KeyInt, int64(v))
	case int64:
		number(KeyInt, v)
	case time.Time:
		number(KeyTime, v.UnixMicro()-epoch)
	default:
		// Every order column is a text, a number or a time.
		panic(fmt.Sprintf("page: a cursor with a key of type %T", c.Value))
	}
	return encoding.EncodeToString(slices.Concat(c.ID[:], []byte{kind}, c.Order[:], key))
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
	raw, err := encoding.DecodeString(s)
	if err != nil || !read.decode(raw) || read.ID == uuid.Nil || read.String() != s {
		return &Error{Code: InvalidCursor, Value: s}
	}
	*c = read
	return nil
}

// decode reads the bytes of the text form; times come in UTC, whatever the zone
// of the machine: SQLite compares times as texts.
func (c *Cursor) decode(raw []byte) bool {
	head := len(c.ID) + 1 + len(c.Order)
	if len(raw) < head {
		return false
	}
	kind, key := raw[len(c.ID)], raw[head:]
	c.ID, c.Order = uuid.UUID(raw[:len(c.ID)]), Order(raw[len(c.ID)+1:head])
	switch {
	case kind == KeyNone:
		return len(key) == 0
	case kind == KeyText:
		c.Value = string(key)
		return true
	case len(key) != 8:
		return false
	}
	n := int64(binary.BigEndian.Uint64(key))
	switch kind {
	case KeyInt:
		c.Value = n
		return true
	case KeyTime:
		c.Value = time.UnixMicro(n + epoch).UTC()
		return true
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
		case c.Order != like.Order:
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
