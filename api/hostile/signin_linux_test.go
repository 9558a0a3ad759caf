package hostile

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/stretchr/testify/require"
)

// A provider signs people in, as in production: in development mode messages
// say more.
type provider struct {
	url string
	key *ecdsa.PrivateKey
}

const keyID, audience = "1", "tiendo"

func newProvider(t *testing.T) *provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	idp := &oidctest.Server{
		Algorithms: []string{oidc.ES256},
		PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: keyID, Algorithm: oidc.ES256}},
	}
	listener := httptest.NewServer(idp)
	t.Cleanup(listener.Close)
	idp.SetIssuer(listener.URL)
	return &provider{listener.URL, key}
}

// token is what somebody signs in with.
func (p *provider) token(t *testing.T, subject string) string {
	t.Helper()
	now := time.Now()
	claims, err := json.Marshal(map[string]any{
		"iss": p.url, "aud": audience, "sub": subject, "name": subject, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	require.NoError(t, err)
	return oidctest.SignIDToken(p.key, keyID, oidc.ES256, string(claims))
}
