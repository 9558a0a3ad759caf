package auth_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

var developmentKey = bytes.Repeat([]byte{7}, 32)

func TestEveryPersonaHasATokenOfItsOwn(t *testing.T) {
	c := newClock()
	d := auth.NewDevelopment(developmentKey, c.now)
	seen := map[string]bool{}
	for _, p := range auth.Personas() {
		raw, err := d.Token(p)
		require.NoError(t, err)
		who, err := d.Verify(t.Context(), raw)
		require.NoError(t, err)
		assert.Equal(t, auth.Identity{
			Subject: p.Subject, Name: p.Name, Email: p.Key + "@tiendo.example",
			Expires: time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC).Local(),
		}, who)
		assert.Equal(t, "tiendo-development#"+p.Key, who.Subject)
		assert.NotEmpty(t, p.NameEn)
		assert.False(t, seen[who.Subject], "two personas share %s", who.Subject)
		seen[who.Subject] = true
	}
	assert.Len(t, seen, 6)
}

func TestPersonasWorkAtAgenciesOfTheCatalogue(t *testing.T) {
	b, err := bundle.Embedded()
	require.NoError(t, err)
	known := map[string]bool{}
	for _, a := range b.Agencies {
		known[string(a.Code)] = true
	}
	for _, p := range auth.Personas() {
		assert.True(t, known[p.AgencyCode], "%s is at %q", p.Key, p.AgencyCode)
		assert.Contains(t, []string{"REPORTER", "REVIEWER", "COORDINATOR", "ADMIN", "INSPECTOR"}, p.Role)
	}
}

func TestAServerStartedAgainPrintsTheSameToken(t *testing.T) {
	c := newClock()
	p := auth.Personas()[0]
	token := func() string {
		raw, err := auth.NewDevelopment(developmentKey, c.now).Token(p)
		require.NoError(t, err)
		return raw
	}
	first := token()
	c.move(59 * time.Minute)
	assert.Equal(t, first, token())
	c.move(time.Minute)
	assert.NotEqual(t, first, token(), "a new day has a new token")
}

func TestAPersonasTokenEnds(t *testing.T) {
	c := newClock()
	d := auth.NewDevelopment(developmentKey, c.now)
	raw, err := d.Token(auth.Personas()[0])
	require.NoError(t, err)
	c.move(29 * 24 * time.Hour)
	_, err = d.Verify(t.Context(), raw)
	require.NoError(t, err)
	c.move(24 * time.Hour)
	_, err = d.Verify(t.Context(), raw)
	assertRefused(t, err, "has expired")
}

func TestDevelopmentModeRefusesWhatItDidNotIssue(t *testing.T) {
	s := newSignIn(t)
	d := auth.NewDevelopment(developmentKey, s.clock.now)
	persona := func(key []byte, p auth.Persona) string {
		raw, err := auth.NewDevelopment(key, s.clock.now).Token(p)
		require.NoError(t, err)
		return raw
	}
	good := persona(developmentKey, auth.Personas()[0])
	parts := strings.Split(good, ".")
	admin := strings.Split(persona(bytes.Repeat([]byte{8}, 32), auth.Personas()[4]), ".")
	// The key that tokens are really signed with, as somebody would have it who
	// found a way to choose what is signed.
	own := hmac.New(sha256.New, developmentKey)
	own.Write([]byte("tiendo-development"))
	sign := func(method jwt.SigningMethod, key any, replaced jwt.MapClaims) string {
		claims := jwt.MapClaims{"iss": "tiendo-development", "aud": "tiendo", "sub": "admin", "exp": s.clock.now().Add(time.Hour).Unix()}
		maps.Copy(claims, replaced)
		maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
		raw, err := jwt.NewWithClaims(method, claims).SignedString(key)
		require.NoError(t, err)
		return raw
	}
	for name, raw := range map[string]string{
		"nothing":                          "",
		"something else":                   "s3cret",
		"a machine's token":                "tdm_" + strings.Repeat("A", 43),
		"a provider's token":               s.token(t, "first", nil),
		"a token of another server":        persona(bytes.Repeat([]byte{8}, 32), auth.Personas()[0]),
		"another persona's claims":         parts[0] + "." + admin[1] + "." + parts[2],
		"a token without its signature":    parts[0] + "." + parts[1] + ".",
		"no algorithm":                     sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"the key itself, not made from it": sign(jwt.SigningMethodHS256, developmentKey, nil),
		"an algorithm with two keys":       sign(jwt.SigningMethodES256, s.keys["first"], nil),
		"an algorithm not agreed on":       sign(jwt.SigningMethodHS512, own.Sum(nil), nil),
		"a token of another issuer":        sign(jwt.SigningMethodHS256, own.Sum(nil), jwt.MapClaims{"iss": "tiendo"}),
		"a token for another program":      sign(jwt.SigningMethodHS256, own.Sum(nil), jwt.MapClaims{"aud": "links"}),
		"a token that never ends":          sign(jwt.SigningMethodHS256, own.Sum(nil), jwt.MapClaims{"exp": nil}),
		"a token that does not hold yet":   sign(jwt.SigningMethodHS256, own.Sum(nil), jwt.MapClaims{"nbf": s.clock.now().Add(time.Second).Unix()}),
	} {
		t.Run(name, func(t *testing.T) {
			who, err := d.Verify(t.Context(), raw)
			assert.Empty(t, who)
			assertRefused(t, err, "not one of this server's development mode")
		})
	}
	who, err := d.Verify(t.Context(), sign(jwt.SigningMethodHS256, own.Sum(nil), nil))
	require.NoError(t, err, "what the refused ones differ from")
	assert.Equal(t, "admin", who.Name, "who has no name is called by the key")
	_, err = d.Verify(t.Context(), good)
	require.NoError(t, err)
	_, err = d.Verify(t.Context(), persona(developmentKey, auth.Persona{Name: "Nobody"}))
	assertRefused(t, err, "names nobody")
}

func TestAKeyThatCanBeGuessedIsNoKey(t *testing.T) {
	for _, key := range [][]byte{nil, bytes.Repeat([]byte{7}, 31)} {
		assert.Panics(t, func() { auth.NewDevelopment(key, time.Now) })
	}
}
