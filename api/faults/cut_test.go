package faults_test

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/hack/postgrestest"
)

// A cutter is a server whose connection to the database is cut at a message.
type cutter struct {
	*world
	server     *apitest.Server
	proxy      *postgrestest.Proxy
	name       string
	fromServer bool
	counts     *counts
}

// counts are how often what was asked, over all cutters.
type counts struct{ requests, cuts, acknowledged, failed atomic.Int64 }

// everyMessage names the variable that has connections cut at every message.
// Without it they are cut at those with which packets begin and end.
const everyMessage = "TIENDO_TEST_EVERY_MESSAGE"

// places says which messages a connection is cut at. What the server sends goes
// out with the message whose answer is awaited; an answer ends with 'Z'.
func places() func(postgrestest.Message) bool {
	if os.Getenv(everyMessage) != "" {
		return func(postgrestest.Message) bool { return true }
	}
	var within atomic.Bool
	return func(m postgrestest.Message) bool {
		if !m.FromServer {
			return m.Awaited()
		}
		begins := !within.Swap(m.Type != 'Z')
		return begins || m.Type == 'Z'
	}
}

// cut lets the message number at be lost, and says whether it came to that.
func (c *cutter) cut(at int64) (cut func() bool) {
	var passed atomic.Int64
	counts := places()
	c.proxy.Judge(func(m postgrestest.Message) postgrestest.Fate {
		if m.FromServer == c.fromServer && counts(m) && passed.Add(1) == at {
			return postgrestest.Lost
		}
		return postgrestest.Pass
	})
	return func() bool {
		c.proxy.Judge(func(postgrestest.Message) postgrestest.Fate { return postgrestest.Pass })
		return passed.Load() >= at
	}
}

// disturb asks for a change with a cut at a message, and then again without. The
// report is as the change leaves it; cut says whether the change had so many
// messages.
func (c *cutter) disturb(t *testing.T, as string, at int64, what change) (_ report, cut bool) {
	t.Helper()
	what = what.keyed("%s %s %d", c.name, what.name, at)
	who := c.server.As(as)
	done := c.cut(at)
	first, _ := what.ask(t, who)
	cut = done()
	second, _ := what.ask(t, who)
	result := what.made(t, second)
	c.counts.requests.Add(2)
	if cut {
		c.counts.cuts.Add(1)
	}
	if len(first.Errors) == 0 {
		c.counts.acknowledged.Add(1)
		assert.Equal(t, string(first.Data), string(second.Data), "%s cut at message %d: the repeat has another answer", what.name, at)
		return result, cut
	}
	c.counts.failed.Add(1)
	assert.True(t, cut, "%s failed by itself: %+v", what.name, first.Errors)
	for _, e := range first.Errors {
		assert.Equal(t, "UNAVAILABLE", e.Extensions["code"], "%s cut at message %d: %s", what.name, at, e.Message)
	}
	return result, cut
}

// each disturbs at every message, until one is beyond the last; next makes the
// change and judges what came of it.
func (c *cutter) each(t *testing.T, next func(at int64) (cut bool)) (messages int64) {
	t.Helper()
	for at := int64(1); ; at++ {
		require.Less(t, at, int64(2000), "it never ends")
		if !next(at) {
			return at - 1
		}
	}
}

// Wherever the connection to the database is cut, at every packet in both
// directions, a change asked for again with its key is made once, and whoever
// had an answer gets it again.
func TestAChangeThatIsCutOffAndRepeatedIsMadeOnce(t *testing.T) {
	w := newWorld(t, apitest.PlannedPostgres(t))
	network, target := address(t, w.Database.URL)
	total := &counts{}
	t.Run("at", func(t *testing.T) {
		for name, fromServer := range map[string]bool{"what the server sends": false, "what the database answers": true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				proxy := postgrestest.NewProxy(t, network, target)
				settings := patient()
				settings.Database.MaxOpen, settings.Database.MaxIdle = 2, 2
				c := &cutter{world: w, server: w.through(t, proxy.Port, settings), proxy: proxy, name: name, fromServer: fromServer, counts: total}
				c.story(t)
			})
		}
	})
	t.Logf("every one was made once: requests %d, cut %d, of those answered %d, of those not %d",
		total.requests.Load(), total.cuts.Load(), total.acknowledged.Load(), total.failed.Load())
	_, err := audit.Verify(t.Context(), w.Client, func(f audit.Finding) { t.Errorf("the record: %s", f.Sentence) })
	require.NoError(t, err)
}

