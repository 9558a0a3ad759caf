package database

import (
	"context"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	store "github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"github.com/tiendo-vn/tiendo/ent/migrations"
)

// A Migration is one step of the schema and whether the database has it.
type Migration struct {
	Name      string
	AppliedAt time.Time // zero where it is pending
}

// Applied says whether the database has the step.
func (m Migration) Applied() bool { return !m.AppliedAt.IsZero() }

// provider returns goose over the migrations of the database, with a lock that
// makes a second run wait and then find nothing to do.
func (d *Database) provider() (*goose.Provider, error) {
	locker, err := d.locker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(d.kind(), d.DB, migrations.Of(d.Dialect),
		goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(locker))
}

// locker is a lock of the session on PostgreSQL, asked for once a second for
// five minutes, and a lock beside the file on SQLite.
func (d *Database) locker() (lock.SessionLocker, error) {
	if d.Dialect == dialect.Postgres {
		return lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	}
	return &fileLock{}, nil
}

// kind is goose's name of the database.
func (d *Database) kind() goose.Dialect {
	if d.Dialect == dialect.Postgres {
		return goose.DialectPostgres
	}
	return goose.DialectSQLite3
}

// Migrate brings the database to the newest schema, each step in a
// transaction, and returns the names of the steps it made.
func (d *Database) Migrate(ctx context.Context) ([]string, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	results, err := p.Up(ctx)
	var made []string
	for _, r := range results {
		made = append(made, r.Source.Path)
	}
	if err != nil {
		return made, fmt.Errorf("migrate: %w", err)
	}
	return made, nil
}

// Migrations returns every step, in order. It only reads and takes no lock, so
// that a readiness check neither waits for a migration under way nor writes.
func (d *Database) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	var steps []Migration
	for _, source := range p.ListSources() {
		at, err := d.appliedAt(ctx, source.Version)
		if err != nil {
			return nil, fmt.Errorf("migrate: %w", err)
		}
		steps = append(steps, Migration{Name: source.Path, AppliedAt: at})
	}
	return steps, nil
}

// versionsExist asks whether goose has been here; its own check on SQLite is to
// make the table.
var versionsExist = map[string]string{
	dialect.Postgres: "SELECT to_regclass('" + goose.DefaultTablename + "') IS NOT NULL",
	dialect.SQLite:   "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '" + goose.DefaultTablename + "')",
}

// appliedAt returns when the database got a step, zero where it has not.
func (d *Database) appliedAt(ctx context.Context, version int64) (time.Time, error) {
	versions, err := store.NewStore(d.kind(), goose.DefaultTablename)
	if err != nil {
		return time.Time{}, err
	}
	var there bool
	if err := d.DB.QueryRowContext(ctx, versionsExist[d.Dialect]).Scan(&there); err != nil || !there {
		return time.Time{}, err
	}
	found, err := versions.GetMigration(ctx, d.DB, version)
	if errors.Is(err, store.ErrVersionNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return found.Timestamp, nil
}

// BehindError says that the database lacks steps this program needs.
type BehindError struct{ Pending []string }

// Error names the steps and the command that makes them.
func (e *BehindError) Error() string {
	return fmt.Sprintf("the database is %d migrations behind this program (next: %s): run `tiendo migrate up`", len(e.Pending), e.Pending[0])
}

// Ready returns nil where the database answers and has the newest schema.
func (d *Database) Ready(ctx context.Context) error {
	steps, err := d.Migrations(ctx)
	if err != nil {
		return err
	}
	var pending []string
	for _, s := range steps {
		if !s.Applied() {
			pending = append(pending, s.Name)
		}
	}
	if len(pending) > 0 {
		return &BehindError{Pending: pending}
	}
	return nil
}
