package apitest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/peterldowns/pgtestdb"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

// EachPlanned is EachDatabase with the embedded plan in each: it is loaded once.
func EachPlanned(t *testing.T, test func(t *testing.T, d *Database)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, PlannedSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, PlannedPostgres(t)) })
}

// PlannedPostgres returns a PostgreSQL database with the embedded plan.
func PlannedPostgres(t *testing.T) *Database {
	t.Helper()
	return open(t, PlannedPostgresURL(t))
}

// PlannedPostgresURL returns the URL of a PostgreSQL database with the embedded
// plan, for programs that open it by themselves.
func PlannedPostgresURL(t *testing.T) config.DatabaseURL {
	t.Helper()
	return config.DatabaseURL(pgtestdb.Custom(t, postgresConfig(t), planner{}).URL())
}

// PlannedAt fills an empty database of the test's own with the embedded plan.
func PlannedAt(t *testing.T, url config.DatabaseURL) *Database {
	t.Helper()
	d := open(t, url)
	if err := fill(t.Context(), d.Database); err != nil {
		t.Fatal(err)
	}
	return d
}

// PlannedSQLite returns an SQLite database with the embedded plan.
func PlannedSQLite(t *testing.T) *Database {
	t.Helper()
	file, err := planned()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "tiendo.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, config.DatabaseURL(path))
}

// planned is a file of SQLite with the plan in it.
var planned = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tiendo-apitest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "tiendo.db")
	d, err := database.Open(context.Background(), config.DatabaseURL(path), config.Default().Database)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(fill(context.Background(), d), d.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path) // closing it left nothing beside it
})

// fill migrates a database and loads the plan.
func fill(ctx context.Context, d *database.Database) error {
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	b, err := bundle.Embedded()
	if err != nil {
		return err
	}
	_, err = plan.Load(System(), d.Client, b, plan.Options{})
	return err
}

// planner is migrator, with the plan.
type planner struct{ migrator }

// Hash names the template. A cluster of tests has one plan.
func (p planner) Hash() (string, error) {
	hash, err := p.migrator.Hash()
	return hash + "planned", err
}

// Migrate runs the migrations and loads the plan.
func (planner) Migrate(ctx context.Context, pool *sql.DB, _ pgtestdb.Config) error {
	if err := fill(ctx, database.New(dialect.Postgres, pool)); err != nil {
		return err
	}
	_, err := pool.ExecContext(ctx, "ANALYZE")
	return err
}
