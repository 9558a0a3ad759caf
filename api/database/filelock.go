package database

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
)

// fileLock makes runs of the migrations on one SQLite file wait for each
// other. SQLite has no lock that outlives a transaction, so while a run makes
// its steps it keeps a transaction open on an empty file beside the database.
// That file stays: removing it would let a third run in beside a second.
type fileLock struct {
	pool *sql.DB
	held *sql.Tx
}

// SessionLock waits for the lock. A database in memory has no other runs.
func (l *fileLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	var path string
	err := conn.QueryRowContext(ctx, "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path)
	if err != nil || path == "" {
		return err
	}
	lock := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path + ".migrating"}).EscapedPath(), RawQuery: "_pragma=busy_timeout(10000)&_txlock=immediate"}
	if l.pool, err = sql.Open("sqlite", lock.String()); err != nil {
		return err
	}
	if l.held, err = l.pool.BeginTx(ctx, nil); err != nil {
		return errors.Join(err, l.pool.Close())
	}
	return nil
}

// SessionUnlock lets the next run in.
func (l *fileLock) SessionUnlock(context.Context, *sql.Conn) error {
	if l.held == nil {
		return nil
	}
	return errors.Join(l.held.Rollback(), l.pool.Close())
}
