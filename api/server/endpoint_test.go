package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// The rules of GraphQL over HTTP as the audits of graphql-http have them, one per
// line. The current reading is in TestCurrentGraphQLOverHTTP.
func TestGraphQLOverHTTPInTheAuditsProfile(t *testing.T) {
	const ok = `{"query":"{name}"}`
	const plain = "application/json"
	asModern, asPlain := header{"Accept": modern}, header{"Accept": plain}
	for name, tc := range map[string]struct {
		method, target, body string
		header               header
		wantStatus           int
		wantMedia            string // without charset; plain when empty
		wantCode             string // none: success
		wantAllow            string
	}{
		"a POST is answered":                             {"POST", "/graphql", ok, nil, 200, plain, "", ""},
		"a POST in utf-8 is answered":                    {"POST", "/graphql", ok, header{"Content-Type": "application/json; charset=UTF-8"}, 200, plain, "", ""},
		"null for what is optional":                      {"POST", "/graphql", `{"query":"{name}","operationName":null,"variables":null,"extensions":null}`, nil, 200, plain, "", ""},
		"unknown keys are ignored":                       {"POST", "/graphql", `{"query":"{name}","id":1}`, nil, 200, plain, "", ""},
		"a GET of a query is answered":                   {"GET", get("{name}"), "", nil, 200, plain, "", ""},
		"a GET with variables":                           {"GET", get("query($i:ID){thing(id:$i){id}}") + "&variables=" + url.QueryEscape(`{"i":"1"}`), "", nil, 200, plain, "", ""},
		"a GET with null and empty parameters":           {"GET", get("{name}") + "&variables=null&operationName=", "", nil, 200, plain, "", ""},
		"Accept: the modern type":                        {"POST", "/graphql", ok, asModern, 200, modern, "", ""},
		"Accept: plain JSON":                             {"POST", "/graphql", ok, asPlain, 200, plain, "", ""},
		"Accept: anything":                               {"POST", "/graphql", ok, header{"Accept": "*/*"}, 200, plain, "", ""},
		"Accept: any application":                        {"POST", "/graphql", ok, header{"Accept": "text/html, application/*;q=0.5"}, 200, plain, "", ""},
		"Accept: both, modern first":                     {"POST", "/graphql", ok, header{"Accept": modern + ", application/json"}, 200, modern, "", ""},
		"Accept: both, plain weighs more":                {"POST", "/graphql", ok, header{"Accept": modern + ";q=0.5, application/json;q=0.9"}, 200, plain, "", ""},
		"Accept: anything but plain JSON":                {"POST", "/graphql", ok, header{"Accept": "application/json;q=0, */*"}, 200, modern, "", ""},
		"Accept: with charset":                           {"POST", "/graphql", ok, header{"Accept": modern + "; charset=utf-8"}, 200, modern, "", ""},
		"Accept: a page":                                 {"POST", "/graphql", ok, header{"Accept": "text/html"}, 406, plain, server.CodeNotAcceptable, ""},
		"Accept: nothing, in effect":                     {"POST", "/graphql", ok, header{"Accept": "*/*;q=0"}, 406, plain, server.CodeNotAcceptable, ""},
		"Accept: event stream, but rather JSON":          {"POST", "/graphql", ok, header{"Accept": modern + ", application/json, text/event-stream, multipart/mixed"}, 200, modern, "", ""},
		"Accept: event stream without weight":            {"POST", "/graphql", ok, header{"Accept": "text/event-stream;q=0"}, 406, plain, server.CodeNotAcceptable, ""},
		"PUT":                                            {"PUT", "/graphql", ok, nil, 405, plain, server.CodeMethod, "GET, POST"},
		"HEAD":                                           {"HEAD", "/graphql", "", nil, 405, plain, server.CodeMethod, "GET, POST"},
		"a mutation by GET":                              {"GET", get(`mutation{rename(name:"x")}`), "", nil, 405, plain, server.CodeMethod, "POST"},
		"a mutation by GET among queries":                {"GET", get(`query A{name} mutation B{rename(name:"x")}`) + "&operationName=B", "", asModern, 405, modern, server.CodeMethod, "POST"},
		"a subscription by GET":                          {"GET", get(`subscription{ticks}`), "", nil, 405, plain, server.CodeMethod, "POST"},
		"a subscription by POST":                         {"POST", "/graphql", `{"query":"subscription{ticks}"}`, nil, 400, plain, server.CodeUnsupported, ""},
		"no content type":                                {"POST", "/graphql", ok, header{"Content-Type": ""}, 415, plain, server.CodeMediaType, ""},
		"a form":                                         {"POST", "/graphql", "query={name}", header{"Content-Type": "application/x-www-form-urlencoded"}, 415, plain, server.CodeMediaType, ""},
		"multipart":                                      {"POST", "/graphql", ok, header{"Content-Type": "multipart/form-data; boundary=x"}, 415, plain, server.CodeMediaType, ""},
		"another charset":                                {"POST", "/graphql", ok, header{"Content-Type": "application/json; charset=utf-16"}, 415, plain, server.CodeMediaType, ""},
		"a compressed body":                              {"POST", "/graphql", ok, header{"Content-Encoding": "gzip"}, 415, plain, server.CodeMediaType, ""},
		"malformed JSON":                                 {"POST", "/graphql", `{"query":`, nil, 400, plain, server.CodeBadRequest, ""},
		"malformed JSON, modern":                         {"POST", "/graphql", `{"query":`, asModern, 400, modern, server.CodeBadRequest, ""},
		"JSON with something behind it":                  {"POST", "/graphql", ok + "{}", nil, 400, plain, server.CodeBadRequest, ""},
		"two requests, one behind the other":             {"POST", "/graphql", ok + ok, nil, 400, plain, server.CodeBadRequest, ""},
		"an empty body":                                  {"POST", "/graphql", "", nil, 400, plain, server.CodeBadRequest, ""},
		"JSON that is no object":                         {"POST", "/graphql", `"{name}"`, nil, 400, plain, server.CodeBadRequest, ""},
		"a list of requests":                             {"POST", "/graphql", " [" + ok + "]", nil, 400, plain, server.CodeBatching, ""},
		"no query":                                       {"POST", "/graphql", `{"operationName":"A"}`, nil, 400, plain, server.CodeBadRequest, ""},
		"an empty query":                                 {"POST", "/graphql", `{"query":" "}`, nil, 400, plain, server.CodeBadRequest, ""},
		"a query that is a number":                       {"POST", "/graphql", `{"query":1}`, nil, 400, plain, server.CodeBadRequest, ""},
		"an operationName that is a number":              {"POST", "/graphql", `{"query":"{name}","operationName":1}`, nil, 400, plain, server.CodeBadRequest, ""},
		"variables that are a list":                      {"POST", "/graphql", `{"query":"{name}","variables":[]}`, nil, 400, plain, server.CodeBadRequest, ""},
		"variables that are text":                        {"POST", "/graphql", `{"query":"{name}","variables":"{}"}`, nil, 400, plain, server.CodeBadRequest, ""},
		"a GET without a query":                          {"GET", "/graphql", "", nil, 400, plain, server.CodeBadRequest, ""},
		"a GET with broken variables":                    {"GET", get("{name}") + "&variables=x", "", nil, 400, plain, server.CodeBadRequest, ""},
		"a GET with a broken query string":               {"GET", "/graphql?query=%zz", "", nil, 400, plain, server.CodeBadRequest, ""},
		"a document that does not parse":                 {"POST", "/graphql", `{"query":"{"}`, asModern, 400, modern, "GRAPHQL_PARSE_FAILED", ""},
		"a document that does not parse, plain":          {"POST", "/graphql", `{"query":"{"}`, asPlain, 200, plain, "GRAPHQL_PARSE_FAILED", ""},
		"a document that is a comment":                   {"POST", "/graphql", `{"query":"# nothing"}`, asModern, 400, modern, "GRAPHQL_VALIDATION_FAILED", ""},
		"a document that is not valid":                   {"POST", "/graphql", `{"query":"{nope}"}`, asModern, 400, modern, "GRAPHQL_VALIDATION_FAILED", ""},
		"a document that is not valid, plain":            {"POST", "/graphql", `{"query":"{nope}"}`, asPlain, 200, plain, "GRAPHQL_VALIDATION_FAILED", ""},
		"a variable of the wrong type":                   {"POST", "/graphql", `{"query":"query($n:Int){things(first:$n){id}}","variables":{"n":"x"}}`, asModern, 400, modern, "GRAPHQL_VALIDATION_FAILED", ""},
		"a variable of the wrong type, plain":            {"POST", "/graphql", `{"query":"query($n:Int){things(first:$n){id}}","variables":{"n":"x"}}`, asPlain, 200, plain, "GRAPHQL_VALIDATION_FAILED", ""},
		"an unknown operationName":                       {"POST", "/graphql", `{"query":"query A{name}","operationName":"B"}`, asModern, 400, modern, server.CodeOperation, ""},
		"several operations and no name":                 {"POST", "/graphql", `{"query":"query A{name} query B{name}"}`, asModern, 400, modern, server.CodeOperation, ""},
		"an error in a field is a partial answer":        {"POST", "/graphql", `{"query":"{fail}"}`, asModern, 200, modern, server.CodeInternal, ""},
		"an error in a field is a partial answer, plain": {"POST", "/graphql", `{"query":"{fail}"}`, asPlain, 200, plain, server.CodeInternal, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, audited).do(tc.method, tc.target, tc.body, tc.header)
			assert.Equal(t, tc.wantStatus, w.Code, "%s", w.Body)
			assert.Equal(t, tc.wantMedia+"; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Equal(t, tc.wantAllow, w.Header().Get("Allow"))
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			assert.NotEmpty(t, w.Header().Get("X-Request-Id"))
			got := read(t, w)
			_, hasData := got.keys["data"]
			if tc.wantCode == "" {
				assert.Empty(t, got.Errors)
				assert.True(t, hasData)
				return
			}
			assert.Equal(t, []string{tc.wantCode}, got.codes(), "%s", w.Body)
			assert.Equal(t, strings.HasPrefix(name, "an error in a field"), hasData, "data belongs to executed operations only: %s", w.Body)
		})
	}
}

