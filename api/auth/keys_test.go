package auth_test

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
)

const (
	discoveryPath = "/.well-known/openid-configuration"
	keysPath      = "/keys"
)

// assertUnavailable asserts that nothing was said about the token.
func assertUnavailable(t *testing.T, err error, want string) {
	t.Helper()
	var unavailable *auth.Unavailable
	require.ErrorAs(t, err, &unavailable)
	assert.Contains(t, err.Error(), want)
	assert.NotErrorAs(t, err, new(*auth.Error))
}

func TestKeysAreFetchedOnceAndAgainWhenTheyChange(t *testing.T) {
	s := newSignIn(t)
	verifier := s.verifier(t)
	first := s.token(t, "first", nil)
	for range 3 {
		_, err := verifier.Verify(t.Context(), first)
		require.NoError(t, err)
	}
	assert.Equal(t, 1, s.count(discoveryPath))
	assert.Equal(t, 1, s.count(keysPath))

	s.clock.move(time.Minute)
	s.publish(t, "second")
	_, err := verifier.Verify(t.Context(), s.token(t, "second", nil))
	require.NoError(t, err)
	assert.Equal(t, 2, s.count(keysPath))

	_, err = verifier.Verify(t.Context(), first)
	assertRefused(t, err, "not signed with a key of the provider")
}

func TestMadeUpTokensDoNotFloodTheProvider(t *testing.T) {
	s := newSignIn(t)
	s.makeKey(t, "unknown")
	verifier := s.verifier(t)
	madeUp := s.token(t, "unknown", nil)
	refuse := func() {
		t.Helper()
		_, err := verifier.Verify(t.Context(), madeUp)
		assertRefused(t, err, "not signed with a key of the provider")
	}
	for range 10 {
		refuse()
	}
	assert.Equal(t, 1, s.count(keysPath))
	s.clock.move(4999 * time.Millisecond)
	refuse()
	assert.Equal(t, 1, s.count(keysPath))
	s.clock.move(time.Millisecond)
	refuse()
	assert.Equal(t, 2, s.count(keysPath))
}

// gone hangs up on everybody.
func gone(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }

func TestAProviderThatComesBackIsUsed(t *testing.T) {
	s := newSignIn(t)
	s.fail(gone)
	verifier := s.verifier(t)
	raw := s.token(t, "first", nil)
	for range 2 {
		_, err := verifier.Verify(t.Context(), raw)
		assertUnavailable(t, err, s.URL)
		assert.NotContains(t, err.Error(), raw)
	}
	s.fail(nil)
	_, err := verifier.Verify(t.Context(), raw)
	require.NoError(t, err)

	s.fail(gone)
	_, err = verifier.Verify(t.Context(), raw)
	require.NoError(t, err, "its keys are here already")
}

func TestFaultsOfTheProviderAreNotTheTokens(t *testing.T) {
	answer := func(path string, status int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != path {
				return false
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
	for name, tc := range map[string]struct {
		fault func(http.ResponseWriter, *http.Request) bool
		want  string
	}{
		"it is in trouble":                {answer(discoveryPath, 500, "oh"), "500"},
		"it is another provider":          {answer(discoveryPath, 200, `{"issuer": "https://id.example.vn"}`), "did not match"},
		"it says nothing sensible":        {answer(discoveryPath, 200, "<html>"), "decode"},
		"it says far too much":            {answer(discoveryPath, 200, strings.Repeat(" ", 1<<20)+"{}"), "too large"},
		"its keys are in trouble":         {answer(keysPath, 503, "later"), "503"},
		"its keys are no keys":            {answer(keysPath, 200, "<html>"), "decode"},
		"its keys are far too many":       {answer(keysPath, 200, strings.Repeat(" ", 1<<20)+"{}"), "too large"},
		"its keys are nowhere":            {noKeys, "jwks_uri"},
		"its trouble is not told in full": {answer(discoveryPath, 500, strings.Repeat("a", 5000)), "500"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSignIn(t)
			s.fail(tc.fault)
			_, err := s.verifier(t).Verify(t.Context(), s.token(t, "first", nil))
			assertUnavailable(t, err, tc.want)
			assert.Less(t, len(err.Error()), 500)
		})
	}
}

func noKeys(w http.ResponseWriter, r *http.Request) bool {
	_ = json.NewEncoder(w).Encode(map[string]string{"issuer": "http://" + r.Host})
	return true
}

func TestAProviderThatHangsHoldsNobodyWhoLeaves(t *testing.T) {
	s := newSignIn(t)
	arrived, release := make(chan struct{}), make(chan struct{})
	s.fail(func(http.ResponseWriter, *http.Request) bool {
		arrived <- struct{}{}
		<-release
		return false
	})
	verifier := s.verifier(t)
	raw := s.token(t, "first", nil)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := verifier.Verify(ctx, raw)
		left <- err
	}()
	<-arrived
	leave()
	assert.ErrorIs(t, <-left, context.Canceled)

	// The question goes on, and its answer serves who comes next.
	s.fail(nil)
	close(release)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			_, err := verifier.Verify(t.Context(), raw)
			assert.NoError(t, err)
		})
	}
	all.Wait()
	assert.Equal(t, 1, s.count(discoveryPath))
}

func TestAProviderWithACertificateOfItsOwn(t *testing.T) {
	s := newSignIn(t)
	listener := httptest.NewUnstartedServer(s)
	listener.Config.ErrorLog = log.New(io.Discard, "", 0) // it is refused on purpose
	listener.StartTLS()
	t.Cleanup(listener.Close)
	s.URL = listener.URL
	s.change(func(server *oidctest.Server) { server.SetIssuer(s.URL) })
	raw := s.token(t, "first", nil)

	_, err := s.verifier(t).Verify(t.Context(), raw)
	assertUnavailable(t, err, "certificate")

	file := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: listener.Certificate().Raw}), 0o600))
	trusting := func(a *config.Auth) { a.CAFile = file }
	_, err = s.verifier(t, trusting).Verify(t.Context(), raw)
	require.NoError(t, err)

	// Keys that come over http could be anybody's.
	s.fail(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == discoveryPath {
			_ = json.NewEncoder(w).Encode(map[string]any{
				"issuer": s.URL, "jwks_uri": "http://" + r.Host + keysPath, "id_token_signing_alg_values_supported": []string{oidc.ES256},
			})
			return true
		}
		return false
	})
	_, err = s.verifier(t, trusting).Verify(t.Context(), raw)
	assertUnavailable(t, err, "refused to leave https")
}

func TestSettingsThatNoProviderCanBeMadeFrom(t *testing.T) {
	s := newSignIn(t)
	empty := filepath.Join(t.TempDir(), "empty.pem")
	require.NoError(t, os.WriteFile(empty, []byte("no certificate"), 0o600))
	for name, tc := range map[string]struct {
		change func(*config.Auth)
		want   string
	}{
		"no issuer":                         {func(a *config.Auth) { a.Issuer = "" }, "auth.issuer"},
		"no audience":                       {func(a *config.Auth) { a.Audience = "" }, "auth.audience"},
		"a file of authorities not there":   {func(a *config.Auth) { a.CAFile = "/no/such.pem" }, "/no/such.pem"},
		"a file of authorities without any": {func(a *config.Auth) { a.CAFile = empty }, "expected certificates in PEM"},
	} {
		t.Run(name, func(t *testing.T) {
			settings := s.settings()
			tc.change(&settings)
			_, err := auth.NewProvider(settings, s.clock.now)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}
