package auth_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
)

// A clock goes when it is told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 4, 2, 23, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// A signIn is a provider on this machine, with its keys and its moods.
type signIn struct {
	URL   string
	clock *clock

	mu     sync.Mutex
	keys   map[string]crypto.Signer
	server oidctest.Server
	asked  map[string]int
	broken func(http.ResponseWriter, *http.Request) bool
}

// newSignIn starts a provider with the key "first".
func newSignIn(t *testing.T) *signIn {
	t.Helper()
	s := &signIn{clock: newClock(), keys: map[string]crypto.Signer{}, asked: map[string]int{}}
	listener := httptest.NewServer(s)
	t.Cleanup(listener.Close)
	s.URL = listener.URL
	s.server.SetIssuer(s.URL)
	s.server.Algorithms = []string{oidc.ES256}
	s.publish(t, "first")
	return s
}

func (s *signIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	broken := s.broken
	s.mu.Unlock()
	if broken != nil && broken(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.server.ServeHTTP(w, r)
}

// publish replaces the keys that the provider shows by a new one.
func (s *signIn) publish(t *testing.T, id string) {
	t.Helper()
	key := s.makeKey(t, id)
	s.change(func(server *oidctest.Server) {
		server.PublicKeys = []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: id, Algorithm: oidc.ES256}}
	})
}

// change alters what the provider says about itself and its keys.
func (s *signIn) change(how func(*oidctest.Server)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	how(&s.server)
}

// makeKey makes a key that the provider does not show.
func (s *signIn) makeKey(t *testing.T, id string) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	s.keys[id] = key
	return key
}

// fail breaks the provider's answers; nil mends them. fault reports whether it
// answered.
func (s *signIn) fail(fault func(http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = fault
}

// count is how often a path was asked for.
func (s *signIn) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

// settings are those of a server that trusts the provider.
func (s *signIn) settings() config.Auth {
	settings := config.Default().Auth
	settings.Issuer, settings.Audience = s.URL, "tiendo"
	return settings
}

// verifier is what the server verifies with; change alters its settings.
func (s *signIn) verifier(t *testing.T, change ...func(*config.Auth)) *auth.Provider {
	t.Helper()
	settings := s.settings()
	for _, c := range change {
		c(&settings)
	}
	p, err := auth.NewProvider(settings, s.clock.now)
	require.NoError(t, err)
	return p
}

// said are the claims of an ordinary token with some replaced; nil removes one.
func (s *signIn) said(t *testing.T, replaced map[string]any) string {
	t.Helper()
	claims := map[string]any{
		"iss": s.URL, "aud": "tiendo", "sub": "hoa", "name": "Nguyễn Thị Hoa", "email": "hoa@example.vn",
		"iat": s.clock.now().Unix(), "exp": s.clock.now().Add(time.Hour).Unix(),
	}
	maps.Copy(claims, replaced)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	text, err := json.Marshal(claims)
	require.NoError(t, err)
	return string(text)
}

// token is an ordinary token with some claims replaced, signed with a key.
func (s *signIn) token(t *testing.T, key string, replaced map[string]any) string {
	t.Helper()
	return oidctest.SignIDToken(s.keys[key], key, oidc.ES256, s.said(t, replaced))
}
