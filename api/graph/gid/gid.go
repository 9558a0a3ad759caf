// Package gid is the global id of the graph: which type and which row, in an
// opaque text. The row's part is a UUIDv7, so ids cannot be counted or
// guessed.
package gid

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"
)

// types are the tags of the types. A tag is in clients' hands for ever: types
// are added, never renumbered.
var types = map[string]byte{
	"Agency": 1, "AgencySuccession": 2, "LegalDocument": 3, "Plan": 4,
	"Indicator": 5, "Target": 6, "Task": 7, "Assignment": 8, "ReportingWindow": 9,
	"Submission": 10, "Figure": 11, "Narrative": 12, "Person": 13,
	"Review": 14, "Waiver": 15, "Evidence": 16, "WindowChange": 17, "RoleGrant": 18,
	"Delegation": 19, "MachineToken": 20, "Event": 21, "Job": 22, "Webhook": 23,
}

var names = func() map[byte]string {
	m := make(map[byte]string, len(types))
	for name, tag := range types {
		m[tag] = name
	}
	return m
}()

// ID is a global id.
type ID struct {
	Type string
	Key  uuid.UUID
}

// Of returns the global id of a row of the type, which must be one of the
// graph's.
func Of(typ string, key uuid.UUID) ID {
	if types[typ] == 0 {
		panic("gid: no tag for type " + typ)
	}
	return ID{Type: typ, Key: key}
}

// Tag returns the byte with which the ids of a type begin; zero where it has none.
func Tag(typ string) byte { return types[typ] }

// String returns the opaque text.
func (id ID) String() string {
	return base64.RawURLEncoding.EncodeToString(append([]byte{types[id.Type]}, id.Key[:]...))
}

// Error is a text that is no global id.
type Error struct{ Value string }

// Error says so.
func (e *Error) Error() string { return fmt.Sprintf("%q is not a global id", e.Value) }

// Parse reads the opaque text.
func Parse(text string) (ID, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != 17 || names[raw[0]] == "" || len(text) != base64.RawURLEncoding.EncodedLen(17) {
		return ID{}, &Error{Value: text}
	}
	return ID{Type: names[raw[0]], Key: uuid.UUID(raw[1:])}, nil
}

// MarshalGQL writes the opaque text.
func (id ID) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(id.String())) }

// UnmarshalGQL reads the opaque text.
func (id *ID) UnmarshalGQL(v any) (err error) {
	text, ok := v.(string)
	if !ok {
		return &Error{Value: fmt.Sprint(v)}
	}
	*id, err = Parse(text)
	return err
}
