// Program migration writes the next migration of both databases: what the
// schema has and the migrations before do not. It replays those on empty
// databases, so it needs a PostgreSQL to play on.
//
//	hack/with-postgres go run ./hack/migration NAME
package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	entmigrate "github.com/tiendo-vn/tiendo/ent/db/migrate"
)

var wellNamed = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "migration:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) == 2 && os.Args[1] == "-rehash" {
		return rehash("ent/migrations/postgres", "ent/migrations/sqlite")
	}
	if len(os.Args) != 2 || !wellNamed.MatchString(os.Args[1]) {
		return fmt.Errorf("usage: make migration name=what_changes (lower case, digits and _)")
	}
	url := os.Getenv("TIENDO_TEST_POSTGRES")
	if url == "" {
		return fmt.Errorf("TIENDO_TEST_POSTGRES is not set; run through hack/with-postgres")
	}
	version := time.Now().UTC().Format("20060102150405")
	if err := diff("postgres", dialect.Postgres, url, "ent/migrations/postgres", version, os.Args[1]); err != nil {
		return err
	}
	return diff("sqlite", dialect.SQLite, "file::memory:?_pragma=foreign_keys(1)", "ent/migrations/sqlite", version, os.Args[1])
}

// versioned names the files of both databases alike: atlas takes the second in
// which it happens to write each.
type versioned struct {
	migrate.Formatter
	version string
}

// Format writes the files of a plan under the version.
func (v versioned) Format(plan *migrate.Plan) ([]migrate.File, error) {
	files, err := v.Formatter.Format(plan)
	for n, f := range files {
		_, name, _ := strings.Cut(f.Name(), "_")
		files[n] = migrate.NewLocalFile(v.version+"_"+name, unchecked(f.Bytes()))
	}
	return files, err
}

// unchecked makes a migration that rebuilds tables of SQLite work where there
// are rows: foreign keys can only be switched off outside a transaction, so the
// file opens its own within.
func unchecked(text []byte) []byte {
	const off, on = "PRAGMA foreign_keys = off;\n", "PRAGMA foreign_keys = on;\n"
	if !bytes.Contains(text, []byte(off)) {
		return text
	}
	text = bytes.Replace(text, []byte("-- +goose Up\n"), []byte("-- +goose NO TRANSACTION\n-- +goose Up\n"), 1)
	text = bytes.Replace(text, []byte(off), []byte(off+"BEGIN IMMEDIATE;\n"), 1)
	return bytes.Replace(text, []byte(on), []byte("COMMIT;\n"+on), 1)
}

// rehash writes the checksums again after a migration was edited by hand,
// before it is published.
func rehash(dirs ...string) error {
	for _, dir := range dirs {
		files, err := sqltool.NewGooseDir(dir)
		if err != nil {
			return err
		}
		sum, err := files.Checksum()
		if err != nil {
			return err
		}
		if err := migrate.WriteSumFile(files, sum); err != nil {
			return err
		}
	}
	return nil
}

// diff writes the next migration of one database into dir.
func diff(driver, name, url, dir, version, migration string) error {
	files, err := sqltool.NewGooseDir(dir)
	if err != nil {
		return err
	}
	conn, err := sql.Open(driver, url)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetMaxOpenConns(1) // an SQLite database in memory is its connection
	if name == dialect.Postgres {
		// The schema's search indexes need it before the migration that makes it.
		if _, err := conn.Exec(`CREATE EXTENSION IF NOT EXISTS "pg_trgm"`); err != nil {
			return err
		}
	}
	m, err := schema.NewMigrate(entsql.OpenDB(name, conn),
		schema.WithDir(files), schema.WithFormatter(versioned{sqltool.GooseFormatter, version}), schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDialect(name), schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithErrNoPlan(true))
	if err != nil {
		return err
	}
	err = m.NamedDiff(context.Background(), migration, entmigrate.Tables...)
	if err == migrate.ErrNoPlan {
		fmt.Printf("%s: nothing to change\n", dir)
		return nil
	}
	return err
}
