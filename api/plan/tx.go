package plan

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// withTx runs fn in one transaction. It commits only when fn returns nil: an
// error and a panic both roll back, and so does a failed commit.
func withTx(ctx context.Context, client *db.Client, fn func(*db.Client) error) (err error) {
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	committed := false
	defer func() {
		if committed {
			return
		}
		// A cancelled context or a failed commit has ended the transaction already.
		if failed := tx.Rollback(); failed != nil && !errors.Is(failed, sql.ErrTxDone) {
			err = errors.Join(err, fmt.Errorf("roll back: %w", failed))
		}
	}()
	if err := fn(tx.Client()); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// loadLock is the key of the lock that loads take turns by.
const loadLock = 0x7469656e646f01 // "tiendo" and a number

// turn waits until no other load is under way: the lock lasts as long as the
// transaction. Two loads that both add rows would meet at a key; two that both
// change the same ones would do it twice and record it twice. On SQLite a
// transaction has the file to itself.
func turn(ctx context.Context, tx *db.Client) error {
	on, err := dialectOf(ctx, tx)
	if err == nil && on == dialect.Postgres {
		_, err = tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", loadLock)
	}
	if err != nil {
		return fmt.Errorf("wait for another load: %w", err)
	}
	return nil
}

// dialectOf is ent's name of the database, which a client tells to nothing but
// the predicates of a query.
func dialectOf(ctx context.Context, client *db.Client) (on string, err error) {
	_, err = client.EventChain.Query().Where(func(s *entsql.Selector) { on = s.Dialect() }).Exist(ctx)
	return on, err
}
