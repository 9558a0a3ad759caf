package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// challenging is an error that says how to sign in.
type challenging struct {
	error
	challenge string
}

func (c challenging) Challenge() string { return c.challenge }

// Unwrap lets the error beneath be presented.
func (c challenging) Unwrap() error { return c.error }

func TestARefusedCredentialSaysHowToSignIn(t *testing.T) {
	const challenge = `Bearer realm="tiendo", error="invalid_token"`
	for name, tc := range map[string]struct {
		err           error
		wantStatus    int
		wantChallenge string
		wantCode      string
	}{
		"by its own challenge":              {challenging{said("UNAUTHENTICATED", "no"), challenge}, 401, challenge, "UNAUTHENTICATED"},
		"by one beneath":                    {fmt.Errorf("asking: %w", challenging{said("UNAUTHENTICATED", "no"), challenge}), 401, challenge, "UNAUTHENTICATED"},
		"by the usual one, without its own": {said("UNAUTHENTICATED", "no"), 401, "Bearer", "UNAUTHENTICATED"},
		"by the usual one, with an empty":   {challenging{said("UNAUTHENTICATED", "no"), ""}, 401, "Bearer", "UNAUTHENTICATED"},
		"not when it is merely not let in":  {challenging{said("FORBIDDEN", "no"), challenge}, 403, "", "FORBIDDEN"},
		"not when it cannot be checked":     {challenging{unavailable{errors.New("s3cret")}, challenge}, 503, "", "UNAVAILABLE"},
		"cannot be checked, presented so":   {unavailable{said("UNAVAILABLE", "xin thử lại")}, 503, "", "UNAVAILABLE"},
		"checked, in spite of its type":     {checked{said("UNAUTHENTICATED", "no")}, 401, "Bearer", "UNAUTHENTICATED"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, func(o *server.Options) {
				o.Prepare = func(*http.Request) (context.Context, error) { return nil, tc.err }
			})
			w := b.post("{name}")
			assert.Equal(t, tc.wantStatus, w.Code)
			assert.Equal(t, tc.wantChallenge, w.Header().Get("WWW-Authenticate"))
			assert.Equal(t, []string{tc.wantCode}, read(t, w).codes())
			assert.NotContains(t, w.Body.String(), "s3cret")
			assert.Equal(t, name == "cannot be checked, presented so", strings.Contains(w.Body.String(), "xin thử lại"))
		})
	}
}

// checked could be unavailable, and is not.
type checked struct{ error }

func (checked) Unavailable() bool { return false }

// Unwrap lets the error beneath be presented.
func (c checked) Unwrap() error { return c.error }

// extension notes that it was asked.
type extension struct {
	name  string
	asked *[]string
	err   error
}

func (e extension) ExtensionName() string { return e.name }

func (e extension) Validate(graphql.ExecutableSchema) error { return e.err }

func (e extension) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	*e.asked = append(*e.asked, e.name)
	if op.Operation.Name == "Unwanted" {
		return gqlerror.WrapIfUnwrapped(said("UNWANTED", "not this one"))
	}
	return nil
}

func TestExtensionsComeAfterTheServersOwn(t *testing.T) {
	var asked []string
	b := start(t, func(o *server.Options) {
		o.Config.Limits.Complexity = 10
		o.Extensions = []graphql.HandlerExtension{extension{"first", &asked, nil}, extension{"second", &asked, nil}}
	})
	assert.Equal(t, 200, b.post("{name}").Code)
	assert.Equal(t, []string{"first", "second"}, asked)
	assert.Equal(t, []string{"UNWANTED"}, read(t, b.post("query Unwanted{name}")).codes())
	asked = nil
	assert.Equal(t, []string{server.CodeTooComplex}, read(t, b.post("{things(first:50){id}}")).codes())
	assert.Empty(t, asked, "the limits come first")

	for name, given := range map[string]graphql.HandlerExtension{
		"that does not fit": extension{"x", &asked, errors.New("wrong schema")},
		"without a purpose": idle{},
	} {
		_, err := server.New(server.Options{Schema: newFake(), Config: config.Default(), Extensions: []graphql.HandlerExtension{given}})
		assert.ErrorContains(t, err, "server: extension: ", name)
	}
}

