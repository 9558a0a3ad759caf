package change_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

var errLost = errors.New("the connection broke")

// A lossy driver breaks the connection at a commit: after it took place, or
// before.
type lossy struct {
	dialect.Driver
	after bool
}

// Tx begins a transaction whose end is not answered.
func (l lossy) Tx(ctx context.Context) (dialect.Tx, error) {
	tx, err := l.Driver.Tx(ctx)
	return lossyTx{tx, l.after}, err
}

type lossyTx struct {
	dialect.Tx
	after bool
}

// ExecContext runs a statement that no part of ent writes.
func (l lossyTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return l.Tx.(interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
	}).ExecContext(ctx, query, args...)
}

// Commit commits or not, and says that nobody knows.
func (l lossyTx) Commit() error {
	if l.after {
		return errors.Join(errLost, l.Tx.Commit())
	}
	return errors.Join(errLost, l.Tx.Rollback())
}

func TestACommitWithoutAnAnswerIsLookedUp(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		for _, took := range []bool{true, false} {
			code := map[bool]string{true: "took-place", false: "did-not"}[took]
			lost := w.client(db.NewClient(db.Driver(lossy{entsql.OpenDB(d.Dialect, d.DB), took})))
			answer, first, err := change.Do(w.ctx, lost.Store, request("add", code, "in"), w.add(code, nil))
			assert.Equal(t, took, w.there(code))
			assert.True(t, first.IsZero())
			if took {
				require.NoError(t, err, "it took place: the client is told so")
				assert.Equal(t, code, answer)
				continue
			}
			require.ErrorIs(t, err, errLost)
			assert.Empty(t, answer)
			_, _, err = change.Do(w.ctx, w.Store, request("add", code, "in"), w.add(code, nil))
			require.NoError(t, err, "the client may repeat")
		}
		_, err := audit.Verify(t.Context(), d.Client, func(f audit.Finding) { t.Error(f.Sentence) })
		require.NoError(t, err)
	})
}

func TestACommitWithoutAnAnswerOrARecordIsAnError(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		lost := w.client(db.NewClient(db.Driver(lossy{entsql.OpenDB(d.Dialect, d.DB), true})))
		_, _, err := change.Do(w.ctx, lost.Store, request("nothing", "", "in"), func(context.Context, *change.Tx) (int, error) { return 1, nil })
		require.ErrorIs(t, err, errLost)
		answer, first, err := change.Do(w.ctx, lost.Store, request("nothing", "k", "in"), func(context.Context, *change.Tx) (int, error) { return 2, nil })
		require.NoError(t, err, "its key is there")
		assert.Equal(t, 2, answer)
		assert.False(t, first.IsZero())
	})
}
