// Program migration writes the next migration of both databases: what the
// schema has and the migrations before do not. It replays those on empty
// databases, so it needs a PostgreSQL to play on.
//
//	hack/with-postgres go run ./hack/migration NAME
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"

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
	if len(os.Args) != 2 || !wellNamed.MatchString(os.Args[1]) {
		return fmt.Errorf("usage: make migration name=what_changes (lower case, digits and _)")
	}
	url := os.Getenv("TIENDO_TEST_POSTGRES")
	if url == "" {
		return fmt.Errorf("TIENDO_TEST_POSTGRES is not set; run through hack/with-postgres")
	}
	if err := diff("postgres", dialect.Postgres, url, "ent/migrations/postgres", os.Args[1]); err != nil {
		return err
	}
	return diff("sqlite", dialect.SQLite, "file::memory:?_pragma=foreign_keys(1)", "ent/migrations/sqlite", os.Args[1])
}

// diff writes the next migration of one database into dir.
func diff(driver, name, url, dir, migration string) error {
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
	m, err := schema.NewMigrate(entsql.OpenDB(name, conn),
		schema.WithDir(files), schema.WithFormatter(sqltool.GooseFormatter), schema.WithMigrationMode(schema.ModeReplay),
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
