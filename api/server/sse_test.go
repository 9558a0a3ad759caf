package server_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// events is the client's end of a stream.
type events struct {
	t    *testing.T
	resp *http.Response
	body *bufio.Reader
	end  context.CancelFunc
}

// listen asks for a stream; a query makes it a POST, and none a GET of target.
func (r *running) listen(query, target string, h header) *events {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if query != "" {
		method, body = http.MethodPost, strings.NewReader(request(r.t, query))
	}
	req, err := http.NewRequestWithContext(ctx, method, r.address+target, body)
	require.NoError(r.t, err)
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("Accept", "text/event-stream")
	for name, value := range h {
		req.Header.Set(name, value)
	}
	resp, err := r.client.Transport.RoundTrip(req)
	require.NoError(r.t, err)
	r.t.Cleanup(func() {
		cancel()
		_ = resp.Body.Close()
	})
	return &events{r.t, resp, bufio.NewReader(resp.Body), cancel}
}

// hears wants the next lines up to an empty one to be these, without comments.
func (e *events) hears(want string) {
	e.t.Helper()
	for {
		if got := e.block(); got != ":\n" {
			require.Equal(e.t, want, got)
			return
		}
	}
}

// block is the next lines up to an empty one.
func (e *events) block() string {
	e.t.Helper()
	got := ""
	for {
		line, err := e.body.ReadString('\n')
		require.NoError(e.t, err, "after %q", got)
		if line == "\n" {
			return got
		}
		got += line
	}
}

// isOver wants nothing more to come.
func (e *events) isOver() {
	e.t.Helper()
	rest, err := io.ReadAll(e.body)
	require.NoError(e.t, err)
	assert.Empty(e.t, string(rest))
}

const completed = "event: complete\ndata:\n"

func next(result string) string { return "event: next\ndata: " + result + "\n" }

func TestASubscriptionOverServerSentEvents(t *testing.T) {
	r := serve(t, audited)
	for name, e := range map[string]*events{
		"by POST":                         r.listen("subscription{ticks}", "/graphql", nil),
		"by GET":                          r.listen("", get("subscription{ticks}"), nil),
		"to a client that compresses":     r.listen("subscription{ticks}", "/graphql", header{"Accept-Encoding": "gzip, zstd"}),
		"to a client that takes JSON too": r.listen("subscription{ticks}", "/graphql", header{"Accept": modern + ", application/json, text/event-stream"}),
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, 200, e.resp.StatusCode)
			assert.Equal(t, "text/event-stream; charset=utf-8", e.resp.Header.Get("Content-Type"))
			assert.Equal(t, "no-store", e.resp.Header.Get("Cache-Control"))
			assert.Equal(t, "no", e.resp.Header.Get("X-Accel-Buffering"))
			assert.Empty(t, e.resp.Header.Get("Content-Encoding"))
			assert.Empty(t, e.resp.Header.Get("No-Gzip-Compression"))
			assert.Equal(t, ":\n", e.block(), "something comes at once")
		})
	}
	for range 4 {
		wait(t, r.fake.begun, "a subscription to begin")
	}
}

func TestEventsAndTheirEnd(t *testing.T) {
	r := serve(t)
	e := r.listen("subscription{ticks}", "/graphql", header{"Accept-Encoding": "gzip"})
	r.fake.ticks <- "1"
	e.hears(next(`{"data":{"ticks":1}}`))
	r.fake.ticks <- "2"
	e.hears(next(`{"data":{"ticks":2}}`))
	close(r.fake.ticks)
	e.hears(completed)
	e.isOver()

	r = serve(t)
	e = r.listen("subscription{thing{name}}", "/graphql", nil)
	r.fake.ticks <- "line breaks between values"
	e.hears(next(`{"data":{"thing":  {"name":null}}}`))
	e.end()
	wait(t, r.fake.ended, "the source to be told that the client left")
}

