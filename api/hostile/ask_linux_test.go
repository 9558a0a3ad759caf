package hostile

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long the tests wait for a server that is busy.
const patience = time.Minute

// client keeps nothing open between attacks, and follows nobody.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       patience,
}

// do sends a request with a body; header lines come in pairs.
func (s *server) do(t *testing.T, method, path string, body io.Reader, header ...string) outcome {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+s.address+path, body)
	require.NoError(t, err)
	for n := 0; n+1 < len(header); n += 2 {
		r.Header[header[n]] = append(r.Header[header[n]], header[n+1])
	}
	w, err := client.Do(r)
	if err != nil {
		// The server may hang up while it is still being sent to.
		require.NotContains(t, err.Error(), "Timeout")
		return outcome{cut: true}
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return outcome{status: w.StatusCode, header: w.Header, text: string(text)}.read()
}

// post sends a body as a GraphQL request.
func (s *server) post(t *testing.T, body string, header ...string) outcome {
	t.Helper()
	return s.do(t, http.MethodPost, "/graphql", strings.NewReader(body), append(header, "Content-Type", "application/json")...)
}

// request is a GraphQL request in JSON.
func request(query string, variables map[string]any) string {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// asks is an attack by one GraphQL request over POST.
func asks(name, query string, variables map[string]any, want string) attack {
	return posts(name, request(query, variables), want)
}

// posts is an attack by one body, with header lines in pairs.
func posts(name, body, want string, header ...string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		return s.post(t, body, header...)
	}}
}

// says is an attack by text on a bare connection. A path that is known to be
// GraphQL's is written GRAPHQL.
func says(name, text, want string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		conn := s.dial(t)
		go func() {
			_, _ = io.WriteString(conn, text) // the server may hang up in the middle
		}()
		return hear(t, conn)
	}}
}

// hear reads one answer from a bare connection.
func hear(t *testing.T, conn net.Conn) outcome {
	t.Helper()
	defer conn.Close()
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	w, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		require.NotErrorIs(t, err, net.ErrClosed)
		return outcome{cut: true}
	}
	defer w.Body.Close()
	text, _ := io.ReadAll(w.Body) // what was cut off is judged as it is
	return outcome{status: w.StatusCode, header: w.Header, text: string(text)}.read()
}

// signed is an attack by somebody who is signed in.
func signed(name, body, want string) attack {
	return attack{name: name, want: want, send: func(t *testing.T, s *server) outcome {
		return s.post(t, body, "Authorization", "Bearer "+s.token)
	}}
}