// fresh gives each response something of its own, as loaders are.
type fresh struct{ count *atomic.Int32 }

type freshKey struct{}

func (fresh) ExtensionName() string { return "fresh" }

func (fresh) Validate(graphql.ExecutableSchema) error { return nil }

func (f fresh) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	return next(context.WithValue(ctx, freshKey{}, f.count.Add(1)))
}

func TestAnExtensionIsAroundEachEvent(t *testing.T) {
	var count atomic.Int32
	r := serve(t, func(o *server.Options) { o.Extensions = []graphql.HandlerExtension{fresh{&count}} })
	s := r.ready()
	s.asks("1", "subscription{ticks}")
	for n := range 3 {
		r.fake.ticks <- "fresh"
		s.hears(fmt.Sprintf(`{"type":"next","id":"1","payload":{"data":{"ticks":%d}}}`, n+1))
	}
}

// idle is an extension that extends nothing.
type idle struct{}

func (idle) ExtensionName() string { return "idle" }

func (idle) Validate(graphql.ExecutableSchema) error { return nil }

func TestFurtherRoutes(t *testing.T) {
	b := start(t, func(o *server.Options) {
		o.Routes = map[string]http.Handler{
			"POST /evidence": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				assert.NotEmpty(t, server.RequestID(r.Context()))
				w.WriteHeader(http.StatusCreated)
			}),
			"GET /workbooks/{agency}": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, r.PathValue("agency")+strings.Repeat(" ", 2000))
			}),
			"GET /broken": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("late") }),
		}
	})
	w := b.do("POST", "/evidence?signature=t0ken", "", nil)
	assert.Equal(t, 201, w.Code)
	assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	assert.NotEmpty(t, w.Header().Get("X-Request-Id"))
	assert.Equal(t, 405, b.do("GET", "/evidence?signature=t0ken", "", nil).Code)
	assert.Equal(t, 500, b.do("GET", "/broken?signature=t0ken", "", nil).Code)
	assert.Equal(t, 404, b.do("GET", "/nothing?signature=t0ken", "", nil).Code)
	w = b.do("GET", "/workbooks/bo-tttt?signature=t0ken", "", header{"Accept-Encoding": "gzip", "Referer": "http://x/?signature=t0ken"})
	assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"))

	routes := map[string]any{}
	for line := range strings.Lines(b.logs.String()) {
		var entry map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &entry))
		if entry["msg"] == "request" {
			routes[fmt.Sprint(entry["method"], " ", entry["path"])] = entry["route"]
		}
	}
	assert.Equal(t, map[string]any{
		"POST /evidence": "POST /evidence", "GET /evidence": "other", "GET /nothing": "other",
		"GET /workbooks/bo-tttt": "GET /workbooks/{agency}", "GET /broken": "GET /broken",
	}, routes)
	assert.NotContains(t, b.logs.String(), "t0ken")
	figures := b.do("GET", "/metrics", "", nil).Body.String()
	assert.Contains(t, figures, `tiendo_http_requests_total{method="POST",route="POST /evidence",status="201"} 1`)
	assert.Contains(t, figures, `tiendo_http_request_duration_seconds_count{route="GET /workbooks/{agency}"} 1`)
	assert.NotContains(t, figures, "bo-tttt")
}

func TestRoutesThatCannotBe(t *testing.T) {
	ok := http.NotFoundHandler()
	for name, routes := range map[string]map[string]http.Handler{
		"the endpoint's":                {"/graphql": ok},
		"the endpoint's with a method":  {"GET /graphql": ok},
		"the endpoint's with a host":    {"example.com/graphql": ok},
		"the metrics'":                  {"GET /metrics": ok},
		"the explorer's":                {"GET /": ok},
		"the explorer's front page":     {"GET /{$}": ok},
		"without a handler":             {"GET /x": nil},
		"that is no pattern":            {"GET": ok},
		"with an unknown wildcard":      {"GET /{": ok},
		"that overlap without a winner": {"GET /a/{x}": ok, "GET /{y}/b": ok},
	} {
		_, err := server.New(server.Options{Schema: newFake(), Config: config.Default(), Routes: routes})
		assert.ErrorContains(t, err, "server: route ", name)
	}
}
