package plan

import (
	"fmt"
	"strings"
)

// Kind is what a load does with a row.
type Kind string

// The kinds of change.
const (
	// Add writes a row that the database lacks.
	Add Kind = "add"
	// Update changes descriptive fields in place, or adds edges.
	Update Kind = "update"
	// Supersede adds a version of a row and ends the one in force. Targets and
	// figures are never changed in any other way.
	Supersede Kind = "supersede"
	// Keep leaves a row, or an edge, that the bundle does not have: a load never
	// deletes.
	Keep Kind = "keep"
)

// Change is one difference between a bundle and the database.
type Change struct {
	Kind Kind `json:"kind"`
	// Entity is the type of the row, for example "Agency".
	Entity string `json:"entity"`
	// Label is the natural key of the row, for readers.
	Label string `json:"label"`
	// Fields says what differs; it is empty for Add and Keep.
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is a field before and after. Values are nil, text, a whole
// number, a boolean or a list of texts; references are the codes of the rows.
type FieldChange struct {
	Name   string `json:"name"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// String is one line, the same for the same change:
//
//	update Agency bo-ca: name "Bộ A" -> "Bộ B", parent null -> "chinh-phu"
func (c Change) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", c.Kind, c.Entity, c.Label)
	for i, f := range c.Fields {
		b.WriteString([]string{": ", ", "}[min(i, 1)])
		fmt.Fprintf(&b, "%s %s -> %s", f.Name, literal(f.Before), literal(f.After))
	}
	return b.String()
}

// literal is a value as JSON writes it.
func literal(v any) string {
	text, err := toJSON(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
