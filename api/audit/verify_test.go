package audit_test

import (
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
)

// A tampering is something done to the record by hand, and what is found.
type tampering struct {
	tamper func(*testing.T, *record)
	want   []string
}

// tampered does each of them to a record that is whole.
func tampered(t *testing.T, all map[string]tampering) {
	t.Helper()
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		r.keep(t)
		for name, tc := range all {
			t.Run(name, func(t *testing.T) {
				tc.tamper(t, r)
				assert.Equal(t, tc.want, r.findings(t))
				r.restore(t)
				require.Empty(t, r.findings(t))
			})
		}
	})
}

func TestTamperingIsFoundAndLocated(t *testing.T) {
	tampered(t, map[string]tampering{
		"somebody else did it": {func(t *testing.T, r *record) { r.set(t, r.a, 3, "actor", "Ai Đó") }, []string{"EVENT_CHANGED bo-a 3-0 "}},
		"somebody is not named": {func(t *testing.T, r *record) {
			r.set(t, r.a, 3, "on_behalf_of", nil)
		}, []string{"EVENT_CHANGED bo-a 3-0 "}},
		"it happened earlier": {func(t *testing.T, r *record) { r.set(t, r.a, 8, "at", start) }, []string{"EVENT_CHANGED bo-a 8-0 "}},
		"the value was another": {func(t *testing.T, r *record) {
			r.set(t, r.a, 1, "after", `{"status": "APPROVED"}`)
		}, []string{"EVENT_CHANGED bo-a 1-0 "}},
		"the value before is gone": {func(t *testing.T, r *record) { r.set(t, r.b, 2, "before", nil) }, []string{"EVENT_CHANGED bo-b 2-0 "}},
		"the hash alone":           {func(t *testing.T, r *record) { r.set(t, r.a, 3, "hash", []byte("no hash")) }, []string{"EVENT_CHANGED bo-a 3-0 "}},
		"the hash is gone":         {func(t *testing.T, r *record) { r.set(t, r.a, 3, "hash", nil) }, []string{"EVENT_CHANGED bo-a 3-0 "}},
		"the hash of the one before": {func(t *testing.T, r *record) {
			r.set(t, r.a, 3, "previous_hash", []byte("no hash"))
		}, []string{"EVENT_CHANGED bo-a 3-0 ", "LINK_BROKEN bo-a 3-0 "}},
		"an event with its hash": {func(t *testing.T, r *record) {
			r.set(t, r.a, 3, "actor", "Ai Đó")
			r.rehash(t, r.a, 3, r.event(t, r.a, 2).Hash)
		}, []string{"LINK_BROKEN bo-a 4-0 "}},
		"the last event with its hash": {func(t *testing.T, r *record) {
			r.set(t, r.a, 8, "actor", "Ai Đó")
			r.rehash(t, r.a, 8, r.event(t, r.a, 7).Hash)
		}, []string{"HEAD_CHANGED bo-a 0-0 ", "CHAIN_REWRITTEN bo-a 7-8 2023-03-03"}},
		"one removed": {func(t *testing.T, r *record) { r.remove(t, r.a, 3) }, []string{"EVENT_MISSING bo-a 3-3 "}},
		"several removed, in two places": {func(t *testing.T, r *record) {
			r.remove(t, r.a, 2)
			r.remove(t, r.a, 3)
			r.remove(t, r.a, 5)
		}, []string{"EVENT_MISSING bo-a 2-3 ", "EVENT_MISSING bo-a 5-5 "}},
		"the first removed": {func(t *testing.T, r *record) { r.remove(t, r.a, 1) }, []string{"EVENT_MISSING bo-a 1-1 "}},
		"the last removed":  {func(t *testing.T, r *record) { r.remove(t, r.a, 8) }, []string{"END_MISSING bo-a 8-8 "}},
		"all removed": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Delete("events").Where(sql.EQ("agency_id", r.a)))
		}, []string{"END_MISSING bo-a 1-8 "}},
		"the end removed and the head set back": {func(t *testing.T, r *record) {
			r.remove(t, r.a, 8)
			r.head(t, r.a, "sequence", 7)
			r.head(t, r.a, "hash", r.event(t, r.a, 7).Hash)
		}, []string{"END_MISSING bo-a 8-8 2023-03-03"}},
		"all removed with the head": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Delete("events").Where(sql.EQ("agency_id", r.a)))
			r.do(t, sql.Dialect(r.Dialect).Delete("event_chains").Where(sql.EQ("chain", r.a.String())))
		}, []string{"END_MISSING bo-a 1-6 2023-03-02"}},
		"one removed and the others moved up": {func(t *testing.T, r *record) {
			r.remove(t, r.a, 7)
			r.set(t, r.a, 8, "sequence", 7)
			r.rewrite(t, r.a, 7, 7)
		}, []string{"END_MISSING bo-a 8-8 2023-03-03"}},
		"one removed from the first day and the others moved up": {func(t *testing.T, r *record) {
			r.remove(t, r.a, 2)
			for n := 3; n <= 8; n++ {
				r.set(t, r.a, n, "sequence", n-1)
			}
			r.rewrite(t, r.a, 2, 7)
		}, []string{"CHAIN_REWRITTEN bo-a 1-6 2023-03-02"}},
		"a chain written anew": {func(t *testing.T, r *record) {
			r.set(t, r.a, 2, "actor", "Ai Đó")
			r.rewrite(t, r.a, 1, 8)
		}, []string{"CHAIN_REWRITTEN bo-a 1-6 2023-03-02"}},
		"the end of a chain written anew": {func(t *testing.T, r *record) {
			r.set(t, r.a, 7, "actor", "Ai Đó")
			r.rewrite(t, r.a, 7, 8)
		}, []string{"CHAIN_REWRITTEN bo-a 7-8 2023-03-03"}},
		"the head counts too far": {func(t *testing.T, r *record) { r.head(t, r.a, "sequence", 9) }, []string{"END_MISSING bo-a 9-9 "}},
		"the head is behind":      {func(t *testing.T, r *record) { r.head(t, r.a, "sequence", 7) }, []string{"HEAD_CHANGED bo-a 0-0 "}},
		"the head's hash":         {func(t *testing.T, r *record) { r.head(t, r.a, "hash", []byte("no hash")) }, []string{"HEAD_CHANGED bo-a 0-0 "}},
		"the head's hash is gone": {func(t *testing.T, r *record) { r.head(t, r.a, "hash", nil) }, []string{"HEAD_CHANGED bo-a 0-0 "}},
		"the head is another's":   {func(t *testing.T, r *record) { r.head(t, r.a, "chain", "nobody") }, []string{"HEAD_CHANGED  0-0 ", "HEAD_MISSING bo-a 0-0 "}},
		"a head removed": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Delete("event_chains").Where(sql.EQ("chain", r.a.String())))
		}, []string{"HEAD_MISSING bo-a 0-0 "}},
		"one moved to another agency": {func(t *testing.T, r *record) {
			r.set(t, r.a, 8, "sequence", 9)
			r.set(t, r.a, 9, "agency_id", r.b)
		}, []string{"END_MISSING bo-a 8-8 ", "EVENT_CHANGED bo-b 9-0 ", "LINK_BROKEN bo-b 9-0 ", "HEAD_CHANGED bo-b 0-0 "}},
		"one added to the end": {func(t *testing.T, r *record) {
			r.copy(t, r.a, 8, 9, start.AddDate(0, 0, 5))
			r.rehash(t, r.a, 9, r.event(t, r.a, 8).Hash)
		}, []string{"HEAD_CHANGED bo-a 0-0 "}},
		"one added outside of the chains": {func(t *testing.T, r *record) {
			r.copy(t, r.a, 3, 0, start.AddDate(0, 0, 5))
		}, []string{"EVENT_UNCHAINED bo-a 0-0 "}},
		"one taken out of its chain": {func(t *testing.T, r *record) {
			r.set(t, r.a, 3, "sequence", 0)
		}, []string{"EVENT_MISSING bo-a 3-3 ", "EVENT_UNCHAINED bo-a 0-0 "}},
		"one before the beginning of its chain": {func(t *testing.T, r *record) {
			r.copy(t, r.a, 3, -1, start.AddDate(0, 0, 5))
		}, []string{"EVENT_UNCHAINED bo-a -1-0 "}},
	})
}

