package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/seal"
)

func TestASealIsSetOnceADayInVietNam(t *testing.T) {
	for name, tc := range map[string]struct {
		times []string
		want  []string
	}{
		"twice a day":                        {[]string{"2023-04-02T08:00:00+07:00", "2023-04-02T23:59:59+07:00"}, []string{"2023-04-02"}},
		"on both sides of midnight":          {[]string{"2023-04-02T23:59:59+07:00", "2023-04-03T00:00:00+07:00"}, []string{"2023-04-02", "2023-04-03"}},
		"on one day of Viet Nam, two of UTC": {[]string{"2023-04-02T23:00:00Z", "2023-04-03T16:59:59Z"}, []string{"2023-04-03"}},
		"days missed are not made up for":    {[]string{"2023-04-02T08:00:00Z", "2023-04-05T08:00:00Z"}, []string{"2023-04-02", "2023-04-05"}},
		"a clock that was put back":          {[]string{"2023-04-02T08:00:00Z", "2023-04-01T08:00:00Z"}, []string{"2023-04-02"}},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				for _, text := range tc.times {
					at, err := time.Parse(time.RFC3339, text)
					require.NoError(t, err)
					require.NoError(t, audit.Seal(t.Context(), d.Client, d.Dialect, at))
				}
				assert.Equal(t, tc.want, days(d))
				assert.Equal(t, len(tc.want), d.Client.Event.Query().CountX(apitest.System()), "an event a seal")
				assert.Empty(t, (&record{Database: d}).findings(t))
			})
		})
	}
}

func days(d *apitest.Database) []string {
	var days []string
	for _, s := range d.Client.Seal.Query().Order(db.Asc(seal.FieldDay)).AllX(apitest.System()) {
		days = append(days, s.Day.Format(time.DateOnly))
	}
	return days
}

func TestReplicasThatSealTogetherSealOnce(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		failures := make(chan error)
		for n := range 8 {
			// Half of them have a clock that is a day ahead.
			at := start.AddDate(0, 0, 10+n%2)
			go func() { failures <- audit.Seal(t.Context(), d.Client, d.Dialect, at) }()
		}
		for range 8 {
			assert.NoError(t, <-failures)
		}
		made := days(d)
		assert.LessOrEqual(t, len(made), 3+2)
		assert.Equal(t, "2023-03-12", made[len(made)-1])
		assert.Empty(t, r.findings(t))
	})
}

func TestASealNamesTheHeadsInOrder(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		r := newRecord(t, d)
		require.NoError(t, audit.Seal(t.Context(), d.Client, d.Dialect, start.AddDate(0, 0, 10)))
		last := d.Client.Seal.Query().Order(db.Desc(seal.FieldDay)).FirstX(apitest.System())
		var heads []struct {
			Chain, Hash string
			Sequence    int64
		}
		require.NoError(t, json.Unmarshal(last.Heads, &heads))
		require.Len(t, heads, 3)
		assert.Equal(t, r.a.String(), heads[0].Chain, "keys grow with time")
		assert.Equal(t, r.b.String(), heads[1].Chain)
		assert.Equal(t, audit.Instance, heads[2].Chain)
		assert.Equal(t, int64(8), heads[0].Sequence)
		assert.Equal(t, hex.EncodeToString(r.event(t, r.a, 8).Hash), heads[0].Hash)
	})
}

