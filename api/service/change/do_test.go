package change_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// codes are the codes of the faults an error is.
func codes(t *testing.T, err error) (codes []change.UserErrorCode) {
	t.Helper()
	faults, other := change.FaultsOf(err)
	require.NoError(t, other)
	for _, f := range faults {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestAChangeLeavesItsEventItsKeyAndItsNotice(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		w.clock.Set(noon.Add(1234 * time.Nanosecond))
		answer, first, err := change.Do(w.ctx, w.Store, request("add", "k", "in"), w.add("a", nil))
		require.NoError(t, err)
		assert.Equal(t, "a", answer)
		assert.True(t, first.IsZero(), "the first answer is of now")
		assert.True(t, w.there("a"))
		require.Equal(t, [2]int{1, 1}, w.counted())
		e := d.Client.Event.Query().OnlyX(apitest.System())
		assert.Equal(t, "Nguyễn Văn A", e.Actor)
		assert.Equal(t, w.who.Person, *e.ActorID)
		assert.Equal(t, noon.Add(time.Microsecond), e.At.UTC(), "in microseconds, as the databases keep it")
		require.Len(t, w.announced, 1)
		assert.Equal(t, e.ID, w.announced[0].Event)
		assert.Equal(t, e.At.UTC(), w.announced[0].At.UTC())
	})
}

func TestARefusedChangeLeavesNothing(t *testing.T) {
	boom := errors.New("boom")
	for name, end := range map[string]func() error{
		"a fault":       func() error { return change.Refuse(change.WrongState, []string{"id"}, change.Say("sai", "wrong")) },
		"another error": func() error { return boom },
		"a fault in another": func() error {
			return errors.Join(boom, change.Refuse(change.WrongState, nil, change.Say("sai", "wrong")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				w := newWorld(t, d)
				_, first, err := change.Do(w.ctx, w.Store, request("add", "k", "in"), func(ctx context.Context, tx *change.Tx) (string, error) {
					answer, err := w.add("a", nil)(ctx, tx)
					require.NoError(t, err)
					return answer, end()
				})
				require.Error(t, err)
				assert.True(t, first.IsZero())
				assert.False(t, w.there("a"))
				assert.Equal(t, [2]int{0, 0}, w.counted())
				assert.Empty(t, w.announced)
				_, _, err = change.Do(w.ctx, w.Store, request("add", "k", "another in"), w.add("a", nil))
				require.NoError(t, err, "its key is free")
			})
		})
	}
}

func TestAPanicLeavesNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		assert.PanicsWithValue(t, "boom", func() {
			_, _, _ = change.Do(w.ctx, w.Store, request("add", "k", "in"), func(ctx context.Context, tx *change.Tx) (string, error) {
				_, err := w.add("a", nil)(ctx, tx)
				require.NoError(t, err)
				panic("boom")
			})
		})
		assert.False(t, w.there("a"))
		_, _, err := change.Do(w.ctx, w.Store, request("add", "k", "in"), w.add("a", nil))
		require.NoError(t, err, "the transaction is over")
	})
}

func TestNobodyChangesAnythingWithoutSigningIn(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		for name, ctx := range map[string]context.Context{
			"the public": viewer.NewContext(t.Context(), viewer.Public()), "nobody": t.Context(),
		} {
			runs := 0
			_, _, err := change.Do(ctx, w.Store, request("add", "", "in"), w.add("a", &runs))
			assert.Equal(t, []change.UserErrorCode{change.NotAllowed}, codes(t, err), name)
			assert.Zero(t, runs, name)
		}
	})
}

func TestARepeatGivesTheFirstAnswer(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		runs := 0
		_, _, err := change.Do(w.ctx, w.Store, request("add", "k", "in"), w.add("a", &runs))
		require.NoError(t, err)
		w.clock.Advance(time.Hour)
		answer, first, err := change.Do(w.ctx, w.Store, request("add", "k", "in"), w.add("b", &runs))
		require.NoError(t, err)
		assert.Equal(t, "a", answer)
		assert.Equal(t, noon, first.UTC(), "when it was first given")
		assert.Equal(t, 1, runs)
		assert.Len(t, w.announced, 1)
		assert.Equal(t, [2]int{1, 1}, w.counted())

		for name, r := range map[string]change.Request{
			"another input":     request("add", "k", "another in"),
			"another operation": request("remove", "k", "in"),
		} {
			_, _, err := change.Do(w.ctx, w.Store, r, w.add("b", &runs))
			assert.Equal(t, []change.UserErrorCode{change.KeyReused}, codes(t, err), name)
		}
		_, _, err = change.Do(w.another(t), w.Store, request("add", "k", "in"), w.add("b", &runs))
		require.NoError(t, err, "the key of somebody else")
		_, _, err = change.Do(w.ctx, w.Store, request("add", "", "in"), w.add("c", &runs))
		require.NoError(t, err, "without a key nothing is a repeat")
		assert.Equal(t, 3, runs)
	})
}

func TestAKeyHasALength(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		empty := ""
		for name, key := range map[string]*string{"an empty key": &empty, "a key of 101 bytes": ptr(strings.Repeat("k", 101)), "a key of 102 bytes in 51 letters": ptr(strings.Repeat("ê", 51))} {
			_, _, err := change.Do(w.ctx, w.Store, change.Request{Operation: "add", Key: key}, w.add("a", nil))
			assert.Equal(t, []change.UserErrorCode{change.Invalid}, codes(t, err), name)
		}
		_, _, err := change.Do(w.ctx, w.Store, request("add", strings.Repeat("k", 100), nil), w.add("a", nil))
		require.NoError(t, err)
	})
}

func ptr(s string) *string { return &s }

func TestAChangeThatMeetsANewRowLooksAgain(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		_, _, err := change.Do(w.ctx, w.Store, request("add", "", nil), w.add("a", nil))
		require.NoError(t, err)
		runs := 0
		answer, _, err := change.Do(w.ctx, w.Store, request("add", "", nil), func(ctx context.Context, tx *change.Tx) (string, error) {
			tx.Record(audit.Entry{Action: "try", Entity: "Agency"})
			if runs++; runs == 1 { // as if somebody else had just been faster
				return w.add("a", nil)(ctx, tx)
			}
			return "found", nil
		})
		require.NoError(t, err)
		assert.Equal(t, "found", answer)
		assert.Equal(t, 2, runs)
		assert.Equal(t, [2]int{2, 0}, w.counted(), "what the first try recorded is gone")

		runs = 0
		_, _, err = change.Do(w.ctx, w.Store, request("add", "", nil), w.add("a", &runs))
		assert.True(t, db.IsConstraintError(err), "%v", err)
		assert.Equal(t, 2, runs, "not for ever")
	})
}

func TestAnAnnouncementIsPartOfTheChange(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		w := newWorld(t, d)
		var told []change.Notice
		var fails error
		w.Announced = nil
		w.Announce = func(_ context.Context, _ *db.Client, n change.Notice) error { told = append(told, n); return fails }
		_, _, err := change.Do(w.ctx, w.Store, request("add", "", nil), w.add("a", nil))
		require.NoError(t, err)
		require.Len(t, told, 1)
		fails = errors.New("nobody listens")
		_, _, err = change.Do(w.ctx, w.Store, request("add", "", nil), w.add("b", nil))
		require.ErrorIs(t, err, fails)
		assert.False(t, w.there("b"))
	})
}
