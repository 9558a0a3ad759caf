package usage_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/api/usage"
)

var (
	web    = server.Client{Name: "web", Version: "1"}
	phone  = server.Client{Name: "phone", Version: "2"}
	screen = &server.Use{Operation: "Screen", Document: "aa", Parts: []string{"Agency.name", "Query.agency", "Query.agency(code:)"}}
	table  = &server.Use{Operation: "Table", Document: "bb", Parts: []string{"Agency.nameEn", "Query.agency"}}
	noon   = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
)

func counter(d *apitest.Database, at *time.Time) *usage.Counter {
	return usage.NewCounter(d.Client, d.Dialect, func() time.Time { return *at }, slog.New(slog.DiscardHandler))
}

func count(c *usage.Counter, times int, by server.Client, use *server.Use) {
	for range times {
		c.Count(by, use)
	}
}

func TestReplicasAddWhatTheyCounted(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		at := noon
		a, b := counter(d, &at), counter(d, &at)
		count(a, 3, web, screen)
		count(a, 1, phone, table)
		count(b, 2, web, screen)
		count(b, 1, web, table)
		var both sync.WaitGroup
		for _, c := range []*usage.Counter{a, b} {
			both.Go(func() { assert.NoError(t, c.Flush(context.Background())) })
		}
		both.Wait()
		d.Statements().Reset()
		require.NoError(t, a.Flush(t.Context()))
		assert.Empty(t, d.Statements().All(), "nothing new costs nothing")
		count(a, 1, web, screen)
		require.NoError(t, a.Flush(t.Context()))
		assert.Len(t, d.Statements().Writes(), 1, "all of a minute is one statement")

		at = at.Add(24 * time.Hour)
		count(a, 10, web, screen)
		require.NoError(t, a.Flush(t.Context()))

		operations, err := usage.Operations(t.Context(), d.Client, noon, "")
		require.NoError(t, err)
		assert.Equal(t, []usage.Line{
			{"phone", "2", "Table", "bb", 1, "2026-11-27"},
			{"web", "1", "Screen", "aa", 16, "2026-11-28"},
			{"web", "1", "Table", "bb", 1, "2026-11-27"},
		}, operations)
		parts, err := usage.Parts(t.Context(), d.Client, noon, "Query.agency")
		require.NoError(t, err)
		assert.Equal(t, []usage.Line{{"phone", "2", "Query.agency", "", 1, "2026-11-27"}, {"web", "1", "Query.agency", "", 17, "2026-11-28"}}, parts)

		operations, err = usage.Operations(t.Context(), d.Client, noon, "Agency.name")
		require.NoError(t, err)
		assert.Equal(t, []usage.Line{{"web", "1", "Screen", "aa", 16, "2026-11-28"}}, operations, "Agency.nameEn is another part")
		parts, err = usage.Parts(t.Context(), d.Client, at, "")
		require.NoError(t, err)
		assert.Len(t, parts, 3, "since the second day")
	})
}

func TestWhatCannotBeAddedIsAddedLater(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		at := noon
		c := counter(d, &at)
		count(c, 2, web, screen)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		require.Error(t, c.Flush(ended))
		count(c, 1, web, screen)
		stop := c.Start(ended)
		stop() // once more at the end, although the context has ended
		parts, err := usage.Parts(t.Context(), d.Client, noon, "Agency.name")
		require.NoError(t, err)
		assert.Equal(t, []usage.Line{{"web", "1", "Agency.name", "", 3, "2026-11-27"}}, parts)
	})
}

func TestNamesThatAreMadeUpFillNoTable(t *testing.T) {
	at := noon
	d := apitest.SQLite(t)
	c := counter(d, &at)
	for n := range 300 {
		c.Count(server.Client{Name: fmt.Sprint("c", n)}, screen)
	}
	for n := range 6_000 {
		c.Count(web, &server.Use{Operation: fmt.Sprint("o", n), Parts: screen.Parts})
	}
	require.NoError(t, c.Flush(t.Context()))
	clients, err := usage.Parts(t.Context(), d.Client, noon, "Agency.name")
	require.NoError(t, err)
	assert.Len(t, clients, 201)
	var calls int64
	for _, l := range clients {
		calls += l.Calls
	}
	assert.Equal(t, int64(6_300), calls, "parts are counted to the last")
	operations, err := usage.Operations(t.Context(), d.Client, noon, "")
	require.NoError(t, err)
	assert.LessOrEqual(t, len(operations), 5_010)
}

func TestCountingWhatIsKnownAllocatesNothing(t *testing.T) {
	at := noon
	c := counter(apitest.SQLite(t), &at)
	c.Count(web, screen)
	assert.Zero(t, testing.AllocsPerRun(100, func() { c.Count(web, screen) }))
}