func TestTamperingWithSealsIsFoundAndLocated(t *testing.T) {
	const second, third, fourth = "2023-03-02", "2023-03-03", "2023-03-04"
	tampered(t, map[string]tampering{
		"heads changed":    {func(t *testing.T, r *record) { r.seal(t, third, "heads", `[]`) }, []string{"SEAL_CHANGED  0-0 " + third}},
		"heads unreadable": {func(t *testing.T, r *record) { r.seal(t, third, "heads", `{"no": "list"}`) }, []string{"SEAL_CHANGED  0-0 " + third}},
		"time changed":     {func(t *testing.T, r *record) { r.seal(t, third, "at", start) }, []string{"SEAL_CHANGED  0-0 " + third}},
		"day changed":      {func(t *testing.T, r *record) { r.seal(t, fourth, "day", audit.Day(start.AddDate(0, 0, 9))) }, []string{"SEAL_CHANGED  0-0 2023-03-10"}},
		"hash changed":     {func(t *testing.T, r *record) { r.seal(t, third, "hash", []byte("no hash")) }, []string{"SEAL_CHANGED  0-0 " + third}},
		"changed with its hash": {func(t *testing.T, r *record) {
			r.seal(t, third, "heads", `[]`)
			r.reseal(t, third)
		}, []string{"SEAL_CHANGED  0-0 " + third}},
		"the last changed with its hash": {func(t *testing.T, r *record) {
			r.seal(t, fourth, "heads", `[]`)
			r.reseal(t, fourth)
		}, []string{"SEAL_CHANGED  0-0 " + fourth}},
		"changed with its hash, to fit a chain written anew": {func(t *testing.T, r *record) {
			r.set(t, r.a, 2, "actor", "Ai Đó")
			r.rewrite(t, r.a, 1, 8)
			for _, day := range []string{second, third, fourth} {
				r.seal(t, day, "heads", `[]`)
				r.reseal(t, day)
			}
		}, []string{"SEAL_CHANGED  0-0 " + second, "SEAL_CHANGED  0-0 " + third, "SEAL_CHANGED  0-0 " + fourth}},
		"the first removed": {func(t *testing.T, r *record) { r.unseal(t, second) }, []string{"SEAL_MISSING  0-0 " + second}},
		"one removed":       {func(t *testing.T, r *record) { r.unseal(t, third) }, []string{"SEAL_MISSING  0-0 " + third}},
		"the last removed":  {func(t *testing.T, r *record) { r.unseal(t, fourth) }, []string{"SEAL_MISSING  0-0 " + fourth}},
		"all removed": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Delete("seals"))
		}, []string{"SEAL_MISSING  0-0 " + second, "SEAL_MISSING  0-0 " + third, "SEAL_MISSING  0-0 " + fourth}},
		"one removed with its event": {func(t *testing.T, r *record) {
			r.unseal(t, third)
			r.do(t, sql.Dialect(r.Dialect).Delete("events").Where(sql.And(sql.IsNull("agency_id"), sql.EQ("sequence", 2))))
		}, []string{"EVENT_MISSING instance 2-2 ", "SEAL_MISSING  0-0 " + fourth}},
		"the event of one removed": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Delete("events").Where(sql.And(sql.IsNull("agency_id"), sql.EQ("sequence", 2))))
		}, []string{"EVENT_MISSING instance 2-2 ", "SEAL_INSERTED  0-0 " + third}},
		"the event of one changed": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Update("events").Set("after", `{"hash": "another"}`).Where(sql.And(sql.IsNull("agency_id"), sql.EQ("sequence", 2))))
		}, []string{"EVENT_CHANGED instance 2-0 "}},
		"one added": {func(t *testing.T, r *record) {
			r.do(t, sql.Dialect(r.Dialect).Insert("seals").Columns("id", "day", "at", "heads", "previous_hash", "hash").
				Values(uuid.New(), audit.Day(start.AddDate(0, 0, 9)), start, `[]`, r.sealOf(t, fourth).Hash, []byte("x")))
			r.reseal(t, "2023-03-10")
		}, []string{"SEAL_INSERTED  0-0 2023-03-10"}},
	})
}

func (r *record) sealOf(t *testing.T, day string) *db.Seal {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	require.NoError(t, err)
	return r.Client.Seal.Query().Where(seal.Day(at)).OnlyX(apitest.System())
}

// seal changes a column of a seal.
func (r *record) seal(t *testing.T, day, column string, value any) {
	t.Helper()
	r.do(t, sql.Dialect(r.Dialect).Update("seals").Set(column, value).Where(sql.EQ("id", r.sealOf(t, day).ID)))
}

// unseal deletes a seal.
func (r *record) unseal(t *testing.T, day string) {
	t.Helper()
	r.do(t, sql.Dialect(r.Dialect).Delete("seals").Where(sql.EQ("id", r.sealOf(t, day).ID)))
}

// reseal gives a seal the hash of what it says, as somebody would who has read
// how it is made.
func (r *record) reseal(t *testing.T, day string) {
	t.Helper()
	s := r.sealOf(t, day)
	text, err := json.Marshal([]any{hex.EncodeToString(s.PreviousHash), day, s.At.UTC().Format(time.RFC3339Nano), s.Heads})
	require.NoError(t, err)
	digest := sha256.Sum256(text)
	r.seal(t, day, "hash", digest[:])
}
