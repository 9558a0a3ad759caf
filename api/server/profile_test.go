package server_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
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

// The rules of GraphQL over HTTP, edition of September 2026, by section. A legacy
// client is one that takes plain JSON alone.
func TestCurrentGraphQLOverHTTP(t *testing.T) {
	const ok, fails, plain = `{"query":"{name}"}`, `{"query":"{fail}"}`, "application/json"
	typed := func(q string) string {
		return `{"query":"query($n:Int){things(first:$n){id}}","variables":{"n":` + q + `}}`
	}
	legacy := header{"Accept": plain}
	for name, tc := range map[string]struct {
		method, target, body string
		header               header
		wantStatus           int
		wantMedia            string // modern when empty
		wantCode             string // none: success
		wantAllow            string
	}{
		"3.1 a request in plain JSON":                          {"POST", "/graphql", ok, nil, 200, "", "", ""},
		"3.1 utf-8 is what JSON is in":                         {"POST", "/graphql", ok, header{"Content-Type": "application/json; charset=UTF-8"}, 200, "", "", ""},
		"4.2 no Accept is ours to choose":                      {"POST", "/graphql", ok, nil, 200, modern, "", ""},
		"4.2 the Accept that clients should send":              {"POST", "/graphql", ok, header{"Accept": modern + ", application/json;q=0.9"}, 200, modern, "", ""},
		"4.3 a GET with the text of a document":                {"GET", get("{name}"), "", nil, 405, "", server.CodeMethod, "POST"},
		"4.3 a GET with the text of a mutation":                {"GET", get(`mutation{rename(name:"x")}`), "", nil, 405, "", server.CodeMethod, "POST"},
		"4.3 a GET of a stream with text":                      {"GET", get("subscription{ticks}"), "", header{"Accept": "text/event-stream"}, 405, "", server.CodeMethod, "POST"},
		"4.3 a GET of nothing":                                 {"GET", "/graphql", "", nil, 422, "", server.CodeBadRequest, ""},
		"4.3 a GET with a broken query string":                 {"GET", "/graphql?query=%zz", "", nil, 400, "", server.CodeBadRequest, ""},
		"4.4 no content type":                                  {"POST", "/graphql", ok, header{"Content-Type": ""}, 415, "", server.CodeMediaType, ""},
		"4.4.1 null for what is optional":                      {"POST", "/graphql", `{"query":"{name}","operationName":null,"variables":null,"extensions":null}`, nil, 200, "", "", ""},
		"4.4.1 unknown properties are ignored":                 {"POST", "/graphql", `{"query":"{name}","id":1}`, nil, 200, "", "", ""},
		"5.1 anything accepted":                                {"POST", "/graphql", ok, header{"Accept": "*/*"}, 200, modern, "", ""},
		"5.1 any application accepted":                         {"POST", "/graphql", ok, header{"Accept": "text/html, application/*;q=0.5"}, 200, modern, "", ""},
		"5.1 the higher weight wins":                           {"POST", "/graphql", ok, header{"Accept": modern + ";q=0.5, application/json;q=0.9"}, 200, plain, "", ""},
		"5.1 a legacy client's success is plain":               {"POST", "/graphql", ok, legacy, 200, plain, "", ""},
		"5.1 a legacy client's failure is not":                 {"POST", "/graphql", `{"query":"{nope}"}`, legacy, 422, modern, "GRAPHQL_VALIDATION_FAILED", ""},
		"5.1 a legacy client's syntax error":                   {"POST", "/graphql", `{"query":"{"}`, legacy, 400, modern, "GRAPHQL_PARSE_FAILED", ""},
		"5.1 nothing that we have is accepted":                 {"POST", "/graphql", ok, header{"Accept": "text/html"}, 406, modern, server.CodeNotAcceptable, ""},
		"5.1 nothing is accepted":                              {"POST", "/graphql", ok, header{"Accept": "*/*;q=0"}, 406, modern, server.CodeNotAcceptable, ""},
		"5.4 data and errors":                                  {"POST", "/graphql", fails, nil, 294, modern, server.CodeInternal, ""},
		"6.1 data and errors mean 294 where the type says so":  {"POST", "/graphql", fails, legacy, 200, plain, server.CodeInternal, ""},
		"5.4 a method that is not supported":                   {"PUT", "/graphql", ok, nil, 405, "", server.CodeMethod, "GET, POST"},
		"5.4 a head":                                           {"HEAD", "/graphql", "", nil, 405, "", server.CodeMethod, "GET, POST"},
		"5.4 a form":                                           {"POST", "/graphql", "query={name}", header{"Content-Type": "application/x-www-form-urlencoded"}, 415, "", server.CodeMediaType, ""},
		"5.4 a multipart body":                                 {"POST", "/graphql", ok, header{"Content-Type": "multipart/form-data; boundary=x"}, 415, "", server.CodeMediaType, ""},
		"5.4 multipart with a header that asks for preflight":  {"POST", "/graphql", ok, header{"Content-Type": "multipart/form-data; boundary=x", "GraphQL-Require-Preflight": "1"}, 415, "", server.CodeMediaType, ""},
		"5.4 another charset":                                  {"POST", "/graphql", ok, header{"Content-Type": "application/json; charset=utf-16"}, 415, "", server.CodeMediaType, ""},
		"5.4 a compressed body":                                {"POST", "/graphql", ok, header{"Content-Encoding": "gzip"}, 415, "", server.CodeMediaType, ""},
		"5.4 an address too large":                             {"GET", "/graphql?variables=" + strings.Repeat("x", 17<<10), "", nil, 414, "", server.CodeURITooLong, ""},
		"5.4 a body too large":                                 {"POST", "/graphql", strings.Repeat(" ", 2<<20), nil, 413, "", server.CodeBodyTooLarge, ""},
		"5.4 JSON that ends too early":                         {"POST", "/graphql", `{"query":`, nil, 400, "", server.CodeBadRequest, ""},
		"5.4 no JSON":                                          {"POST", "/graphql", "NONSENSE", nil, 400, "", server.CodeBadRequest, ""},
		"5.4 JSON with something behind it":                    {"POST", "/graphql", ok + "{}", nil, 400, "", server.CodeBadRequest, ""},
		"5.4 an empty body":                                    {"POST", "/graphql", "", nil, 400, "", server.CodeBadRequest, ""},
		"5.4 JSON that is no object":                           {"POST", "/graphql", `"{name}"`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4 JSON that is null":                                {"POST", "/graphql", `null`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4 a list of requests":                               {"POST", "/graphql", " [" + ok + "]", nil, 422, "", server.CodeBatching, ""},
		"5.4.1 a misspelt query":                               {"POST", "/graphql", `{"qeury":"{name}"}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 an empty query":                                 {"POST", "/graphql", `{"query":" "}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 a query that is a number":                       {"POST", "/graphql", `{"query":1}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 an operationName that is a number":              {"POST", "/graphql", `{"query":"{name}","operationName":1}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 variables that are a list":                      {"POST", "/graphql", `{"query":"{name}","variables":[7]}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 extensions that are text":                       {"POST", "/graphql", `{"query":"{name}","extensions":"x"}`, nil, 422, "", server.CodeBadRequest, ""},
		"5.4.1 a document that does not parse":                 {"POST", "/graphql", `{"query":"{"}`, nil, 400, "", "GRAPHQL_PARSE_FAILED", ""},
		"5.4.1 a document that is not valid":                   {"POST", "/graphql", `{"query":"{nope}"}`, nil, 422, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"5.4.1 a document that is a comment":                   {"POST", "/graphql", `{"query":"# nothing"}`, nil, 422, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"5.4.1 an operation that is not there":                 {"POST", "/graphql", `{"query":"query A{name}","operationName":"B"}`, nil, 422, "", server.CodeOperation, ""},
		"5.4.1 several operations and no name":                 {"POST", "/graphql", `{"query":"query A{name} query B{name}"}`, nil, 422, "", server.CodeOperation, ""},
		"5.4.1 a variable of the wrong type":                   {"POST", "/graphql", typed(`"x"`), nil, 422, "", "GRAPHQL_VALIDATION_FAILED", ""},
		"5.2 a limit of ours":                                  {"POST", "/graphql", `{"query":"` + nested(40) + `"}`, nil, 422, "", server.CodeTooDeep, ""},
		"a subscription to a client that takes no stream":      {"POST", "/graphql", `{"query":"subscription{ticks}"}`, nil, 422, "", server.CodeUnsupported, ""},
		"5.4 data and errors to a client that weighs plain up": {"POST", "/graphql", fails, header{"Accept": modern + ";q=0.1, " + plain}, 200, plain, server.CodeInternal, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t).do(tc.method, tc.target, tc.body, tc.header)
			assert.Equal(t, tc.wantStatus, w.Code, "%s", w.Body)
			if tc.wantMedia == "" {
				tc.wantMedia = modern
			}
			assert.Equal(t, tc.wantMedia+"; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Equal(t, tc.wantAllow, w.Header().Get("Allow"))
			got := read(t, w)
			_, hasData := got.keys["data"]
			assert.Equal(t, w.Code < 300, hasData, "data belongs to executed operations only: %s", w.Body)
			if tc.wantCode == "" {
				assert.Empty(t, got.Errors)
				return
			}
			assert.Equal(t, []string{tc.wantCode}, got.codes(), "%s", w.Body)
		})
	}
}

// Section 5.4: who may not ask, and what is our own fault.
func TestCurrentStatusesOfViewersAndFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		err        error
		wantStatus int
	}{
		"a bad credential":     {codedError("UNAUTHENTICATED"), 401},
		"not let in":           {codedError("FORBIDDEN"), 403},
		"our own fault":        {errors.New("pq: s3cret"), 500},
		"a viewer for later":   {unavailable{errors.New("pq: s3cret")}, 503},
		"a provider for later": {unavailable{codedError("UNAVAILABLE")}, 503},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, func(o *server.Options) {
				o.Prepare = func(*http.Request) (context.Context, error) { return nil, tc.err }
			})
			w := b.do("POST", "/graphql", `{"query":"{name}"}`, header{"Accept": "application/json"})
			assert.Equal(t, tc.wantStatus, w.Code)
			assert.Equal(t, modern+"; charset=utf-8", w.Header().Get("Content-Type"))
			assert.NotContains(t, w.Body.String(), "s3cret")
		})
	}
}

