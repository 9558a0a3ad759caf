package plan

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

// record is one row, as the bundle wants it or as the database has it. Both
// sides are built by the same function of each entity, so that they can be
// compared field by field.
type record struct {
	// key is the natural key: parts joined by sep.
	key string
	id  uuid.UUID
	// cell is a wider key than key, where a change may alter a part of the key.
	cell string
	// version is the revision of a row in the database.
	version int
	// fields are compared and written. Names are those of ent; a value is nil or
	// of exactly the type that ent's mutations take.
	fields []field
	// initial fields are written once and never compared.
	initial []field
	// links are many-to-many edges.
	links []link
}

type field struct {
	name  string
	value any
}

type link struct {
	name string
	ids  []uuid.UUID
}

// same compares two values of a field: decimals by value (1.50 is 1.5), times
// by moment.
func same(a, b any) bool {
	switch a := a.(type) {
	case decimal.Decimal:
		b, ok := b.(decimal.Decimal)
		return ok && a.Equal(b)
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b)
	case []string:
		b, ok := b.([]string)
		return ok && slices.Equal(a, b)
	}
	if _, list := b.([]string); list {
		return false
	}
	return a == b
}

// opt is the value of an optional field: nil, or what p points to.
func opt[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// list is the value of a list field: an empty list is stored as null.
func list(items []string) any {
	if len(items) == 0 {
		return nil
	}
	return items
}

// given returns nil for the zero value, by which a bundle says "not given".
func given[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// instant is a moment as both databases keep it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// day is midnight UTC of a calendar day, whatever zone the driver reads it in.
func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// optDay is the value of an optional day.
func optDay(t *time.Time) any {
	if t == nil {
		return nil
	}
	return day(*t)
}
