// Package database turns a database's URL into a client: the pool, its
// clocks, the migrations. PostgreSQL through lib/pq, and SQLite embedded for
// one machine.
package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/ent/db"
	_ "github.com/tiendo-vn/tiendo/ent/db/runtime" // fields, hooks and policies of the model
)

// A Database is an open pool and the client over it.
type Database struct {
	// DB is the pool, for what ent does not do: migrations, metrics, health.
	DB *sql.DB
	// Client reads and writes under the viewer of the context.
	Client *db.Client
	// Dialect is ent's name of the database: dialect.Postgres or dialect.SQLite.
	Dialect string

	// steps are the migrations; nil for those compiled in.
	steps fs.FS
	// held keeps a database in memory alive, and copied its snapshot; nil for those
	// on disk.
	held   *sql.Conn
	copied driver.Conn
	// walled says whether tables keep their rows from viewers: WalledTables.
	walled bool
}

// Open opens a pool on url and checks that the database answers. The error
// names the database without its password.
func Open(ctx context.Context, url config.DatabaseURL, settings config.Database) (*Database, error) {
	name, pool, err := open(string(url), settings)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", url, err)
	}
	pool.SetMaxOpenConns(settings.MaxOpen)
	pool.SetMaxIdleConns(settings.MaxIdle)
	pool.SetConnMaxLifetime(settings.ConnLifetime)
	ctx, cancel := context.WithTimeout(ctx, settings.ConnectTimeout)
	defer cancel()
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("database %s: %w", url, err)
	}
	d := New(name, pool)
	d.walled = settings.RowSecurity
	return d, nil
}

// New returns the database over an open pool.
func New(name string, pool *sql.DB) *Database {
	return &Database{DB: pool, Client: db.NewClient(db.Driver(entsql.OpenDB(name, pool))), Dialect: name}
}

// open opens a pool for the kind of database the URL names.
func open(url string, settings config.Database) (string, *sql.DB, error) {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		pool, err := openPostgres(url, settings)
		return dialect.Postgres, pool, err
	}
	pool, err := openSQLite(strings.TrimPrefix(url, "sqlite://"))
	return dialect.SQLite, pool, err
}

// Close closes the pool.
func (d *Database) Close() error {
	var err error
	if d.held != nil {
		err = d.held.Close()
	}
	if d.copied != nil {
		err = errors.Join(err, d.copied.Close())
	}
	return errors.Join(err, d.DB.Close())
}
