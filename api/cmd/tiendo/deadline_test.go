package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
)

const (
	// clients are how many hand their reports in at once.
	clients = 500
	// answersLost are how many of the first answers get lost on their way.
	answersLost = 10
	// answeredFirst are how many have their answer before the server is killed.
	answeredFirst = 50
	// longest is when a server that no longer answers fails the test.
	longest = 5 * time.Minute
)

// A deadline's last minute: everybody hands in at once, some answers get lost,
// the server is killed in the middle and started again, and whoever had no
// answer asks again.
func TestAKilledServerLosesNoSubmissionAndDoublesNone(t *testing.T) {
	for name, url := range map[string]func(t *testing.T, dir string) config.DatabaseURL{
		"sqlite": func(_ *testing.T, dir string) config.DatabaseURL {
			return config.DatabaseURL(filepath.Join(dir, "tiendo.db"))
		},
		"postgres": func(t *testing.T, _ string) config.DatabaseURL { return apitest.EmptyPostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := clean(t)
			storage := url(t, dir)
			t.Setenv("TIENDO_DATABASE_URL", string(storage))
			e := newEve(t, dir, storage, clients)
			ctx, cancel := context.WithTimeout(t.Context(), longest)
			defer cancel()

			first := startProcess(t)
			release := e.holdWrites(t)
			c := newCrowd(ctx, e.drafts)
			c.meet(0, first.address)
			c.wait(t, c.sent, clients, "requests sent")
			assert.Zero(t, len(c.answered)+int(c.lost.Load()), "nobody can have an answer yet: all are in flight at once")
			release()
			c.wait(t, c.answered, answeredFirst, "answers")
			require.Equal(t, "signal: killed", first.kill())

			second := startProcess(t)
			c.meet(1, second.address)
			before, after := c.leave(t, second)
			t.Logf("answers before the kill: %d, after: %d", before, after)
			assert.Positive(t, before, "it was killed before it answered anybody")
			assert.Greater(t, after, answersLost, "it was killed when it had answered everybody")

			e.assertHandedInOnce(t)
			c.assertRepeatable(t, second)
			e.assertHandedInOnce(t)
			assert.NotContains(t, first.log.String()+second.log.String(), "level=ERROR")
		})
	}
}