func TestAnEventAtAPlaceThatIsTakenIsFound(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		_, err := d.DB.ExecContext(t.Context(), "DROP INDEX event_agency_id_sequence")
		require.NoError(t, err)
		r.copy(t, r.a, 3, 3, start)
		assert.Equal(t, []string{"EVENT_INSERTED bo-a 3-0 ", "EVENT_CHANGED bo-a 3-0 "}, r.findings(t))
	})
}

// statement is a statement without arguments.
type statement string

// Query returns it.
func (s statement) Query() (string, []any) { return string(s), nil }

// copy adds a copy of an event at another place.
func (r *record) copy(t *testing.T, id uuid.UUID, from, to int, at time.Time) {
	t.Helper()
	e := r.event(t, id, from)
	r.do(t, sql.Dialect(r.Dialect).Insert("events").
		Columns("id", "at", "actor", "action", "entity", "agency_id", "sequence", "previous_hash", "hash").
		Values(uuid.Must(uuid.NewV7()), at, e.Actor, e.Action, e.Entity, id, to, e.PreviousHash, e.Hash))
}

func TestAnIntactRecordIsSummedUp(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		_, s := r.verify(t)
		assert.Equal(t, 3, s.Chains)
		assert.Equal(t, 8+8+3, s.Events, "three of them tell of seals")
		assert.Equal(t, 1, s.Unchained)
		assert.Equal(t, 3, s.Seals)
		assert.Equal(t, "2023-03-04", s.LastSeal)
		assert.Len(t, s.LastSealHash, 64)
	})
}

