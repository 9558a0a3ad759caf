package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
)

// inMemory opens a migrated database in memory.
func inMemory(t *testing.T) *database.Database {
	t.Helper()
	d, err := database.Memory(t.Context(), config.Default().Database)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, d.Close()) })
	t.Chdir(t.TempDir())
	_, err = d.Migrate(t.Context())
	require.NoError(t, err)
	return d
}

// people counts them over a connection of its own.
func people(t *testing.T, d *database.Database) int {
	t.Helper()
	return d.Client.Person.Query().CountX(apitest.System())
}

func TestDatabasesInMemoryAreApart(t *testing.T) {
	one, other := inMemory(t), inMemory(t)
	one.Client.Person.Create().SetSubject("a#1").SetName("An").SaveX(apitest.System())
	assert.Equal(t, 1, people(t, one))
	assert.Zero(t, people(t, other))
	one.DB.SetMaxIdleConns(0) // every connection that is not held ends after its use
	assert.Equal(t, 1, people(t, one), "it outlives its connections")
}

func TestASnapshotIsGoneBackToAsOftenAsAsked(t *testing.T) {
	d := inMemory(t)
	d.Client.Person.Create().SetSubject("a#1").SetName("An").SaveX(apitest.System())
	restore, err := d.Snapshot(t.Context())
	require.NoError(t, err)
	for range 2 {
		d.Client.Person.Create().SetSubject("a#2").SetName("Ba").SaveX(apitest.System())
		require.Equal(t, 2, people(t, d))
		require.NoError(t, restore(t.Context()))
		assert.Equal(t, 1, people(t, d))
	}
}

func TestOnlyADatabaseInMemoryHasSnapshots(t *testing.T) {
	_, err := apitest.SQLite(t).Snapshot(t.Context())
	assert.ErrorContains(t, err, "not in memory")
}
