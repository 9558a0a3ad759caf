package plan_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

// patience and pause are for what happens in the database on its own time.
const (
	patience = 30 * time.Second
	pause    = 10 * time.Millisecond
)

func TestLoadsThatComeTogetherAreOne(t *testing.T) {
	embedded, err := bundle.Embedded()
	require.NoError(t, err)
	const loads = 4
	for name, tc := range map[string]struct {
		before, then *bundle.Bundle
		updates      int
	}{
		"into an empty database":               {nil, embedded, 0},
		"of a bundle that only changes a name": {smallWith(t), smallWith(t, "Cục Bờ biển", "Cục Rừng"), 1},
		"of a bundle that changes no row":      {smallWith(t), smallWith(t, "A small plan", "The same small plan"), 0},
		"of a bundle that was loaded":          {smallWith(t), smallWith(t), 0},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				want := 1 // the event of one load
				if tc.before != nil {
					load(t, d, tc.before, 0)
					if tc.before.Digest() != tc.then.Digest() {
						want = 2
					}
				}
				var all sync.WaitGroup
				start := make(chan struct{})
				reports, errs := make([]plan.Report, loads), make([]error, loads)
				for n := range loads {
					all.Go(func() {
						<-start
						reports[n], errs[n] = plan.Load(t.Context(), d.Client, tc.then, plan.Options{})
					})
				}
				close(start)
				all.Wait()
				written := 0
				for n := range loads {
					require.NoError(t, errs[n])
					if reports[n].Written {
						written++
					}
				}
				count := func(action string) int {
					return d.Client.Event.Query().Where(event.Action(action)).CountX(apitest.System())
				}
				assert.Equal(t, want, count("plan.load"))
				assert.Equal(t, tc.updates, count("agency.update"))
				if tc.before == nil || want == 2 {
					assert.Equal(t, 1, written)
				} else {
					assert.Zero(t, written)
				}
			})
		})
	}
}

// A load waits for the one under way, and does not fail on what that writes.
func TestALoadWaitsForTheOneUnderWay(t *testing.T) {
	d := apitest.Postgres(t)
	b := smallWith(t)
	begun, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	slow := plan.Options{Progress: func(string, int, int) {
		once.Do(func() { close(begun); <-goOn })
	}}
	ended := make(chan error, 2)
	run := func(o plan.Options) {
		_, err := plan.Load(t.Context(), d.Client, b, o)
		ended <- err
	}
	go run(slow)
	<-begun
	go run(plan.Options{})
	require.Eventually(t, func() bool {
		var n int
		require.NoError(t, d.DB.QueryRow("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Scan(&n))
		return n == 1
	}, patience, pause)
	close(goOn)
	require.NoError(t, <-ended)
	require.NoError(t, <-ended)
	assert.Equal(t, 1, d.Client.Event.Query().CountX(apitest.System()))
}
