package audit_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWritersOfOneAgencyMakeOneChain(t *testing.T) {
	const writers, changes = 20, 10
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		id := d.Client.Agency.Create().SetCode("bo-a").SetName("Bộ A").SetKind(agency.KindMINISTRY).SaveX(apitest.System()).ID
		store := &change.Store{Client: d.Client, Dialect: d.Dialect, Now: time.Now}
		failures := make(chan error)
		for w := range writers {
			ctx := viewer.NewContext(t.Context(), viewer.Viewer{Name: fmt.Sprint("writer ", w), Person: uuid.New()})
			go func() {
				for range changes {
					_, _, err := change.Do(ctx, store, change.Request{Operation: "test"}, func(_ context.Context, tx *change.Tx) (int, error) {
						tx.Record(audit.Entry{Action: "submission.submit", Entity: "Submission", Agency: &id})
						return 0, nil
					})
					if err != nil {
						failures <- err
						return
					}
				}
				failures <- nil
			}()
		}
		for range writers {
			require.NoError(t, <-failures)
		}
		found, s := (&record{Database: d}).verify(t)
		assert.Empty(t, found)
		assert.Equal(t, audit.Summary{Chains: 1, Events: writers * changes}, s)
	})
}

// TestWritersOfDifferentAgenciesDoNotWait holds the chain of one agency in an
// open transaction. A statement that waits for it is ended by the database.
func TestWritersOfDifferentAgenciesDoNotWait(t *testing.T) {
	r := newRecord(t, apitest.Postgres(t))
	held, err := r.Client.Tx(apitest.System())
	require.NoError(t, err)
	defer func() { require.NoError(t, held.Rollback()) }()
	_, err = audit.Record(t.Context(), held.Client(), dialect.Postgres, entry(start, &r.a))
	require.NoError(t, err)

	write := func(id *uuid.UUID) error {
		tx, err := r.Client.Tx(apitest.System())
		require.NoError(t, err)
		defer func() { require.NoError(t, tx.Rollback()) }()
		_, err = tx.ExecContext(t.Context(), "SET LOCAL statement_timeout = '2s'")
		require.NoError(t, err)
		_, err = audit.Record(t.Context(), tx.Client(), dialect.Postgres, entry(start, id))
		return err
	}
	assert.NoError(t, write(&r.b), "another agency's chain")
	assert.NoError(t, write(nil), "the instance's chain")
	assert.ErrorContains(t, write(&r.a), "statement timeout", "the chain that is held")
}

func TestFirstWritersOfAChainMakeOneHead(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := &record{Database: d}
		failures := make(chan error)
		for range 8 {
			go func() {
				tx, err := d.Client.Tx(apitest.System())
				if err == nil {
					_, err = audit.Record(t.Context(), tx.Client(), d.Dialect, entry(start, nil))
				}
				if err == nil {
					err = tx.Commit()
				}
				failures <- err
			}()
		}
		for range 8 {
			require.NoError(t, <-failures)
		}
		found, s := r.verify(t)
		assert.Empty(t, found)
		assert.Equal(t, audit.Summary{Chains: 1, Events: 8}, s)
	})
}

func TestAChangeThatFailsLeavesTheChainAsItWas(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		tx, err := d.Client.Tx(apitest.System())
		require.NoError(t, err)
		_, err = audit.Record(t.Context(), tx.Client(), d.Dialect, entry(start, &r.a), entry(start, nil))
		require.NoError(t, err)
		require.NoError(t, tx.Rollback())
		r.write(t, start.AddDate(0, 0, 7), &r.a)
		found, _ := r.verify(t)
		assert.Empty(t, found)
		assert.Equal(t, 9, int(r.event(t, r.a, 9).Sequence))
	})
}
