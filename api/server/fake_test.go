package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"go.uber.org/goleak"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
	"github.com/tiendo-vn/tiendo/api/server/language"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query {
		name: String!  language: String!  wait: String  boom: String  fail: String  slow: String  big: String
		thing(id: ID): Thing
		things(first: Int): [Thing!]!
		search(text: String, where: Where, atLeast: Decimal): [Either!]!
	}
	scalar Decimal
	input Where { and: [Where!]  name: String }
	type Thing { id: ID!  name: String  parent: Thing  children(first: Int): [Thing!]! }
	type Other { id: ID!  name: String }
	union Either = Thing | Other
	type Mutation { rename(name: String!): String! }
	type Subscription { ticks: Int!  refuse: Int!  hang: Int!  thing: Thing!  crash: Int! }
`})

// fake is a schema whose first field says what happens.
type fake struct {
	started  chan struct{} // gets a token when "wait" has begun
	release  chan struct{} // lets one "wait" finish
	executed func(*graphql.OperationContext)
	source   // of subscriptions
}

func newFake() *fake {
	return &fake{started: make(chan struct{}, 8), release: make(chan struct{}), source: newSource()}
}

func (*fake) Schema() *ast.Schema { return schema }

func (*fake) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false // the server reads what fields cost from the schema
}

func (f *fake) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if f.executed != nil {
		f.executed(op)
	}
	if op.Operation.Operation == ast.Subscription {
		return f.subscribe(ctx, op)
	}
	root := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation"}[op.Operation.Operation]
	field := graphql.CollectFields(op, op.Operation.SelectionSet, []string{root})[0]
	if field.Name == "boom" {
		panic("a secret in a panic")
	}
	return func(ctx context.Context) *graphql.Response {
		switch field.Name {
		case "wait":
			f.started <- struct{}{}
			select {
			case <-f.release:
			case <-ctx.Done():
				graphql.AddError(ctx, ctx.Err())
				return &graphql.Response{Data: []byte(`{"wait":null}`)}
			}
		case "slow":
			<-ctx.Done()
			graphql.AddError(ctx, ctx.Err())
			return &graphql.Response{Data: []byte(`{"slow":null}`)}
		case "fail":
			graphql.AddError(ctx, errors.New("pq: password is s3cret"))
			return &graphql.Response{Data: []byte(`{"fail":null}`)}
		case "big":
			return &graphql.Response{Data: []byte(`{"big":"` + strings.Repeat("tiến độ ", 2000) + `"}`)}
		case "language":
			return &graphql.Response{Data: []byte(`{"language":"` + string(language.From(ctx)) + `"}`)}
		}
		return &graphql.Response{Data: []byte(`{"` + field.Alias + `":"ok"}`)}
	}
}

// logs collects log lines; handlers write from several goroutines.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// bench is a server under test with its schema and its log.
type bench struct {
	t      *testing.T
	server *server.Server
	fake   *fake
	logs   *logs
}

func start(t *testing.T, change ...func(*server.Options)) *bench {
	t.Helper()
	b := &bench{t: t, fake: newFake(), logs: &logs{}}
	opts := server.Options{
		Schema:  b.fake,
		Config:  config.Default(),
		Logger:  slog.New(slog.NewJSONHandler(b.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Version: "v0.0.0-test",
	}
	opts.Config.Limits.Budget = 0 // its tests ask for one
	for _, c := range change {
		c(&opts)
	}
	var err error
	b.server, err = server.New(opts)
	require.NoError(t, err)
	return b
}

// limits changes the limits of a server under test.
func limits(change func(*config.Limits)) func(*server.Options) {
	return func(o *server.Options) { change(&o.Config.Limits) }
}

// audited is the profile that npm's graphql-http checks.
func audited(o *server.Options) { o.Config.HTTP.Profile = config.ProfileAudits }

type header map[string]string

// do sends one request through the whole server.
func (b *bench) do(method, target, body string, h header) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, target, io.NopCloser(strings.NewReader(body)))
	r.ContentLength = int64(len(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range h {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.server.Handler().ServeHTTP(w, r)
	return w
}

const modern = "application/graphql-response+json"

// post sends a query and wants the modern media type back.
func (b *bench) post(query string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.do(http.MethodPost, "/graphql", request(b.t, query), header{"Accept": modern})
}

func request(t *testing.T, query string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	require.NoError(t, err)
	return string(body)
}

func get(query string) string { return "/graphql?query=" + url.QueryEscape(query) }

// reply is an answer's body, taken apart.
type reply struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	keys map[string]json.RawMessage
}

func read(t *testing.T, w *httptest.ResponseRecorder) reply {
	t.Helper()
	var r reply
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &r), "body: %s", w.Body)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &r.keys))
	return r
}

func (r reply) codes() []string {
	var codes []string
	for _, e := range r.Errors {
		code, _ := e.Extensions["code"].(string)
		codes = append(codes, code)
	}
	return codes
}