func TestOperationsOverServerSentEvents(t *testing.T) {
	const invalid = `"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}`
	for name, tc := range map[string]struct {
		query, target string
		header        header
		wantStatus    int
		wantMedia     string
		want          string // of the body
		wantAllow     string
	}{
		"a query":                            {"{name}", "/graphql", nil, 200, "text/event-stream", next(`{"data":{"name":"ok"}}`) + "\n" + completed, ""},
		"a mutation":                         {`mutation{rename(name:"x")}`, "/graphql", nil, 200, "text/event-stream", next(`{"data":{"rename":"ok"}}`), ""},
		"what is not valid":                  {"{nope}", "/graphql", nil, 200, "text/event-stream", invalid, ""},
		"a subscription that is not valid":   {"subscription{nope}", "/graphql", nil, 200, "text/event-stream", invalid, ""},
		"a subscription that is refused":     {"subscription{refuse}", "/graphql", nil, 200, "text/event-stream", `"code":"FORBIDDEN"`, ""},
		"a subscription slow to begin":       {"subscription{hang}", "/graphql", nil, 200, "text/event-stream", `"code":"TIMEOUT"`, ""},
		"what is not valid, by GET":          {"", get("subscription{nope}"), nil, 200, "text/event-stream", invalid, ""},
		"a query by GET":                     {"", get("{name}"), nil, 405, "application/json", server.CodeMethod, "POST"},
		"a mutation by GET":                  {"", get(`mutation{rename(name:"x")}`), nil, 405, "application/json", server.CodeMethod, "POST"},
		"a GET without a query":              {"", "/graphql", nil, 400, "application/json", server.CodeBadRequest, ""},
		"a form":                             {"{name}", "/graphql", header{"Content-Type": "multipart/form-data; boundary=x"}, 415, "application/json", server.CodeMediaType, ""},
		"a query that rather takes JSON":     {"{name}", "/graphql", header{"Accept": modern + ", text/event-stream"}, 200, modern, `{"data":{"name":"ok"}}`, ""},
		"a query that rather takes a stream": {"{name}", "/graphql", header{"Accept": "text/event-stream, " + modern}, 200, "text/event-stream", next(`{"data":{"name":"ok"}}`), ""},
		"a query that takes too long":        {"{slow}", "/graphql", header{"Accept": modern + ", text/event-stream"}, 200, modern, `"code":"TIMEOUT"`, ""},
		"a subscription without an Accept":   {"subscription{ticks}", "/graphql", header{"Accept": "*/*"}, 400, "application/json", server.CodeUnsupported, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := serve(t, audited, limits(func(l *config.Limits) { l.Timeout = 250 * time.Millisecond }))
			e := r.listen(tc.query, tc.target, tc.header)
			assert.Equal(t, tc.wantStatus, e.resp.StatusCode)
			assert.Equal(t, tc.wantMedia+"; charset=utf-8", e.resp.Header.Get("Content-Type"))
			assert.Equal(t, tc.wantAllow, e.resp.Header.Get("Allow"))
			body, err := io.ReadAll(e.body)
			require.NoError(t, err)
			assert.Contains(t, string(body), tc.want)
			assert.Equal(t, tc.wantMedia == "text/event-stream", strings.HasSuffix(string(body), "\n\n"+completed+"\n"), "%s", body)
		})
	}
}

// A stream outlives every clock that is for answers: the request's, and those of
// the connection.
func TestAStreamOutlivesTheClocksOfARequest(t *testing.T) {
	for name, target := range map[string]string{"by POST": "", "by GET": get("subscription{ticks}")} {
		t.Run(name, func(t *testing.T) {
			const short = 200 * time.Millisecond
			r := serve(t, audited, server.Hurry(0, short/4, 0, 0), func(o *server.Options) {
				o.Config.Limits.Timeout, o.Config.HTTP.ReadTimeout, o.Config.HTTP.WriteTimeout = short, short, short
			})
			query := "subscription{ticks}"
			if target != "" {
				query = ""
			} else {
				target = "/graphql"
			}
			e := r.listen(query, target, nil)
			for range 10 {
				assert.Equal(t, ":\n", e.block())
			}
			r.fake.ticks <- "1"
			e.hears(next(`{"data":{"ticks":1}}`))
			close(r.fake.ticks)
			e.hears(completed)
			e.isOver()
		})
	}
}

