package faults_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

// patience is how long a test waits for what must happen.
const patience = 2 * time.Minute

func jsonOf(format string, args ...any) io.Reader {
	return strings.NewReader(fmt.Sprintf(format, args...))
}

func port(t *testing.T, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	require.NoError(t, err)
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// A desk is a province's draft, and who works at it.
type desk struct{ draft, reporter string }

// desks opens drafts of provinces.
func (w *world) desks(t *testing.T, n int) (desks []desk) {
	t.Helper()
	for range n {
		code, reporter := w.province(t)
		r := change{"openSubmission", input{"agency": code, "window": window}}.make(t, w.As(reporter))
		desks = append(desks, desk{r.ID, reporter})
	}
	return desks
}

// A crowd works at its desks, all at once, at a server that may not reach its
// database.
type crowd struct {
	*world
	server           *apitest.Server
	desks            []desk
	name             string
	works            bool
	answered, failed int
	overrun, late    time.Duration
}

// each does something for every desk, all at once.
func (c *crowd) each(do func(n int, at desk)) {
	var all sync.WaitGroup
	for n, at := range c.desks {
		all.Go(func() { do(n, at) })
	}
	all.Wait()
}

// asked is what the crowd asks for, each time it asks.
func (c *crowd) asked(n int, at desk) change {
	return change{"putFigures", input{"submission": at.draft, "cells": []input{{"code": "1.1", "value": fmt.Sprint(n)}}}}.keyed("%s %d", c.name, n)
}

// ask asks for a change at each desk, none of which may take longer than it has.
// On a machine that has no time for anybody, timers come late: so much is let
// pass.
func (c *crowd) ask(t *testing.T) []apitest.Answer {
	t.Helper()
	answers, took := make([]apitest.Answer, len(c.desks)), make([]time.Duration, len(c.desks))
	late := lateness()
	c.each(func(n int, at desk) { answers[n], took[n] = c.asked(n, at).ask(t, c.server.As(at.reporter)) })
	c.late = late()
	for n, answer := range answers {
		c.overrun = max(c.overrun, took[n]-c.server.Config.Limits.Timeout)
		if len(answer.Errors) == 0 {
			c.answered++
			continue
		}
		c.failed++
		for _, e := range answer.Errors {
			assert.Contains(t, []any{"UNAVAILABLE", "TIMEOUT"}, e.Extensions["code"], e.Message)
		}
	}
	assert.LessOrEqual(t, c.overrun, time.Second+c.late, "a request outlived its deadline")
	return answers
}

// lateness measures by how much timers come late meanwhile, at most.
func lateness() (late func() time.Duration) {
	done, result := make(chan struct{}), make(chan time.Duration)
	go func() {
		var most time.Duration
		for {
			due := time.Now().Add(20 * time.Millisecond)
			select {
			case <-time.After(time.Until(due)):
				most = max(most, time.Since(due))
			case <-done:
				result <- most
				return
			}
		}
	}()
	return func() time.Duration {
		close(done)
		return <-result
	}
}

// ready asks whether requests should come to the server.
func (c *crowd) ready(t *testing.T) bool {
	t.Helper()
	w, err := http.Get(c.server.URL + "/readyz")
	require.NoError(t, err)
	defer w.Body.Close()
	return w.StatusCode == http.StatusOK
}

// assertNotReady waits until the server says that it is not.
func (c *crowd) assertNotReady(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool { return !c.ready(t) }, patience, 10*time.Millisecond, "it says that it is ready")
}

// recovers waits until the server is ready and answers everybody at once, and
// says how long that took.
func (c *crowd) recovers(t *testing.T) time.Duration {
	t.Helper()
	start := time.Now()
	require.Eventually(t, func() bool {
		var mu sync.Mutex
		fine := true
		c.each(func(_ int, at desk) {
			answer := c.server.As(at.reporter).Ask(t, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": at.draft})
			mu.Lock()
			defer mu.Unlock()
			fine = fine && len(answer.Errors) == 0
		})
		return fine && c.ready(t)
	}, patience, 10*time.Millisecond, "it does not recover")
	return time.Since(start)
}

// assertMadeOnce asks again for what was asked for. Whoever had an answer gets
// the same, and everything was made once.
func (c *crowd) assertMadeOnce(t *testing.T, first []apitest.Answer) {
	t.Helper()
	before := c.puts()
	answers := make([]apitest.Answer, len(c.desks))
	c.each(func(n int, at desk) { answers[n], _ = c.asked(n, at).ask(t, c.server.As(at.reporter)) })
	for n, answer := range answers {
		c.asked(n, c.desks[n]).made(t, answer)
		if len(first[n].Errors) == 0 {
			assert.Equal(t, string(first[n].Data), string(answer.Data), "desk %d: the repeat has another answer", n)
		}
	}
	assert.LessOrEqual(t, c.puts()-before, c.failed, "what had been answered was made again")
	assert.Equal(t, 0, c.puts()%len(c.desks), "something was made twice, or not at all")
}

// puts counts the changes of figures in the record.
func (c *crowd) puts() int {
	return c.Client.Event.Query().Where(event.Action("figures.put")).CountX(apitest.System())
}