func TestAnEmptyRecordIsIntact(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := &record{Database: d}
		found, s := r.verify(t)
		assert.Empty(t, found)
		assert.Zero(t, s)
		d.Client.Event.Create().SetActor("plan.load").SetAction("plan.load").SetEntity("Bundle").SaveX(apitest.System())
		_, s = r.verify(t)
		assert.Equal(t, audit.Summary{Unchained: 1}, s, "there is no chain yet that it could be newer than")
	})
}

func TestASentenceNamesThePlace(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		r.set(t, r.a, 3, "actor", "Ai Đó")
		r.remove(t, r.b, 4)
		found, _ := r.verify(t)
		require.Len(t, found, 2)
		id := r.event(t, r.a, 3).ID
		assert.Equal(t, "chain of agency bo-a: event 3 (submission.submit at 2023-03-01T03:02:00Z, id "+id.String()+
			"): its hash is not that of what it says: it was changed.", found[0].Sentence)
		assert.Equal(t, r.a.String(), found[0].Chain)
		assert.Equal(t, id, *found[0].Event)
		assert.True(t, strings.HasPrefix(found[1].Sentence, "chain of agency bo-b: event 4: removed between event 3 ("), found[1].Sentence)
	})
}

func TestAChainOfManyPagesIsFollowed(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		tx, err := d.Client.Tx(apitest.System())
		require.NoError(t, err)
		entries := make([]audit.Entry, 1100)
		for n := range entries {
			entries[n] = entry(start.AddDate(0, 0, 6), &r.a)
		}
		_, err = audit.Record(t.Context(), tx.Client(), d.Dialect, entries...)
		require.NoError(t, err)
		require.NoError(t, tx.Commit())
		found, s := r.verify(t)
		assert.Empty(t, found)
		assert.Equal(t, 1100+8+8+3, s.Events)
		for _, n := range []int{500, 1000} { // last of its page
			r.remove(t, r.a, n)
		}
		assert.Equal(t, []string{"EVENT_MISSING bo-a 500-500 ", "EVENT_MISSING bo-a 1000-1000 "}, r.findings(t))
	})
}

func TestVerifyingDoesNotDisturbWriters(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		r.set(t, r.a, 1, "actor", "Ai Đó")
		// While the first finding is told, more is written; what is read is of before.
		var kinds []audit.Kind
		_, err := audit.Verify(t.Context(), d.Client, func(f audit.Finding) {
			kinds = append(kinds, f.Kind)
			r.write(t, start.AddDate(0, 0, 6), &r.a, &r.b)
		})
		require.NoError(t, err)
		assert.Equal(t, []audit.Kind{audit.EventChanged}, kinds)
		assert.Equal(t, int64(9), r.event(t, r.b, 9).Sequence)
	})
}

func TestEventsOfARemovedAgencyAreMissed(t *testing.T) {
	d := apitest.Postgres(t)
	require.Equal(t, dialect.Postgres, d.Dialect)
	r := newRecord(t, d)
	r.do(t, statement("ALTER TABLE events DROP CONSTRAINT events_agencies_agency; UPDATE events SET actor = actor"))
	r.do(t, sql.Dialect(d.Dialect).Update("events").Set("agency_id", uuid.New()).Where(chained(r.a, 8)))
	assert.Equal(t, []string{"END_MISSING bo-a 8-8 ", "EVENT_INSERTED  0-0 "}, r.findings(t))
}
