package instance_test

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/instance"
)

// ask asks an instance who is asking, with an Authorization header.
func ask(t *testing.T, o instance.Options, authorization string) (*http.Response, string) {
	t.Helper()
	o.Config = config.Default()
	s, err := instance.New(o)
	require.NoError(t, err)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/graphql", strings.NewReader(`{"query": "{ viewer { name } }"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", authorization)
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return w, string(body)
}

func TestWhileTheProviderIsDownNobodyIsTakenForThePublic(t *testing.T) {
	settings := config.Default().Auth
	settings.Issuer, settings.Audience = "http://127.0.0.1:1", "tiendo" // a port on which nothing listens
	provider, err := auth.NewProvider(settings, time.Now)
	require.NoError(t, err)
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	token := part(`{"alg":"RS256"}`) + "." + part(`{"sub":"1"}`) + "." + part("x")
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		log := &apitest.Log{}
		w, body := ask(t, instance.Options{Database: d.Database, Provider: provider, Logger: slog.New(slog.NewJSONHandler(log, nil))}, "Bearer "+token)
		assert.Equal(t, http.StatusServiceUnavailable, w.StatusCode)
		assert.Contains(t, body, `"code":"UNAVAILABLE"`)
		assert.NotContains(t, body, "127.0.0.1:1")
		assert.Contains(t, log.String(), "127.0.0.1:1", "the log says which")
		assert.NotContains(t, log.String(), token)
	})
}

func TestWithoutAProviderNobodysTokenIsGood(t *testing.T) {
	d := apitest.SQLite(t)
	w, body := ask(t, instance.Options{Database: d.Database, Logger: slog.New(slog.DiscardHandler)}, "Bearer abc")
	assert.Equal(t, http.StatusUnauthorized, w.StatusCode)
	assert.Contains(t, body, "UNAUTHENTICATED")
}
