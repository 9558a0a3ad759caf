package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

// shelf is documents in memory; true is one that was published.
type shelf struct {
	mu     sync.Mutex
	known  map[string]bool
	broken error
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (s *shelf) Find(_ context.Context, hash string, published bool) (string, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for text, is := range s.known {
		if hashOf(text) == hash && (is || !published) {
			return text, true, nil
		}
	}
	return "", false, s.broken
}

func (s *shelf) Register(_ context.Context, hash, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if hashOf(text) != hash {
		return errors.New("another hash")
	}
	s.known[text] = false
	return nil
}

const (
	published = "query Published{name}"
	// renaming and watching are published as well.
	renaming = `mutation Renaming{rename(name:"x")}`
	watching = "subscription Watching{ticks}"
	// casual was registered by a client.
	casual = "query Casual{name}"
	// probing is published introspection.
	probing = "{__schema{queryType{name}}}"
)

func newShelf() *shelf {
	return &shelf{known: map[string]bool{published: true, renaming: true, watching: true, probing: true, casual: false}}
}

// keeping lets a server have documents.
func keeping(s *shelf) func(*server.Options) { return func(o *server.Options) { o.Documents = s } }

func trusted(o *server.Options)     { o.Config.Documents = config.DocumentsTrusted }
func development(o *server.Options) { o.Config.Development = true }

// named is a request that names its document by its hash.
func named(text string, more ...string) string {
	body := `{"documentId":"sha256:` + hashOf(text) + `"`
	for _, m := range more {
		body += "," + m
	}
	return body + "}"
}

// apollo is the same in the older form of Apollo's clients.
func apollo(text string, more ...string) string {
	body := `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hashOf(text) + `"}}`
	for _, m := range more {
		body += "," + m
	}
	return body + "}"
}

func by(text string) string { return "/graphql?documentId=sha256:" + hashOf(text) }

func TestDocumentsByTheirHash(t *testing.T) {
	const unknown, nobody = "{nobody}", `"query":"{name}"`
	open := func(*server.Options) {}
	viaApollo := "/graphql?extensions=" + url.QueryEscape(`{"persistedQuery":{"version":1,"sha256Hash":"`+hashOf(published)+`"}}`)
	for name, tc := range map[string]struct {
		setting      func(*server.Options)
		method       string
		target, body string
		header       header
		wantStatus   int
		wantCode     string
	}{
		"by POST":                                           {open, "POST", "/graphql", named(published), nil, 200, ""},
		"by GET":                                            {open, "GET", by(published), "", nil, 200, ""},
		"in Apollo's form":                                  {open, "POST", "/graphql", apollo(published), nil, 200, ""},
		"in Apollo's form by GET":                           {open, "GET", viaApollo, "", nil, 200, ""},
		"in both forms":                                     {open, "POST", "/graphql", named(published, `"extensions":{"persistedQuery":{"sha256Hash":"`+hashOf(published)+`"}}`), nil, 200, ""},
		"with its text":                                     {open, "POST", "/graphql", named("{name}", nobody), nil, 200, ""},
		"one that a client registered":                      {open, "POST", "/graphql", named(casual), nil, 200, ""},
		"a mutation by POST":                                {open, "POST", "/graphql", named(renaming), nil, 200, ""},
		"a mutation by GET":                                 {open, "GET", by(renaming), "", nil, 405, server.CodeMethod},
		"a subscription by GET without a stream":            {open, "GET", by(watching), "", nil, 405, server.CodeMethod},
		"a GET with its text":                               {open, "GET", by(published) + "&query=" + url.QueryEscape(published), "", nil, 405, server.CodeMethod},
		"an unknown one":                                    {open, "POST", "/graphql", named(unknown), nil, 404, server.CodeDocumentUnknown},
		"an unknown one by GET":                             {open, "GET", by(unknown), "", nil, 404, server.CodeDocumentUnknown},
		"an unknown one in Apollo's form":                   {open, "POST", "/graphql", apollo(unknown), nil, 404, server.CodeApolloNotFound},
		"another kind of id":                                {open, "POST", "/graphql", `{"documentId":"d41d8cd98f00b204e9800998ecf8427e"}`, nil, 404, server.CodeDocumentUnknown},
		"a hash in capitals":                                {open, "POST", "/graphql", `{"documentId":"sha256:ABC"}`, nil, 404, server.CodeDocumentUnknown},
		"an id that is a number":                            {open, "POST", "/graphql", `{"documentId":1}`, nil, 422, server.CodeBadRequest},
		"an id that is null, and no text":                   {open, "POST", "/graphql", `{"documentId":null}`, nil, 422, server.CodeBadRequest},
		"an extension without a hash":                       {open, "POST", "/graphql", `{"query":"{name}","extensions":{"persistedQuery":{"version":1}}}`, nil, 422, server.CodeBadRequest},
		"two ids that differ":                               {open, "POST", "/graphql", named(published, `"extensions":{"persistedQuery":{"sha256Hash":"`+hashOf(casual)+`"}}`), nil, 422, server.CodeBadRequest},
		"a text of another hash":                            {open, "POST", "/graphql", named(published, nobody), nil, 422, server.CodeDocumentHash},
		"a text of another hash, in development":            {development, "POST", "/graphql", named(published, nobody), nil, 422, server.CodeDocumentHash},
		"a text of another hash in Apollo's form":           {open, "POST", "/graphql", apollo(published, nobody), nil, 422, server.CodeDocumentHash},
		"trusted: by POST":                                  {trusted, "POST", "/graphql", named(published), nil, 200, ""},
		"trusted: by GET":                                   {trusted, "GET", by(published), "", nil, 200, ""},
		"trusted: in Apollo's form":                         {trusted, "POST", "/graphql", apollo(published), nil, 200, ""},
		"trusted: the text of a published one":              {trusted, "POST", "/graphql", request(t, published), nil, 200, ""},
		"trusted: published introspection":                  {trusted, "POST", "/graphql", named(probing), nil, 200, ""},
		"trusted: the text of another":                      {trusted, "POST", "/graphql", request(t, "{name}"), nil, 403, server.CodeDocumentUntrusted},
		"trusted: introspection":                            {trusted, "POST", "/graphql", request(t, "{__schema{types{name}}}"), nil, 403, server.CodeDocumentUntrusted},
		"trusted: no GraphQL at all":                        {trusted, "POST", "/graphql", request(t, "}"), nil, 403, server.CodeDocumentUntrusted},
		"trusted: one that a client registered":             {trusted, "POST", "/graphql", named(casual), nil, 403, server.CodeDocumentUntrusted},
		"trusted: one that comes with its hash":             {trusted, "POST", "/graphql", named("{name}", nobody), nil, 403, server.CodeDocumentUntrusted},
		"trusted: an unknown one":                           {trusted, "POST", "/graphql", named(unknown), nil, 403, server.CodeDocumentUntrusted},
		"trusted: an unknown one in Apollo's form":          {trusted, "POST", "/graphql", apollo(unknown), nil, 403, server.CodeDocumentUntrusted},
		"trusted: a published one with something behind it": {trusted, "POST", "/graphql", request(t, published+" "), nil, 403, server.CodeDocumentUntrusted},
	} {
		t.Run(name, func(t *testing.T) {
			w := start(t, keeping(newShelf()), tc.setting).do(tc.method, tc.target, tc.body, tc.header)
			assert.Equal(t, tc.wantStatus, w.Code, "%s", w.Body)
			got := read(t, w)
			if tc.wantCode == "" {
				assert.Empty(t, got.Errors)
				assert.NotEmpty(t, got.Data)
				return
			}
			assert.Equal(t, []string{tc.wantCode}, got.codes())
			assert.Nil(t, got.Data)
			for _, secret := range []string{"nobody", "__schema", hashOf(unknown), hashOf(published)} {
				assert.NotContains(t, w.Body.String(), secret, "an answer repeats nothing")
			}
		})
	}
}

// The name that Apollo's clients look for before they send the text.
func TestApollosClientsHearThatADocumentIsUnknown(t *testing.T) {
	w := start(t, keeping(newShelf())).do("POST", "/graphql", apollo("{thing{id}}"), nil)
	assert.Equal(t, "PersistedQueryNotFound", read(t, w).Errors[0].Message)
}

func TestDocumentsRegisterThemselvesInDevelopmentAlone(t *testing.T) {
	const text, invalid = "query Mine{name}", "query Mine{nope}"
	with := func(text string) string {
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		return named(text, `"query":`+string(quoted))
	}
	s := newShelf()
	b := start(t, keeping(s), development)
	assert.Equal(t, 404, b.do("POST", "/graphql", named(text), nil).Code)
	assert.Equal(t, 422, b.do("POST", "/graphql", with(invalid), nil).Code)
	assert.NotContains(t, s.known, invalid, "what does not run is not kept")
	assert.Equal(t, 200, b.do("POST", "/graphql", with(text), nil).Code)
	assert.Equal(t, 200, b.do("POST", "/graphql", named(text), nil).Code)
	assert.Equal(t, 200, b.do("GET", by(text), "", nil).Code)
	assert.Equal(t, 422, b.do("POST", "/graphql", with("{thing(id:$x){id}}"), nil).Code)

	for name, setting := range map[string]func(*server.Options){
		"in production": func(*server.Options) {},
		"trusted":       func(o *server.Options) { development(o); trusted(o) },
	} {
		s := newShelf()
		start(t, keeping(s), setting).do("POST", "/graphql", with(text), nil)
		assert.NotContains(t, s.known, text, name)
	}
}

func TestAShelfThatCannotBeReadIsOurFault(t *testing.T) {
	s := newShelf()
	s.broken = errors.New("pq: s3cret")
	b := start(t, keeping(s))
	w := b.do("POST", "/graphql", named("{nobody}"), nil)
	assert.Equal(t, 500, w.Code)
	assert.Equal(t, []string{server.CodeInternal}, read(t, w).codes())
	assert.NotContains(t, w.Body.String(), "s3cret")
	assert.Contains(t, b.logs.String(), "s3cret")
}

func TestDocumentsByTheirHashOverStreams(t *testing.T) {
	r := serve(t, keeping(newShelf()), trusted)
	e := r.listen("", by(watching), nil)
	assert.Equal(t, "text/event-stream; charset=utf-8", e.resp.Header.Get("Content-Type"))
	r.fake.ticks <- "1"
	e.hears(next(`{"data":{"ticks":1}}`))
	e.end()
	wait(t, r.fake.ended, "the source to be told")

	e = r.listen("subscription{ticks}", "/graphql", nil)
	e.hears(next(`{"errors":[{"message":"this server runs published documents only","extensions":{"code":"DOCUMENT_NOT_TRUSTED"}}]}`))
	e.hears(completed)
	e.isOver()
}

func TestDocumentsByTheirHashOverAWebsocket(t *testing.T) {
	r := serve(t, keeping(newShelf()), trusted)
	s := r.ready()
	s.say(`{"type":"subscribe","id":"1","payload":` + named(watching) + `}`)
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":1}}}`)
	s.say(`{"type":"subscribe","id":"2","payload":` + apollo(published) + `}`)
	s.hears(`{"type":"next","id":"2","payload":{"data":{"name":"ok"}}}`)
	s.hears(`{"type":"complete","id":"2"}`)
	s.asks("3", "{name}")
	s.hearsError("3", server.CodeDocumentUntrusted)
	s.say(`{"type":"subscribe","id":"4","payload":` + named("{nobody}") + `}`)
	s.hearsError("4", server.CodeDocumentUntrusted)
}

func TestWhatIsWrongWithADocument(t *testing.T) {
	c := config.Default()
	assert.Empty(t, server.CheckDocument(schema, c, "query A{name} query B($n:Int){things(first:$n){id}}"))
	for text, want := range map[string]string{
		"{":                       "Expected Name",
		"{nope}":                  `Cannot query field "nope"`,
		"{...F}":                  `Unknown fragment "F"`,
		nested(40):                "40 fields deep; the limit is 15",
		"fragment F on Thing{id}": "no operation",
	} {
		faults := server.CheckDocument(schema, c, text)
		require.NotEmpty(t, faults, text)
		assert.Contains(t, faults[0].Message, want)
	}
}
