package database_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// oneSession opens a PostgreSQL with a single connection that keeps so many
// statements.
func oneSession(t *testing.T, keep int) *database.Database {
	t.Helper()
	settings := config.Default().Database
	settings.MaxOpen, settings.MaxIdle, settings.Prepared = 1, 1, keep
	d, err := database.Open(t.Context(), apitest.EmptyPostgresURL(t), settings)
	require.NoError(t, err)
	t.Cleanup(func() { d.Close() })
	return d
}

// kept counts the statements that the session keeps.
func kept(t *testing.T, d *database.Database) (n int) {
	t.Helper()
	require.NoError(t, d.DB.QueryRow("SELECT count(*) FROM pg_prepared_statements").Scan(&n))
	return n
}

func TestWhatComesAgainIsPrepared(t *testing.T) {
	d := oneSession(t, 10)
	for n := range 5 {
		var got int
		require.NoError(t, d.DB.QueryRow("SELECT $1::int + 1", n).Scan(&got))
		assert.Equal(t, n+1, got)
		assert.Equal(t, min(n, 1), kept(t, d), "after %d times", n+1)
	}
	_, err := d.DB.Exec("SELECT 1; SELECT 2")
	require.NoError(t, err, "several statements at once")
	assert.Equal(t, 1, kept(t, d))
}

func TestASessionKeepsSoManyStatements(t *testing.T) {
	for name, keep := range map[string]int{"three": 3, "none": 0} {
		t.Run(name, func(t *testing.T) {
			d := oneSession(t, keep)
			for range 3 {
				for n := range 5 {
					var got int
					for range 2 {
						require.NoError(t, d.DB.QueryRow(fmt.Sprintf("SELECT $1::int + %d", n), n).Scan(&got))
						assert.Equal(t, 2*n, got)
					}
					assert.LessOrEqual(t, kept(t, d), keep)
				}
			}
			assert.Equal(t, keep, kept(t, d))
		})
	}
}

func TestAStatementThatNoLongerFitsIsPreparedAnew(t *testing.T) {
	for name, disturb := range map[string]string{
		"a migration changed the result":   "ALTER TABLE t ALTER COLUMN v TYPE text USING v::text",
		"a pooler handed another one over": "DEALLOCATE ALL",
	} {
		t.Run(name, func(t *testing.T) {
			d := oneSession(t, 10)
			_, err := d.DB.Exec("CREATE TABLE t (id int, v int); INSERT INTO t VALUES (1, 7)")
			require.NoError(t, err)
			read := func() (v string) {
				require.NoError(t, d.DB.QueryRow("SELECT v FROM t WHERE id = $1", 1).Scan(&v))
				return v
			}
			for range 3 {
				assert.Equal(t, "7", read())
			}
			_, err = d.DB.Exec(disturb)
			require.NoError(t, err)
			for range 3 {
				assert.Equal(t, "7", read())
			}
		})
	}
}

func TestAFailedTransactionLeavesTheStatementsUsable(t *testing.T) {
	d := oneSession(t, 10)
	ask := func(q interface {
		Scan(...any) error
	}) error {
		var got int
		return q.Scan(&got)
	}
	const text = "SELECT 10 / $1::int"
	require.NoError(t, ask(d.DB.QueryRow(text, 1)))
	tx, err := d.DB.Begin()
	require.NoError(t, err)
	require.NoError(t, ask(tx.QueryRow(text, 2)))
	require.Error(t, ask(tx.QueryRow(text, 0)))
	require.Error(t, ask(tx.QueryRow(text, 2)), "the transaction has failed")
	require.NoError(t, tx.Rollback())
	require.NoError(t, ask(d.DB.QueryRow(text, 5)))
}
