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
	status                     string
	version                    int
	recordedAt                 time.Time // of its figures, and when they were submitted
	approvedAt                 time.Time // of those of its figures that are approved
	approved                   int       // how many of its figures are
	reporter, reviewer         uuid.UUID
}

// endOfTime stands in the order of submission times for drafts.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

var submissionColumns = []string{"id", "status", "version", "changed_at", "created_at", "submitted_at", "submitted_order", "approved_at",
	"late", "drafted", "submitted", "returned", "approved", "agency_id", "window_id", "submitted_by_id", "reviewer_id"}

// addSubmissions adds reports of agencies for windows, window by window as they
// come in. An agency has at most one for a window, so 200,000 of them need 20
// windows, 2022-Q1 to 2026-Q4; some agencies miss some, evenly spread.
func addSubmissions(ctx context.Context, db *sql.DB, total int, people []uuid.UUID) ([]submission, error) {
	agencies, err := agenciesBy(ctx, db, reportingAgencies)
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
	all := make([]submission, total)
	return all, copyRows(ctx, db, "submissions", submissionColumns, total, func(n int) []any {
		cell := n * cells / total
		s := &all[n]
		*s = submission{agencyNumber: cell % len(agencies), windowNumber: cell / len(agencies)}
		s.agency, s.window = agencies[s.agencyNumber].id, &windows[s.windowNumber]
		return s.row(n, people)
	})
}

// row is a submission as it is written. Half of them are approved; a third wait
// for a reviewer, the others are returned, both for one figure when the others
// are approved; the rest are drafts. Times are whole minutes, so that pages meet
// ties, and one in eleven comes after the due date.
func (s *submission) row(n int, people []uuid.UUID) []any {
	chance := scatter(uint64(n))
	span := uint64(s.window.dueAt.Sub(s.window.opensAt).Minutes())
	s.recordedAt = s.window.opensAt.Add(time.Duration(chance>>16%(span*11/10)) * time.Minute).UTC()
	s.approvedAt = s.recordedAt.Add(96 * time.Hour)
	createdAt := s.recordedAt.Add(-time.Duration(chance>>40%4_320) * time.Minute)
	s.id = key(tableSubmission, n, createdAt)
	s.reporter, s.reviewer = people[s.agencyNumber%reporterTotal], people[reporterTotal+n%reviewerTotal]

	s.status, s.version, s.approved = "APPROVED", 3, perSubmission
	switch share := chance % 100; {
	case share < 50:
	case share < 85:
		s.status, s.approved = "SUBMITTED", perSubmission-1
	case share < 93:
		s.status, s.approved = "RETURNED", perSubmission-1
	default:
		s.status, s.version, s.approved = "DRAFT", 1, 0
		return []any{s.id, s.status, s.version, s.recordedAt, createdAt, nil, endOfTime, nil, false, perSubmission, 0, 0, 0, s.agency, s.window.id, nil, nil}
	}
	var approvedAt any
	if s.status == "APPROVED" {
		approvedAt = s.approvedAt
	}
	waiting := map[string]int{s.status: perSubmission - s.approved}
	return []any{s.id, s.status, s.version, s.approvedAt, createdAt, s.recordedAt, s.recordedAt, approvedAt, s.recordedAt.After(s.window.dueAt),
		0, waiting["SUBMITTED"], waiting["RETURNED"], s.approved, s.agency, s.window.id, s.reporter, s.reviewer}
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
