package database_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

func TestAnInstanceGetsADatabaseOfItsOwn(t *testing.T) {
	w := fresh(t, 1)
	assert.Equal(t, database.Outcome{Created: true, Changed: true}, wanted(t, on(pg), w))

	db := enter(t, on(pg), w)
	var user, acts, encoding string
	require.NoError(t, db.QueryRow("SELECT session_user, current_user, current_setting('server_encoding')").Scan(&user, &acts, &encoding))
	assert.Equal(t, w.Database+"_a", user)
	assert.Equal(t, w.Database+"_owner", acts, "what it makes has to be the owner's")
	assert.Equal(t, "UTF8", encoding)
	_, err := db.Exec("CREATE EXTENSION pg_trgm; CREATE TABLE goals (id int); INSERT INTO goals VALUES (1)")
	assert.NoError(t, err, "the graph's migrations need this")

	assert.Equal(t, w.Mark, pg.Text(t, "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", w.Database))
	assert.Equal(t, "20", pg.Text(t, "SELECT rolconnlimit FROM pg_roles WHERE rolname = $1", w.Database+"_a"))
	assert.Equal(t, "false", pg.Text(t, "SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", w.Database+"_owner"))
	assert.Equal(t, "0", pg.Text(t, "SELECT count(*) FROM pg_roles WHERE rolname = $1", w.Database+"_b"))
	settled(t, pg, on(pg), w)
}

func TestAnInstanceDoesNotEnterTheDatabaseOfAnother(t *testing.T) {
	one, other := fresh(t, 1), fresh(t, 1)
	wanted(t, on(pg), one)
	wanted(t, on(pg), other)
	across := one
	across.Database = other.Database
	url := database.URL(database.Server{Host: "127.0.0.1", Port: pg.Port, TLS: database.TLS{Mode: database.Require}}, other.Database, one.Database+"_a", one.Credentials.Password, "")
	assert.ErrorContains(t, pg.Open(t, string(url)).Ping(), "permission denied for database")
	_, err := enter(t, on(pg), one).Exec("SET ROLE " + other.Database + "_owner")
	assert.ErrorContains(t, err, "permission denied to set role")
}

// Whatever somebody does to what the operator made, the next pass puts it right, and
// the one after it finds nothing to do.
func TestDriftIsPutRight(t *testing.T) {
	for name, drift := range map[string]string{
		"the role may not sign in":             "ALTER ROLE %[1]s_a NOLOGIN",
		"the role has another password":        "ALTER ROLE %[1]s_a PASSWORD 'another'",
		"the role has no password":             "ALTER ROLE %[1]s_a PASSWORD NULL",
		"the role may connect without end":     "ALTER ROLE %[1]s_a CONNECTION LIMIT -1",
		"the role does not inherit":            "ALTER ROLE %[1]s_a NOINHERIT",
		"the role does not act as the owner":   "ALTER ROLE %[1]s_a RESET role",
		"the role acts as another":             "ALTER ROLE %[1]s_a SET role TO pg_monitor",
		"the role is no member of the owner":   "SET LOCAL ROLE tiendo_admin; REVOKE %[1]s_owner FROM %[1]s_a",
		"the role is gone":                     "DROP ROLE %[1]s_a",
		"the owner may sign in":                "ALTER ROLE %[1]s_owner LOGIN",
		"the admin is one of neither role":     "SET LOCAL ROLE tiendo_admin; REVOKE %[1]s_owner, %[1]s_a FROM tiendo_admin",
		"the admin is not one of the role":     "SET LOCAL ROLE tiendo_admin; REVOKE %[1]s_a FROM tiendo_admin",
		"the database has no comment":          "COMMENT ON DATABASE %[1]s IS NULL",
		"the database is open to everybody":    "GRANT CONNECT ON DATABASE %[1]s TO PUBLIC",
		"the database is as open as a new one": "UPDATE pg_database SET datacl = NULL WHERE datname = '%[1]s'",
		"the database is somebody else's":      "ALTER DATABASE %[1]s OWNER TO tiendo_admin",
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t, 1)
			wanted(t, on(pg), w)
			pg.Do(t, fmt.Sprintf(drift, w.Database))
			assert.Equal(t, database.Outcome{Changed: true}, wanted(t, on(pg), w))
			require.NoError(t, enter(t, on(pg), w).Ping())
			settled(t, pg, on(pg), w)
		})
	}
}

func TestALimitOnConnectionsIsChanged(t *testing.T) {
	w, s := fresh(t, 1), on(pg)
	wanted(t, s, w)
	s.ConnectionsPerInstance = 7
	assert.True(t, wanted(t, s, w).Changed)
	assert.Equal(t, "7", pg.Text(t, "SELECT rolconnlimit FROM pg_roles WHERE rolname = $1", w.Database+"_a"))
	settled(t, pg, s, w)
}

