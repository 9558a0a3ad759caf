package hostile

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

const (
	subprotocol = "graphql-transport-ws"
	// mostStreams is the server's limits.streams.
	mostStreams = 100
)

// connect opens a websocket; what keeps it from opening is the outcome.
func (s *server) connect(t *testing.T, header ...string) (*websocket.Conn, outcome) {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{subprotocol}, HandshakeTimeout: patience}
	h := http.Header{}
	for n := 0; n+1 < len(header); n += 2 {
		h.Set(header[n], header[n+1])
	}
	conn, w, err := dialer.Dial("ws://"+s.address+"/graphql", h)
	if err != nil {
		require.NotNil(t, w, err)
		text := make([]byte, maxAnswer)
		n, _ := w.Body.Read(text)
		return nil, outcome{status: w.StatusCode, header: w.Header, text: string(text[:n])}.read()
	}
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	return conn, outcome{}
}

// listen reads a websocket to its end.
func listen(t *testing.T, conn *websocket.Conn) outcome {
	t.Helper()
	defer conn.Close()
	var heard strings.Builder
	var o outcome // its size is that of the largest message
	for {
		_, text, err := conn.ReadMessage()
		if err == nil {
			heard.Write(text)
			o.bytes = max(o.bytes, len(text))
			continue
		}
		var closed *websocket.CloseError
		if errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure {
			o.code = fmt.Sprint(closed.Code)
			heard.WriteString(closed.Text)
		} else {
			o.cut = true
		}
		o.text = heard.String()
		return o
	}
}

const hello = `{"type":"connection_init"}`

// subscribe is a message that begins an operation.
func subscribe(id, query string) string {
	return `{"type":"subscribe","id":"` + id + `","payload":` + request(query, nil) + `}`
}

// talks is an attack by messages on a websocket.
func talks(name, want string, messages ...string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		conn, refused := s.connect(t)
		if conn == nil {
			return refused
		}
		go func() {
			for _, m := range messages {
				if conn.WriteMessage(websocket.TextMessage, []byte(m)) != nil {
					return // the server has hung up
				}
			}
		}()
		return listen(t, conn)
	}}
}

// shakes is an attack by a handshake, with header lines in pairs.
func shakes(name, want string, header ...string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		conn, refused := s.connect(t, header...)
		if conn == nil {
			return refused
		}
		return listen(t, conn)
	}}
}

const watched = `subscription { progressChanged(window: "2023-Q1") { kind } }`

// times writes messages that differ by their number.
func times(n int, message func(int) string) []string {
	all := []string{hello}
	for i := range n {
		all = append(all, message(i))
	}
	return all
}

// sockets are websockets and streams that are not there to listen.
var sockets = []attack{
	shakes("a page of elsewhere", "403 FORBIDDEN", "Origin", "https://"+marker+".example"),
	gets("another protocol over a websocket", http.MethodGet, "/graphql", badRequest, "Connection", "Upgrade", "Upgrade", "websocket",
		"Sec-Websocket-Version", "13", "Sec-Websocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-Websocket-Protocol", marker),
	slow(talks("a websocket without connection_init", "4408")),
	talks("a subscription before connection_init", "4401", subscribe(marker, watched)),
	talks("connection_init twice", "4429", hello, hello),
	talks("a websocket with 10,000 subscriptions", "1008", times(10_000, func(n int) string { return subscribe(fmt.Sprint(n), watched) })...),
	talks("a websocket with 10,000 documents that are none", "1008", times(10_000, func(n int) string { return subscribe(fmt.Sprint(n), "{ "+marker+" }") })...),
	talks("a websocket with 10,000 pings", "1008", times(10_000, func(int) string { return `{"type":"ping"}` })...),
	talks("an id twice", "4409", hello, subscribe(marker, watched), subscribe(marker, watched)),
	talks("an id of 1,000 letters", "4400", hello, subscribe(strings.Repeat("a", 1_000), watched)),
	talks("a message of no kind", "4400", hello, `{"type":"`+marker+`"}`),
	talks("a message that is no JSON", "4400", hello, marker),
	talks("a message of 10,000 arrays", "4400", hello, strings.Repeat("[", 10_000)),
	talks("a message without a payload", "4400", hello, `{"type":"subscribe","id":"`+marker+`"}`),
	talks("a message of 1 MB", "1009", hello, subscribe("a", strings.Repeat(marker, 150_000))),
	talks("a token that nobody signed, over a websocket", "4403", `{"type":"connection_init","payload":{"Authorization":"Bearer `+marker+`"}}`),
	{name: "a message in bytes", want: "4400", send: func(t *testing.T, s *server) outcome {
		conn, _ := s.connect(t)
		require.NoError(t, conn.WriteMessage(websocket.BinaryMessage, []byte(hello)))
		return listen(t, conn)
	}},
	slow(attack{name: "a websocket that never reads 6 MB", want: "hung up", requests: 24, send: neverReads}),
	{name: "one stream of events too many", want: "429 TOO_MANY_STREAMS", before: streams(mostStreams), send: oneMore},
	{name: "one websocket too many", want: "429 TOO_MANY_STREAMS", before: streams(mostStreams), send: func(t *testing.T, s *server) outcome {
		_, refused := s.connect(t)
		return refused
	}},
}

// neverReads asks for much and reads nothing until the server gives up.
func neverReads(t *testing.T, s *server) outcome {
	t.Helper()
	conn, _ := s.connect(t)
	require.NoError(t, conn.NetConn().(*net.TCPConn).SetReadBuffer(4096))
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(hello)))
	// What a ping carries comes back.
	message := `{"type":"ping","payload":{"a":"` + strings.Repeat("a", 250_000) + `"}}`
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for n := 0; ; n++ {
		if n > 24 { // there is no room for more on the way
			<-ticker.C
			message = `{"type":"pong"}`
		}
		_ = conn.SetWriteDeadline(time.Now().Add(patience))
		if err := conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
			var timeout interface{ Timeout() bool }
			require.False(t, errors.As(err, &timeout) && timeout.Timeout(), "the server waits for ever")
			return outcome{cut: true}
		}
	}
}

// streams opens as many streams of events as the server lets one, in order. Those
// of an attack before count until the server has seen that nobody reads them.
func streams(n int) func(*testing.T, *server) {
	return func(t *testing.T, s *server) {
		t.Helper()
		until := time.Now().Add(patience)
		for opened := 0; opened < n; {
			w := s.stream(t)
			t.Cleanup(func() { _ = w.Body.Close() })
			if w.StatusCode == http.StatusTooManyRequests && time.Now().Before(until) {
				s.rest(t)
				continue
			}
			require.Equal(t, http.StatusOK, w.StatusCode)
			opened++
		}
	}
}

// stream opens a stream of events.
func (s *server) stream(t *testing.T) *http.Response {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://"+s.address+"/graphql", strings.NewReader(request(watched, nil)))
	require.NoError(t, err)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	w, err := client.Do(r)
	require.NoError(t, err)
	return w
}

// oneMore opens a stream beyond the last.
func oneMore(t *testing.T, s *server) outcome {
	t.Helper()
	w := s.stream(t)
	defer w.Body.Close()
	text, err := io.ReadAll(io.LimitReader(w.Body, maxAnswer))
	require.NoError(t, err)
	return outcome{status: w.StatusCode, header: w.Header, text: string(text)}.read()
}
