package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"sync/atomic"

	"entgo.io/ent/dialect"
	"modernc.org/sqlite"

	"github.com/tiendo-vn/tiendo/api/config"
)

// memories counts the databases in memory, each of which has a name.
var memories atomic.Int64

// Memory opens an SQLite database that is in memory alone and gone when it is
// closed. Nothing of it touches a disk, neither what SQLite would spill.
func Memory(ctx context.Context, settings config.Database) (*Database, error) {
	// A connection that is thrown away takes nothing with it: the one that is held
	// keeps the database alive.
	pragmas := url.Values{"vfs": {"memdb"}}
	maps.Copy(pragmas, sqlitePragmas)
	pragmas["_pragma"] = append([]string{"temp_store(MEMORY)"}, sqlitePragmas["_pragma"]...)
	pool, err := sql.Open("sqlite", fmt.Sprintf("file:/memory-%d?%s", memories.Add(1), pragmas.Encode()))
	if err != nil {
		return nil, fmt.Errorf("database in memory: %w", err)
	}
	pool.SetMaxOpenConns(settings.MaxOpen + 1)
	pool.SetMaxIdleConns(settings.MaxIdle + 1)
	d := New(dialect.SQLite, pool)
	if d.held, err = pool.Conn(ctx); err != nil {
		return nil, fmt.Errorf("database in memory: %w", errors.Join(err, pool.Close()))
	}
	return d, nil
}

// Snapshot keeps a copy of a database in memory. What it returns brings the
// database back to it.
func (d *Database) Snapshot(ctx context.Context) (restore func(context.Context) error, err error) {
	if d.held == nil {
		return nil, errors.New("snapshot: the database is not in memory")
	}
	place := fmt.Sprintf("file:/memory-%d?vfs=memdb", memories.Add(1))
	err = d.held.Raw(func(conn any) error {
		b, err := conn.(interface {
			NewBackup(uri string) (*sqlite.Backup, error)
		}).NewBackup(place)
		if err != nil {
			return err
		}
		if _, err := b.Step(-1); err != nil {
			return errors.Join(err, b.Finish())
		}
		d.copied, err = b.Commit() // open: what nobody has open is gone
		return err
	})
	return func(context.Context) error {
		return d.held.Raw(func(conn any) error {
			b, err := conn.(interface {
				NewRestore(uri string) (*sqlite.Backup, error)
			}).NewRestore(place)
			if err != nil {
				return err
			}
			_, err = b.Step(-1)
			return errors.Join(err, b.Finish())
		})
	}, err
}
