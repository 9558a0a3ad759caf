package database_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/ent/migrations"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A walled is a database with a row of everything that is kept from others, and
// queries that have forgotten their policy.
type walled struct {
	*apitest.Database
	walled *database.Database // as the server has it
	pool   *sql.DB

	unit, ministry, province, everybody, indicator, person uuid.UUID
}

func newWalled(t *testing.T) *walled {
	t.Helper()
	d := apitest.Postgres(t)
	settings := config.Default().Database
	settings.MaxOpen, settings.MaxIdle = 1, 1 // the session that worked for one works for the next
	w := &walled{Database: d, walled: apitest.Walled(t, d, settings).Database}
	w.pool = w.walled.DB
	for _, id := range []*uuid.UUID{&w.unit, &w.ministry, &w.province, &w.everybody, &w.indicator, &w.person} {
		*id = uuid.New()
	}
	w.fill(t)
	return w
}

// fill writes rows of the unit, without regard to what they refer to.
func (w *walled) fill(t *testing.T) {
	t.Helper()
	tx, err := w.DB.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer tx.Rollback()
	do := func(format string, args ...any) {
		_, err := tx.Exec(fmt.Sprintf(format, args...))
		require.NoError(t, err, format)
	}
	do("SET LOCAL session_replication_role = replica") // no keys, no triggers
	for id, parent := range map[uuid.UUID]string{w.unit: "'" + w.ministry.String() + "'", w.ministry: "NULL", w.province: "NULL", w.everybody: "NULL"} {
		do("%s", w.row(t, "agencies", map[string]string{"id": id.String(), "code": id.String()}))
		do("UPDATE agencies SET parent_id = %s WHERE id = '%s'", parent, id)
	}
	do("%s", w.row(t, "agency_memberships", map[string]string{"agency_id": w.everybody.String(), "member_of_id": w.ministry.String()}))
	do("SELECT agency_reach_fill()")
	report := uuid.New()
	for table, given := range map[string]map[string]string{
		"submissions": {"id": report.String()}, "submission_versions": {"submission_id": report.String()},
		"figures":    {"submission_id": report.String(), "indicator_id": w.indicator.String(), "stated_value": "1"},
		"narratives": {"submission_id": report.String()}, "reviews": {"submission_id": report.String()},
		"evidence": {"submission_id": report.String()}, "waivers": {"submission_id": report.String()}, "events": {},
		"role_grants": {"person_id": w.person.String()}, "delegations": {"ends_at": "2023-04-20"}, "machine_tokens": {"expires_at": "2023-04-20"}, "webhooks": {}, "window_changes": {},
		"jobs": {}, "idempotency_keys": {}, "event_chains": {}, "seals": {}, "persisted_documents": {}, "usage_counts": {},
	} {
		do("%s", w.row(t, table, given))
	}
	do("INSERT INTO window_change_agencies SELECT id, '%s' FROM window_changes", w.unit)
	do("INSERT INTO review_figures SELECT reviews.id, figures.id FROM reviews, figures")
	require.NoError(t, tx.Commit())
}

// row is a statement that adds a row of the unit with something in every column
// that needs it.
func (w *walled) row(t *testing.T, table string, given map[string]string) string {
	t.Helper()
	rows, err := w.DB.QueryContext(t.Context(), `SELECT column_name, data_type FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'
		OR table_name = $1 AND column_name = 'agency_id'`, table)
	require.NoError(t, err)
	defer rows.Close()
	var columns, values []string
	for rows.Next() {
		var column, kind string
		require.NoError(t, rows.Scan(&column, &kind))
		value := map[string]string{"uuid": uuid.NewString(), "timestamp with time zone": "2023-03-20", "date": "2023-03-20", "bytea": "x", "bigint": "1", "jsonb": "{}", "boolean": "false", "numeric": "1"}[kind]
		if column == "agency_id" {
			value = w.unit.String()
		}
		if own, ok := given[column]; ok {
			value = own
		}
		delete(given, column)
		columns, values = append(columns, column), append(values, "'"+value+"'")
	}
	for column, value := range given {
		columns, values = append(columns, column), append(values, "'"+value+"'")
	}
	require.NoError(t, rows.Err())
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(values, ", "))
}

