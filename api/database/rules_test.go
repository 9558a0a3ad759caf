package database_test

import (
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/sqlgraph"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

// The database itself keeps the rules of one row, whoever writes.
func TestTheDatabaseRefusesRowsThatBreakARule(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		report(t, d)
		for name, test := range map[string]struct{ update, rule string }{
			"a value without a comparator":            {"targets SET comparator = NULL WHERE value IS NOT NULL", "target_value_has_comparator"},
			"a comparator without a value":            {"targets SET value = NULL WHERE value IS NOT NULL", "target_value_has_comparator"},
			"a target of a fifth quarter":             {"targets SET quarter = 5", "target_quarter"},
			"a target of quarter 0":                   {"targets SET quarter = 0", "target_quarter"},
			"version 0 of a target":                   {"targets SET version = 0", "target_version_positive"},
			"an assignment to nothing":                {"assignments SET indicator_id = NULL, task_id = NULL", "assignment_of_one_thing"},
			"an assignment to two things":             {"assignments SET indicator_id = (SELECT min(id) FROM (SELECT id FROM indicators LIMIT 1) i), task_id = (SELECT id FROM tasks LIMIT 1)", "assignment_of_one_thing"},
			"an assignment that ends before it began": {"assignments SET valid_from = '2023-02-02', valid_to = '2023-02-01'", "assignment_in_order"},
			"a figure with nothing":                   {"figures SET stated_value = NULL", "figure_value_or_fraction"},
			"a figure with a value and a fraction":    {"figures SET numerator = '1', denominator = '2'", "figure_value_or_fraction"},
			"half a fraction":                         {"figures SET stated_value = NULL, numerator = '1'", "figure_value_or_fraction"},
			"a denominator of 0":                      {"figures SET stated_value = NULL, numerator = '1', denominator = '0'", "figure_denominator_not_zero"},
			"a denominator of 0.000":                  {"figures SET stated_value = NULL, numerator = '1', denominator = '0.000'", "figure_denominator_not_zero"},
			"a denominator of -0":                     {"figures SET stated_value = NULL, numerator = '1', denominator = '-0'", "figure_denominator_not_zero"},
			"a document's figure without a document":  {"figures SET legal_document_id = NULL WHERE source = 'DOCUMENT'", "figure_document_named"},
			"a window that ends before it begins":     {"reporting_windows SET covers_to = '1999-12-31'", "window_covers_in_order"},
			"a window due before it opens":            {"reporting_windows SET opens_at = locks_at", "window_dates_in_order"},
			"grace that ends before the due date":     {"reporting_windows SET grace_until = opens_at", "window_dates_in_order"},
			"a window that locks before it is due":    {"reporting_windows SET locks_at = opens_at", "window_dates_in_order"},
			"a window of a fifth quarter":             {"reporting_windows SET quarter = 5", "window_quarter"},
			"a task whose years run backwards":        {"tasks SET year_from = 2025, year_to = 2021", "task_years_in_order"},
			"a task of a fifth quarter":               {"tasks SET quarter = 5", "task_quarter"},
			"a plan whose years run backwards":        {"plans SET year_from = 2025, year_to = 2021", "plan_years_in_order"},
			"a measure without a unit":                {"indicators SET unit = NULL WHERE kind = 'INDICATOR'", "indicator_measures_have_a_unit"},
			"a heading with a unit":                   {"indicators SET unit = 'PERCENT' WHERE kind = 'GROUP'", "indicator_measures_have_a_unit"},
			"an agency without a code":                {"agencies SET code = '' WHERE code = 'lao-cai'", "agency_code_is_a_slug"},
			"an agency that ends before it began":     {"agencies SET active_from = '2023-02-02', active_to = '2023-02-01'", "agency_active_in_order"},
			"a group in itself":                       {"agency_memberships SET member_of_id = agency_id", "membership_not_of_itself"},
			"a membership that ends before it began":  {"agency_memberships SET valid_from = '2023-02-02', valid_to = '2023-02-01'", "membership_in_order"},
			"a report submitted at no time":           {"submissions SET status = 'SUBMITTED'", "submission_has_a_time"},
			"version 0 of a report":                   {"submissions SET version = 0", "submission_version_positive"},
		} {
			t.Run(name, func(t *testing.T) {
				update := test.update
				if d.Dialect == dialect.Postgres {
					update = strings.Replace(update, "min(id)", "id", 1)
				}
				_, err := d.DB.Exec("UPDATE " + update)
				require.Error(t, err)
				assert.True(t, sqlgraph.IsCheckConstraintError(err), "%v", err)
				assert.ErrorContains(t, err, test.rule)
			})
		}
	})
}

