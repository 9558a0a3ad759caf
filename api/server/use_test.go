package server_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/server"
)

// tallies is who used what, in order.
type tallies struct {
	mu      sync.Mutex
	clients []server.Client
	uses    []*server.Use
}

func (c *tallies) Count(by server.Client, use *server.Use) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clients, c.uses = append(c.clients, by), append(c.uses, use)
}

// ageing is a schema with parts that are deprecated.
type ageing struct{ *fake }

var ageingSchema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { name(old: Int @deprecated(reason: "x"), in: In): String! @deprecated(reason: "x")  things(by: Order): [Thing!]! }
	type Thing { id: ID!  parent: Thing }
	enum Order { UP  DOWN @deprecated(reason: "x") }
	input In { a: Int  old: Order @deprecated(reason: "x")  in: [In!] }
	type Mutation { rename: String! }
`})

func (ageing) Schema() *ast.Schema { return ageingSchema }

func TestWhatAnOperationUses(t *testing.T) {
	for query, want := range map[string][]string{
		"{things{id}}": {"Query.things", "Thing.id"},
		"{__typename a:things{id} b:things{id ...F}} fragment F on Thing{parent{...G}} fragment G on Thing{id}": {"Query.things", "Thing.id", "Thing.parent"},
		"{things(by:DOWN){... on Thing{__typename}}}":                                                           {"Order.DOWN", "Query.things", "Query.things(by:)"},
		"query($by:Order=UP){things(by:$by){id}}":                                                               {"Order.UP", "Query.things", "Query.things(by:)", "Thing.id"},
		"{name(old:1,in:{in:[{a:1,old:DOWN}]})}":                                                                {"In.a", "In.in", "In.old", "Order.DOWN", "Query.name", "Query.name(in:)", "Query.name(old:)"},
		"query A{things{id}} query B{name}":                                                                     nil,
		"{__schema{types{name}}}":                                                                               nil,
	} {
		counts := &tallies{}
		b := start(t, func(o *server.Options) { o.Usage, o.Schema = counts, ageing{newFake()} })
		body := request(t, query)
		if strings.HasPrefix(query, "query A") {
			body = strings.TrimSuffix(body, "}") + `,"operationName":"B"}`
			want = []string{"Query.name"}
		}
		for range 2 { // the second from memory
			require.Less(t, b.do("POST", "/graphql", body, nil).Code, 300, query)
		}
		require.Len(t, counts.uses, 2, query)
		assert.Equal(t, want, counts.uses[0].Parts, query)
		assert.Equal(t, hashOf(query), counts.uses[0].Document)
		assert.Same(t, counts.uses[0], counts.uses[1], "it is worked out once")
	}
}

func TestDeprecatedPartsAreMeasured(t *testing.T) {
	b := start(t, func(o *server.Options) { o.Schema = ageing{newFake()} })
	b.post("{name(old:1) things{id}}")
	b.post("{things(by:DOWN){id}}")
	figures := b.do("GET", "/metrics", "", nil).Body.String()
	for _, part := range []string{"Query.name", "Query.name(old:)", "Order.DOWN"} {
		assert.Contains(t, figures, `tiendo_graphql_deprecated_total{part="`+part+`"} 1`)
	}
	assert.Equal(t, 3, strings.Count(figures, "tiendo_graphql_deprecated_total{"), "nothing else is deprecated")
}

func TestWhoAsks(t *testing.T) {
	for name, tc := range map[string]struct {
		header header
		want   server.Client
	}{
		"nobody in particular":          {nil, server.Client{}},
		"a client":                      {header{"GraphQL-Client-Name": "web", "GraphQL-Client-Version": "1.2.0+7"}, server.Client{Name: "web", Version: "1.2.0+7"}},
		"one of Apollo's":               {header{"apollographql-client-name": "vn.example/app", "apollographql-client-version": "3"}, server.Client{Name: "vn.example/app", Version: "3"}},
		"both, ours first":              {header{"GraphQL-Client-Name": "web", "apollographql-client-name": "app"}, server.Client{Name: "web"}},
		"a name that is none":           {header{"GraphQL-Client-Name": "<script>"}, server.Client{}},
		"a name too long":               {header{"GraphQL-Client-Name": strings.Repeat("x", 65)}, server.Client{}},
		"a strange name and a good one": {header{"GraphQL-Client-Name": "ứng dụng", "apollographql-client-name": "app"}, server.Client{Name: "app"}},
	} {
		t.Run(name, func(t *testing.T) {
			counts := &tallies{}
			start(t, func(o *server.Options) { o.Usage = counts }).do("POST", "/graphql", `{"query":"{name}"}`, tc.header)
			assert.Equal(t, []server.Client{tc.want}, counts.clients)
		})
	}
}

func TestAWebsocketsClientSaysWhoItIs(t *testing.T) {
	counts := &tallies{}
	r := serve(t, func(o *server.Options) { o.Usage = counts })
	s := r.open()
	s.say(`{"type":"connection_init","payload":{"GraphQL-Client-Name":"web","GraphQL-Client-Version":"2"}}`)
	s.hears(`{"type":"connection_ack"}`)
	s.asks("1", "query A{name}")
	s.hears(`{"type":"next","id":"1","payload":{"data":{"name":"ok"}}}`)
	assert.Equal(t, []server.Client{{Name: "web", Version: "2"}}, counts.clients)
	assert.Equal(t, "A", counts.uses[0].Operation)
}

func TestWhatIsRefusedIsNotUsed(t *testing.T) {
	counts := &tallies{}
	b := start(t, func(o *server.Options) { o.Usage = counts }, keeping(newShelf()))
	for _, body := range []string{`{"query":"{nope}"}`, `{"query":"{"}`, `{"query":"subscription{ticks}"}`, named("{nobody}")} {
		b.do("POST", "/graphql", body, nil)
	}
	b.do(http.MethodGet, by(renaming), "", nil)
	assert.Empty(t, counts.uses)
}
