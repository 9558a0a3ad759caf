package database_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// empties make the URL of an empty database of either kind.
var empties = map[string]func(*testing.T) config.DatabaseURL{
	"sqlite": func(t *testing.T) config.DatabaseURL {
		return config.DatabaseURL(filepath.Join(t.TempDir(), "a folder", "tiendo.db"))
	},
	"postgres": apitest.EmptyPostgresURL,
}

// eachEmpty runs a test on an empty database of either kind.
func eachEmpty(t *testing.T, test func(t *testing.T, url config.DatabaseURL)) {
	t.Helper()
	for name, empty := range empties {
		t.Run(name, func(t *testing.T) { test(t, empty(t)) })
	}
}

func open(t *testing.T, url config.DatabaseURL) *database.Database {
	t.Helper()
	d, err := database.Open(t.Context(), url, config.Default().Database)
	require.NoError(t, err)
	t.Cleanup(func() { d.Close() })
	return d
}

func TestASecondRunOfTheMigrationsMakesNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		steps, err := d.Migrations(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, steps)
		var names []string
		for _, s := range steps {
			assert.False(t, s.Applied(), s.Name)
			names = append(names, s.Name)
		}

		made, err := d.Migrate(t.Context())
		require.NoError(t, err)
		assert.Equal(t, names, made)
		made, err = d.Migrate(t.Context())
		require.NoError(t, err)
		assert.Empty(t, made)

		steps, err = d.Migrations(t.Context())
		require.NoError(t, err)
		for _, s := range steps {
			assert.True(t, s.Applied(), s.Name)
		}
		assert.NoError(t, d.Ready(t.Context()))
	})
}

func TestConcurrentRunsOfTheMigrationsMakeEachStepOnce(t *testing.T) {
	for name, runs := range map[string]int{"two": 2, "ten": 10} {
		t.Run(name, func(t *testing.T) {
			eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
				var group sync.WaitGroup
				start := make(chan struct{})
				made, errs := make([][]string, runs), make([]error, runs)
				for n := range runs {
					group.Go(func() {
						<-start
						d, err := database.Open(t.Context(), url, config.Default().Database)
						if err != nil {
							errs[n] = err
							return
						}
						defer d.Close()
						made[n], errs[n] = d.Migrate(t.Context())
					})
				}
				close(start)
				group.Wait()
				require.NoError(t, errors.Join(errs...))

				d := open(t, url)
				steps, err := d.Migrations(t.Context())
				require.NoError(t, err)
				var all []string
				for _, m := range made {
					all = append(all, m...)
				}
				assert.Len(t, all, len(steps))
				var rows int
				require.NoError(t, d.DB.QueryRow("SELECT count(*) FROM goose_db_version WHERE version_id > 0").Scan(&rows))
				assert.Equal(t, len(steps), rows)
			})
		})
	}
}

func TestAnEmptyDatabaseIsBehind(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		err := d.Ready(t.Context())
		var behind *database.BehindError
		require.ErrorAs(t, err, &behind)
		assert.NotEmpty(t, behind.Pending)
		assert.ErrorContains(t, err, "tiendo migrate up")
	})
}

func TestTheReadinessCheckWritesNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		require.Error(t, d.Ready(t.Context()))
		tables := "SELECT count(*) FROM sqlite_master"
		if d.Dialect == "postgres" {
			tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
		}
		var n int
		require.NoError(t, d.DB.QueryRow(tables).Scan(&n))
		assert.Zero(t, n)
	})
}

func TestTheReadinessCheckDoesNotWaitForAMigration(t *testing.T) {
	url := apitest.EmptyPostgresURL(t)
	d := open(t, url)
	_, err := d.Migrate(t.Context())
	require.NoError(t, err)

	// Another program's migration holds goose's lock of the session.
	conn, err := d.DB.Conn(t.Context())
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(t.Context(), "SELECT pg_advisory_lock(4097083626)")
	require.NoError(t, err)
	assert.NoError(t, d.Ready(t.Context()))
}

func TestAMigrationThatIsCancelledLeavesNothing(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := d.Migrate(ctx)
		assert.ErrorIs(t, err, context.Canceled)
		var behind *database.BehindError
		assert.ErrorAs(t, d.Ready(t.Context()), &behind)
	})
}
