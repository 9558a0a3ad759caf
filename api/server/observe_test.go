package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/server"
)

func TestRequestIDs(t *testing.T) {
	const uuid = `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`
	for name, tc := range map[string]struct {
		sent string
		kept bool
	}{
		"a sane id is kept":            {"front-end_42.a", true},
		"64 characters are kept":       {strings.Repeat("a", 64), true},
		"65 characters are not":        {strings.Repeat("a", 65), false},
		"none is given one":            {"", false},
		"a space is not sane":          {"a b", false},
		"a line break is not sane":     {"a\nlevel=ERROR", false},
		"letters beyond ASCII are not": {"tiến-độ", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t)
			got := b.do("POST", "/graphql", `{"query":"{fail}"}`, header{"X-Request-Id": tc.sent}).Header().Get("X-Request-Id")
			if tc.kept {
				assert.Equal(t, tc.sent, got)
			} else {
				assert.Regexp(t, uuid, got)
			}
			lines := strings.Split(strings.TrimSpace(b.logs.String()), "\n")
			require.Len(t, lines, 2, "the resolver's fault and the access log")
			for _, line := range lines {
				var entry map[string]any
				require.NoError(t, json.Unmarshal([]byte(line), &entry))
				assert.Equal(t, got, entry["requestId"])
			}
		})
	}
}

func TestTheAccessLogSaysWhatHappenedAndNoMore(t *testing.T) {
	b := start(t, audited)
	b.do("GET", get("query Secret($i:ID){thing(id:$i){id}}")+"&variables="+`{"i":"personal"}`, "", header{"Authorization": "Bearer t0ken", "X-Request-Id": "r1"})
	var entry map[string]any
	require.NoError(t, json.Unmarshal([]byte(b.logs.String()), &entry))
	delete(entry, "time")
	delete(entry, "duration")
	assert.Equal(t, map[string]any{
		"level": "INFO", "msg": "request", "method": "GET", "path": "/graphql", "status": 200.0,
		"bytes": float64(len(`{"data":{"thing":"ok"}}`)), "operation": "Secret", "cost": 2.0, "requestId": "r1",
	}, entry)

	b = start(t)
	b.post("{nope}")
	assert.Contains(t, b.logs.String(), `"codes":["GRAPHQL_VALIDATION_FAILED"]`)
	assert.NotContains(t, b.logs.String(), "operation\"")
}

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	b := start(t)
	w := b.do("POST", "/graphql", `{"query":"{boom}"}`, header{"X-Request-Id": "r1", "Accept-Encoding": "gzip"})
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.JSONEq(t, `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL","requestId":"r1"}}]}`, w.Body.String())
	assert.Contains(t, b.logs.String(), "a secret in a panic")
	assert.Contains(t, b.logs.String(), `"stack":`)
	assert.Contains(t, b.logs.String(), `"level":"ERROR","msg":"request"`)
}

// Half an answer must not look like a whole one.
func TestAPanicInTheMiddleCutsTheConnection(t *testing.T) {
	b := start(t, func(o *server.Options) {
		o.Explorer = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
			panic("late")
		})
	})
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { b.do("GET", "/", "", nil) })
}

func TestLargeAnswersAreCompressed(t *testing.T) {
	b := start(t)
	plain := b.post("{big}").Body.Bytes()
	for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) },
	} {
		w := b.do("POST", "/graphql", `{"query":"{big}"}`, header{"Accept-Encoding": encoding, "Accept": modern})
		assert.Equal(t, encoding, w.Header().Get("Content-Encoding"))
		assert.Equal(t, modern+"; charset=utf-8", w.Header().Get("Content-Type"))
		assert.Empty(t, w.Header().Get("Content-Length"))
		assert.Less(t, w.Body.Len(), len(plain)/10)
		reader, err := open(bytes.NewReader(w.Body.Bytes()))
		require.NoError(t, err)
		got, err := io.ReadAll(reader)
		require.NoError(t, err)
		assert.Equal(t, plain, got)
	}
	w := b.do("POST", "/graphql", `{"query":"{name}"}`, header{"Accept-Encoding": "gzip"})
	assert.Empty(t, w.Header().Get("Content-Encoding"), "a small answer is sent as it is")
	assert.Contains(t, w.Header().Values("Vary"), "Accept-Encoding")
}

