package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
)

// written says where the rows are that reports of a window leave; $1 is its
// key, $2 the beginning of the clients' keys.
var written = []struct{ table, where string }{
	{"figures", `window_id = $1 AND $2 <> ''`},
	{"submissions", `window_id = $1 AND $2 <> ''`},
	{"submission_versions", `submission_id IN (SELECT id FROM submissions WHERE window_id = $1) AND $2 <> ''`},
	{"reviews", `submission_id IN (SELECT id FROM submissions WHERE window_id = $1) AND $2 <> ''`},
	{"events", `entity_id IN (SELECT id FROM submissions WHERE window_id = $1) AND action <> 'submission.open' AND $2 <> ''`},
	{"idempotency_keys", `starts_with(key, $2) AND $1::uuid IS NOT NULL`},
}

// sameBytes is by how much the rows of a table may differ in size: the texts of
// documents need not be the same to the letter.
const sameBytes = 0.05

// equalRows refuses to compare two windows whose reports left rows that differ
// in number, in the columns that hold something, or in size.
func equalRows(ctx context.Context, db *sql.DB, a, b *window) error {
	for _, w := range written {
		x, err := shapeOf(ctx, db, w.table, w.where, a)
		if err != nil {
			return err
		}
		y, err := shapeOf(ctx, db, w.table, w.where, b)
		if err != nil {
			return err
		}
		if x.rows == 0 || x.columns != y.columns {
			return fmt.Errorf("%s: the graph left %d rows (%s), the bare statements %d (%s)", w.table, x.rows, x.columns, y.rows, y.columns)
		}
		if math.Abs(x.bytes-y.bytes) > sameBytes*y.bytes {
			return fmt.Errorf("%s: the graph left %.0f bytes, the bare statements %.0f", w.table, x.bytes, y.bytes)
		}
	}
	return nil
}

// A shape is how many rows there are, how many of them hold something in each
// column, and their size.
type shape struct {
	rows    int
	columns string
	bytes   float64
}

func shapeOf(ctx context.Context, db *sql.DB, table, where string, w *window) (s shape, err error) {
	rows, err := db.QueryContext(ctx, `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY 1`, table)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	var counts []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return s, err
		}
		counts = append(counts, fmt.Sprintf(`'%s ' || count(%q)`, name, name))
	}
	if err := rows.Err(); err != nil {
		return s, err
	}
	query := fmt.Sprintf(`SELECT count(*), %s, coalesce(sum(octet_length(t::text)), 0) FROM %s t WHERE %s`,
		strings.Join(counts, ` || ', ' || `), table, where)
	if err := db.QueryRowContext(ctx, query, w.id, w.code+"/").Scan(&s.rows, &s.columns, &s.bytes); err != nil {
		return s, fmt.Errorf("%s: %w", table, err)
	}
	return s, nil
}

// chained refuses chains of events whose heads are not their last events.
func chained(ctx context.Context, db *sql.DB) error {
	var torn int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM event_chains c
		WHERE c.sequence <> (SELECT max(e.sequence) FROM events e WHERE coalesce(e.agency_id::text, 'instance') = c.chain)`).Scan(&torn)
	if err == nil && torn > 0 {
		err = fmt.Errorf("%d chains of events do not end with their last event", torn)
	}
	return err
}