// story takes reports through their lives.
func (c *cutter) story(t *testing.T) {
	messages := map[string]int64{}
	codes, clerk := c.communes(t, 1)
	messages["openSubmission"] = c.each(t, func(at int64) bool {
		if len(codes) == 0 {
			codes, clerk = c.communes(t, 50)
		}
		code := codes[0]
		codes = codes[1:]
		r, cut := c.disturb(t, clerk, at, change{"openSubmission", input{"agency": code, "window": window}})
		assert.Equal(t, "DRAFT 1", fmt.Sprint(r.Status, " ", r.Version), "opened, cut at message %d", at)
		c.assertOnce(t, r, map[string]int{"submission.open": 1})
		return cut
	})

	code, reporter := c.province(t)
	draft := change{"openSubmission", input{"agency": code, "window": window}}.make(t, c.As(reporter))
	messages["putFigures"] = c.each(t, func(at int64) bool {
		r, cut := c.disturb(t, reporter, at, change{"putFigures", input{"submission": draft.ID, "cells": []input{{"code": "1.1", "value": fmt.Sprint(at % 100)}}}})
		assert.Equal(t, draft.Version+int(at), r.Version, "figures put, cut at message %d", at)
		return cut
	})
	c.assertOnce(t, draft, map[string]int{"submission.open": 1, "figures.put": int(messages["putFigures"]) + 1})

	version := draft.Version + int(messages["putFigures"]) + 1
	var submits, returns bool
	last := c.each(t, func(at int64) bool {
		var r report
		r, submits = c.disturb(t, reporter, at, change{"submitSubmission", input{"id": draft.ID, "version": version}})
		version++
		assert.Equal(t, fmt.Sprint("SUBMITTED ", version), fmt.Sprint(r.Status, " ", r.Version), "submitted, cut at message %d", at)
		if submits {
			messages["submitSubmission"] = at
		}
		r, returns = c.disturb(t, "reviewer-cdsqg", at, change{"returnSubmission", input{"id": draft.ID, "version": version, "comment": "xem lại"}})
		version++
		assert.Equal(t, fmt.Sprint("RETURNED ", version), fmt.Sprint(r.Status, " ", r.Version), "returned, cut at message %d", at)
		if returns {
			messages["returnSubmission"] = at
		}
		return submits || returns
	})
	c.assertOnce(t, draft, map[string]int{"submission.open": 1, "figures.put": int(messages["putFigures"]) + 1,
		"submission.submit": int(last) + 1, "submission.return": int(last) + 1})

	reports := []report{}
	messages["approveSubmission"] = c.each(t, func(at int64) bool {
		if len(reports) == 0 {
			reports = c.submitted(t, 50)
		}
		waits := reports[0]
		reports = reports[1:]
		r, cut := c.disturb(t, "reviewer-cdsqg", at, change{"approveSubmission", input{"id": waits.ID, "version": waits.Version}})
		assert.Equal(t, fmt.Sprint("APPROVED ", waits.Version+1), fmt.Sprint(r.Status, " ", r.Version), "approved, cut at message %d", at)
		c.assertOnce(t, r, map[string]int{"submission.approve": 1})
		return cut
	})
	for name, n := range messages {
		t.Logf("%s: %d messages", name, n)
		assert.Greater(t, n, int64(20), "%s sends more than that", name)
	}
}
