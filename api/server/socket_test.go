package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const subprotocol = "graphql-transport-ws"

// socket is the client's end of a websocket.
type socket struct {
	*websocket.Conn
	t *testing.T
}

// dial opens a websocket; no protocols means the right one.
func (r *running) dial(h http.Header, protocols ...string) (*websocket.Conn, *http.Response, error) {
	if len(protocols) == 0 {
		protocols = []string{subprotocol}
	}
	dialer := websocket.Dialer{Subprotocols: protocols, HandshakeTimeout: patience}
	return dialer.Dial(strings.Replace(r.address, "http", "ws", 1)+"/graphql?token=in-the-query", h)
}

// open opens a websocket and says nothing.
func (r *running) open() *socket {
	r.t.Helper()
	conn, resp, err := r.dial(http.Header{"Accept-Encoding": {"gzip"}})
	require.NoError(r.t, err)
	require.NoError(r.t, resp.Body.Close())
	require.Equal(r.t, subprotocol, conn.Subprotocol())
	require.NoError(r.t, conn.SetReadDeadline(time.Now().Add(patience)))
	r.t.Cleanup(func() { _ = conn.Close() })
	return &socket{conn, r.t}
}

// ready is a websocket that may run operations.
func (r *running) ready() *socket {
	r.t.Helper()
	s := r.open()
	s.say(`{"type":"connection_init"}`)
	s.hears(`{"type":"connection_ack"}`)
	return s
}

func (s *socket) say(text string) {
	s.t.Helper()
	require.NoError(s.t, s.WriteMessage(websocket.TextMessage, []byte(text)))
}

// asks sends an operation.
func (s *socket) asks(id, query string) {
	s.t.Helper()
	text, err := json.Marshal(map[string]any{"type": "subscribe", "id": id, "payload": map[string]any{"query": query}})
	require.NoError(s.t, err)
	s.say(string(text))
}

// hears wants the next message to be this one.
func (s *socket) hears(want string) {
	s.t.Helper()
	_, text, err := s.ReadMessage()
	require.NoError(s.t, err, "want %s", want)
	require.JSONEq(s.t, want, string(text))
}

// hearsError wants the next message to end an operation with a code.
func (s *socket) hearsError(id, code string) string {
	s.t.Helper()
	var m struct {
		Type, ID string
		Payload  []struct {
			Message    string
			Extensions map[string]any
		}
	}
	_, text, err := s.ReadMessage()
	require.NoError(s.t, err)
	require.NoError(s.t, json.Unmarshal(text, &m), "%s", text)
	require.Equal(s.t, "error", m.Type, "%s", text)
	assert.Equal(s.t, id, m.ID)
	require.NotEmpty(s.t, m.Payload, "%s", text)
	assert.Equal(s.t, code, m.Payload[0].Extensions["code"], "%s", text)
	return string(text)
}

// isClosed wants the server to close the connection with this.
func (s *socket) isClosed(code int, reason string) {
	s.t.Helper()
	for {
		_, text, err := s.ReadMessage()
		if err == nil {
			s.t.Logf("before the close: %s", text)
			continue
		}
		closed := (*websocket.CloseError)(nil)
		require.ErrorAs(s.t, err, &closed)
		assert.Equal(s.t, code, closed.Code, "%v", closed)
		assert.Contains(s.t, closed.Text, reason)
		return
	}
}
