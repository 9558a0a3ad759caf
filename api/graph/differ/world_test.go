package differ_test

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"

	"entgo.io/ent"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// A world is a database with everything in every state, the same in every run.
type world struct {
	t   *testing.T
	c   *db.Client
	ctx context.Context
	r   *rand.Rand

	documents   []*db.LegalDocument
	agencies    []*db.Agency // in the order of agencyCodes
	plans       []*db.Plan
	indicators  []*db.Indicator
	tasks       []*db.Task
	windows     []*db.ReportingWindow
	people      []*db.Person
	submissions []*db.Submission
	figures     []*db.Figure
}

// now is the time on the servers' clock. The story begins half a year before.
var (
	now   = time.Date(2023, 10, 20, 8, 30, 0, 123456000, time.UTC)
	begin = time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
)

// after is a time of the story; some have fractions of a second and some do
// not, and some are the same.
func after(days int, more time.Duration) time.Time { return begin.AddDate(0, 0, days).Add(more) }

// newWorld fills a database.
func newWorld(t *testing.T, d *apitest.Database) *world {
	w := &world{t: t, c: d.Client, ctx: apitest.System(), r: rand.New(rand.NewPCG(1, 2))}
	w.c.Use(countedKeys())
	w.addCatalogue()
	w.addMeasures()
	w.addWindows()
	w.addPeople()
	w.addReports()
	w.addDecisions()
	w.addBooks()
	return w
}

// countedKeys gives rows keys that are the same in every run: ties are broken
// by them.
func countedKeys() ent.Hook {
	n := uint64(0)
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if keyed, ok := m.(interface{ SetID(uuid.UUID) }); ok && m.Op().Is(ent.OpCreate) {
				n++
				key := uuid.MustParse("01874000-0000-7000-8000-000000000000")
				binary.BigEndian.PutUint64(key[8:], 0x8000_0000_0000_0000|n*0x9E3779B97F4A7C15>>2)
				keyed.SetID(key)
			}
			return next.Mutate(ctx, m)
		})
	}
}

// must fails the test on an error.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// sometimes returns one of the values, or nothing as often as any of them.
func sometimes[T any](w *world, values ...T) *T {
	n := w.r.IntN(len(values) + 1)
	if n == len(values) {
		return nil
	}
	return &values[n]
}

// one returns one of the values.
func one[T any](w *world, values []T) T { return values[w.r.IntN(len(values))] }

// texts are of every kind that is hard to write into JSON.
var texts = []string{
	"Tỷ lệ hồ sơ", "Đường truyền", "a\tb\nc\r\nd", "\b\f\v\x01\x1f\x7f", `"quoted" and \back\slash\`, "<script>&amp;'</script>",
	"line\u2028para\u2029end", "😀 emoji 👩🏽‍💻", "\ufeffBOM", " ", "null", "{}", "\u00a0\u200b\u202e", "Ưu tiên: 100%; 'ok'", "\ufffd\U0010FFFD",
}

func (w *world) text() *string { return sometimes(w, texts...) }
