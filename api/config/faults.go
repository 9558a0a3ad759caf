package config

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing wrong with the settings.
type Fault struct {
	// Field is the key in the file's notation ("limits.depth"), whatever the
	// source: Source names the flag or variable.
	Field string
	// Value is what was found, without secrets; empty where it must not be shown.
	Value string
	// Source says where it was found.
	Source string
	// Want says what was expected.
	Want string
}

func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.Field)
	if f.Value != "" {
		fmt.Fprintf(&b, " = %q", f.Value)
	}
	if f.Source != "" {
		fmt.Fprintf(&b, " (%s)", f.Source)
	}
	return b.String() + ": expected " + f.Want
}

// Faults is everything wrong with the settings: somebody who repairs a
// deployment should need one try, not one per mistake.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return "settings: " + strings.Join(lines, "\n          ")
}

// name reports whether any of the fields already has a fault.
func (f Faults) name(fields ...string) bool {
	return slices.ContainsFunc(f, func(fault Fault) bool { return slices.Contains(fields, fault.Field) })
}