// Section 5.4: the client did not produce a request in time.
func TestABodyThatDoesNotComeIsA408(t *testing.T) {
	r := serve(t, func(o *server.Options) { o.Config.HTTP.ReadTimeout = 200 * time.Millisecond })
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.address, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	assert.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
	assert.Equal(t, modern+"; charset=utf-8", resp.Header.Get("Content-Type"))
}

func TestPagesOfOtherOrigins(t *testing.T) {
	const mine, other = "https://app.example.vn", "https://evil.example"
	listed := func(o *server.Options) { o.Config.HTTP.Origins = []string{mine} }
	anybody := func(o *server.Options) { o.Config.HTTP.Origins = []string{config.AnyOrigin} }
	nobody := func(*server.Options) {}
	rename := request(t, `mutation{rename(name:"x")}`)
	for name, tc := range map[string]struct {
		setting    func(*server.Options)
		header     header
		wantStatus int
		wantShared string // Access-Control-Allow-Origin
	}{
		"a program":                                {nobody, nil, 200, ""},
		"a page of the server's own":               {nobody, header{"Origin": "http://example.com"}, 200, ""},
		"its own, as the browser says":             {nobody, header{"Origin": mine, "Sec-Fetch-Site": "same-origin"}, 200, ""},
		"a page elsewhere":                         {nobody, header{"Origin": other}, 403, ""},
		"a page elsewhere, as the browser says":    {nobody, header{"Sec-Fetch-Site": "cross-site"}, 403, ""},
		"a page elsewhere, of the same site":       {nobody, header{"Origin": other, "Sec-Fetch-Site": "same-site"}, 403, ""},
		"a page elsewhere, with cookies":           {nobody, header{"Origin": other, "Cookie": "session=1"}, 403, ""},
		"a page without a name":                    {nobody, header{"Origin": "null"}, 403, ""},
		"a page on the list":                       {listed, header{"Origin": mine, "Sec-Fetch-Site": "cross-site"}, 200, mine},
		"one that is not on the list":              {listed, header{"Origin": other, "Sec-Fetch-Site": "cross-site"}, 403, ""},
		"one whose name begins like a listed one":  {listed, header{"Origin": mine + ".evil.example"}, 403, ""},
		"a page elsewhere, where everybody may":    {anybody, header{"Origin": other, "Sec-Fetch-Site": "cross-site"}, 200, "*"},
		"a program, where only some pages may ask": {listed, nil, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, tc.setting)
			w := b.do("POST", "/graphql", rename, tc.header)
			assert.Equal(t, tc.wantStatus, w.Code, "%s", w.Body)
			assert.Equal(t, tc.wantShared, w.Header().Get("Access-Control-Allow-Origin"))
			assert.Empty(t, w.Header().Get("Access-Control-Allow-Credentials"))
			if tc.wantStatus == 403 {
				assert.Equal(t, []string{server.CodeForbidden}, read(t, w).codes())
			}
		})
	}
}

