package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server"
)

func TestASubscriptionOverAWebsocket(t *testing.T) {
	r := serve(t)
	s := r.ready()
	s.asks("1", "subscription Watch{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":1}}}`)
	r.fake.ticks <- "2"
	s.hears(`{"type":"next","id":"1","payload":{"data":{"ticks":2}}}`)
	close(r.fake.ticks)
	s.hears(`{"type":"complete","id":"1"}`)
	s.asks("1", "{name}")
	s.hears(`{"type":"next","id":"1","payload":{"data":{"name":"ok"}}}`)
	s.hears(`{"type":"complete","id":"1"}`)
}

func TestAClientLeavesASubscription(t *testing.T) {
	r := serve(t)
	s := r.ready()
	s.asks("1", "subscription{ticks}")
	s.asks("2", "subscription{other:ticks}")
	wait(t, r.fake.begun, "the first")
	wait(t, r.fake.begun, "the second")
	s.say(`{"type":"complete","id":"1"}`)
	wait(t, r.fake.ended, "the source to be told")
	s.say(`{"type":"complete","id":"1"}`)
	s.say(`{"type":"complete","id":"unknown"}`)
	r.fake.ticks <- "1"
	s.hears(`{"type":"next","id":"2","payload":{"data":{"other":1}}}`)
	s.asks("1", "{name}") // the id is free again
	s.hears(`{"type":"next","id":"1","payload":{"data":{"name":"ok"}}}`)
}

func TestAClientThatHangsUpEndsItsSubscriptions(t *testing.T) {
	r := serve(t)
	s := r.ready()
	s.asks("1", "subscription{ticks}")
	wait(t, r.fake.begun, "the subscription to begin")
	require.NoError(t, s.Close())
	wait(t, r.fake.ended, "the source to be told")
}

func TestOperationsOverAWebsocket(t *testing.T) {
	for name, tc := range map[string]struct {
		query    string
		wantNext string // its payload; none for an error
		wantCode string
	}{
		"a query":                      {"{name}", `{"data":{"name":"ok"}}`, ""},
		"a mutation":                   {`mutation{rename(name:"x")}`, `{"data":{"rename":"ok"}}`, ""},
		"a field that fails":           {"{fail}", "", ""},
		"what does not parse":          {"{", "", "GRAPHQL_PARSE_FAILED"},
		"what is not valid":            {"{nope}", "", "GRAPHQL_VALIDATION_FAILED"},
		"what is too deep":             {nested(40), "", server.CodeTooDeep},
		"a subscription not valid":     {"subscription{nope}", "", "GRAPHQL_VALIDATION_FAILED"},
		"a subscription refused":       {"subscription{refuse}", "", server.CodeForbidden},
		"a query that panics":          {"{boom}", "", server.CodeInternal},
		"more than one at the top":     {"subscription{ticks thing{id}}", "", "GRAPHQL_VALIDATION_FAILED"},
		"an unknown operation":         {"fragment F on Query{name}", "", "GRAPHQL_VALIDATION_FAILED"},
		"several operations, no name":  {"query A{name} query B{name}", "", server.CodeOperation},
		"a query that takes too long":  {"{slow}", "", ""},
		"a subscription slow to begin": {"subscription{hang}", "", server.CodeTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			r := serve(t, limits(func(l *config.Limits) { l.Timeout = 250 * time.Millisecond }))
			s := r.ready()
			s.asks("1", tc.query)
			switch {
			case tc.wantCode != "":
				text := s.hearsError("1", tc.wantCode)
				assert.NotContains(t, text, "secret")
			case tc.wantNext != "":
				s.hears(`{"type":"next","id":"1","payload":` + tc.wantNext + `}`)
				s.hears(`{"type":"complete","id":"1"}`)
			default:
				_, text, err := s.ReadMessage()
				require.NoError(t, err)
				assert.Contains(t, string(text), `"type":"next"`)
				assert.Contains(t, string(text), `"errors":[`)
				assert.NotContains(t, string(text), "s3cret")
				s.hears(`{"type":"complete","id":"1"}`)
			}
			s.asks("2", "{name}") // the connection goes on
			s.hears(`{"type":"next","id":"2","payload":{"data":{"name":"ok"}}}`)
		})
	}
}

func TestWhatIsNotTheSubprotocolClosesTheConnection(t *testing.T) {
	const begin = `{"type":"connection_init"}`
	ask := func(payload string) string { return `{"type":"subscribe","id":"1","payload":` + payload + `}` }
	for name, tc := range map[string]struct {
		say        []string
		wantCode   int
		wantReason string
	}{
		"not JSON":                        {[]string{"hello"}, 4400, "not a message"},
		"JSON that ends too early":        {[]string{`{"type":`}, 4400, "ends too early"},
		"a list":                          {[]string{`[]`}, 4400, "expected an object, found array"},
		"nothing":                         {[]string{`null`}, 4400, "found null"},
		"two messages in one":             {[]string{begin + begin}, 4400, "behind the JSON"},
		"no type":                         {[]string{`{}`}, 4400, `no message of type ""`},
		"the server's type":               {[]string{begin, `{"type":"next","id":"1"}`}, 4400, `no message of type "next"`},
		"the older subprotocol's":         {[]string{begin, `{"type":"start","id":"1"}`}, 4400, `no message of type "start"`},
		"an init that carries a list":     {[]string{`{"type":"connection_init","payload":[]}`}, 4400, "must be an object"},
		"a ping that carries text":        {[]string{`{"type":"ping","payload":"x"}`}, 4400, "must be an object"},
		"two inits":                       {[]string{begin, begin}, 4429, "Too many initialisation requests"},
		"an operation before the init":    {[]string{ask(`{"query":"{name}"}`)}, 4401, "Unauthorized"},
		"an operation without id":         {[]string{begin, `{"type":"subscribe","payload":{"query":"{name}"}}`}, 4400, "has no id"},
		"an empty id":                     {[]string{begin, `{"type":"subscribe","id":"","payload":{"query":"{name}"}}`}, 4400, "has no id"},
		"an id that is a number":          {[]string{begin, `{"type":"subscribe","id":1,"payload":{"query":"{name}"}}`}, 4400, `"id" cannot be number`},
		"an id too long":                  {[]string{begin, `{"type":"complete","id":"` + strings.Repeat("x", 129) + `"}`}, 4400, "129 bytes; the limit is 128"},
		"a complete without id":           {[]string{begin, `{"type":"complete"}`}, 4400, "has no id"},
		"an operation without payload":    {[]string{begin, `{"type":"subscribe","id":"1"}`}, 4400, "must be an object"},
		"a payload that is null":          {[]string{begin, ask(`null`)}, 4400, "must be an object"},
		"a payload without query":         {[]string{begin, ask(`{}`)}, 4400, `no "query"`},
		"variables that are a list":       {[]string{begin, ask(`{"query":"{name}","variables":[]}`)}, 4400, "the payload is not a GraphQL request"},
		"an id in use":                    {[]string{begin, ask(`{"query":"subscription{ticks}"}`), ask(`{"query":"{name}"}`)}, 4409, "Subscriber for 1 already exists"},
		"an authorization of two lines":   {[]string{`{"type":"connection_init","payload":{"authorization":"a\nb"}}`}, 4400, "one line"},
		"an authorization that is a list": {[]string{`{"type":"connection_init","payload":{"authorization":["a"]}}`}, 4400, "must be text"},
		"two authorizations":              {[]string{`{"type":"connection_init","payload":{"authorization":"a","Authorization":"b"}}`}, 4400, "differ"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t).open()
			for _, text := range tc.say {
				s.say(text)
			}
			s.isClosed(tc.wantCode, tc.wantReason)
		})
	}
	t.Run("bytes", func(t *testing.T) {
		s := serve(t).open()
		require.NoError(t, s.WriteMessage(websocket.BinaryMessage, []byte(begin)))
		s.isClosed(4400, "messages are text")
	})
	t.Run("a message too long", func(t *testing.T) {
		s := serve(t).ready()
		s.say(ask(`{"query":"{name}","x":"` + strings.Repeat("x", 3<<20) + `"}`))
		s.isClosed(1009, "")
	})
	t.Run("a message over the limit for bodies", func(t *testing.T) {
		s := serve(t, limits(func(l *config.Limits) { l.BodyBytes = 100 })).ready()
		s.say(ask(`{"query":"{name}","x":"` + strings.Repeat("x", 100) + `"}`))
		s.isClosed(1009, "")
	})
	t.Run("silence", func(t *testing.T) {
		serve(t, server.Hurry(time.Millisecond, 0, 0, 0)).open().isClosed(4408, "Connection initialisation timeout")
	})
}

func TestPingsAreAnswered(t *testing.T) {
	s := serve(t).open() // at any time, before connection_init too
	s.say(`{"type":"ping"}`)
	s.hears(`{"type":"pong"}`)
	s.say(`{"type":"ping","payload":{"sent":12345678901234567890}}`)
	_, text, err := s.ReadMessage()
	require.NoError(t, err)
	assert.Equal(t, `{"type":"pong","payload":{"sent":12345678901234567890}}`, string(text))
	s.say(`{"type":"pong"}`)
	s.say(`{"type":"connection_init","payload":null}`)
	s.hears(`{"type":"connection_ack"}`)
}

func TestHandshakesThatAreRefused(t *testing.T) {
	r := serve(t)
	own := strings.TrimPrefix(r.address, "http://")
	for name, tc := range map[string]struct {
		header     http.Header
		protocols  []string
		wantStatus int
		wantCode   string
	}{
		"a page of this host":            {http.Header{"Origin": {"http://" + own}}, nil, 101, ""},
		"a program":                      {nil, nil, 101, ""},
		"ours among other subprotocols":  {nil, []string{"graphql-ws", subprotocol}, 101, ""},
		"a page of another host":         {http.Header{"Origin": {"http://evil.example"}}, nil, 403, server.CodeForbidden},
		"a page of another port":         {http.Header{"Origin": {"http://127.0.0.1:1"}}, nil, 403, server.CodeForbidden},
		"a page of this host as a label": {http.Header{"Origin": {"http://" + own + ".evil.example"}}, nil, 403, server.CodeForbidden},
		"a page without an origin":       {http.Header{"Origin": {"null"}}, nil, 403, server.CodeForbidden},
		"the older subprotocol":          {nil, []string{"graphql-ws"}, 400, server.CodeBadRequest},
		"no subprotocol":                 {nil, []string{""}, 400, server.CodeBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			conn, resp, err := r.dial(tc.header, tc.protocols...)
			require.NotNil(t, resp)
			defer resp.Body.Close()
			assert.Equal(t, tc.wantStatus, resp.StatusCode)
			assert.NotEmpty(t, resp.Header.Get("X-Request-Id"))
			if tc.wantStatus == 101 {
				require.NoError(t, err)
				require.NoError(t, conn.Close())
				return
			}
			assert.ErrorIs(t, err, websocket.ErrBadHandshake)
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			assert.Contains(t, string(body), `"code":"`+tc.wantCode+`"`)
		})
	}
	t.Run("a handshake by POST", func(t *testing.T) {
		w := r.do("POST", "/graphql", "", header{"Upgrade": "websocket", "Connection": "upgrade", "Sec-Websocket-Protocol": subprotocol})
		assert.Equal(t, 405, w.Code)
		assert.Equal(t, "GET", w.Header().Get("Allow"))
	})
	t.Run("another version", func(t *testing.T) {
		w := r.do("GET", "/graphql", "", header{"Upgrade": "websocket", "Connection": "upgrade", "Sec-Websocket-Protocol": subprotocol, "Sec-Websocket-Version": "8"})
		assert.Equal(t, 400, w.Code)
		assert.Equal(t, "13", w.Header().Get("Sec-Websocket-Version"))
		assert.Equal(t, []string{server.CodeBadRequest}, read(t, w).codes())
	})
}

// unavailable is an error of who cannot check a credential.
type unavailable struct{ error }

func (unavailable) Unavailable() bool { return true }

// Unwrap lets the error beneath be presented.
func (u unavailable) Unwrap() error { return u.error }

func TestTheHelloCarriesTheCredential(t *testing.T) {
	type viewer struct{}
	prepare := func(r *http.Request) (context.Context, error) {
		switch got := r.Header.Get("Authorization"); got {
		case "bad":
			return nil, said("UNAUTHENTICATED", "the token is not one of ours")
		case "outsider":
			return nil, said("FORBIDDEN", strings.Repeat("ngoài ", 40))
		case "later":
			return nil, fmt.Errorf("asking: %w", unavailable{errors.New("s3cret host is down")})
		case "broken":
			return nil, errors.New("pq: s3cret")
		default:
			return context.WithValue(r.Context(), viewer{}, got), nil
		}
	}
	for name, tc := range map[string]struct {
		header     http.Header
		payload    string
		wantViewer string
		wantCode   int
		wantReason string
	}{
		"none":                                {nil, `{}`, "", 0, ""},
		"null":                                {nil, `{"authorization":null}`, "", 0, ""},
		"in small letters":                    {nil, `{"authorization":"Bearer t"}`, "Bearer t", 0, ""},
		"as the header is written":            {nil, `{"Authorization":"Bearer t"}`, "Bearer t", 0, ""},
		"both ways, the same":                 {nil, `{"Authorization":"t","authorization":"t"}`, "t", 0, ""},
		"in the handshake's header":           {http.Header{"Authorization": {"Bearer h"}}, `{}`, "Bearer h", 0, ""},
		"in both, where the hello's counts":   {http.Header{"Authorization": {"Bearer h"}}, `{"authorization":"Bearer t"}`, "Bearer t", 0, ""},
		"refused":                             {nil, `{"authorization":"bad"}`, "", 4403, "the token is not one of ours"},
		"refused in the handshake's header":   {http.Header{"Authorization": {"bad"}}, `{}`, "", 4403, "the token is not one of ours"},
		"good, and not let in":                {nil, `{"authorization":"outsider"}`, "", 4403, "ngoài ngoài"},
		"cannot be checked, so come back":     {nil, `{"authorization":"later"}`, "", 1013, "cannot be checked right now"},
		"our own fault, which is not told":    {nil, `{"authorization":"broken"}`, "", 4500, "internal error"},
		"something else that has no meaning":  {nil, `{"token":"bad"}`, "", 0, ""},
		"spelled otherwise, which is nothing": {nil, `{"AUTHORIZATION":"bad"}`, "", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got atomic.Value
			r := serve(t, func(o *server.Options) {
				o.Prepare = prepare
				o.Schema = execFunc{newFake(), func(ctx context.Context) { got.Store(ctx.Value(viewer{})) }}
			})
			conn, resp, err := r.dial(tc.header)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			t.Cleanup(func() { _ = conn.Close() })
			s := &socket{conn, t}
			s.say(`{"type":"connection_init","payload":` + tc.payload + `}`)
			if tc.wantCode != 0 {
				s.isClosed(tc.wantCode, tc.wantReason)
				return
			}
			s.hears(`{"type":"connection_ack"}`)
			s.asks("1", "{name}")
			s.hears(`{"type":"next","id":"1","payload":{"data":{"name":"ok"}}}`)
			assert.Equal(t, tc.wantViewer, got.Load())
		})
	}
}

// said is an error that its code lets through to the client.
func said(code, message string) error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}
