package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// perSubmission is how many figures a report has.
const perSubmission = 10

var figureColumns = []string{"id", "year", "grade", "source", "stated_value", "text", "recorded_at", "period_key",
	"approved_at", "published_at", "indicator_id", "agency_id", "window_id", "submission_id"}

// An indicator is one of the plan's measures, as agencies report on it.
type indicator struct {
	id         uuid.UUID
	code, unit string
}

// addReports adds people with their roles, submissions with the figures in these
// and the steps they went through. A report has 10 of the plan's 55 indicators;
// which, moves on from window to window, so that an agency comes to have figures
// of all of them.
func addReports(ctx context.Context, db *sql.DB, total int) error {
	people, err := addPeople(ctx, db)
	if err != nil {
		return err
	}
	submissions, err := addSubmissions(ctx, db, total/perSubmission, people)
	if err != nil {
		return err
	}
	if err := addReviews(ctx, db, submissions); err != nil {
		return err
	}
	indicators, err := indicatorsOf(ctx, db, "2021-2025")
	if err != nil {
		return err
	}
	return withoutIndexes(ctx, db, "figures", func() error {
		return copyRows(ctx, db, "figures", figureColumns, total, func(n int) []any {
			s := &submissions[n/perSubmission]
			i := (s.agencyNumber*7 + s.windowNumber*perSubmission + n%perSubmission) % len(indicators)
			value, text := stated(s, i, indicators[i].unit)
			var approvedAt any // and published at once
			if n%perSubmission < s.approved {
				approvedAt = s.approvedAt
			}
			return []any{
				key(tableFigure, n, s.recordedAt), s.window.year, grade(n), "DECLARED", value, text, s.recordedAt, s.window.code,
				approvedAt, approvedAt, indicators[i].id, s.agency, s.window.id, s.id,
			}
		})
	})
}

// stated is a number as an agency states it, and as it prints it: shares grow
// from window to window from where the agency began, ranks move about.
func stated(s *submission, indicator int, unit string) (value, text string) {
	start := scatter(uint64(s.agencyNumber)<<16 | uint64(indicator))
	if unit == "RANK" {
		value = fmt.Sprint(1 + (start+uint64(s.windowNumber)*3)%120)
		return value, value
	}
	hundredths := min(start%7_000+uint64(s.windowNumber)*150+start>>40%100, 10_000)
	value = fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	return value, strings.Replace(value, ".", ",", 1) + "%"
}

// grade is PRELIMINARY, as the windows expect, for two in three figures.
func grade(n int) string {
	switch scatter(uint64(n)) % 6 {
	case 0:
		return "ESTIMATE"
	case 1:
		return "OFFICIAL"
	}
	return "PRELIMINARY"
}

func indicatorsOf(ctx context.Context, db *sql.DB, plan string) ([]indicator, error) {
	return indicatorsBy(ctx, db, `SELECT i.id, i.code, i.unit FROM indicators i JOIN plans p ON p.id = i.plan_id
		WHERE p.code = $1 AND i.kind = 'INDICATOR' ORDER BY i.code_key`, plan)
}

// indicatorsBy returns what a query for ids, codes and units finds.
func indicatorsBy(ctx context.Context, db *sql.DB, query string, args ...any) ([]indicator, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []indicator
	for rows.Next() {
		var i indicator
		if err := rows.Scan(&i.id, &i.code, &i.unit); err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, rows.Err()
}

// withoutIndexes takes the secondary indexes of a table away while it is
// filled, and makes them again as the migrations made them: a fifth of the time.
func withoutIndexes(ctx context.Context, db *sql.DB, table string, fill func() error) error {
	rows, err := db.QueryContext(ctx, `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname <> $1 || '_pkey' ORDER BY 1`, table)
	if err != nil {
		return err
	}
	defer rows.Close()
	var drops, makes []string
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return err
		}
		drops, makes = append(drops, fmt.Sprintf(`DROP INDEX %q`, name)), append(makes, definition)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	run := func(statements []string) error {
		for _, statement := range statements {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	}
	if err := run(drops); err != nil {
		return err
	}
	start := time.Now()
	if err := fill(); err != nil {
		return err
	}
	step("filled %s in %v, indexing", table, time.Since(start).Round(time.Second))
	return run(makes)
}
