package server_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/server"
)

var errSchema = errors.New("schema version 3, want 4")

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// running is a server on a real port.
type running struct {
	*bench
	address string
	stop    context.CancelFunc
	stopped chan error
	client  *http.Client
}

func serve(t *testing.T, change ...func(*server.Options)) *running {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{
		bench: start(t, change...), address: "http://" + listener.Addr().String(),
		stop: cancel, stopped: make(chan error, 1),
		client: &http.Client{Transport: &http.Transport{}, Timeout: patience},
	}
	go func() {
		defer close(r.stopped)
		r.stopped <- r.server.Serve(ctx, listener)
	}()
	t.Cleanup(func() {
		cancel()
		_ = listener.Close() // ends a Serve that still waits
		for range r.stopped {
		}
		r.client.CloseIdleConnections()
	})
	return r
}

// outcome is what a request over the wire came to.
type outcome struct {
	status int
	body   string
	err    error
}

func (r *running) send(query string) <-chan outcome {
	done := make(chan outcome, 1)
	go func() {
		resp, err := r.client.Post(r.address+"/graphql", "application/json", strings.NewReader(`{"query":"`+query+`"}`))
		if err != nil {
			done <- outcome{err: err}
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		done <- outcome{resp.StatusCode, string(body), err}
	}()
	return done
}

func wait[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		require.FailNow(t, "gave up waiting for "+what)
		panic("unreachable")
	}
}

func refusesConnections(address string) func() bool {
	return func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	}
}

func TestAStopLetsRequestsFinish(t *testing.T) {
	r := serve(t)
	inFlight := r.send("{wait}")
	wait(t, r.fake.started, "the request to begin")
	r.stop()
	require.Eventually(t, refusesConnections(r.address), patience, time.Millisecond)
	assert.Equal(t, 503, r.do("GET", "/readyz", "", nil).Code)
	assert.Equal(t, 200, r.do("GET", "/healthz", "", nil).Code)
	select {
	case <-r.stopped:
		require.FailNow(t, "stopped over a request in flight")
	default:
	}
	r.fake.release <- struct{}{}
	got := wait(t, inFlight, "the answer")
	require.NoError(t, got.err)
	assert.Equal(t, 200, got.status)
	assert.JSONEq(t, `{"data":{"wait":"ok"}}`, got.body)
	assert.NoError(t, wait(t, r.stopped, "the stop"))
}

func TestAStopCancelsWhatOutlastsTheGrace(t *testing.T) {
	r := serve(t, func(o *server.Options) { o.Config.HTTP.ShutdownGrace = time.Millisecond })
	inFlight := r.send("{wait}")
	wait(t, r.fake.started, "the request to begin")
	r.stop()
	assert.ErrorContains(t, wait(t, r.stopped, "the stop"), "did not finish within the grace")
	got := wait(t, inFlight, "the answer")
	require.NoError(t, got.err, "it is told that it was cancelled")
	assert.Contains(t, got.body, `"code":"INTERNAL"`)
}

func TestReadinessGoesBeforeTheListener(t *testing.T) {
	r := serve(t, func(o *server.Options) { o.Config.HTTP.ShutdownDelay = time.Minute })
	wait(t, r.send("{name}"), "an answer")
	r.stop()
	ready := func() int {
		resp, err := r.client.Get(r.address + "/readyz")
		require.NoError(t, err)
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	require.Eventually(t, func() bool { return ready() == 503 }, patience, time.Millisecond)
	got := wait(t, r.send("{name}"), "an answer")
	assert.Equal(t, 200, got.status, "requests that still come are answered")
}

func TestABrokenListenerEndsServe(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	assert.ErrorIs(t, start(t).server.Serve(t.Context(), listener), net.ErrClosed)
}

// A driver that hangs beyond its deadline must not hang the probe, nor pile up
// one check per probe.
func TestAHangingCheckIsNotReadyAndRunsOnce(t *testing.T) {
	var checks atomic.Int32
	release := make(chan struct{})
	b := start(t, func(o *server.Options) {
		o.Ready = func(context.Context) error {
			checks.Add(1)
			<-release
			return nil
		}
	})
	var probes sync.WaitGroup
	for range 5 {
		probes.Go(func() {
			w := b.do("GET", "/readyz", "", nil)
			assert.Equal(t, 503, w.Code)
			assert.Equal(t, "not ready: the check takes longer than 2s\n", w.Body.String())
		})
	}
	probes.Wait()
	assert.EqualValues(t, 1, checks.Load())
	close(release)
	require.Eventually(t, func() bool { return b.do("GET", "/readyz", "", nil).Code == 200 }, patience, time.Millisecond)
}

func TestACheckThatPanicsIsNotReady(t *testing.T) {
	b := start(t, func(o *server.Options) { o.Ready = func(context.Context) error { panic("x") } })
	w := b.do("GET", "/readyz", "", nil)
	assert.Equal(t, 503, w.Code)
	assert.Equal(t, "not ready: the check failed\n", w.Body.String())
}
