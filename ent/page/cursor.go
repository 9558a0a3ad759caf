// Package page holds what the generated connections share: the cursor, the
// page size and the errors a client sees when it asks for something else.
package page

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"
	"github.com/vmihailenco/msgpack/v5"
)

// A Cursor is a position under one order: the key of a row in that order and
// its id, which breaks ties. Column names the order, so that a cursor of one
// order is refused under another instead of pointing somewhere arbitrary.
type Cursor struct {
	ID     uuid.UUID `msgpack:"i"`
	Column string    `msgpack:"c"`
	Value  any       `msgpack:"v,omitempty"`
}

// Under returns the cursor bound to the order by column.
func (c Cursor) Under(column string) Cursor {
	c.Column = column
	return c
}

// MarshalGQL writes the opaque text form.
func (c Cursor) MarshalGQL(w io.Writer) {
	raw, err := msgpack.Marshal(&c)
	if err != nil {
		// Every order column is a text, a number or a time, all of which encode.
		panic(fmt.Sprintf("page: cursor under %s: %v", c.Column, err))
	}
	io.WriteString(w, strconv.Quote(base64.RawURLEncoding.EncodeToString(raw)))
}

// UnmarshalGQL reads the opaque text form.
func (c *Cursor) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return &Error{Code: InvalidCursor, Value: fmt.Sprint(v)}
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || msgpack.Unmarshal(raw, c) != nil || c.Column == "" || c.ID == uuid.Nil {
		return &Error{Code: InvalidCursor, Value: s}
	}
	return nil
}

// Check returns an error unless every given cursor belongs to the order by
// column.
func Check(column string, cursors ...*Cursor) error {
	for _, c := range cursors {
		if c != nil && c.Column != column {
			return &Error{Code: CursorOrder}
		}
	}
	return nil
}
