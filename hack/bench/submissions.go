package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// A window is a reporting window of the plan.
type window struct {
	id             uuid.UUID
	code           string
	year           int
	opensAt, dueAt time.Time
}

// A submission is what its figures are made from.
type submission struct {
	id, agency                 uuid.UUID
	agencyNumber, windowNumber int
	window                     *window
	recordedAt                 time.Time
}

// endOfTime stands in the order of submission times for drafts.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

var submissionColumns = []string{"id", "status", "version", "created_at", "submitted_at", "submitted_order", "approved_at",
	"late", "agency_id", "window_id", "submitted_by_id", "reviewer_id"}

// addSubmissions adds reports of agencies for windows, window by window as they
// come in. An agency has at most one for a window, so 200,000 of them need 20
// windows, 2022-Q1 to 2026-Q4; some agencies miss some, evenly spread.
func addSubmissions(ctx context.Context, db *sql.DB, total int) ([]submission, error) {
	agencies, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE kind <> 'GROUP' ORDER BY code`)
	if err != nil {
		return nil, err
	}
	windows, err := windowsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	cells := len(agencies) * len(windows)
	if total > cells {
		return nil, fmt.Errorf("%d submissions asked for; %d agencies and %d windows make %d", total, len(agencies), len(windows), cells)
	}
	people, err := addPeople(ctx, db)
	if err != nil {
		return nil, err
	}
	all := make([]submission, total)
	return all, copyRows(ctx, db, "submissions", submissionColumns, total, func(n int) []any {
		cell := n * cells / total
		s := &all[n]
		*s = submission{agencyNumber: cell % len(agencies), windowNumber: cell / len(agencies)}
		s.agency, s.window = agencies[s.agencyNumber].id, &windows[s.windowNumber]
		return s.row(n, people)
	})
}

// row is a submission as it is written. Half of them are approved, a third wait
// for a reviewer, the others are returned or drafts. Times are whole minutes,
// so that pages meet ties, and one in eleven comes after the due date.
func (s *submission) row(n int, people []uuid.UUID) []any {
	chance := scatter(uint64(n))
	span := uint64(s.window.dueAt.Sub(s.window.opensAt).Minutes())
	s.recordedAt = s.window.opensAt.Add(time.Duration(chance>>16%(span*11/10)) * time.Minute).UTC()
	createdAt := s.recordedAt.Add(-time.Duration(chance>>40%4_320) * time.Minute)
	s.id = key(tableSubmission, n, createdAt)

	var submittedAt, approvedAt, reporter, reviewer any = s.recordedAt, nil, people[s.agencyNumber%reporterTotal], people[reporterTotal+n%reviewerTotal]
	status, version, order, late := "APPROVED", 3, s.recordedAt, false
	switch share := chance % 100; {
	case share < 50:
		approvedAt, late = s.recordedAt.Add(96*time.Hour), s.recordedAt.After(s.window.dueAt)
	case share < 85:
		status, version = "SUBMITTED", 2
	case share < 93:
		status = "RETURNED"
	default:
		status, version, order, submittedAt, reporter, reviewer = "DRAFT", 1, endOfTime, nil, nil, nil
	}
	return []any{s.id, status, version, createdAt, submittedAt, order, approvedAt, late, s.agency, s.window.id, reporter, reviewer}
}

func windowsOf(ctx context.Context, db *sql.DB) ([]window, error) {
	rows, err := db.QueryContext(ctx, `SELECT id, code, year, opens_at, due_at FROM reporting_windows ORDER BY covers_from`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []window
	for rows.Next() {
		var w window
		if err := rows.Scan(&w.id, &w.code, &w.year, &w.opensAt, &w.dueAt); err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, rows.Err()
}