// seen counts the rows of each table that a viewer sees, all that are not none.
func (w *walled) seen(t *testing.T, ctx context.Context) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for _, table := range database.WalledTables {
		var n int
		require.NoError(t, w.pool.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n), table)
		if n > 0 {
			seen[table] = n
		}
	}
	return seen
}

// all is one row of each, without those named.
func all(without ...string) map[string]int {
	seen := map[string]int{}
	for _, table := range database.WalledTables {
		seen[table] = 1
	}
	for _, table := range without {
		delete(seen, table)
	}
	return seen
}

// internal are the tables that only programs of the instance and inspectors see.
var internal = []string{"idempotency_keys", "event_chains", "seals", "persisted_documents", "usage_counts"}

// everybodys are the tables in front of the wall: what the plan says is public, and
// people are told by whatever names them.
var everybodys = []string{
	"plans", "indicators", "indicator_legal_bases", "indicator_same_as", "targets", "tasks", "task_indicators", "assignments",
	"agencies", "agency_memberships", "agency_successions", "legal_documents", "legal_document_amends", "legal_document_replaces",
	"reporting_windows", "people",
	"agency_reach", "reach_versions", "roll_up_sums", // derived of what everybody sees
	"goose_db_version",
}

func TestEveryTableIsBehindTheWallOrEverybodys(t *testing.T) {
	w := newWalled(t)
	rows, err := w.DB.QueryContext(t.Context(), `SELECT tablename, EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = t.tablename) FROM pg_tables t WHERE schemaname = 'public'`)
	require.NoError(t, err)
	defer rows.Close()
	var behind, before []string
	for rows.Next() {
		var table string
		var policy bool
		require.NoError(t, rows.Scan(&table, &policy))
		if policy {
			behind = append(behind, table)
		} else {
			before = append(before, table)
		}
	}
	require.NoError(t, rows.Err())
	assert.ElementsMatch(t, database.WalledTables, behind)
	assert.ElementsMatch(t, everybodys, before)
}

