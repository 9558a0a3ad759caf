package server_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// budget gives every caller so much in an hour, which a test does not see the
// end of.
func budget(units int) func(*server.Options) {
	return limits(func(l *config.Limits) { l.Budget, l.BudgetWindow = units, time.Hour })
}

// spent wants an answer to say what was asked for and what is left.
func spent(t *testing.T, body reply, requested, limit, remaining int) {
	t.Helper()
	want := `{"requested":` + strconv.Itoa(requested) + `,"limit":` + strconv.Itoa(limit) + `,"remaining":` + strconv.Itoa(remaining)
	got := string(body.keys["extensions"])
	require.Contains(t, got, `"cost":`+want+`,"resetsAt":"`)
}

func TestACallersBudgetIsUsedUp(t *testing.T) {
	for name, ask := range map[string]func(b *bench, query string) (int, http.Header, reply){
		"by POST": func(b *bench, query string) (int, http.Header, reply) {
			w := b.post(query)
			return w.Code, w.Header(), read(t, w)
		},
		"by GET": func(b *bench, query string) (int, http.Header, reply) {
			w := b.do(http.MethodGet, get(query), "", header{"Accept": modern})
			return w.Code, w.Header(), read(t, w)
		},
		"in plain JSON": func(b *bench, query string) (int, http.Header, reply) {
			w := b.do(http.MethodPost, "/graphql", request(t, query), header{"Accept": "application/json"})
			return w.Code, w.Header(), read(t, w)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, budget(10), audited) // which takes texts by GET
			status, h, body := ask(b, `{name}`)
			assert.Equal(t, http.StatusOK, status)
			assert.Equal(t, `"cost";q=10;qu="cost";w=3600`, h.Get("RateLimit-Policy"))
			assert.Equal(t, `"cost";r=9;t=360`, h.Get("RateLimit"))
			assert.Empty(t, h.Get("Retry-After"))
			spent(t, body, 1, 10, 9)

			executed := 0
			b.fake.executed = func(*graphql.OperationContext) { executed++ }
			status, h, body = ask(b, `{things(first: 9){id}}`)
			assert.Equal(t, http.StatusTooManyRequests, status)
			assert.Equal(t, []string{server.CodeBudget}, body.codes())
			assert.Equal(t, "the operation costs 10, and 9 of 10 are left: try again in 360 s", body.Errors[0].Message)
			assert.Equal(t, "360", h.Get("Retry-After"))
			assert.Equal(t, `"cost";r=9;t=360`, h.Get("RateLimit"))
			spent(t, body, 10, 10, 9)
			assert.NotContains(t, body.keys, "data")
			assert.Zero(t, executed, "what is refused does not run")

			status, _, body = ask(b, `{things(first: 8){id}}`)
			assert.Equal(t, http.StatusOK, status, "what there is enough for does")
			spent(t, body, 9, 10, 0)
		})
	}
}

func TestWithoutBudgetsNothingIsSaidOfThem(t *testing.T) {
	w := start(t, budget(0)).post(`{name}`)
	assert.Equal(t, `{"data":{"name":"ok"}}`, w.Body.String())
	assert.Empty(t, w.Header().Get("RateLimit"))
	assert.Empty(t, w.Header().Get("RateLimit-Policy"))
}

func TestWhatIsRefusedForOtherReasonsCostsNothing(t *testing.T) {
	b := start(t, budget(10), limits(func(l *config.Limits) { l.Complexity = 5 }))
	for _, query := range []string{`{nothing}`, `{name`, `{things(first: 8){id}}`} {
		w := b.post(query)
		assert.NotContains(t, []int{http.StatusOK, http.StatusTooManyRequests}, w.Code)
		assert.NotContains(t, read(t, w).keys, "extensions")
	}
	spent(t, read(t, b.post(`{name}`)), 1, 10, 9)
}

