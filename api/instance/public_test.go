package instance_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/live"
)

// public serves a database to the public alone, and returns the server's address
// and its hub.
func public(t *testing.T, d *apitest.Database) (string, *live.Hub) {
	t.Helper()
	c, hub := config.Default(), &live.Hub{}
	c.Auth.Public = true
	files, err := instance.OpenFiles(c)
	require.NoError(t, err, "it needs no place of its own")
	t.Cleanup(func() { assert.NoError(t, files.Close()) })
	s, err := instance.New(instance.Options{Config: c, Database: d.Database, Hub: hub, Files: files, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	return h.URL, hub
}

// post asks a server with a token, "" for none.
func post(t *testing.T, address, token, query string) (*http.Response, string) {
	t.Helper()
	text, err := json.Marshal(map[string]string{"query": query})
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/graphql", strings.NewReader(string(text)))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return w, string(body)
}

func TestThePublicReadsWithoutAProviderAndWritesNothing(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		address, _ := public(t, d)
		w, body := post(t, address, "", `{ viewer { name roles { role } } agency(code: "lao-cai") { name } }`)
		assert.Equal(t, http.StatusOK, w.StatusCode)
		assert.Contains(t, body, `"name":"Tỉnh Lào Cai"`)
		assert.NotContains(t, body, `"errors"`)
		d.Statements().Reset()
		for what, mutation := range map[string]string{
			"figures":    `putFigures(input: {agency: "lao-cai", window: "2023-Q1", cells: [{code: "1.1", value: "1"}]}) { userErrors { code } }`,
			"a workbook": `createWorkbook(input: {agency: "lao-cai", window: "2023-Q1"}) { userErrors { code } }`,
			"a role":     `grantRole(input: {subject: "https://id.example#1", role: ADMIN, agency: "lao-cai"}) { userErrors { code } }`,
		} {
			_, body := post(t, address, "", "mutation { "+mutation+" }")
			assert.Regexp(t, `"code":"(NOT_ALLOWED|FORBIDDEN|NOT_FOUND)"`, body, what)
		}
		assert.Empty(t, d.Statements().Writes())
		for path, want := range map[string]int{"/readyz": 200, "/": 200, "/personas": 404, "/evidence": 404, "/workbooks": 404} {
			w, err := http.Get(address + path)
			require.NoError(t, err)
			w.Body.Close()
			assert.Equal(t, want, w.StatusCode, path)
		}
	})
}

// A token that is good elsewhere, over the same database, is good for nothing
// here: whoever sends one is told, and not taken for the public.
func TestNobodySignsInWhereAllAreThePublic(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		var made struct{ CreateMachineToken struct{ Secret string } }
		s.As("admin").Get(t, `mutation($in: CreateMachineTokenInput!) { createMachineToken(input: $in) { secret } }`, map[string]any{"in": map[string]any{
			"name": "Máy", "agency": "lao-cai", "role": "REPORTER", "scopes": []string{"READ"}, "expiresAt": s.Clock.Now().Add(time.Hour)}}, &made)
		require.NotEmpty(t, made.CreateMachineToken.Secret)
		address, _ := public(t, d)
		for name, token := range map[string]string{
			"a machine's":   made.CreateMachineToken.Secret,
			"a person's":    s.As("admin").Token(t),
			"of no meaning": "abc",
		} {
			w, body := post(t, address, token, `{ viewer { name } }`)
			assert.Equal(t, http.StatusUnauthorized, w.StatusCode, name)
			assert.Contains(t, body, "UNAUTHENTICATED", name)
			assert.Contains(t, body, "ask without a token", name)
			assert.Contains(t, w.Header.Get("WWW-Authenticate"), `error="invalid_token"`, name)
			assert.NotContains(t, body, token, name)
		}
	})
}

func TestThePublicListensToWhatIsPublished(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		address, hub := public(t, d)
		dial := func(hello string) *websocket.Conn {
			dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
			conn, resp, err := dialer.Dial(strings.Replace(address, "http", "ws", 1)+"/graphql", nil)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			t.Cleanup(func() { conn.Close() })
			require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(hello)))
			return conn
		}
		conn := dial(`{"type":"connection_init"}`)
		_, text, err := conn.ReadMessage()
		require.NoError(t, err)
		require.JSONEq(t, `{"type":"connection_ack"}`, string(text))
		require.NoError(t, conn.WriteMessage(websocket.TextMessage,
			[]byte(`{"type":"subscribe","id":"1","payload":{"query":"subscription { progressChanged(window: \"2023-Q1\") { kind progress { owed } } }"}}`)))
		heard := make(chan string, 1)
		go func() {
			_, text, err := conn.ReadMessage()
			heard <- string(text)
			assert.NoError(t, err)
		}()
		require.Eventually(t, func() bool { hub.Refetch(); return len(heard) > 0 }, 20*time.Second, 10*time.Millisecond)
		assert.Contains(t, <-heard, `"kind":"REFETCH"`)

		_, _, err = dial(`{"type":"connection_init","payload":{"authorization":"Bearer abc"}}`).ReadMessage()
		var closed *websocket.CloseError
		require.ErrorAs(t, err, &closed)
		assert.Equal(t, 4403, closed.Code)
		assert.Contains(t, closed.Text, "ask without a token")
	})
}
