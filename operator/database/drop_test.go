package database_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

// dropped drops a database.
func dropped(t testing.TB, target database.Target) bool {
	t.Helper()
	changed, err := new(database.Client).Drop(t.Context(), on(pg), target)
	require.NoError(t, err)
	return changed
}

// left names what is left of a database.
func left(t testing.TB, target database.Target) string {
	t.Helper()
	return pg.Text(t, `SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM (SELECT datname AS name FROM pg_database UNION ALL SELECT rolname FROM pg_roles) x
		WHERE name IN ($1, $2, $3, $4)`,
		target.Database, target.Database+"_owner", target.Database+"_a", target.Database+"_b")
}

func TestADropLeavesNothing(t *testing.T) {
	statement := func(format string) func(*testing.T, database.Want) {
		return func(t *testing.T, w database.Want) { pg.Do(t, fmt.Sprintf(format, w.Database)) }
	}
	for name, prepare := range map[string]func(*testing.T, database.Want){
		"nobody in it": func(*testing.T, database.Want) {},
		"servers in it": func(t *testing.T, w database.Want) {
			_, err := enter(t, on(pg), w).Exec("CREATE TABLE goals (id int)")
			require.NoError(t, err)
		},
		"its role in another database": func(t *testing.T, w database.Want) {
			url := database.URL(database.Server{Host: "127.0.0.1", Port: pg.Port, TLS: database.TLS{Mode: database.Disable}}, "postgres", w.Database+"_a", w.Credentials.Password, "")
			require.NoError(t, pg.Open(t, string(url)).Ping())
		},
		"after a rotation":       func(t *testing.T, w database.Want) { wanted(t, on(pg), credentials(t, w.Target, 2)) },
		"after a retirement":     func(t *testing.T, w database.Want) { retired(t, w.Target, 1) },
		"the comment gone":       statement("COMMENT ON DATABASE %s IS NULL"),
		"the database gone":      statement("DROP DATABASE %s"),
		"a role gone":            statement("DROP ROLE %s_a"),
		"the database half gone": statement("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'"),
		"the database closed":    statement("ALTER DATABASE %s ALLOW_CONNECTIONS false"),
		"the admin in no role":   statement("SET LOCAL ROLE tiendo_admin; REVOKE %[1]s_a FROM tiendo_admin"),
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t, 1)
			wanted(t, on(pg), w)
			prepare(t, w)
			assert.True(t, dropped(t, w.Target))
			assert.Empty(t, left(t, w.Target))
			for _, statement := range pg.Statements(t, "tiendo-operator", func() { assert.False(t, dropped(t, w.Target)) }) {
				assert.Regexp(t, "^SELECT", statement, "what is gone is not dropped again")
			}
			assert.True(t, wanted(t, on(pg), w).Created, "and the name is free")
		})
	}
}

func TestADatabaseOfSomebodyElsesIsNotDropped(t *testing.T) {
	for name, mark := range map[string]string{
		"no mark":                             "NULL",
		"another Instance's":                  "'tiendo.vn other/tiendo'",
		"a mark that begins as the wanted":    "'%[1]s-2'",
		"the wanted mark with something more": "'%[1]s 1'",
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t, 1)
			pg.Do(t, "CREATE DATABASE "+w.Database, fmt.Sprintf("COMMENT ON DATABASE "+w.Database+" IS "+mark+" /* %[1]s */", w.Mark))
			_, err := new(database.Client).Drop(t.Context(), on(pg), w.Target)
			var taken *database.TakenError
			require.ErrorAs(t, err, &taken)
			assert.Equal(t, w.Database, left(t, w.Target))
		})
	}
}

func TestRolesOfSomebodyElsesAreNotDropped(t *testing.T) {
	w := fresh(t, 1)
	pg.Do(t, "CREATE ROLE "+w.Database+"_owner", "CREATE ROLE "+w.Database+"_a LOGIN", "CREATE ROLE "+w.Database+"_b LOGIN",
		"COMMENT ON ROLE "+w.Database+"_b IS 'tiendo.vn other/tiendo 2'")
	assert.False(t, dropped(t, w.Target))
	assert.Equal(t, w.Database+"_a "+w.Database+"_b "+w.Database+"_owner", left(t, w.Target))
	assert.Equal(t, "2", pg.Text(t, "SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolname LIKE $1 || '%'", w.Database))
}

func TestADatabaseWithASuperuserInItIsDroppedOnceTheyLeave(t *testing.T) {
	w := fresh(t, 1)
	wanted(t, on(pg), w)
	dba := pg.Superuser(t, w.Database)
	require.NoError(t, dba.Ping())
	_, err := new(database.Client).Drop(t.Context(), on(pg), w.Target)
	var denied *database.NotAllowedError
	require.ErrorAs(t, err, &denied)
	assert.ErrorContains(t, err, "terminate")
	require.NoError(t, dba.Close())
	require.Eventually(t, func() bool {
		_, err := new(database.Client).Drop(t.Context(), on(pg), w.Target)
		return err == nil
	}, 10*time.Second, 20*time.Millisecond)
	assert.Empty(t, left(t, w.Target))
}