func TestBudgetsAreEachCallersOwn(t *testing.T) {
	type who struct{}
	b := start(t, budget(1), func(o *server.Options) {
		o.Config.HTTP.TrustedProxies = "192.0.2.0/24" // where the requests of tests come from
		o.Prepare = func(r *http.Request) (context.Context, error) {
			return context.WithValue(r.Context(), who{}, r.Header.Get("Authorization")), nil
		}
		o.Caller = func(ctx context.Context) string { name, _ := ctx.Value(who{}).(string); return name }
	})
	for _, caller := range []header{
		{"Authorization": "an"}, {"Authorization": "binh"}, {}, {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": "198.51.100.2"},
	} {
		ask := func() int { return b.do(http.MethodPost, "/graphql", request(t, `{name}`), caller).Code }
		assert.Equal(t, http.StatusOK, ask(), "%v", caller)
		assert.Equal(t, http.StatusTooManyRequests, ask(), "%v", caller)
	}
	elsewhere := header{"Authorization": "an", "X-Forwarded-For": "198.51.100.3"}
	assert.Equal(t, http.StatusTooManyRequests, b.do(http.MethodPost, "/graphql", request(t, `{name}`), elsewhere).Code,
		"somebody who is signed in has one budget, wherever they are")
}

func TestAStreamIsRefusedBeforeItBegins(t *testing.T) {
	r := serve(t, budget(1))
	require.Equal(t, http.StatusOK, r.listen(`{name}`, "/graphql", nil).resp.StatusCode)
	e := r.listen("subscription{ticks}", "/graphql", nil)
	assert.Equal(t, http.StatusTooManyRequests, e.resp.StatusCode)
	assert.NotEmpty(t, e.resp.Header.Get("Retry-After"))
	assert.Equal(t, modern+"; charset=utf-8", e.resp.Header.Get("Content-Type"))
}

func TestEventsAreTakenFromTheBudget(t *testing.T) {
	r := serve(t, budget(3))
	e := r.listen("subscription{ticks}", "/graphql", nil)
	assert.Equal(t, `"cost";r=2;t=1200`, e.resp.Header.Get("RateLimit"), "the beginning costs as much as an event")
	for n, left := range []string{"1", "0", "0"} {
		r.fake.ticks <- strconv.Itoa(n)
		got := e.block()
		for got == ":\n" {
			got = e.block()
		}
		require.Contains(t, got, `{"data":{"ticks":`+strconv.Itoa(n)+`},"extensions":{"cost":{"requested":1,"limit":3,"remaining":`+left)
	}
	last := e.block()
	require.Contains(t, last, `"code":"BUDGET_EXHAUSTED"`)
	require.Contains(t, last, "the budget is used up: subscribe again in 1200 s")
	e.hears(completed)
	e.isOver()
}

func TestAWebsocketsOperationsAreTakenFromTheBudget(t *testing.T) {
	r := serve(t, budget(2))
	s := r.ready()
	s.asks("1", "{name}")
	_, text, err := s.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(text), `"payload":{"data":{"name":"ok"},"extensions":{"cost":{"requested":1,"limit":2,"remaining":1`)
	s.hears(`{"type":"complete","id":"1"}`)
	s.asks("2", "{name name}")
	text2 := s.hearsError("2", server.CodeBudget)
	assert.Contains(t, text2, "try again in 1800 s")
	s.asks("3", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.ticks <- "1"
	_, text, err = s.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(text), `"data":{"ticks":1}`)
	s.hearsError("3", server.CodeBudget)
}

func TestWhatOperationsCostIsLoggedAndCounted(t *testing.T) {
	b := start(t, budget(100))
	b.post(`{things(first: 20){id}}`)
	assert.Contains(t, b.logs.String(), `"cost":21`)
	assert.Contains(t, b.do(http.MethodGet, "/metrics", "", nil).Body.String(), "tiendo_graphql_cost_total 21\n")
}
