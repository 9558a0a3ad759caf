package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// openWindows adds n windows that are open now, and due long after, so that
// nobody is reminded: a report is submitted once in each. All are of one quarter,
// in which no figure of an earlier one suggests anything.
func openWindows(ctx context.Context, db *sql.DB, n int) ([]window, error) {
	var before int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM reporting_windows`).Scan(&before); err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Second)
	all := make([]window, n)
	columns := []string{"id", "code", "year", "quarter", "covers_from", "covers_to", "opens_at", "due_at", "grace_until", "locks_at", "expected_grade"}
	return all, copyRows(ctx, db, "reporting_windows", columns, n, func(n int) []any {
		w := window{id: uuid.Must(uuid.NewV7()), code: fmt.Sprintf("bench-%d", before+n), year: now.Year(), opensAt: now.AddDate(0, -1, 0), dueAt: now.AddDate(0, 6, 0)}
		all[n] = w
		return []any{w.id, w.code, w.year, 1, now.AddDate(0, -4, 0), now.AddDate(0, -1, 0), w.opensAt, w.dueAt, w.dueAt, w.dueAt, "PRELIMINARY"}
	})
}

// addProgress adds a window for which seven in ten agencies have a report, and
// returns it. Reports have their counts; what these count, nobody asks here.
func addProgress(ctx context.Context, db *sql.DB) (*window, error) {
	windows, err := openWindows(ctx, db, 1)
	if err != nil {
		return nil, err
	}
	w := &windows[0]
	agencies, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE kind <> 'GROUP' ORDER BY md5(code)`)
	if err != nil {
		return nil, err
	}
	columns := []string{"id", "status", "version", "changed_at", "created_at", "submitted_at", "submitted_order", "late",
		"drafted", "submitted", "returned", "approved", "agency_id", "window_id"}
	return w, copyRows(ctx, db, "submissions", columns, len(agencies)*7/10, func(n int) []any {
		chance := scatter(uint64(n))
		at := w.opensAt.Add(time.Duration(chance>>16%40_000) * time.Minute)
		entered := int(chance >> 32 % (owedByAll + 1))
		approved := int(chance >> 48 % uint64(entered+1))
		counts := map[string]int{}
		status := []string{"DRAFT", "SUBMITTED", "RETURNED", "APPROVED"}[chance%4]
		var submittedAt any = at
		order := at
		switch counts[status] = entered; status {
		case "DRAFT":
			submittedAt, order = nil, endOfTime
		case "RETURNED", "SUBMITTED":
			counts[status], counts["APPROVED"] = entered-approved, approved
		}
		return []any{uuid.Must(uuid.NewV7()), status, 3, at, at, submittedAt, order, status != "DRAFT" && chance>>8%9 == 0,
			counts["DRAFT"], counts["SUBMITTED"], counts["RETURNED"], counts["APPROVED"], agencies[n].id, w.id}
	})
}
