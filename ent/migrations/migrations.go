// Package migrations holds the versioned SQL that brings a database to the
// schema, one folder a database, in goose's format. `make migration name=...`
// writes both, with their checksums; applied files are never edited.
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