func TestTheLanguageReachesTheOperation(t *testing.T) {
	for accept, want := range map[string]string{
		"": "en", "vi": "vi", "vi-VN,vi;q=0.9,en;q=0.5": "vi", "en-GB, vi;q=0.8": "en",
		"fr, vi;q=0.3": "vi", "fr": "en", "*": "en", "nonsense;;;": "en", strings.Repeat("vi,", 400): "en",
	} {
		w := start(t).do("POST", "/graphql", `{"query":"{language}"}`, header{"Accept-Language": accept})
		assert.JSONEq(t, `{"data":{"language":"`+want+`"}}`, w.Body.String(), accept)
	}
}

func TestMetrics(t *testing.T) {
	b := start(t, func(o *server.Options) {
		o.DBStats = func() sql.DBStats {
			return sql.DBStats{MaxOpenConnections: 20, OpenConnections: 7, InUse: 3, Idle: 4, WaitCount: 5, WaitDuration: 1500 * time.Millisecond}
		}
	})
	b.post("query UserText{name}")
	b.post("{fail}")
	b.post("{nope}")
	b.post("{boom}")
	b.do("BREW", "/usertext", "", nil)
	w := b.do("GET", "/metrics", "", nil)
	assert.Equal(t, 200, w.Code)
	for _, series := range []string{
		`tiendo_http_requests_total{method="POST",route="/graphql",status="200"} 1`,
		`tiendo_http_requests_total{method="POST",route="/graphql",status="294"} 1`,
		`tiendo_http_requests_total{method="POST",route="/graphql",status="422"} 1`,
		`tiendo_http_requests_total{method="POST",route="/graphql",status="500"} 1`,
		`tiendo_http_requests_total{method="OTHER",route="other",status="404"} 1`,
		`tiendo_http_request_duration_seconds_count{route="/graphql"} 4`,
		`tiendo_http_requests_in_flight 1`,
		`tiendo_graphql_operations_total{outcome="ok",type="query"} 1`,
		`tiendo_graphql_operations_total{outcome="partial",type="query"} 1`,
		`tiendo_graphql_operations_total{outcome="refused",type="unknown"} 1`,
		`tiendo_graphql_operation_duration_seconds_count{type="query"} 2`,
		`tiendo_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		`tiendo_graphql_errors_total{code="INTERNAL"} 2`,
		`tiendo_database_connections_open 7`,
		`tiendo_database_connections_in_use 3`,
		`tiendo_database_connections_idle 4`,
		`tiendo_database_wait_total 5`,
		`tiendo_database_wait_seconds_total 1.5`,
		`tiendo_build_info{go="go`,
		`version="v0.0.0-test"} 1`,
		`go_goroutines`,
		`process_start_time_seconds`,
	} {
		assert.Contains(t, w.Body.String(), series)
	}
	assert.NotContains(t, strings.ToLower(w.Body.String()), "usertext")
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	_, err := server.New(server.Options{})
	assert.ErrorContains(t, err, "no schema")
	_, err = server.New(server.Options{Schema: newFake()})
	assert.ErrorContains(t, err, "settings are empty")
}

func TestRoutes(t *testing.T) {
	page := func(o *server.Options) {
		o.Explorer = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "explorer") })
	}
	off := func(o *server.Options) { o.Config.Explorer = false }
	for name, tc := range map[string]struct {
		bench      *bench
		method     string
		path       string
		wantStatus int
		wantBody   string
	}{
		"the explorer":               {start(t, page), "GET", "/", 200, "explorer"},
		"its files":                  {start(t, page), "GET", "/app.js", 200, "explorer"},
		"it takes no POST":           {start(t, page), "POST", "/", 405, "use GET\n"},
		"switched off":               {start(t, page, off), "GET", "/", 404, "404 page not found\n"},
		"not there":                  {start(t), "GET", "/", 404, "404 page not found\n"},
		"health":                     {start(t), "GET", "/healthz", 200, "ok\n"},
		"health takes no POST":       {start(t), "POST", "/healthz", 405, "use GET\n"},
		"ready":                      {start(t), "GET", "/readyz", 200, "ready\n"},
		"metrics cannot be deleted":  {start(t), "DELETE", "/metrics", 405, "use GET\n"},
		"health without a database":  {start(t, notReady), "GET", "/healthz", 200, "ok\n"},
		"not ready, with the reason": {start(t, notReady), "GET", "/readyz", 503, "not ready: schema version 3, want 4\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := tc.bench.do(tc.method, tc.path, "", nil)
			assert.Equal(t, tc.wantStatus, w.Code)
			assert.Equal(t, tc.wantBody, w.Body.String())
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		})
	}
}

func notReady(o *server.Options) {
	o.Ready = func(context.Context) error { return errSchema }
}
