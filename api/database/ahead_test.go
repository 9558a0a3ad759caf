package database_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// program is a few steps in goose's format, by the name of their file.
func program(steps ...string) fs.FS {
	files := fstest.MapFS{}
	for n := 0; n < len(steps); n += 2 {
		files[steps[n]] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + steps[n+1] + "\n")}
	}
	return files
}

const (
	first, makeFirst   = "20260101000000_first.sql", `CREATE TABLE "first" ("grade" text);`
	second, makeSecond = "20260202000000_second.sql", `CREATE TABLE "second" ("grade" text);`
	third, makeThird   = "20260303000000_third.sql", `CREATE TABLE "third" ("grade" text);`
)

// versions are what the database's own record has.
func versions(t *testing.T, d *database.Database) (all []int64) {
	t.Helper()
	rows, err := d.DB.Query("SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY id")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var v int64
		require.NoError(t, rows.Scan(&v))
		all = append(all, v)
	}
	require.NoError(t, rows.Err())
	return all
}

func TestAnOlderProgramLeavesANewerDatabaseAlone(t *testing.T) {
	for name, older := range map[string]fs.FS{
		"that has nothing of its own to do":      program(first, makeFirst, second, makeSecond),
		"that would have a step of its own":      program(first, makeFirst, "20260201000000_other.sql", `CREATE TABLE "other" ("a" text);`),
		"that would have one after the newest":   program(first, makeFirst, "20260404000000_other.sql", `CREATE TABLE "other" ("a" text);`),
		"that has nothing in common with it now": program("20250101000000_other.sql", `CREATE TABLE "other" ("a" text);`),
	} {
		t.Run(name, func(t *testing.T) {
			eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
				d := open(t, url)
				_, err := database.WithSteps(d, program(first, makeFirst, second, makeSecond, third, makeThird)).Migrate(t.Context())
				require.NoError(t, err)
				before := versions(t, d)

				made, err := database.WithSteps(d, older).Migrate(t.Context())
				var ahead *database.AheadError
				require.ErrorAs(t, err, &ahead)
				assert.Equal(t, "20260303000000", ahead.Version)
				entries, globErr := fs.Glob(older, "*.sql")
				require.NoError(t, globErr)
				assert.EqualError(t, err, "the database is at 20260303000000, which this program (its newest is "+entries[len(entries)-1]+") does not know: run a newer version of tiendo")
				assert.Empty(t, made)
				assert.Equal(t, before, versions(t, d))
				_, err = d.DB.Exec(`SELECT 1 FROM "other"`)
				assert.Error(t, err, "no step was made")
			})
		})
	}
}

func TestAnOlderProgramServesANewerDatabase(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		_, err := database.WithSteps(d, program(first, makeFirst, second, makeSecond)).Migrate(t.Context())
		require.NoError(t, err)
		assert.NoError(t, database.WithSteps(d, program(first, makeFirst)).Ready(t.Context()))

		var behind *database.BehindError
		require.ErrorAs(t, database.WithSteps(d, program(first, makeFirst, third, makeThird)).Ready(t.Context()), &behind)
		assert.Equal(t, []string{third}, behind.Pending)
	})
}

func TestStepsOfANewerProgramAreListed(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url config.DatabaseURL) {
		d := open(t, url)
		_, err := database.WithSteps(d, program(first, makeFirst, second, makeSecond)).Migrate(t.Context())
		require.NoError(t, err)
		steps, err := database.WithSteps(d, program(first, makeFirst, third, makeThird)).Migrations(t.Context())
		require.NoError(t, err)
		require.Len(t, steps, 3)
		for n, want := range []struct {
			name             string
			applied, unknown bool
		}{{first, true, false}, {"20260202000000", true, true}, {third, false, false}} {
			assert.Equal(t, want.name, steps[n].Name)
			assert.Equal(t, want.applied, steps[n].Applied(), want.name)
			assert.Equal(t, want.unknown, steps[n].Unknown, want.name)
		}
	})
}

// The older program is told to migrate while the newer one is in the middle of
// it, as when somebody takes an upgrade back at once: it waits, and then sees.
func TestAnOlderProgramWaitsForANewerOne(t *testing.T) {
	for name, older := range map[string]fs.FS{
		"with nothing of its own to do": program(first, makeFirst),
		"with the same step to do":      program(first, makeFirst, second, makeSecond),
	} {
		t.Run(name, func(t *testing.T) {
			url := empties["postgres"](t)
			d := open(t, url)
			_, err := database.WithSteps(d, program(first, makeFirst)).Migrate(t.Context())
			require.NoError(t, err)
			// The newer one waits in its second step for what this transaction holds.
			held, err := d.DB.Begin()
			require.NoError(t, err)
			defer func() { _ = held.Rollback() }()
			_, err = held.Exec(`LOCK TABLE "first" IN ACCESS EXCLUSIVE MODE`)
			require.NoError(t, err)
			newer := database.WithSteps(open(t, url), program(first, makeFirst, second, makeSecond, third, `ALTER TABLE "first" ADD "more" text;`))
			ended := make(chan error, 1)
			go func() {
				_, err := newer.Migrate(t.Context())
				ended <- err
			}()
			waiting := func(what string) func() bool {
				return func() bool {
					var n int
					require.NoError(t, d.DB.QueryRow(what).Scan(&n))
					return n > 0
				}
			}
			require.Eventually(t, waiting(`SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '"first"'::regclass`), patience, pause)

			refused := make(chan error, 1)
			go func() {
				_, err := database.WithSteps(open(t, url), older).Migrate(t.Context())
				refused <- err
			}()
			require.Eventually(t, waiting(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND query NOT LIKE '%pg_stat_activity%' AND state = 'idle'`), patience, pause)
			require.Empty(t, refused)
			require.NoError(t, held.Rollback())
			require.NoError(t, <-ended)
			var ahead *database.AheadError
			require.ErrorAs(t, <-refused, &ahead)
			assert.Equal(t, "20260303000000", ahead.Version)
		})
	}
}
