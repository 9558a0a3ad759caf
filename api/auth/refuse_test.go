package auth_test

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
)

// assertRefused asserts that a credential was refused, and that the refusal can
// stand in a header.
func assertRefused(t *testing.T, err error, want string) {
	t.Helper()
	var refusal *auth.Error
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, auth.InvalidToken, refusal.Code)
	assert.Contains(t, refusal.Error(), want)
	assert.Regexp(t, `^Bearer realm="tiendo", error="invalid_token", error_description="[ !#-\[\]-~]+"$`, refusal.Challenge())
}

func TestTokensThatAreRefused(t *testing.T) {
	s := newSignIn(t)
	s.makeKey(t, "unknown")
	verifier := s.verifier(t)
	now := s.clock.now()
	ordinary := s.token(t, "first", nil)
	parts := strings.Split(ordinary, ".")
	other := strings.Split(s.token(t, "first", map[string]any{"sub": "lan"}), ".")

	for name, tc := range map[string]struct{ raw, want string }{
		"nothing":                         {"", "no JWT"},
		"something else":                  {"s3cret", "no JWT"},
		"a machine's token":               {"tdm_" + strings.Repeat("A", 43), "no JWT"},
		"one without its signature":       {parts[0] + "." + parts[1] + ".", "not signed with a key of the provider"},
		"one with another's claims":       {parts[0] + "." + other[1] + "." + parts[2], "not signed with a key of the provider"},
		"one that just expired":           {s.token(t, "first", map[string]any{"exp": now.Add(-time.Minute).Unix()}), "has expired"},
		"one that expired long ago":       {s.token(t, "first", map[string]any{"exp": -1e300}), "has expired"},
		"one that never expires":          {s.token(t, "first", map[string]any{"exp": nil}), "when it expires"},
		"one that expires in words":       {s.token(t, "first", map[string]any{"exp": "9999999999"}), "when it expires"},
		"one that does not hold yet":      {s.token(t, "first", map[string]any{"nbf": now.Add(61 * time.Second).Unix()}), "does not hold yet"},
		"one that never holds":            {s.token(t, "first", map[string]any{"nbf": 1e300}), "does not hold yet"},
		"one that begins in words":        {s.token(t, "first", map[string]any{"nbf": "9999999999"}), "when it begins"},
		"one of another issuer":           {s.token(t, "first", map[string]any{"iss": "https://id.example.vn"}), "another provider"},
		"one of an issuer with a slash":   {s.token(t, "first", map[string]any{"iss": s.URL + "/"}), "another provider"},
		"one without an issuer":           {s.token(t, "first", map[string]any{"iss": nil}), "another provider"},
		"one for another program":         {s.token(t, "first", map[string]any{"aud": "tiendo-mobile"}), "another program"},
		"one for other programs":          {s.token(t, "first", map[string]any{"aud": []string{"a", "b"}}), "another program"},
		"one for nobody":                  {s.token(t, "first", map[string]any{"aud": nil}), "another program"},
		"one without a subject":           {s.token(t, "first", map[string]any{"sub": nil}), "names no subject"},
		"one with an empty subject":       {s.token(t, "first", map[string]any{"sub": ""}), "names no subject"},
		"one with a blank subject":        {s.token(t, "first", map[string]any{"sub": " \u00a0"}), "names no subject"},
		"one with a NUL in the subject":   {s.token(t, "first", map[string]any{"sub": "hoa\x00"}), "characters that no subject has"},
		"one with a hidden character":     {s.token(t, "first", map[string]any{"sub": "hoa\u200b"}), "characters that no subject has"},
		"one with broken text":            {s.token(t, "first", map[string]any{"sub": "hoa\xff"}), "characters that no subject has"},
		"one with a decomposed subject":   {s.token(t, "first", map[string]any{"sub": "Ho\u0300a"}), "characters that no subject has"},
		"one with too long a subject":     {s.token(t, "first", map[string]any{"sub": strings.Repeat("a", 255-len(s.URL))}), "too long"},
		"one with a key nobody knows":     {s.token(t, "unknown", nil), "not signed with a key of the provider"},
		"one without any signature":       {unsigned(t, s), "no JWT that is signed"},
		"one signed with the public key":  {signedWithThePublicKey(t, s), "no JWT that is signed"},
		"one of the development mode":     {personaToken(t), "no JWT that is signed"},
		"one that names a key of its own": {withItsOwnKey(t, s), "not signed with a key of the provider"},
	} {
		t.Run(name, func(t *testing.T) {
			who, err := verifier.Verify(t.Context(), tc.raw)
			assert.Empty(t, who.Subject)
			assertRefused(t, err, tc.want)
			if len(tc.raw) > 8 {
				assert.NotContains(t, err.Error(), tc.raw[:8])
			}
		})
	}
	_, err := verifier.Verify(t.Context(), s.token(t, "first", map[string]any{"sub": strings.Repeat("a", 254-len(s.URL))}))
	assert.NoError(t, err, "the longest subject is accepted")
}

// A provider that offers to sign with a shared secret, or not at all, is not
// taken up on it.
func TestAlgorithmsThatProveNothingAreNeverAccepted(t *testing.T) {
	s := newSignIn(t)
	s.change(func(server *oidctest.Server) { server.Algorithms = []string{"none", "HS256", "ES256"} })
	verifier := s.verifier(t)
	for _, raw := range []string{unsigned(t, s), signedWithThePublicKey(t, s)} {
		_, err := verifier.Verify(t.Context(), raw)
		assertRefused(t, err, "no JWT that is signed")
	}
	_, err := verifier.Verify(t.Context(), s.token(t, "first", nil))
	assert.NoError(t, err)
}

// claimsOf are the claims of an ordinary token, for the other JWT library.
func claimsOf(s *signIn) jwt.MapClaims {
	return jwt.MapClaims{"iss": s.URL, "aud": "tiendo", "sub": "hoa", "exp": s.clock.now().Add(time.Hour).Unix()}
}

func unsigned(t *testing.T, s *signIn) string {
	t.Helper()
	raw, err := jwt.NewWithClaims(jwt.SigningMethodNone, claimsOf(s)).SignedString(jwt.UnsafeAllowNoneSignatureType)
	require.NoError(t, err)
	return raw
}

// signedWithThePublicKey takes what everybody can read for a shared secret.
func signedWithThePublicKey(t *testing.T, s *signIn) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(s.keys["first"].Public())
	require.NoError(t, err)
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claimsOf(s))
	token.Header["kid"] = "first"
	raw, err := token.SignedString(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	require.NoError(t, err)
	return raw
}

// withItsOwnKey brings the address of the key along that it is signed with.
func withItsOwnKey(t *testing.T, s *signIn) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claimsOf(s))
	token.Header["kid"], token.Header["jku"] = "first", s.URL+"/keys"
	raw, err := token.SignedString(s.makeKey(t, "smuggled"))
	require.NoError(t, err)
	return raw
}

func personaToken(t *testing.T) string {
	t.Helper()
	raw, err := auth.NewDevelopment(developmentKey, newClock().now).Token(auth.Personas()[0])
	require.NoError(t, err)
	return raw
}
