// Package bundle reads and checks plan bundles.
//
// A plan bundle is a folder of YAML files (or a single file) that holds one or
// more plans with everything they refer to: the agencies and their groups, the
// legal documents, the indicators with their targets, the tasks, the reporting
// windows, and figures printed in documents. README.md describes the format for
// those who write bundles; the structs of this package describe it field by
// field.
//
// A bundle is read whole and checked whole: every fault is reported at once,
// each with its file, its line, the field, the value and what was expected.
// The package knows nothing about the database.
//
// Tags on the fields carry the format: `yaml` is the key, and `bundle:"required"`
// says that the field may not be empty, and `max:"64"` bounds its bytes.
package bundle
