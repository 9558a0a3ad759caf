package database_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// A pair is an agency and one that it reaches.
type pair [2]string

// reachKept is what the table holds.
func reachKept(t require.TestingT, d *apitest.Database) map[pair]bool {
	return pairsOf(t, d, "SELECT over_id, agency_id FROM agency_reach")
}

func pairsOf(t require.TestingT, d *apitest.Database, query string) map[pair]bool {
	rows, err := d.DB.Query(query)
	require.NoError(t, err)
	defer rows.Close()
	found := map[pair]bool{}
	for rows.Next() {
		var p pair
		require.NoError(t, rows.Scan(&p[0], &p[1]))
		require.False(t, found[p], "%v twice", p)
		found[p] = true
	}
	require.NoError(t, rows.Err())
	return found
}

// reachVersion is the name of the state that the table is in.
func reachVersion(t require.TestingT, d *apitest.Database) (version string) {
	require.NoError(t, d.DB.QueryRow("SELECT version FROM reach_versions").Scan(&version))
	return version
}

// reachWalked is what the table is to hold, found by walking down from each agency.
func reachWalked(t require.TestingT, d *apitest.Database) map[pair]bool {
	next := map[string][]string{}
	for p := range pairsOf(t, d, `SELECT parent_id, id FROM agencies WHERE parent_id IS NOT NULL
		UNION SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL`) {
		next[p[0]] = append(next[p[0]], p[1])
	}
	found := map[pair]bool{}
	var walk func(top, at string)
	walk = func(top, at string) {
		if found[pair{top, at}] {
			return
		}
		found[pair{top, at}] = true
		for _, below := range next[at] {
			walk(top, below)
		}
	}
	for p := range pairsOf(t, d, "SELECT id, id FROM agencies") {
		walk(p[0], p[0])
	}
	return found
}

// written writes, with arguments as ? in the way of both databases.
func written(d *apitest.Database, statement string, args ...any) error {
	for n := 1; d.Dialect == dialect.Postgres && strings.Contains(statement, "?"); n++ {
		statement = strings.Replace(statement, "?", fmt.Sprintf("$%d", n), 1)
	}
	_, err := d.DB.Exec(statement, args...)
	return err
}

const agencyColumns = "INSERT INTO agencies (id, code, code_key, name, name_key, kind, search_text, parent_id) VALUES "

// row is a row for agencyColumns.
func row(id string, parent any) (string, []any) {
	return "(?, ?, ?, 'x', 'x', 'UNIT', 'x', ?)", []any{id, id, id, parent}
}

// Whoever changes who belongs to whom, however, the table says what walking
// would find: also around circles, and where a statement changes many rows.
func TestWhoReachesWhomIsKeptByTheDatabase(t *testing.T) {
	require.NoError(t, flag.Set("rapid.nofailfile", "true")) // nothing is written into the tree
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		rapid.Check(t, func(t *rapid.T) {
			for _, table := range []string{"agency_memberships", "agencies"} {
				require.NoError(t, written(d, "DELETE FROM "+table))
			}
			require.Empty(t, reachKept(t, d))
			w := world{d: d}
			states := map[string]map[pair]bool{} // by name
			t.Repeat(map[string]func(*rapid.T){
				"add":      w.add,
				"addTwo":   w.addTwo,
				"move":     w.move,
				"moveMany": w.moveMany,
				"rename":   w.rename,
				"remove":   w.remove,
				"join":     w.join,
				"end":      w.end,
				"leave":    w.leave,
				"": func(t *rapid.T) {
					kept := reachKept(t, d)
					require.Equal(t, reachWalked(t, d), kept)
					version := reachVersion(t, d)
					if known, ok := states[version]; ok {
						require.Equal(t, known, kept, "two states of one name")
					}
					states[version] = kept
				},
			})
		})
	})
}

// A world is the agencies of a run.
type world struct {
	d        *apitest.Database
	agencies []string
}