func TestPreflightsOfOtherOrigins(t *testing.T) {
	const mine = "https://app.example.vn"
	ask := func(origin string, change ...func(*server.Options)) http.Header {
		w := start(t, change...).do("OPTIONS", "/graphql", "", header{"Origin": origin,
			"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type,graphql-client-name"})
		return w.Header()
	}
	listed := func(o *server.Options) { o.Config.HTTP.Origins = []string{mine} }
	assert.Empty(t, ask(mine).Get("Access-Control-Allow-Origin"), "off unless the settings say so")
	assert.Empty(t, ask("https://evil.example", listed).Get("Access-Control-Allow-Origin"))
	h := ask(mine, listed)
	assert.Equal(t, mine, h.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "POST", h.Get("Access-Control-Allow-Methods"))
	assert.Contains(t, strings.ToLower(h.Get("Access-Control-Allow-Headers")), "authorization")
	assert.Empty(t, h.Get("Access-Control-Allow-Credentials"))
}

func TestWebsocketsOfOtherOrigins(t *testing.T) {
	const mine = "https://app.example.vn"
	r := serve(t, func(o *server.Options) { o.Config.HTTP.Origins = []string{mine} })
	for origin, want := range map[string]int{mine: 101, strings.ToUpper(mine): 101, r.address: 101, "https://evil.example": 403, "null": 403} {
		conn, resp, err := r.dial(http.Header{"Origin": {origin}})
		require.NotNil(t, resp, "%s: %v", origin, err)
		assert.Equal(t, want, resp.StatusCode, origin)
		_ = resp.Body.Close()
		if err == nil {
			_ = conn.Close()
		}
	}
}

// A variable's text in a GET is part of a document's text, which does not belong
// there either.
func TestARefusedGetRepeatsNothing(t *testing.T) {
	w := start(t).do("GET", get("{secret}")+"&variables="+url.QueryEscape(`{"a":"s3cret"}`), "", nil)
	assert.NotContains(t, w.Body.String(), "ecret")
}
