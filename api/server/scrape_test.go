package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/server"
)

// apart gives the metrics a listener of their own.
func apart(o *server.Options) { o.Config.MetricsListen = ":9090" }

// explored mounts a page at "/" that answers everything.
func explored(o *server.Options) {
	o.Explorer = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "page") })
}

// scraping lets a server answer scrapes on a real port until stop.
func scraping(t *testing.T, s *server.Server) (address string, stop context.CancelFunc, stopped <-chan error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.ServeMetrics(ctx, listener) }()
	t.Cleanup(cancel)
	return "http://" + listener.Addr().String(), cancel, ended
}

// fetch asks an address.
func fetch(t *testing.T, client *http.Client, method, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	w, err := client.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return w.StatusCode, string(body)
}

func TestMetricsWithAListenerOfTheirOwnAreNowhereElse(t *testing.T) {
	for name, change := range map[string][]func(*server.Options){
		"without an explorer":           {apart},
		"behind a page that takes them": {apart, explored},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, change...)
			for _, method := range []string{"GET", "HEAD", "POST"} {
				w := b.do(method, "/metrics", "", nil)
				assert.Equal(t, 404, w.Code, method)
				assert.NotContains(t, w.Body.String(), "tiendo_", method)
			}
			assert.Equal(t, 200, b.do("GET", "/healthz", "", nil).Code)
			assert.Equal(t, 200, b.do("GET", "/readyz", "", nil).Code)
		})
	}
}

func TestTheListenerForMetricsAnswersNothingElse(t *testing.T) {
	b := start(t, apart, explored)
	b.post("{name}")
	address, _, _ := scraping(t, b.server)
	for request, want := range map[string]int{
		"GET /metrics": 200, "HEAD /metrics": 200, "POST /metrics": 405, "GET /healthz": 200,
		"GET /readyz": 404, "GET /graphql?query={name}": 404, "POST /graphql": 404, "GET /": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		status, body := fetch(t, http.DefaultClient, method, address+path)
		assert.Equal(t, want, status, request)
		if request == "GET /metrics" {
			assert.Contains(t, body, `tiendo_http_requests_total{method="POST",route="/graphql",status="200"} 1`, "it tells of the other listener")
		}
	}
}

func TestMetricsAreThereUntilTheServerHasStopped(t *testing.T) {
	r := serve(t, apart)
	address, stop, stopped := scraping(t, r.server)
	inFlight := r.send("{wait}")
	wait(t, r.fake.started, "the request to begin")
	r.stop()
	require.Eventually(t, refusesConnections(r.address), patience, time.Millisecond)
	status, body := fetch(t, r.client, "GET", address+"/metrics")
	assert.Equal(t, 200, status)
	assert.Contains(t, body, "tiendo_http_requests_in_flight 2", "the one that is waited for, and this")
	r.fake.release <- struct{}{}
	wait(t, inFlight, "the answer")
	require.NoError(t, wait(t, r.stopped, "the stop"))
	status, _ = fetch(t, r.client, "GET", address+"/healthz")
	assert.Equal(t, 200, status)
	stop()
	require.NoError(t, wait(t, stopped, "the stop of the metrics"))
	assert.True(t, refusesConnections(address)())
}

func TestABrokenListenerEndsServeMetrics(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	err = start(t, apart).server.ServeMetrics(t.Context(), listener)
	require.ErrorIs(t, err, net.ErrClosed)
	assert.ErrorContains(t, err, "metrics")
}
