// Package page holds what the generated connections share: the cursor, the
// page size and the errors a client sees when it asks for something else.
package page

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/vmihailenco/msgpack/v5"
)

// A Cursor is a position under one order: the key of a row in that order and
// its id, which breaks ties. Column names the order, so that a cursor of one
// order is refused under another instead of pointing somewhere arbitrary.
type Cursor struct {
	ID     uuid.UUID `msgpack:"i"`
	Column string    `msgpack:"c"`
	Value  any       `msgpack:"v"` // not omitempty: 0 is a key
}

// Under returns the cursor bound to the order by column.
func (c Cursor) Under(column string) Cursor {
	c.Column = column
	return c
}

// String returns the opaque text form.
func (c Cursor) String() string {
	raw, err := msgpack.Marshal(&c)
	if err != nil {
		// Every order column is a text, a number or a time, all of which encode.
		panic(fmt.Sprintf("page: cursor under %s: %v", c.Column, err))
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// MarshalGQL writes the opaque text form.
func (c Cursor) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(c.String())) }

// UnmarshalGQL reads the opaque text form.
func (c *Cursor) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return &Error{Code: InvalidCursor, Value: fmt.Sprint(v)}
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || c.decode(raw) != nil || c.Column == "" || c.ID == uuid.Nil {
		return &Error{Code: InvalidCursor, Value: s}
	}
	return nil
}

// decode reads numbers as int64 and times in UTC, whatever the zone of the
// machine: SQLite compares times as texts.
func (c *Cursor) decode(raw []byte) error {
	d := msgpack.NewDecoder(bytes.NewReader(raw))
	d.UseLooseInterfaceDecoding(true)
	if err := d.Decode(c); err != nil {
		return err
	}
	switch v := c.Value.(type) {
	case time.Time:
		c.Value = v.UTC()
	case uint64:
		c.Value = int64(v) // one beyond int64 is no key of ours: any place will do
	}
	return nil
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
