package faults_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/hack/postgrestest"
)

// A load is what a crowd asks for without a pause, each change until it has an
// answer.
type load struct {
	*crowd
	stop, asked, lost atomic.Int64

	mu    sync.Mutex
	given []given
	done  sync.WaitGroup
}

// given is what somebody was answered.
type given struct {
	what   change
	at     desk
	answer string
}

// start lets everybody work.
func (l *load) start(t *testing.T) {
	for n, at := range l.desks {
		l.done.Go(func() {
			for round := 0; l.stop.Load() == 0; round++ {
				l.one(t, n, round, at)
			}
		})
	}
}

// one asks for a change until it is answered.
func (l *load) one(t *testing.T, n, round int, at desk) {
	what := change{"putFigures", input{"submission": at.draft, "cells": []input{{"code": "1.1", "value": fmt.Sprint(round % 100)}}}}.keyed("%s %d %d", l.name, n, round)
	for {
		l.asked.Add(1)
		answer, _ := what.ask(t, l.server.As(at.reporter))
		if len(answer.Errors) == 0 {
			what.made(t, answer)
			l.mu.Lock()
			l.given = append(l.given, given{what, at, string(answer.Data)})
			l.mu.Unlock()
			return
		}
		l.lost.Add(1)
		for _, e := range answer.Errors {
			assert.Contains(t, []any{"UNAVAILABLE", "TIMEOUT"}, e.Extensions["code"], e.Message)
		}
	}
}

// answers counts those given.
func (l *load) answers() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.given)
}

// more waits until so many more are given.
func (l *load) more(t *testing.T, n int) {
	t.Helper()
	enough := l.answers() + n
	require.Eventually(t, func() bool { return l.answers() >= enough }, patience, 5*time.Millisecond, "nobody is answered")
}

// PostgreSQL is stopped, in good order or as in a crash, and started again while
// everybody works: nothing that was answered is lost, nothing is made twice, and
// subscriptions hear again what happens.
func TestARestartUnderLoadLosesNothing(t *testing.T) {
	// A commit is answered when it is written, as on any server that matters.
	cluster := postgrestest.Start(t, "log_statement = 'none'", "synchronous_commit = on")
	cluster.Do(t, "CREATE DATABASE tiendo TEMPLATE template0 LOCALE 'C.UTF-8'")
	w := newWorld(t, apitest.PlannedAt(t, config.DatabaseURL(cluster.URL("tiendo"))))
	desks := w.desks(t, 8)
	settings := patient()
	s := w.through(t, cluster.Port, settings)
	signals := listens(t, w)
	for name, end := range map[string]func(){"fast": cluster.Stop, "immediate": cluster.Crash} {
		t.Run(name, func(t *testing.T) {
			before := (&crowd{world: w}).puts()
			l := &load{crowd: &crowd{world: w, server: s, desks: desks, name: name}}
			l.start(t)
			l.more(t, 20)
			end()
			l.assertNotReady(t)
			require.NoError(t, cluster.Resume())
			start := time.Now()
			l.more(t, 1)
			first := time.Since(start)
			recovery := l.recovers(t)
			l.more(t, 20)
			l.stop.Store(1)
			l.done.Wait()

			assert.Equal(t, len(l.given), l.puts()-before, "changes answered, and changes in the record")
			for _, g := range l.given[max(0, len(l.given)-60):] {
				again, _ := g.what.ask(t, s.As(g.at.reporter))
				assert.Equal(t, g.answer, string(again.Data), "the repeat has another answer")
			}
			assert.Equal(t, len(l.given), l.puts()-before, "a repeat made something")
			assert.Positive(t, l.lost.Load(), "nobody was hit")
			hears(t, signals)
			t.Logf("%s: %d requests, %d answered, %d not; first answer %s after the return, everybody's %s", name, l.asked.Load(), len(l.given), l.lost.Load(),
				first.Round(time.Millisecond), (first + recovery).Round(time.Millisecond))
		})
	}
}

// listens is what a replica hears of changes.
func listens(t *testing.T, w *world) <-chan live.Signal {
	t.Helper()
	hub := &live.Hub{}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		assert.NoError(t, live.Listen(ctx, live.Source{URL: w.Database.URL}, hub, slog.New(slog.DiscardHandler)))
	})
	t.Cleanup(running.Wait)
	t.Cleanup(cancel)
	return hub.Subscribe(ctx, nil)
}

// hears waits until subscribers are told that they may have missed something.
func hears(t *testing.T, signals <-chan live.Signal) {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case s := <-signals:
			if s.Refetch {
				return
			}
		case <-late:
			require.FailNow(t, "subscriptions do not recover")
		}
	}
}
