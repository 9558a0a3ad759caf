package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// inTx runs fn in a transaction of its own, which commits only when fn returns
// nil: for what programs of the instance write, outside any change.
func (s *Service) inTx(ctx context.Context, fn func(tx *db.Client) error) (err error) {
	tx, err := s.Client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
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
	return nil
}
