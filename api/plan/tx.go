package plan

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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
