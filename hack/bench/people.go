package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
)

// People are a reporter for every four agencies, and reviewers.
const (
	reporterTotal = 2_700
	reviewerTotal = 200
)

var familyNames = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"}

// coordinator is who asks: the access rules narrow all it reads to the agencies
// its role reaches, and that is every one.
var coordinator = auth.Somebody("bench-coordinator", "Lê Quang Huy")

// beganAt is when people began.
var beganAt = time.Date(2022, 1, 2, 0, 0, 0, 0, time.UTC)

// addPeople adds reporters and, behind them, reviewers, with a role at each
// agency they are for.
func addPeople(ctx context.Context, db *sql.DB) ([]uuid.UUID, error) {
	agencies, err := agenciesBy(ctx, db, reportingAgencies)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, reporterTotal+reviewerTotal)
	err = copyRows(ctx, db, "people", []string{"id", "subject", "name"}, len(ids), func(n int) []any {
		ids[n] = key(tablePerson, n, beganAt.Add(time.Duration(n)*time.Second))
		return []any{ids[n], fmt.Sprintf("bench#%04d", n), familyNames[n%len(familyNames)] + " " + placeName(n)}
	})
	if err != nil {
		return nil, err
	}
	return ids, addGrants(ctx, db, len(agencies)+reviewerTotal, func(n int) (person, agency uuid.UUID, role string) {
		if n < len(agencies) {
			return ids[n%reporterTotal], agencies[n].id, "REPORTER"
		}
		n -= len(agencies)
		return ids[reporterTotal+n], agencies[n%len(agencies)].id, "REVIEWER"
	})
}

// addGrants gives n roles.
func addGrants(ctx context.Context, db *sql.DB, n int, grant func(int) (person, agency uuid.UUID, role string)) error {
	var before int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM role_grants`).Scan(&before); err != nil {
		return err
	}
	return copyRows(ctx, db, "role_grants", []string{"id", "person_id", "agency_id", "role", "at"}, n, func(n int) []any {
		person, agency, role := grant(n)
		return []any{key(tableGrant, before+n, beganAt), person, agency, role, beganAt}
	})
}

// addCoordinator adds the coordinator, with a role at each of the agencies that
// the query finds.
func addCoordinator(ctx context.Context, db *sql.DB, at string) error {
	where, err := agenciesBy(ctx, db, at)
	if err != nil {
		return err
	}
	id := key(tablePerson, reporterTotal+reviewerTotal, beganAt)
	err = copyRows(ctx, db, "people", []string{"id", "subject", "name", "email"}, 1, func(int) []any {
		return []any{id, coordinator.Subject, coordinator.Name, coordinator.Key + "@tiendo.example"}
	})
	if err != nil {
		return err
	}
	return addGrants(ctx, db, len(where), func(n int) (uuid.UUID, uuid.UUID, string) { return id, where[n].id, "COORDINATOR" })
}

// addReviews adds the steps that reports went through: they say whose names
// somebody may see.
func addReviews(ctx context.Context, db *sql.DB, submissions []submission) error {
	type step struct {
		*submission
		action  string
		at      time.Time
		author  uuid.UUID
		version int
	}
	var steps []step
	for n := range submissions {
		s := &submissions[n]
		if s.status == "DRAFT" {
			continue
		}
		steps = append(steps, step{s, "SUBMIT", s.recordedAt, s.reporter, 2})
		action := "APPROVE"
		if s.status == "RETURNED" {
			action = "RETURN"
		}
		steps = append(steps, step{s, action, s.approvedAt, s.reviewer, 3})
	}
	columns := []string{"id", "submission_id", "agency_id", "action", "at", "author_id", "version"}
	return copyRows(ctx, db, "reviews", columns, len(steps), func(n int) []any {
		s := steps[n]
		return []any{key(tableReview, n, s.at), s.id, s.agency, s.action, s.at, s.author, s.version}
	})
}
