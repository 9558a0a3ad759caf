package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong with a bundle.
type Fault struct {
	// File is the name of the file inside the bundle, Line the line from 1; both
	// are empty where the fault is not in a file.
	File string
	Line int
	// Field is the path of the field, for example "indicators[3.5.1].parent".
	Field string
	// Value is what the field holds; empty where nothing is there.
	Value string
	// Expected says what should be there.
	Expected string
}

// Error says where, what and what was expected, in one line:
//
//	plan.yaml:12: indicators[3.5.1].parent "9.9": expected the code of an indicator of plan 2021-2025
func (f Fault) Error() string {
	var b strings.Builder
	if f.File != "" {
		fmt.Fprintf(&b, "%s:", f.File)
		if f.Line > 0 {
			fmt.Fprintf(&b, "%d:", f.Line)
		}
		b.WriteByte(' ')
	}
	b.WriteString(f.Field)
	if f.Value != "" {
		fmt.Fprintf(&b, " %q", shorten(f.Value))
	}
	return b.String() + ": expected " + f.Expected
}

// shorten keeps messages readable: a faulty value may be a whole page.
func shorten(value string) string {
	const most = 80
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}

// Faults are all the faults of a bundle, sorted by file, line and field.
type Faults []Fault

// Error lists the faults, one per line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns the faults as an error, or nil when there are none.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// add reports a value at a position.
func (f *Faults) add(at Pos, value, expected string, args ...any) {
	*f = append(*f, Fault{
		File: at.File, Line: at.Line, Field: at.Path, Value: value,
		Expected: fmt.Sprintf(expected, args...),
	})
}

// sorted puts the faults in order and keeps the first of each field that says
// the same.
func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field))
	})
	return slices.Compact(f)
}

// without drops the faults of fields that others already report, and of what is
// inside them: what could not be read need not be checked.
func (f Faults) without(others Faults) Faults {
	type place struct{ file, field string }
	known := map[place]bool{}
	for _, other := range others {
		known[place{other.File, other.Field}] = true
	}
	return slices.DeleteFunc(f, func(fault Fault) bool {
		for end := range fault.Field + "." {
			inside := end == len(fault.Field) || fault.Field[end] == '.' || fault.Field[end] == '['
			if inside && known[place{fault.File, fault.Field[:end]}] {
				return true
			}
		}
		return false
	})
}
