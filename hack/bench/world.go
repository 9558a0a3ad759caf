package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/fold"
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

const (
	// everybody is the group of all agencies that owe something.
	everybody = "bench-moi-don-vi"
	// owedByAll is how many figures the group owes, and so each member.
	owedByAll = 40
	// rowsOfWorkbook is how many one agency owes: a workbook of that many rows.
	rowsOfWorkbook = 60
	// reporterKeys is how the keys of reporters begin.
	reporterKeys = "bench-reporter-"
)

// fillCycle adds 10,800 agencies in one group, which owes 40 figures, and a
// reporter each for as many agencies as are asked for and one more, which owes 60.
func fillCycle(agencies int) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) error {
		var groups int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM agencies WHERE kind = 'GROUP'`).Scan(&groups); err != nil {
			return err
		}
		if err := addAgencies(ctx, db, agencyTotal+groups); err != nil {
			return err
		}
		reporting, err := agenciesBy(ctx, db, fmt.Sprintf(`SELECT a.id, a.code FROM agencies a JOIN agencies over ON over.id = a.parent_id
			WHERE over.kind = 'UNIT' AND a.kind = 'UNIT' ORDER BY md5(a.code) LIMIT %d`, agencies+1))
		if err != nil {
			return err
		}
		if len(reporting) != agencies+1 {
			return fmt.Errorf("there are %d communes; expected %d", len(reporting), agencies+1)
		}
		if err := addGroup(ctx, db, reporting[agencies].id); err != nil {
			return err
		}
		if err := addReporters(ctx, db, reporting); err != nil {
			return err
		}
		if err := addCoordinator(ctx, db, `SELECT id, code FROM agencies WHERE code = '`+everybody+`'`); err != nil {
			return err
		}
		// The windows of the plan are over: nobody is to be reminded of one.
		_, err = db.ExecContext(ctx, `UPDATE reporting_windows SET opens_at = opens_at - interval '10 years', due_at = due_at - interval '10 years',
			grace_until = grace_until - interval '10 years', locks_at = locks_at - interval '10 years'`)
		return err
	}
}

// addGroup adds the group with its members and what it owes, and what one agency
// owes besides.
func addGroup(ctx context.Context, db *sql.DB, more uuid.UUID) error {
	members, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE kind <> 'GROUP' ORDER BY code`)
	if err != nil {
		return err
	}
	owed, err := indicatorsBy(ctx, db, `SELECT i.id, i.code, i.unit FROM indicators i JOIN plans p ON p.id = i.plan_id
		WHERE i.kind = 'INDICATOR' AND i.unit = 'PERCENT' ORDER BY p.code <> '2021-2025', p.code, i.code_key LIMIT $1`, rowsOfWorkbook)
	if err != nil {
		return err
	}
	if len(owed) != rowsOfWorkbook {
		return fmt.Errorf("the plan has %d percentages; expected %d", len(owed), rowsOfWorkbook)
	}
	const name = "Mọi đơn vị"
	group := key(tableAgency, agencyTotal, beganAt)
	columns := []string{"id", "code", "code_key", "name", "name_key", "kind", "search_text"}
	err = copyRows(ctx, db, "agencies", columns, 1, func(int) []any {
		return []any{group, everybody, sortkey.Code(everybody), name, sortkey.Name(name), "GROUP", fold.Column(name, everybody)}
	})
	if err != nil {
		return err
	}
	err = copyRows(ctx, db, "agency_memberships", []string{"id", "member_of_id", "agency_id"}, len(members), func(n int) []any {
		return []any{key(tableMembership, n, beganAt), members[n].id, group}
	})
	if err != nil {
		return err
	}
	return copyRows(ctx, db, "assignments", []string{"id", "agency_id", "indicator_id", "role"}, len(owed), func(n int) []any {
		whose := group
		if n >= owedByAll {
			whose = more
		}
		return []any{key(tableAssignment, n, beganAt), whose, owed[n].id, "IMPLEMENT"}
	})
}

// addReporters adds a person with the role for each agency.
func addReporters(ctx context.Context, db *sql.DB, agencies []agency) error {
	ids := make([]uuid.UUID, len(agencies))
	err := copyRows(ctx, db, "people", []string{"id", "subject", "name", "email"}, len(agencies), func(n int) []any {
		ids[n] = key(tablePerson, n, beganAt.Add(time.Duration(n)*time.Second))
		who := reporterOf(agencies[n].code)
		return []any{ids[n], who.Subject, who.Name, who.Key + "@tiendo.example"}
	})
	if err != nil {
		return err
	}
	return addGrants(ctx, db, len(agencies), func(n int) (uuid.UUID, uuid.UUID, string) { return ids[n], agencies[n].id, "REPORTER" })
}

func reporterOf(agency string) auth.Persona {
	return auth.Somebody(reporterKeys+agency, "Cán bộ "+agency)
}

// owedByGroup returns the figures that every agency owes.
func owedByGroup(ctx context.Context, db *sql.DB) ([]indicator, error) {
	return indicatorsBy(ctx, db, `SELECT i.id, i.code, i.unit FROM assignments s JOIN indicators i ON i.id = s.indicator_id JOIN agencies a ON a.id = s.agency_id
		WHERE a.code = $1 ORDER BY i.code_key`, everybody)
}

// A reporter is somebody who drafts and submits the reports of an agency.
type reporter struct {
	agency
	person      uuid.UUID
	name, token string
}

// reportersOf returns who reports, with a token each. The last one is of the
// agency that owes more.
func reportersOf(ctx context.Context, db *sql.DB, development *auth.Development) ([]reporter, error) {
	rows, err := db.QueryContext(ctx, `SELECT a.id, a.code, p.id, p.name FROM people p JOIN role_grants g ON g.person_id = p.id JOIN agencies a ON a.id = g.agency_id
		WHERE g.role = 'REPORTER' AND p.subject LIKE $1 ORDER BY (SELECT count(*) FROM assignments s WHERE s.agency_id = a.id), a.code`,
		auth.Somebody(reporterKeys, "").Subject+"%")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []reporter
	for rows.Next() {
		var r reporter
		if err := rows.Scan(&r.id, &r.code, &r.person, &r.name); err != nil {
			return nil, err
		}
		if r.token, err = development.Token(reporterOf(r.code)); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}