// some draws one of the agencies; where there is none, nobody's key.
func (w *world) some(t *rapid.T, label string) string {
	if len(w.agencies) == 0 {
		return uuid.Nil.String()
	}
	return rapid.SampledFrom(w.agencies).Draw(t, label)
}

// parent draws an agency or none.
func (w *world) parent(t *rapid.T) any {
	if len(w.agencies) == 0 || rapid.Bool().Draw(t, "alone") {
		return nil
	}
	return w.some(t, "parent")
}

func (w *world) add(t *rapid.T) {
	id := uuid.NewString()
	values, args := row(id, w.parent(t))
	require.NoError(t, written(w.d, agencyColumns+values, args...))
	w.agencies = append(w.agencies, id)
}

// addTwo adds an agency before the one it belongs to, in one statement.
func (w *world) addTwo(t *rapid.T) {
	lower, upper := uuid.NewString(), uuid.NewString()
	first, args := row(lower, upper)
	second, more := row(upper, w.parent(t))
	require.NoError(t, written(w.d, agencyColumns+first+", "+second, append(args, more...)...))
	w.agencies = append(w.agencies, lower, upper)
}

func (w *world) move(t *rapid.T) {
	require.NoError(t, written(w.d, "UPDATE agencies SET parent_id = ? WHERE id = ?", w.parent(t), w.some(t, "moved")))
}

// moveMany moves what belongs to one agency, or to none, to another.
func (w *world) moveMany(t *rapid.T) {
	from, to := w.parent(t), w.parent(t)
	if from == nil {
		require.NoError(t, written(w.d, "UPDATE agencies SET parent_id = ? WHERE parent_id IS NULL", to))
		return
	}
	require.NoError(t, written(w.d, "UPDATE agencies SET parent_id = ? WHERE parent_id = ?", to, from))
}

// rename gives an agency another key, where nothing refers to it.
func (w *world) rename(t *rapid.T) {
	if len(w.agencies) == 0 {
		return
	}
	old, id := w.some(t, "renamed"), uuid.NewString()
	if written(w.d, "UPDATE agencies SET id = ? WHERE id = ?", id, old) == nil {
		w.forget(old)
		w.agencies = append(w.agencies, id)
	}
}

// remove takes an agency away, where nothing refers to it.
func (w *world) remove(t *rapid.T) {
	id := w.some(t, "removed")
	if written(w.d, "DELETE FROM agencies WHERE id = ?", id) == nil {
		w.forget(id)
	}
}

func (w *world) forget(id string) {
	var left []string
	for _, a := range w.agencies {
		if a != id {
			left = append(left, a)
		}
	}
	w.agencies = left
}

// join makes one agency a member of another; twice is refused, and so is an
// agency of itself.
func (w *world) join(t *rapid.T) {
	var ended any
	if rapid.Bool().Draw(t, "ended") {
		ended = "2024-01-01"
	}
	_ = written(w.d, "INSERT INTO agency_memberships (id, agency_id, member_of_id, valid_to) VALUES (?, ?, ?, ?)",
		uuid.NewString(), w.some(t, "group"), w.some(t, "member"), ended)
}

// end ends the memberships of a group, or lets them last.
func (w *world) end(t *rapid.T) {
	ended := rapid.SampledFrom([]string{"NULL", "'2024-01-01'", "CASE WHEN valid_to IS NULL THEN '2024-01-01' ELSE NULL END"}).Draw(t, "ended")
	if w.d.Dialect == dialect.Postgres {
		ended = "(" + ended + ")::date"
	}
	require.NoError(t, written(w.d, "UPDATE agency_memberships SET valid_to = "+ended+" WHERE agency_id = ?", w.some(t, "group")))
}

func (w *world) leave(t *rapid.T) {
	require.NoError(t, written(w.d, "DELETE FROM agency_memberships WHERE member_of_id = ?", w.some(t, "member")))
}