func TestTheWallStopsQueriesThatForgotTheirPolicy(t *testing.T) {
	w := newWalled(t)
	with := func(v viewer.Viewer) context.Context { return viewer.NewContext(t.Context(), v) }
	at := func(agency uuid.UUID) context.Context {
		return with(viewer.Viewer{Person: uuid.New(), Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: agency}}})
	}
	nearlyAll := func(agency uuid.UUID, but ...uuid.UUID) context.Context {
		return with(viewer.Viewer{
			Person: uuid.New(), Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: agency}}, Beyond: map[uuid.UUID][]uuid.UUID{agency: but},
		})
	}
	none := map[string]int{}
	measuring := with(viewer.Viewer{Person: uuid.New(), Measures: []uuid.UUID{w.indicator}})
	for n, row := range []struct {
		who  string
		ctx  context.Context
		want map[string]int
	}{
		{"nobody", t.Context(), none},
		{"the public", with(viewer.Public()), none},
		{"a program of the instance", with(viewer.System("test")), all()},
		{"another agency's reporter", at(w.province), none},
		{"the unit's reporter", at(w.unit), all(internal...)},
		{"a role at an agency above", at(w.ministry), all(internal...)},
		{"a role at a group", at(w.everybody), all(internal...)},
		{"a role that reaches all but another agency", nearlyAll(w.everybody, w.province), all(internal...)},
		{"a role that reaches all agencies", nearlyAll(w.everybody), all(internal...)},
		{"a role that reaches all but the unit", nearlyAll(w.everybody, w.unit), none},
		{"an inspector", with(viewer.Inspector("test")), all()},
		{"another agency's reporter, after all those", at(w.province), none},
		{"who measures the figure of a draft", measuring, none},
		{"whose role it is", with(viewer.Viewer{Person: w.person}), map[string]int{"role_grants": 1}},
		{"nobody, after all those", t.Context(), none},
	} {
		t.Run(fmt.Sprint(n, " ", row.who), func(t *testing.T) { assert.Equal(t, row.want, w.seen(t, row.ctx)) })
	}
	t.Run("routed to another agency", func(t *testing.T) {
		asked := map[string]int{"narratives": 1, "submissions": 1, "submission_versions": 1}
		_, err := w.DB.Exec("UPDATE narratives SET routed_to_id = $1", w.province)
		require.NoError(t, err)
		assert.Equal(t, asked, w.seen(t, at(w.province)), "which is asked")
		assert.Equal(t, asked, w.seen(t, nearlyAll(w.everybody, w.unit)), "a role that reaches the one asked")
		assert.Equal(t, none, w.seen(t, nearlyAll(w.everybody, w.province, w.unit)), "a role that reaches neither")
		_, err = w.DB.Exec("UPDATE narratives SET routed_to_id = NULL")
		require.NoError(t, err)
	})
	for _, step := range []struct {
		what, do string
		want     map[string]int // by who measures the figure
		public   map[string]int
	}{
		{"submitted", "UPDATE submissions SET submitted_at = now()",
			map[string]int{"submissions": 1, "submission_versions": 1, "figures": 1, "narratives": 1, "reviews": 1, "review_figures": 1, "evidence": 1, "waivers": 1}, none},
		{"taken back", "UPDATE submissions SET submitted_at = NULL", none, none},
		{"approved", "UPDATE figures SET approved_at = now()", map[string]int{"figures": 1}, none},
		{"published", "UPDATE figures SET published_at = now()", map[string]int{"figures": 1}, map[string]int{"figures": 1}},
	} {
		t.Run(step.what, func(t *testing.T) {
			_, err := w.DB.Exec(step.do)
			require.NoError(t, err)
			assert.Equal(t, step.want, w.seen(t, measuring), "who measures")
			assert.Equal(t, step.public, w.seen(t, with(viewer.Public())), "the public")
			assert.Equal(t, step.public, w.seen(t, at(w.province)), "another agency's reporter")
			assert.Equal(t, step.public, w.seen(t, nearlyAll(w.everybody, w.unit)), "a role that reaches all but the unit")
			assert.Equal(t, none, w.seen(t, t.Context()), "nobody")
		})
	}
}

func TestNobodyWritesBehindTheWall(t *testing.T) {
	w := newWalled(t)
	stranger := viewer.NewContext(t.Context(), viewer.Viewer{Person: uuid.New(), Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: w.province}}})
	for _, table := range database.WalledTables {
		var column string
		require.NoError(t, w.DB.QueryRow("SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND ordinal_position = 1", table).Scan(&column))
		for _, statement := range []string{"DELETE FROM " + table, "UPDATE " + table + " SET " + column + " = " + column} {
			result, err := w.pool.ExecContext(stranger, statement)
			require.NoError(t, err, statement)
			n, err := result.RowsAffected()
			require.NoError(t, err)
			assert.Zero(t, n, statement)
		}
	}
	for _, table := range []string{"waivers", "jobs", "idempotency_keys"} {
		_, err := w.pool.ExecContext(stranger, w.row(t, table, nil))
		assert.ErrorContains(t, err, "row-level security", table)
	}
}

// What a transaction set is gone with it: the session remembers that too.
func TestASessionKnowsForWhomItWorksAfterARollback(t *testing.T) {
	w := newWalled(t)
	system := viewer.NewContext(t.Context(), viewer.System("test"))
	for _, end := range []string{"rollback", "commit", "a statement that fails, and commit"} {
		t.Run(end, func(t *testing.T) {
			assert.Empty(t, w.seen(t, t.Context()))
			tx, err := w.pool.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			var n int
			require.NoError(t, tx.QueryRowContext(system, "SELECT count(*) FROM figures").Scan(&n))
			assert.Equal(t, 1, n)
			switch end {
			case "rollback":
				require.NoError(t, tx.Rollback())
			case "commit":
				require.NoError(t, tx.Commit())
			default:
				_, err := tx.ExecContext(system, "SELECT 1/0")
				require.Error(t, err)
				require.Error(t, tx.Commit())
			}
			assert.Equal(t, all(), w.seen(t, system))
			assert.Empty(t, w.seen(t, t.Context()))
		})
	}
}

