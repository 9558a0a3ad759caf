package database_test

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

// databases counts what Inspect counts.
func databases(t testing.TB) int {
	t.Helper()
	report, err := new(database.Client).Inspect(t.Context(), on(pg))
	require.NoError(t, err)
	return report.Databases
}

// together runs passes at once and returns how each ended.
func together(passes ...func() error) []error {
	ends := make([]error, len(passes))
	var all sync.WaitGroup
	for n, pass := range passes {
		all.Go(func() { ends[n] = pass() })
	}
	all.Wait()
	return ends
}

func TestAServerIsNeverFilledBeyondItsCapacity(t *testing.T) {
	const places, rivals = 3, 12
	s := on(pg)
	s.Capacity = databases(t) + places
	var passes []func() error
	for range rivals {
		w := fresh(t, 1)
		passes = append(passes, func() error {
			_, err := new(database.Client).Ensure(t.Context(), s, w)
			return err
		})
	}
	var full int
	for _, err := range together(passes...) {
		if e, is := errors.AsType[*database.FullError](err); is {
			assert.Equal(t, database.FullError{Have: s.Capacity, Max: s.Capacity}, *e)
			full++
		} else {
			assert.NoError(t, err)
		}
	}
	assert.Equal(t, rivals-places, full)
	assert.Equal(t, s.Capacity, databases(t))
	again := together(passes...)
	assert.Len(t, again, rivals)
	assert.Equal(t, s.Capacity, databases(t), "nor when everybody asks again")
}

func TestAFullServerIsLeftAsItWas(t *testing.T) {
	s := on(pg)
	s.Capacity = databases(t)
	w := fresh(t, 1)
	_, err := new(database.Client).Ensure(t.Context(), s, w)
	assert.EqualError(t, err, "the server has "+strconv.Itoa(s.Capacity)+" of at most "+strconv.Itoa(s.Capacity)+" databases")
	assert.Empty(t, left(t, w.Target))
}

// The people of an Instance own its database and may take its comment away; it still
// counts.
func TestACommentTakenAwayMakesNoPlace(t *testing.T) {
	w := fresh(t, 1)
	wanted(t, on(pg), w)
	before := databases(t)
	_, err := enter(t, on(pg), w).Exec("COMMENT ON DATABASE " + w.Database + " IS 'mine'")
	require.NoError(t, err)
	assert.Equal(t, before, databases(t))
}

func TestPassesAtOnceOverOneInstanceAgree(t *testing.T) {
	w := fresh(t, 1)
	var created, changed atomic.Int64
	pass := func() error {
		out, err := new(database.Client).Ensure(t.Context(), on(pg), w)
		if out.Created {
			created.Add(1)
		}
		if out.Changed {
			changed.Add(1)
		}
		return err
	}
	for _, err := range together(pass, pass, pass, pass, pass, pass) {
		assert.NoError(t, err)
	}
	assert.Equal(t, int64(1), created.Load())
	assert.Equal(t, int64(1), changed.Load(), "who comes second finds it done")
	settled(t, pg, on(pg), w)

	drop := func() error {
		_, err := new(database.Client).Drop(t.Context(), on(pg), w.Target)
		return err
	}
	for _, err := range together(drop, drop, drop) {
		assert.NoError(t, err)
	}
	assert.Empty(t, left(t, w.Target))
}
