package database

import "io/fs"

// WithSteps is the database for a program that knows other steps.
func WithSteps(d *Database, steps fs.FS) *Database {
	other := *d
	other.steps = steps
	return &other
}