// A busy Instance is a healthy one.
func TestARoleThatUsesAllItsConnectionsIsWell(t *testing.T) {
	w, s := fresh(t, 1), on(pg)
	s.ConnectionsPerInstance = 2
	wanted(t, s, w)
	for range 2 {
		require.NoError(t, enter(t, s, w).Ping())
	}
	settledWhileFull := pg.Statements(t, "tiendo-operator", func() { assert.Equal(t, database.Outcome{}, wanted(t, s, w)) })
	assert.Len(t, settledWhileFull, 2)
}

// What carries no mark, or another's, is never touched.
func TestWhatIsSomebodyElsesIsLeftAlone(t *testing.T) {
	for name, tc := range map[string]struct {
		before []string
		want   string
	}{
		"a database":                          {[]string{"CREATE DATABASE %[1]s"}, `a database "%[1]s" is there that is not this Instance's. Rename it, or hand it over with COMMENT ON DATABASE "%[1]s" IS '%[2]s'`},
		"a database of another Instance":      {[]string{"CREATE DATABASE %[1]s", "COMMENT ON DATABASE %[1]s IS 'tiendo.vn other/tiendo'"}, `a database "%[1]s"`},
		"a database whose mark begins as one": {[]string{"CREATE DATABASE %[1]s", "COMMENT ON DATABASE %[1]s IS '%[2]s-2'"}, `a database "%[1]s"`},
		"a database of an unmarked owner":     {[]string{"CREATE ROLE %[1]s_owner", "CREATE DATABASE %[1]s OWNER %[1]s_owner"}, `a database "%[1]s"`},
		"a role of the owner's name":          {[]string{"CREATE ROLE %[1]s_owner"}, `a role "%[1]s_owner" is there that is not this Instance's. Rename it, or hand it over with COMMENT ON ROLE "%[1]s_owner" IS '%[2]s'`},
		"another Instance's owner":            {[]string{"CREATE ROLE %[1]s_owner", "COMMENT ON ROLE %[1]s_owner IS 'tiendo.vn other/tiendo'"}, `a role "%[1]s_owner"`},
		"a role that signs in":                {[]string{"CREATE ROLE %[1]s_a LOGIN"}, `hand it over with COMMENT ON ROLE "%[1]s_a" IS '%[2]s 1'`},
		"the other role that signs in":        {[]string{"CREATE ROLE %[1]s_b LOGIN"}, `hand it over with COMMENT ON ROLE "%[1]s_b" IS '%[2]s 2'`},
		"a role with a comment of no number":  {[]string{"CREATE ROLE %[1]s_a LOGIN", "COMMENT ON ROLE %[1]s_a IS '%[2]s'"}, `a role "%[1]s_a"`},
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t, 1)
			for _, statement := range tc.before {
				pg.Do(t, fmt.Sprintf(statement, w.Database, w.Mark))
			}
			var err error
			for _, statement := range pg.Statements(t, "tiendo-operator", func() { _, err = new(database.Client).Ensure(t.Context(), on(pg), w) }) {
				assert.Regexp(t, "^SELECT", statement, "nothing is written")
			}
			var taken *database.TakenError
			require.ErrorAs(t, err, &taken)
			assert.ErrorContains(t, err, fmt.Sprintf(tc.want, w.Database, w.Mark))
		})
	}
}

func TestWhatIsHandedOverIsTakenUp(t *testing.T) {
	w := fresh(t, 1)
	someone := fmt.Sprintf("someone_%d", counter.Add(1))
	pg.Do(t, "CREATE ROLE "+someone, "CREATE DATABASE "+w.Database+" OWNER "+someone, "GRANT "+someone+" TO tiendo_admin",
		"COMMENT ON DATABASE "+w.Database+" IS '"+w.Mark+"'")
	assert.Equal(t, database.Outcome{Changed: true}, wanted(t, on(pg), w))
	settled(t, pg, on(pg), w)
}

func TestAWantThatMakesNoSenseIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*database.Want)
		want  string
	}{
		"no number":          {func(w *database.Want) { w.Credentials.Number = 0 }, "expected a number from 1"},
		"no password":        {func(w *database.Want) { w.Credentials.Password = "" }, "and a password"},
		"no name":            {func(w *database.Want) { w.Database = "" }, `database "": expected a name`},
		"a name too long":    {func(w *database.Want) { w.Database = fmt.Sprintf("%056d", 0) }, "at most 55 bytes"},
		"somebody's comment": {func(w *database.Want) { w.Mark = "mine" }, `mark "mine": expected one that begins with "tiendo.vn "`},
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t, 1)
			tc.spoil(&w)
			_, err := new(database.Client).Ensure(t.Context(), on(pg), w)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestAHalfDroppedDatabaseIsSaidToBeLost(t *testing.T) {
	w := fresh(t, 1)
	wanted(t, on(pg), w)
	pg.Do(t, "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '"+w.Database+"'")
	_, err := new(database.Client).Ensure(t.Context(), on(pg), w)
	var broken *database.BrokenError
	require.ErrorAs(t, err, &broken)
	assert.ErrorContains(t, err, `Finish with DROP DATABASE "`+w.Database+`"`)
	_, err = new(database.Client).Drop(t.Context(), on(pg), w.Target)
	assert.NoError(t, err)
}
