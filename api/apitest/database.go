// Package apitest gives tests a migrated database of either kind and a real
// server over it, so that they knock at the front door.
package apitest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/peterldowns/pgtestdb"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// postgresURL names the variable with the PostgreSQL to test on.
const postgresURL = "TIENDO_TEST_POSTGRES"

// everythingWalled names the variable that puts every test on PostgreSQL behind
// the wall of row security, where it is "true": what is legitimate is answered as
// without it.
const everythingWalled = "TIENDO_TEST_WALLED"

// A Database is a fresh, migrated database whose statements are counted.
type Database struct {
	*database.Database
	// URL is where it is.
	URL        config.DatabaseURL
	statements *Statements
}

// Statements returns the count of what was sent to the database.
func (d *Database) Statements() *Statements { return d.statements }

// System returns a context that may read and write everything.
func System() context.Context {
	return viewer.NewContext(context.Background(), viewer.System("test"))
}

// EachDatabase runs a test on SQLite and on PostgreSQL, each with a database
// of its own. A missing PostgreSQL fails the test: it never skips.
func EachDatabase(t *testing.T, test func(t *testing.T, d *Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite returns a database in a file of the test's own.
func SQLite(t *testing.T) *Database {
	t.Helper()
	d := open(t, config.DatabaseURL(filepath.Join(t.TempDir(), "tiendo.db")))
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d
}

// Postgres returns a copy of a migrated template database.
func Postgres(t *testing.T) *Database {
	t.Helper()
	return open(t, config.DatabaseURL(pgtestdb.Custom(t, postgresConfig(t), migrator{}).URL()))
}

// open opens a database as production does.
func open(t *testing.T, url config.DatabaseURL) *Database {
	t.Helper()
	d, err := database.Open(context.Background(), url, config.Default().Database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	c := counted(d, url)
	if os.Getenv(everythingWalled) == "true" && d.Dialect == dialect.Postgres {
		return Walled(t, c, config.Default().Database)
	}
	return c
}

// EmptyPostgresURL returns the URL of an empty database, for tests that migrate.
func EmptyPostgresURL(t *testing.T) config.DatabaseURL {
	t.Helper()
	made := pgtestdb.Custom(t, postgresConfig(t), pgtestdb.NoopMigrator{})
	return config.DatabaseURL(made.URL())
}

func postgresConfig(t *testing.T) pgtestdb.Config {
	t.Helper()
	named := os.Getenv(postgresURL)
	if named == "" {
		t.Fatalf("%s is not set: run `make test`, or `hack/with-postgres go test ./...`", postgresURL)
	}
	u, err := url.Parse(named)
	if err != nil {
		t.Fatalf("%s: %v", postgresURL, err)
	}
	password, _ := u.User.Password()
	port := u.Port()
	if port == "" {
		port = "5432"
	}
	return pgtestdb.Config{
		DriverName: "postgres", Host: u.Hostname(), Port: port, User: u.User.Username(), Password: password,
		Database: u.Path[1:], Options: u.RawQuery,
		// The user the tests connect as is the owner of all of it.
		TestRole: &pgtestdb.Role{Username: u.User.Username(), Password: password, Capabilities: "SUPERUSER"},
	}
}

// migrator brings the template database to the newest schema, once.
type migrator struct{}

// Hash names the template: the newest migration and its checksum.
func (migrator) Hash() (string, error) { return migrationsHash() }

// Migrate runs the migrations that production runs.
func (migrator) Migrate(ctx context.Context, pool *sql.DB, _ pgtestdb.Config) error {
	_, err := database.New(dialect.Postgres, pool).Migrate(ctx)
	return err
}

// counted rebuilds the client over a driver that counts.
func counted(d *database.Database, url config.DatabaseURL) *Database {
	statements := &Statements{}
	driver := dialect.DebugWithContext(entsql.OpenDB(d.Dialect, d.DB), statements.record)
	d.Client = db.NewClient(db.Driver(driver))
	return &Database{Database: d, URL: url, statements: statements}
}