// report adds a draft of a province, which the plan does not hold.
func report(t *testing.T, d *apitest.Database) {
	t.Helper()
	ctx := apitest.System()
	agency := d.Client.Agency.Query().FirstIDX(ctx)
	window := d.Client.ReportingWindow.Query().FirstIDX(ctx)
	d.Client.Submission.Create().SetAgencyID(agency).SetWindowID(window).ExecX(ctx)
}

func TestTheDatabaseRefusesASecondRowInForce(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		report(t, d)
		for name, test := range map[string]struct {
			from  string
			set   map[string]any
			taken bool
		}{
			"two targets in force":                      {"targets", map[string]any{"version": 2}, true},
			"a target in force beside a superseded one": {"targets", map[string]any{"version": 2, "superseded_at": "2023-01-01 00:00:00+00:00"}, false},
			"one version of a target twice":             {"targets", map[string]any{"superseded_at": "2023-01-01 00:00:00+00:00"}, true},
			"a duty in an indicator twice":              {"assignments WHERE indicator_id IS NOT NULL", map[string]any{"position": 9}, true},
			"a duty in a task twice":                    {"assignments WHERE task_id IS NOT NULL", map[string]any{"position": 9}, true},
			"a duty beside one that ended":              {"assignments WHERE task_id IS NOT NULL", map[string]any{"valid_to": "2023-01-01"}, false},
			"two figures of one year and document":      {"figures", nil, true},
			"a figure beside a superseded one":          {"figures", map[string]any{"superseded_at": "2023-01-01 00:00:00+00:00"}, false},
			"the figure of another year":                {"figures", map[string]any{"year": 2031, "period_key": "2031"}, false},
			"two agencies of one code":                  {"agencies", nil, true},
			"two documents of one number":               {"legal_documents", nil, true},
			"two plans of one code":                     {"plans", nil, true},
			"two indicators of one code":                {"indicators", nil, true},
			"two tasks of one code":                     {"tasks", nil, true},
			"two windows of one code":                   {"reporting_windows", nil, true},
			"two reports of an agency for one window":   {"submissions", nil, true},
			"a membership twice":                        {"agency_memberships", nil, true},
		} {
			t.Run(name, func(t *testing.T) {
				err := repeat(t, d, test.from, test.set)
				if !test.taken {
					require.NoError(t, err)
					return
				}
				require.Error(t, err)
				assert.True(t, sqlgraph.IsUniqueConstraintError(err), "%v", err)
			})
		}
	})
}

// repeat inserts a copy of a row under a new id, with some columns changed.
func repeat(t *testing.T, d *apitest.Database, from string, set map[string]any) error {
	t.Helper()
	rows, err := d.DB.Query("SELECT * FROM " + from + " LIMIT 1")
	require.NoError(t, err)
	columns, err := rows.Columns()
	require.NoError(t, err)
	require.True(t, rows.Next())
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for n := range to {
		to[n] = &values[n]
	}
	require.NoError(t, rows.Scan(to...))
	require.NoError(t, rows.Close())
	marks := make([]string, len(columns))
	for n, column := range columns {
		marks[n] = "?"
		if d.Dialect == dialect.Postgres {
			marks[n] = fmt.Sprintf("$%d", n+1)
		}
		if column == "id" {
			values[n] = uuid.NewString()
		}
		if v, ok := set[column]; ok {
			values[n] = v
		}
	}
	table, _, _ := strings.Cut(from, " ")
	_, err = d.DB.Exec("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values...)
	return err
}

func TestTheDatabaseKeepsReferences(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		for _, table := range []string{"agencies", "legal_documents", "plans", "indicators", "tasks"} {
			_, err := d.DB.Exec("DELETE FROM " + table)
			require.Error(t, err, table)
			assert.True(t, sqlgraph.IsForeignKeyConstraintError(err), "%s: %v", table, err)
		}
	})
}