// Two writers each add a row that make a path only together: the second waits
// for the first, and then sees it.
func TestAPathOfTwoWritersIsFound(t *testing.T) {
	d := apitest.Postgres(t)
	ids := []string{uuid.NewString(), uuid.NewString(), uuid.NewString()}
	for _, id := range ids {
		values, args := row(id, nil)
		require.NoError(t, written(d, agencyColumns+values, args...))
	}
	const join = "INSERT INTO agency_memberships (id, agency_id, member_of_id) VALUES ($1, $2, $3)"
	first, err := d.DB.Begin()
	require.NoError(t, err)
	defer func() { _ = first.Rollback() }()
	_, err = first.Exec(join, uuid.NewString(), ids[0], ids[1])
	require.NoError(t, err)
	second := make(chan error, 1)
	go func() {
		_, err := d.DB.Exec(join, uuid.NewString(), ids[1], ids[2])
		second <- err
	}()
	waitForTheTurn(t, d)
	require.NoError(t, first.Commit())
	require.NoError(t, <-second)
	assert.True(t, reachKept(t, d)[pair{ids[0], ids[2]}])
	assert.Equal(t, reachWalked(t, d), reachKept(t, d))
}

// waitForTheTurn returns when a writer waits for another.
func waitForTheTurn(t *testing.T, d *apitest.Database) {
	t.Helper()
	require.Eventually(t, func() bool {
		var waiting bool
		err := d.DB.QueryRow("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))").Scan(&waiting)
		return err == nil && waiting
	}, 20*time.Second, time.Millisecond)
}

// Who makes the table anew takes its turn like any other writer.
func TestMakingTheTableAnewBlocksNoWriter(t *testing.T) {
	d := apitest.Postgres(t)
	tx, err := d.DB.Begin()
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	add := func() {
		_, err := tx.Exec("INSERT INTO agencies (id, code, code_key, name, name_key, kind, search_text) VALUES ($1, $2, 'x', 'x', 'x', 'UNIT', 'x')", uuid.NewString(), uuid.NewString())
		require.NoError(t, err)
	}
	add()
	made := make(chan error, 1)
	go func() {
		_, err := d.DB.Exec("SELECT agency_reach_fill()")
		made <- err
	}()
	waitForTheTurn(t, d)
	add()
	require.NoError(t, tx.Commit())
	require.NoError(t, <-made)
	assert.Equal(t, reachWalked(t, d), reachKept(t, d))
}

// A transaction that keeps to what it saw at first could not see the other's row:
// it is refused.
func TestWhoBelongsToWhomIsNotChangedOnAnOldView(t *testing.T) {
	d := apitest.Postgres(t)
	tx, err := d.DB.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	_, err = tx.Exec("INSERT INTO agencies (id, code, code_key, name, name_key, kind, search_text) VALUES ($1, 'x', 'x', 'x', 'x', 'UNIT', 'x')", uuid.NewString())
	assert.ErrorContains(t, err, "REPEATABLE READ")
}

// What fills tables past their triggers makes the table anew afterwards.
func TestWhoReachesWhomIsMadeAnew(t *testing.T) {
	d := apitest.Postgres(t)
	values, args := row(uuid.NewString(), nil)
	require.NoError(t, written(d, agencyColumns+values, args...))
	_, err := d.DB.Exec("DELETE FROM agency_reach; INSERT INTO agency_reach (over_id, agency_id) VALUES (gen_random_uuid(), gen_random_uuid())")
	require.NoError(t, err)
	before := reachVersion(t, d)
	_, err = d.DB.Exec("SET session_replication_role = replica; SELECT agency_reach_fill(); RESET session_replication_role")
	require.NoError(t, err)
	assert.Equal(t, reachWalked(t, d), reachKept(t, d))
	assert.NotEqual(t, before, reachVersion(t, d), "past the triggers too")
}
