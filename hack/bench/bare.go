package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/api/live"
)

// A bareDesk writes what the graph writes, row by row, over a connection of its
// own with prepared statements, and asks nothing but what it has to: the head of
// the agency's chain of events. Nothing is checked, nobody signs in.
type bareDesk struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

// bareDesks opens so many connections; what it returns closes them.
func bareDesks(ctx context.Context, db *sql.DB, connections int) ([]desk, func(), error) {
	var desks []desk
	closeAll := func() {
		for _, k := range desks {
			_ = k.(*bareDesk).conn.Close() // with its statements
		}
	}
	for range connections {
		conn, err := db.Conn(ctx)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		k := &bareDesk{conn, map[string]*sql.Stmt{}}
		desks = append(desks, k)
		for name, text := range bareStatements {
			if k.statements[name], err = conn.PrepareContext(ctx, text); err != nil {
				closeAll()
				return nil, nil, fmt.Errorf("prepare %s: %w", name, err)
			}
		}
	}
	return desks, closeAll, nil
}

// A bareTx is one transaction.
type bareTx struct {
	*sql.Tx
	ctx context.Context
	k   *bareDesk
	d   *draft
	at  time.Time
	err error
}

// do runs a prepared statement, unless one failed before.
func (tx *bareTx) do(name string, args ...any) {
	if tx.err == nil {
		if _, tx.err = tx.StmtContext(tx.ctx, tx.k.statements[name]).ExecContext(tx.ctx, args...); tx.err != nil {
			tx.err = fmt.Errorf("%s: %w", name, tx.err)
		}
	}
}

// within runs a transaction.
func (k *bareDesk) within(ctx context.Context, d *draft, run func(*bareTx)) error {
	t, err := k.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	tx := &bareTx{Tx: t, ctx: ctx, k: k, d: d, at: time.Now().UTC().Truncate(time.Microsecond)}
	if run(tx); tx.err != nil {
		return errors.Join(tx.err, t.Rollback())
	}
	return t.Commit()
}

// put enters the figures.
func (k *bareDesk) put(ctx context.Context, d *draft) error {
	return k.within(ctx, d, func(tx *bareTx) {
		ids, indicators := make([]string, len(d.indicators)), make([]string, len(d.indicators))
		before, after := make(map[string]any, len(ids)), make(map[string]any, len(ids))
		answer := bareAnswer{Report: d.id, Cells: make([]bareCell, len(ids))}
		for n, i := range d.indicators {
			id := uuid.Must(uuid.NewV7())
			ids[n], indicators[n], answer.Cells[n].Figure = id.String(), i.id.String(), &id
			before["2021-2025/"+i.code] = nil
			after["2021-2025/"+i.code] = map[string]any{"grade": "PRELIMINARY", "source": "DECLARED", "value": d.values[n]}
		}
		tx.do("figures", pq.Array(ids), pq.Array(indicators), pq.Array(d.values), d.agency.id, d.window.id, d.id, d.window.year,
			fmt.Sprintf("%04d-Q1", d.window.year), tx.at)
		tx.do("drafted", d.id, tx.at, len(ids))
		tx.version()
		tx.finish("figures.put", "putFigures", "put", before, after, answer)
	})
}

// submit hands the report in.
func (k *bareDesk) submit(ctx context.Context, d *draft) error {
	return k.within(ctx, d, func(tx *bareTx) {
		tx.do("submitted", d.id, tx.at, len(d.indicators), d.person)
		tx.version()
		tx.do("review", uuid.Must(uuid.NewV7()), d.id, d.agency.id, tx.at, d.person)
		before := map[string]any{"status": "DRAFT"}
		after := map[string]any{"status": "SUBMITTED", "late": false, "excused": false, "figures": len(d.indicators)}
		tx.finish("submission.submit", "submitSubmission", "submit", before, after, true)
	})
}

// version keeps the report as it is now.
func (tx *bareTx) version() { tx.do("version", uuid.Must(uuid.NewV7()), tx.d.id) }

// The answer to putFigures as it is kept.
type (
	bareAnswer struct {
		Report uuid.UUID
		Cells  []bareCell
	}
	bareCell struct {
		Figure *uuid.UUID
		Faults []string
	}
)

// finish writes what goes with every change: its event, at the end of the
// agency's chain, its key with the answer, and its announcement.
func (tx *bareTx) finish(action, operation, name string, before, after, answer any) {
	if tx.err != nil {
		return
	}
	texts := make([]string, 3)
	for n, v := range []any{before, after, answer} {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err) // maps of texts and numbers
		}
		texts[n] = string(text)
	}
	var sequence int64
	var previous []byte
	chain := tx.d.agency.id.String()
	row := tx.StmtContext(tx.ctx, tx.k.statements["head"]).QueryRowContext(tx.ctx, chain)
	if tx.err = row.Scan(&sequence, &previous); tx.err != nil {
		return
	}
	event := uuid.Must(uuid.NewV7())
	hash := sha256.Sum256(append(previous, texts[1]...))
	tx.do("event", event, tx.at, tx.d.name, tx.d.person, action, tx.d.id, tx.d.agency.id, tx.d.code+" "+tx.d.window.code,
		texts[0], texts[1], sequence+1, previous, hash[:])
	tx.do("extend", chain, sequence+1, hash[:])
	tx.do("remember", uuid.Must(uuid.NewV7()), tx.d.person, tx.d.key(name), operation, hash[:], texts[2], tx.at)
	if tx.err == nil {
		tx.err = live.Notify(tx.ctx, func(_ context.Context, _ string, args ...any) error {
			tx.do("notify", args...)
			return tx.err
		}, live.Change{Kind: action, Agency: tx.d.agency.id, Window: tx.d.window.id, Submission: tx.d.id, Event: event, At: tx.at})
	}
}
