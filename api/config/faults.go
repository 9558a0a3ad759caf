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

// spanning are the fields that settle and check compare with each other; if one
// is wrong by itself there is nothing to compare.
var spanning = []string{
	"dataDir", "database.url", "limits.timeout",
	"http.readHeaderTimeout", "http.readTimeout", "http.writeTimeout",
	"database.maxOpen", "database.maxIdle",
}

// check finds what is wrong between fields that are each right by themselves.
func (c Config) check(origin map[string]string) Faults {
	var faults Faults
	fault := func(key string, value any, want string, args ...any) {
		from := origin[key]
		if from == "" {
			from = "default"
		}
		faults = append(faults, Fault{Field: key, Value: fmt.Sprint(value), Source: from, Want: fmt.Sprintf(want, args...)})
	}
	if c.Embedded() && c.DataDir == "" {
		fault("dataDir", "", "a folder for the embedded database, because neither XDG_DATA_HOME nor HOME is set")
	}
	if c.HTTP.WriteTimeout <= c.Limits.Timeout {
		fault("http.writeTimeout", c.HTTP.WriteTimeout, "more than limits.timeout (%v), else answers are cut off", c.Limits.Timeout)
	}
	if c.HTTP.ReadTimeout < c.HTTP.ReadHeaderTimeout {
		fault("http.readTimeout", c.HTTP.ReadTimeout, "at least http.readHeaderTimeout (%v)", c.HTTP.ReadHeaderTimeout)
	}
	if c.Database.MaxIdle > c.Database.MaxOpen {
		fault("database.maxIdle", c.Database.MaxIdle, "at most database.maxOpen (%d)", c.Database.MaxOpen)
	}
	return faults
}
