package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

// retired retires credentials.
func retired(t testing.TB, target database.Target, number int64) bool {
	t.Helper()
	changed, err := new(database.Client).Retire(t.Context(), on(pg), target, number)
	require.NoError(t, err)
	return changed
}

func TestCredentialsTakeTurns(t *testing.T) {
	first := fresh(t, 1)
	wanted(t, on(pg), first)
	old := enter(t, on(pg), first)
	_, err := old.Exec("CREATE TABLE goals (id int)")
	require.NoError(t, err)

	second := credentials(t, first.Target, 2)
	assert.Equal(t, database.Outcome{Changed: true}, wanted(t, on(pg), second))
	require.NoError(t, old.Ping(), "servers that started before go on")
	_, err = enter(t, on(pg), second).Exec("ALTER TABLE goals ADD name text")
	require.NoError(t, err, "the new role has what the old one made")
	settled(t, pg, on(pg), first)
	settled(t, pg, on(pg), second)

	assert.True(t, retired(t, first.Target, 1))
	assert.Error(t, enter(t, on(pg), first).Ping(), "the old password no longer works")
	assert.Equal(t, "0", pg.Text(t, "SELECT count(*) FROM pg_stat_activity WHERE usename = $1", first.Database+"_a"), "and whoever was in with it is out")
	assert.Equal(t, "true", pg.Text(t, "SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = $1", first.Database+"_a"))
	for _, statement := range pg.Statements(t, "tiendo-operator", func() { assert.False(t, retired(t, first.Target, 1)) }) {
		assert.Regexp(t, "^SELECT", statement, "what is retired is not retired again")
	}
	settled(t, pg, on(pg), second)

	third := credentials(t, first.Target, 3)
	wanted(t, on(pg), third)
	assert.False(t, retired(t, first.Target, 1), "the role has newer credentials")
	require.NoError(t, enter(t, on(pg), third).Ping())
	assert.True(t, retired(t, first.Target, 2))
	settled(t, pg, on(pg), third)
}

// A pass that knows only of the past does not bring it back.
func TestOlderCredentialsDoNotReplaceNewer(t *testing.T) {
	first := fresh(t, 1)
	for number := int64(1); number <= 3; number++ {
		wanted(t, on(pg), credentials(t, first.Target, number))
	}
	for name, number := range map[string]int64{"of the same role": 1, "of the other, which is retired": 2} {
		t.Run(name, func(t *testing.T) {
			retired(t, first.Target, 2)
			_, err := new(database.Client).Ensure(t.Context(), on(pg), credentials(t, first.Target, number))
			var superseded *database.SupersededError
			require.ErrorAs(t, err, &superseded)
			assert.Equal(t, int64(3), superseded.Have)
			settled(t, pg, on(pg), credentials(t, first.Target, 3))
		})
	}
}

func TestADatabaseThatWasKeptIsTakenUpAgain(t *testing.T) {
	w := fresh(t, 1)
	wanted(t, on(pg), w)
	_, err := enter(t, on(pg), w).Exec("CREATE TABLE goals (id int); INSERT INTO goals VALUES (7)")
	require.NoError(t, err)
	retired(t, w.Target, 1)

	full := on(pg)
	full.Capacity = 0
	next := credentials(t, w.Target, 2)
	out, err := new(database.Client).Ensure(t.Context(), full, next)
	require.NoError(t, err, "it has its place already")
	assert.Equal(t, database.Outcome{Changed: true}, out)
	var id int
	require.NoError(t, enter(t, on(pg), next).QueryRow("SELECT id FROM goals").Scan(&id))
	assert.Equal(t, 7, id)
}

func TestRetiringWhatIsNotThereIsFine(t *testing.T) {
	w := fresh(t, 1)
	assert.False(t, retired(t, w.Target, 1))
	pg.Do(t, "CREATE ROLE "+w.Database+"_a LOGIN")
	assert.False(t, retired(t, w.Target, 1), "nor is somebody else's role touched")
	assert.Equal(t, "true", pg.Text(t, "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", w.Database+"_a"))
}