func TestAStreamEndsWithItsCredential(t *testing.T) {
	r := serve(t, func(o *server.Options) { o.Until = func(context.Context) time.Time { return soon() } })
	e := r.listen("subscription{ticks}", "/graphql", nil)
	e.hears(next(`{"errors":[{"message":"token expired","extensions":{"code":"UNAUTHENTICATED"}}]}`))
	e.hears(completed)
	e.isOver()
	wait(t, r.fake.ended, "the source to be told")
}

func TestAStreamWithoutAViewerIsRefusedAsARequestIs(t *testing.T) {
	r := serve(t, func(o *server.Options) {
		o.Prepare = func(*http.Request) (context.Context, error) { return nil, said("UNAUTHENTICATED", "no") }
	})
	e := r.listen("subscription{ticks}", "/graphql", nil)
	assert.Equal(t, 401, e.resp.StatusCode)
	assert.Equal(t, modern+"; charset=utf-8", e.resp.Header.Get("Content-Type"))
}

func TestAStopEndsStreams(t *testing.T) {
	r := serve(t)
	e := r.listen("subscription{ticks}", "/graphql", nil)
	wait(t, r.fake.begun, "the subscription to begin")
	r.stop()
	e.hears(next(`{"errors":[{"message":"the server is stopping: subscribe again","extensions":{"code":"UNAVAILABLE"}}]}`))
	e.hears(completed)
	e.isOver()
	assert.NoError(t, wait(t, r.stopped, "the stop"))
}

func TestAReaderThatDoesNotReadIsGivenUp(t *testing.T) {
	r := serve(t, server.Hurry(0, 0, 200*time.Millisecond, 0))
	r.listen("subscription{ticks}", "/graphql", nil)
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.flood(t)
}

func TestAPanicInAStreamCutsIt(t *testing.T) {
	r := serve(t)
	e := r.listen("subscription{crash}", "/graphql", nil)
	r.fake.ticks <- "1"
	rest, err := io.ReadAll(e.body)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.NotContains(t, string(rest), "complete")
	assert.NotContains(t, string(rest), "secret")
	assert.Contains(t, r.logs.String(), "a secret in a panic")
}

func TestWhatIsKnownOfStreams(t *testing.T) {
	r := serve(t, audited)
	e := r.listen("", "/graphql?query="+url.QueryEscape("subscription Watch{ticks}")+"&token=in-the-query", nil)
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.ticks <- "1"
	e.hears(next(`{"data":{"ticks":1}}`))
	figures := func() string { return r.do("GET", "/metrics", "", nil).Body.String() }
	assert.Contains(t, figures(), `tiendo_graphql_subscriptions_open{transport="sse"} 1`)
	r.fake.ticks <- "fail"
	close(r.fake.ticks)
	_, err := io.ReadAll(e.body)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return strings.Contains(r.logs.String(), `"path":"/graphql"`) }, patience, time.Millisecond)
	for _, series := range []string{
		`tiendo_graphql_subscriptions_open{transport="sse"} 0`,
		`tiendo_graphql_subscription_events_total{transport="sse"} 2`,
		`tiendo_graphql_operations_total{outcome="partial",type="subscription"} 1`,
		`tiendo_graphql_errors_total{code="INTERNAL"} 1`,
		`tiendo_http_requests_total{method="GET",route="/graphql",status="200"} 1`,
	} {
		assert.Contains(t, figures(), series)
	}
	assert.NotContains(t, figures(), `tiendo_http_request_duration_seconds_count{route="/graphql"}`)
	assert.Contains(t, r.logs.String(), `"events":2,"operation":"Watch","codes":["INTERNAL"]`)
	assert.NotContains(t, r.logs.String(), "in-the-query")
}
