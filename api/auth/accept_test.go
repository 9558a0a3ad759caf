package auth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
)

func TestATokenNamesItsSubject(t *testing.T) {
	s := newSignIn(t)
	got, err := s.verifier(t).Verify(t.Context(), s.token(t, "first", nil))
	require.NoError(t, err)
	assert.Equal(t, auth.Identity{
		Subject: s.URL + "#hoa", Name: "Nguyễn Thị Hoa", Email: "hoa@example.vn",
		Expires: s.clock.now().Add(time.Hour).Local(),
	}, got)
}

func TestATokenIsAcceptedWithinItsTime(t *testing.T) {
	s := newSignIn(t)
	now := s.clock.now()
	for name, replaced := range map[string]map[string]any{
		"it expires in a second":               {"exp": now.Add(time.Second).Unix()},
		"it expired within the skew":           {"exp": now.Add(-59 * time.Second).Unix()},
		"it begins now":                        {"nbf": now.Unix()},
		"it begins within the skew":            {"nbf": now.Add(60 * time.Second).Unix()},
		"it holds for ever":                    {"exp": 1e300},
		"it has a fraction of a second":        {"exp": float64(now.Unix()) + 0.5},
		"it was made for this program as well": {"aud": []string{"another", "tiendo"}},
	} {
		t.Run(name, func(t *testing.T) {
			who, err := s.verifier(t).Verify(t.Context(), s.token(t, "first", replaced))
			require.NoError(t, err)
			assert.False(t, who.Expires.IsZero())
			assert.LessOrEqual(t, who.Expires.Year(), 10000)
		})
	}
}

func TestTheNameAndTheAddressToShow(t *testing.T) {
	for name, tc := range map[string]struct {
		replaced    map[string]any
		name, email string
	}{
		"the name":                              {nil, "Nguyễn Thị Hoa", "hoa@example.vn"},
		"the address, without a name":           {map[string]any{"name": nil}, "hoa@example.vn", "hoa@example.vn"},
		"the user name, without either":         {map[string]any{"name": nil, "email": nil, "preferred_username": "hoa.nt"}, "hoa.nt", ""},
		"the subject, without anything":         {map[string]any{"name": nil, "email": nil}, "hoa", ""},
		"a name that is a number is none":       {map[string]any{"name": 7}, "hoa@example.vn", "hoa@example.vn"},
		"a blank name is none":                  {map[string]any{"name": " \u200b "}, "hoa@example.vn", "hoa@example.vn"},
		"a name in parts is put together":       {map[string]any{"name": "Ho\u0300a"}, "H\u00f2a", "hoa@example.vn"},
		"a name stays on its line":              {map[string]any{"name": " Hoa\r\nX-Role:\tadmin\u0000\u202e "}, "Hoa X-Role: admin", "hoa@example.vn"},
		"a long name is cut between characters": {map[string]any{"name": strings.Repeat("ễ", 100)}, strings.Repeat("ễ", 85), "hoa@example.vn"},
		"two addresses are none":                {map[string]any{"email": "a@example.vn, b@example.vn"}, "Nguyễn Thị Hoa", ""},
		"an address with a name is none":        {map[string]any{"email": "Hoa <hoa@example.vn>"}, "Nguyễn Thị Hoa", ""},
		"an address with a hidden line is none": {map[string]any{"email": "hoa\u0085@example.vn"}, "Nguyễn Thị Hoa", ""},
		"an address too long is none":           {map[string]any{"email": strings.Repeat("a", 244) + "@example.vn"}, "Nguyễn Thị Hoa", ""},
		"an address with a header is none":      {map[string]any{"email": "a@example.vn\r\nBcc: b@example.vn"}, "Nguyễn Thị Hoa", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSignIn(t)
			who, err := s.verifier(t).Verify(t.Context(), s.token(t, "first", tc.replaced))
			require.NoError(t, err)
			assert.Equal(t, tc.name, who.Name)
			assert.Equal(t, tc.email, who.Email)
			assert.Equal(t, s.URL+"#hoa", who.Subject)
		})
	}
}

func TestClaimsHaveTheNamesTheSettingsSay(t *testing.T) {
	s := newSignIn(t)
	verifier := s.verifier(t, func(a *config.Auth) {
		a.SubjectClaim, a.NameClaim, a.EmailClaim = "staff.id", "https://example.vn/name", "staff.contact.mail"
	})
	staff := map[string]any{"id": "CB-017", "contact": map[string]any{"mail": "cb017@example.vn"}}
	who, err := verifier.Verify(t.Context(), s.token(t, "first", map[string]any{"staff": staff, "https://example.vn/name": "Trần Văn Minh"}))
	require.NoError(t, err)
	assert.Equal(t, s.URL+"#CB-017", who.Subject)
	assert.Equal(t, "Trần Văn Minh", who.Name)
	assert.Equal(t, "cb017@example.vn", who.Email)

	for name, staff := range map[string]any{
		"not there": nil, "not an object": "CB-017", "a number": map[string]any{"id": 17}, "an object": map[string]any{"id": map[string]any{}},
	} {
		t.Run("the subject is "+name, func(t *testing.T) {
			_, err := verifier.Verify(t.Context(), s.token(t, "first", map[string]any{"staff": staff}))
			assertRefused(t, err, "names no subject")
		})
	}
}

func TestEveryAlgorithmOfTheProviderIsAccepted(t *testing.T) {
	s := newSignIn(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	s.change(func(server *oidctest.Server) {
		server.PublicKeys = append(server.PublicKeys, oidctest.PublicKey{PublicKey: key.Public(), KeyID: "rsa", Algorithm: oidc.RS256})
	})
	raw := oidctest.SignIDToken(key, "rsa", oidc.RS256, s.said(t, nil))

	_, err = s.verifier(t).Verify(t.Context(), raw)
	assertRefused(t, err, "signed the way the provider signs")

	// RS256 is what a provider has that names none.
	s.change(func(server *oidctest.Server) { server.Algorithms = nil })
	_, err = s.verifier(t).Verify(t.Context(), raw)
	require.NoError(t, err)
}
