package bundle

import (
	"fmt"
	"time"
)

// Pos is where a record stands in the files, and its path in the format. The
// records of a bundle that no file holds have an empty Pos.
type Pos struct {
	// File is the name of the file inside the bundle.
	File string
	// Line is the first line of the record, from 1.
	Line int
	// Path names the record, for example "indicators[3.5.1].targets[2023 PLAN]".
	Path string

	lines map[string]int
}

// Field returns the position of a field of the record, given by its YAML key.
// List items are named "agencies[0]". A field that is not in the file stands
// where the record stands.
func (p Pos) Field(name string) Pos {
	field := Pos{File: p.File, Line: p.Line, Path: name}
	if line, ok := p.lines[name]; ok {
		field.Line = line
	}
	if p.Path != "" {
		field.Path = p.Path + "." + name
	}
	return field
}

// Has reports whether the file gives the field, even as null or empty.
func (p Pos) Has(name string) bool {
	_, ok := p.lines[name]
	return ok
}

// String returns "file:line".
func (p Pos) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// Date is a day of the calendar, without a zone.
type Date struct{ time.Time }

const dateLayout = "2006-01-02"

// NewDate returns a day.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// ParseDate reads "2023-04-02".
func ParseDate(text string) (Date, error) {
	parsed, err := time.Parse(dateLayout, text)
	return Date{parsed}, err
}

// String returns the day as "2023-04-02".
func (d Date) String() string { return d.Format(dateLayout) }

// endOfMonth returns the last day of a month.
func endOfMonth(year int, month time.Month) Date { return NewDate(year, month+1, 0) }
