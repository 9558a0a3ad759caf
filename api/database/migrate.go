package database

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
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

// provider returns goose over the migrations of the database. On PostgreSQL a
// lock of the session makes a second run wait and then find nothing to do; on
// SQLite the write lock of the file does.
func (d *Database) provider() (*goose.Provider, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	kind := goose.DialectSQLite3
	if d.Dialect == dialect.Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options, kind = append(options, goose.WithSessionLocker(locker)), goose.DialectPostgres
	}
	return goose.NewProvider(kind, d.DB, migrations.Of(d.Dialect), options...)
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

// Migrations returns every step, in order.
func (d *Database) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	statuses, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	steps := make([]Migration, len(statuses))
	for n, s := range statuses {
		steps[n] = Migration{Name: s.Source.Path, AppliedAt: s.AppliedAt}
	}
	return steps, nil
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
