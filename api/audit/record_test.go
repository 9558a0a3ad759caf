package audit_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

// start is the first day of the record.
var start = time.Date(2023, 3, 1, 3, 0, 0, 0, time.UTC)

// A record is a database with two agencies whose chains, of six events each,
// were begun on the first day, sealed on the second, and sealed again, two
// events longer, on the third and on the fourth.
type record struct {
	*apitest.Database
	a, b uuid.UUID
}

func newRecord(t *testing.T, d *apitest.Database) *record {
	t.Helper()
	ctx := apitest.System()
	r := &record{Database: d}
	for _, made := range []struct {
		id   *uuid.UUID
		code string
	}{{&r.a, "bo-a"}, {&r.b, "bo-b"}} {
		*made.id = d.Client.Agency.Create().SetCode(made.code).SetName(made.code).SetKind(agency.KindMINISTRY).SaveX(ctx).ID
	}
	// From before there were chains.
	d.Client.Event.Create().SetAt(start.Add(-time.Hour)).SetActor("plan.load").SetAction("plan.load").SetEntity("Bundle").SaveX(ctx)
	for day := range 4 {
		at := start.AddDate(0, 0, day)
		if day > 0 {
			require.NoError(t, audit.Seal(t.Context(), d.Client, d.Dialect, at))
		}
		n := []int{6, 2, 0, 0}[day]
		for i := range n {
			r.write(t, at.Add(time.Duration(i)*time.Minute), &r.a, &r.b)
		}
	}
	require.Empty(t, r.findings(t))
	return r
}

// kept are the tables that are tampered with.
var kept = []string{"events", "event_chains", "seals"}

// keep remembers the record as it is, for restore.
func (r *record) keep(t *testing.T) {
	t.Helper()
	for _, table := range kept {
		_, err := r.DB.ExecContext(apitest.System(), "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table)
		require.NoError(t, err)
	}
}

// restore undoes all tampering with rows since keep.
func (r *record) restore(t *testing.T) {
	t.Helper()
	for _, table := range kept {
		_, err := r.DB.ExecContext(apitest.System(), "DELETE FROM "+table+"; INSERT INTO "+table+" SELECT * FROM kept_"+table)
		require.NoError(t, err)
	}
}

// write records an event for each of the agencies.
func (r *record) write(t *testing.T, at time.Time, agencies ...*uuid.UUID) {
	t.Helper()
	tx, err := r.Client.Tx(apitest.System())
	require.NoError(t, err)
	var entries []audit.Entry
	for _, id := range agencies {
		entries = append(entries, entry(at, id))
	}
	_, err = audit.Record(t.Context(), tx.Client(), r.Dialect, entries...)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
}

// entry is an event with everything in it.
func entry(at time.Time, id *uuid.UUID) audit.Entry {
	person := uuid.New()
	return audit.Entry{
		At: at, Actor: "Nguyễn Thị Lan", ActorID: &person, OnBehalfOf: "Trần Văn Nam", Action: "submission.submit",
		Entity: "Submission", EntityID: &person, Label: "bo-a 2023-Q1", Agency: id,
		Before: json.RawMessage(`{"b": [1e2, -0, 1.50, 12345678901234567890], "a": "<&ư"}`), After: map[string]any{"status": "SUBMITTED", "rate": 1e21},
	}
}

// findings verifies, and returns what was found as "KIND chain sequence-to day".
func (r *record) findings(t *testing.T) []string {
	t.Helper()
	found, _ := r.verify(t)
	lines := make([]string, len(found))
	for n, f := range found {
		chain := f.Agency
		if f.Chain == audit.Instance {
			chain = f.Chain
		}
		lines[n] = fmt.Sprintf("%s %s %d-%d %s", f.Kind, chain, f.Sequence, f.To, f.Day)
	}
	return lines
}

func (r *record) verify(t *testing.T) ([]audit.Finding, audit.Summary) {
	t.Helper()
	var found []audit.Finding
	summary, err := audit.Verify(t.Context(), r.Client, func(f audit.Finding) { found = append(found, f) })
	require.NoError(t, err)
	require.Equal(t, len(found), summary.Findings)
	return found, summary
}

// do runs a statement as somebody would who has the database's password.
func (r *record) do(t *testing.T, q interface{ Query() (string, []any) }) {
	t.Helper()
	text, args := q.Query()
	done, err := r.DB.ExecContext(apitest.System(), text, args...)
	require.NoError(t, err)
	n, err := done.RowsAffected()
	require.NoError(t, err)
	require.Positive(t, n, "%s changed nothing", text)
}

// chained selects the event at a place of an agency's chain.
func chained(id uuid.UUID, sequence int) *sql.Predicate {
	return sql.And(sql.EQ("agency_id", id), sql.EQ("sequence", sequence))
}

// set changes a column of an event.
func (r *record) set(t *testing.T, id uuid.UUID, sequence int, column string, value any) {
	t.Helper()
	r.do(t, sql.Dialect(r.Dialect).Update("events").Set(column, value).Where(chained(id, sequence)))
}

// remove deletes an event.
func (r *record) remove(t *testing.T, id uuid.UUID, sequence int) {
	t.Helper()
	r.do(t, sql.Dialect(r.Dialect).Delete("events").Where(chained(id, sequence)))
}

// head changes a column of a chain's head.
func (r *record) head(t *testing.T, id uuid.UUID, column string, value any) {
	t.Helper()
	r.do(t, sql.Dialect(r.Dialect).Update("event_chains").Set(column, value).Where(sql.EQ("chain", id.String())))
}

// event reads an event of an agency's chain.
func (r *record) event(t *testing.T, id uuid.UUID, sequence int) *db.Event {
	t.Helper()
	e, err := r.Client.Event.Query().Where(event.AgencyID(id), event.Sequence(int64(sequence))).Only(apitest.System())
	require.NoError(t, err)
	return e
}

// rehash gives an event the hash of what it now says, after another event.
func (r *record) rehash(t *testing.T, id uuid.UUID, sequence int, previous []byte) []byte {
	t.Helper()
	e := r.event(t, id, sequence)
	e.PreviousHash = previous
	hash, err := audit.Hash(e)
	require.NoError(t, err)
	r.set(t, id, sequence, "previous_hash", previous)
	r.set(t, id, sequence, "hash", hash)
	return hash
}

// rewrite gives every event of a chain from a place on the hash that fits, and
// the head the last.
func (r *record) rewrite(t *testing.T, id uuid.UUID, from, to int) {
	t.Helper()
	var hash []byte
	if from > 1 {
		hash = r.event(t, id, from-1).Hash
	}
	for n := from; n <= to; n++ {
		hash = r.rehash(t, id, n, hash)
	}
	r.head(t, id, "sequence", to)
	r.head(t, id, "hash", hash)
}
