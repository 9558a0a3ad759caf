package instance

import (
	"context"

	"entgo.io/ent/dialect"

	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// announce lets changes made in a store reach the hub: on PostgreSQL through
// the database, with the transaction, because other replicas listen too; on
// SQLite, where there is one process, straight after it.
func announce(s *change.Store, hub *live.Hub) {
	if s.Dialect == dialect.Postgres {
		s.Announce = func(ctx context.Context, tx *db.Client, n change.Notice) error {
			return live.Notify(ctx, func(ctx context.Context, query string, args ...any) error {
				_, err := tx.ExecContext(ctx, query, args...)
				return err
			}, changeOf(n))
		}
		return
	}
	s.Announced = func(n change.Notice) { hub.Publish(changeOf(n)) }
}

func changeOf(n change.Notice) live.Change {
	return live.Change{Kind: n.Kind, Agency: n.Agency, Window: n.Window, Submission: n.Submission, Event: n.Event, At: n.At}
}