func TestTheWallStandsAsTheSettingsSay(t *testing.T) {
	w := newWalled(t)
	forced := func() (n int) {
		require.NoError(t, w.DB.QueryRow("SELECT count(*) FROM pg_class WHERE relforcerowsecurity").Scan(&n))
		return n
	}
	assert.Equal(t, len(database.WalledTables), forced())
	for _, up := range []bool{false, true} {
		settings := config.Default().Database
		settings.RowSecurity = up
		d, err := database.Open(t.Context(), w.URL, settings)
		require.NoError(t, err)
		t.Cleanup(func() { d.Close() })
		_, err = d.Migrate(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[bool]int{true: len(database.WalledTables)}[up], forced())
		assert.Equal(t, map[bool]map[string]int{true: {}, false: all()}[up], w.seen(t, t.Context()))
	}
}

// An older program does not say for whom it works, and goes on serving while a
// newer one migrates.
func TestTheWallWaitsForOlderProgramsToEnd(t *testing.T) {
	settings := config.Default().Database
	d, err := database.Open(t.Context(), apitest.EmptyPostgresURL(t), settings)
	require.NoError(t, err)
	t.Cleanup(func() { d.Close() })
	before, steps := fstest.MapFS{}, migrations.Of(dialect.Postgres)
	names, err := fs.Glob(steps, "*.sql")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_row_security.sql") {
			break
		}
		text, err := fs.ReadFile(steps, name)
		require.NoError(t, err)
		before[name] = &fstest.MapFile{Data: text}
	}
	_, err = database.WithSteps(d, before).Migrate(t.Context())
	require.NoError(t, err)
	for _, forced := range []int{0, len(database.WalledTables), len(database.WalledTables)} {
		_, err = d.Migrate(t.Context())
		require.NoError(t, err)
		var n int
		require.NoError(t, d.DB.QueryRow("SELECT count(*) FROM pg_class WHERE relforcerowsecurity").Scan(&n))
		assert.Equal(t, forced, n)
	}
}

func TestABreachIsTold(t *testing.T) {
	w := newWalled(t)
	told := func(d *database.Database) string {
		breach, err := d.Breach(t.Context())
		require.NoError(t, err)
		return breach
	}
	assert.Empty(t, told(w.walled))
	assert.Contains(t, told(w.Database.Database), "superuser")
	_, err := w.DB.Exec("ALTER TABLE figures NO FORCE ROW LEVEL SECURITY")
	require.NoError(t, err)
	assert.Contains(t, told(w.walled), "migrate up")
}

// Whoever owns the database of an instance is no superuser: what only one may do
// is in no migration, up or down.
func TestTheOwnerOfADatabaseMigratesIt(t *testing.T) {
	admin := apitest.Postgres(t)
	const owner = "tiendo_test_owner"
	name := "tiendo_test_owned_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	for _, statement := range []string{
		"DO $$ BEGIN CREATE ROLE " + owner + "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
		"CREATE DATABASE " + name + " OWNER " + owner,
	} {
		_, err := admin.DB.ExecContext(t.Context(), statement)
		require.NoError(t, err, statement)
	}
	t.Cleanup(func() {
		_, err := admin.DB.Exec("DROP DATABASE " + name)
		assert.NoError(t, err)
	})
	at, err := url.Parse(string(admin.URL))
	require.NoError(t, err)
	at.Path = "/" + name
	query := at.Query()
	query.Set("role", owner)
	at.RawQuery = query.Encode()
	d, err := database.Open(t.Context(), config.DatabaseURL(at.String()), config.Default().Database)
	require.NoError(t, err)
	defer d.Close()
	_, err = d.Migrate(t.Context())
	require.NoError(t, err)
	breach, err := d.Breach(t.Context())
	require.NoError(t, err)
	assert.Empty(t, breach)
}