func TestTheBodyIsBounded(t *testing.T) {
	b := start(t, limits(func(l *config.Limits) { l.BodyBytes = 100 }))
	body := `{"query":"{name}","x":"` + strings.Repeat("x", 100) + `"}`
	w := b.do("POST", "/graphql", body, nil)
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	got := read(t, w)
	assert.Equal(t, []string{server.CodeBodyTooLarge}, got.codes())
	assert.Contains(t, got.Errors[0].Message, "125 bytes; the limit is 100")

	// A client that does not say how much it sends is stopped all the same.
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/graphql", io.NopCloser(strings.NewReader(body)))
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/json")
	w = httptest.NewRecorder()
	b.server.Handler().ServeHTTP(w, r)
	assert.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	assert.Contains(t, read(t, w).Errors[0].Message, "more than 100 bytes")
}

// Another program in front may read a key differently than we do.
func TestEveryKeyOfARequestIsReadInOneWay(t *testing.T) {
	b := start(t)
	for name, tc := range map[string]struct{ body, want string }{
		"a key that is there twice":                              {`{"query":"{name}","query":"{fail}"}`, `the key "query" is there twice`},
		"a key that is there twice, once escaped":                {`{"query":"{name}", "qu\u0065ry" : "{fail}"}`, `the key "query" is there twice`},
		"a key that we ignore, twice":                            {`{"x":[{"x":1},"x"],"query":"{name}","x":{}}`, `the key "x" is there twice`},
		"a key in capitals":                                      {`{"Query":"{name}"}`, `the key "Query" is written "query"`},
		"a key in capitals after a text that looks like the end": {`{"operationName":"\"},{","QUERY":"{name}"}`, `the key "QUERY" is written "query"`},
		"keys of variables and texts are not the request's":      {`{"variables":{"Query":1,"variables":{"query":2}},"query":"{name #\",\"Query\":\n}"}`, ""},
		"a text among values is no key":                          {`{"extensions":{"a":["query","query"]},"query":"{name}","operationName":null}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := b.do("POST", "/graphql", tc.body, nil)
			got := read(t, w)
			if tc.want == "" {
				assert.Empty(t, got.Errors)
				return
			}
			assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
			assert.Contains(t, got.Errors[0].Message, tc.want)
		})
	}
}

func TestNumbersInVariablesStayExact(t *testing.T) {
	b := start(t, audited)
	var got any
	b.fake.executed = func(op *graphql.OperationContext) { got = op.Variables["d"] }
	const query = "query($d:Decimal){search(atLeast:$d){__typename}}"
	b.do("POST", "/graphql", `{"query":"`+query+`","variables":{"d":86.970000000000000001}}`, nil)
	assert.Equal(t, json.Number("86.970000000000000001"), got)
	b.do("GET", get(query)+"&variables="+url.QueryEscape(`{"d":0.1000}`), "", nil)
	assert.Equal(t, json.Number("0.1000"), got)
}

func TestAResolversErrorIsHiddenAndLogged(t *testing.T) {
	b := start(t)
	w := b.post("query Secretive {fail}")
	assert.JSONEq(t, `{"fail":null}`, string(read(t, w).Data))
	assert.NotContains(t, w.Body.String(), "s3cret")
	assert.Contains(t, b.logs.String(), "s3cret")
}

func TestASlowRequestIsCancelled(t *testing.T) {
	b := start(t, limits(func(l *config.Limits) { l.Timeout = 100 * time.Millisecond }))
	got := read(t, b.post("{slow}"))
	assert.Equal(t, []string{server.CodeTimeout}, got.codes())
	assert.JSONEq(t, `{"slow":null}`, string(got.Data))

	// Time was up before anything was executed.
	b = start(t, func(o *server.Options) {
		o.Prepare = func(r *http.Request) (context.Context, error) {
			ctx, cancel := context.WithTimeout(r.Context(), 0)
			cancel()
			return ctx, nil
		}
	})
	w := b.post("{name}")
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Equal(t, []string{server.CodeTimeout}, read(t, w).codes())
}

func TestPrepareDecidesWhoComesIn(t *testing.T) {
	type viewer struct{}
	for name, tc := range map[string]struct {
		err        error
		wantStatus int
		wantCode   string
	}{
		"a bad credential": {codedError("UNAUTHENTICATED"), 401, "UNAUTHENTICATED"},
		"not let in":       {codedError("FORBIDDEN"), 403, "FORBIDDEN"},
		"our own fault":    {errors.New("pq: s3cret"), 500, server.CodeInternal},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, func(o *server.Options) {
				o.Prepare = func(*http.Request) (context.Context, error) { return nil, tc.err }
			})
			w := b.post("{name}")
			assert.Equal(t, tc.wantStatus, w.Code)
			assert.Equal(t, []string{tc.wantCode}, read(t, w).codes())
			assert.Equal(t, tc.wantStatus == 401, w.Header().Get("WWW-Authenticate") == "Bearer")
			assert.NotContains(t, w.Body.String(), "s3cret")
		})
	}
	b := start(t, func(o *server.Options) {
		o.Prepare = func(r *http.Request) (context.Context, error) {
			return context.WithValue(r.Context(), viewer{}, "lan"), nil
		}
		o.Schema = execFunc{newFake(), func(ctx context.Context) {
			assert.Equal(t, "lan", ctx.Value(viewer{}))
			assert.NotEmpty(t, server.RequestID(ctx))
			_, hasDeadline := ctx.Deadline()
			assert.True(t, hasDeadline)
		}}
	})
	assert.Equal(t, 200, b.post("{name}").Code)
}

func codedError(code string) error {
	return &gqlerror.Error{Message: "no", Extensions: map[string]any{"code": code}}
}

// execFunc looks at the context that operations run in.
type execFunc struct {
	*fake
	look func(context.Context)
}

func (e execFunc) Exec(ctx context.Context) graphql.ResponseHandler {
	e.look(ctx)
	return e.fake.Exec(ctx)
}
