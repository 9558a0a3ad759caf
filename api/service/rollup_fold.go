package service

import (
	"context"

	"entgo.io/ent/dialect"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// FoldRollUps puts the parts of sums together that changes of figures left since
// the last time. One process does it at a time; another finds nothing to do.
func FoldRollUps(ctx context.Context, client *db.Client, on string) error {
	if on != dialect.Postgres {
		return nil // no sums are kept
	}
	_, err := client.ExecContext(ctx, "SELECT roll_up_fold()")
	return err
}
