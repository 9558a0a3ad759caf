package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/tiendo-vn/tiendo/ent/migrations"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Migrate brings the database to the newest schema, each step in a transaction,
// and returns the names of the steps it made. A second run at once waits for the
// first, and then finds nothing to do.
//
// The error is an *AheadError where the database has steps of a newer program:
// nothing is changed then. It is a *StepError where a step failed; the steps
// before it stay.
//
// In the end the wall stands as the settings say, see Wall, unless these steps made
// it in a database that older programs may be serving still.
func (d *Database) Migrate(ctx context.Context) ([]string, error) {
	ctx = viewer.NewContext(ctx, viewer.System("migrate")) // steps change rows of everybody
	made, err := d.migrate(ctx)
	if err != nil {
		return made, err
	}
	if without, err := d.servedWithout(made); without || err != nil {
		return made, err
	}
	return made, d.Wall(ctx)
}

func (d *Database) migrate(ctx context.Context) ([]string, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	// A run that has nothing to do takes no lock. This one waits all the same: a
	// newer program may be in the middle of its steps.
	if err := d.awaitTurn(ctx); err != nil {
		return nil, refusal(err)
	}
	results, err := p.Up(ctx)
	if failed := (*goose.PartialError)(nil); errors.As(err, &failed) {
		return names(failed.Applied), &StepError{Name: failed.Failed.Source.Path, Err: failed.Err}
	}
	return names(results), refusal(err)
}

// refusal is the error of a run that made no step.
func refusal(err error) error {
	var ahead *AheadError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ahead):
		return ahead
	}
	return fmt.Errorf("migrate: %w", err)
}

func names(results []*goose.MigrationResult) (made []string) {
	for _, r := range results {
		made = append(made, r.Source.Path)
	}
	return made
}

// provider returns goose over the migrations of the database, with a lock that
// makes a second run wait and then find nothing to do.
func (d *Database) provider() (*goose.Provider, error) {
	turn, err := d.turn()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(d.kind(), d.DB, d.migrations(),
		goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(turn))
}

// migrations are the steps that this program knows.
func (d *Database) migrations() fs.FS {
	if d.steps != nil {
		return d.steps
	}
	return migrations.Of(d.Dialect)
}

// kind is goose's name of the database.
func (d *Database) kind() goose.Dialect {
	if d.Dialect == dialect.Postgres {
		return goose.DialectPostgres
	}
	return goose.DialectSQLite3
}

// A turn is the lock that runs of the migrations wait for. It lets no run in
// whose database is ahead: while the run waited, a newer program may have made
// its steps.
type turn struct {
	lock.SessionLocker
	database *Database
}

// turn is a lock of the session on PostgreSQL, asked for once a second for five
// minutes, and a lock beside the file on SQLite.
func (d *Database) turn() (turn, error) {
	if d.Dialect != dialect.Postgres {
		return turn{&fileLock{}, d}, nil
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	return turn{locker, d}, err
}

// SessionLock waits for the lock, and gives it back where the database is ahead.
func (t turn) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if err := t.SessionLocker.SessionLock(ctx, conn); err != nil {
		return err
	}
	if err := t.database.checkAhead(ctx, conn); err != nil {
		return errors.Join(err, t.SessionUnlock(context.WithoutCancel(ctx), conn))
	}
	return nil
}

// awaitTurn waits until no other run is under way.
func (d *Database) awaitTurn(ctx context.Context) error {
	turn, err := d.turn()
	if err != nil {
		return err
	}
	conn, err := d.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := turn.SessionLock(ctx, conn); err != nil {
		return err
	}
	return turn.SessionUnlock(context.WithoutCancel(ctx), conn)
}
