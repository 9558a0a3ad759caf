// Package migrations holds the versioned SQL that brings a database to the
// schema, one folder a database, in goose's format. `make migration name=...`
// writes both, with their checksums; applied files are never edited.
//
// Triggers are written by hand, and the schema does not know of them. A
// migration that makes a table of SQLite anew takes its triggers away with the
// old one: it drops those on agencies and agency_memberships first, whatever of
// the two it is about, and makes them again at its end; so for agency_reach, whose
// triggers name its state. Whoever fills tables of PostgreSQL past their triggers
// calls agency_reach_fill() and roll_up_fill() in the same transaction: a server may
// be running that goes by the state's name.
package migrations

import (
	"embed"
	"io/fs"

	"entgo.io/ent/dialect"
)

//go:embed postgres/*.sql postgres/atlas.sum sqlite/*.sql sqlite/atlas.sum
var files embed.FS

// Of returns the migrations for a database, by ent's name of its dialect.
func Of(name string) fs.FS {
	folder := map[string]string{dialect.Postgres: "postgres", dialect.SQLite: "sqlite"}[name]
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // both folders are compiled in
	}
	return sub
}
