package link_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/link"
)

const (
	secret   = "0123456789abcdef0123456789abcdef"
	download = "evidence.download"
	upload   = "evidence.upload"
	lan      = "https://id.example.vn|lan"
)

// noon is the time at which the tests' links are made.
var noon = time.Date(2023, 4, 2, 5, 0, 0, 0, time.UTC)

type claims struct {
	Agency string `json:"agency"`
	Window string `json:"window,omitempty"`
}

func signer(t *testing.T, at time.Time) *link.Signer {
	t.Helper()
	s, err := link.New([]byte(secret), "https://tiendo.example.vn/api", 5*time.Minute, func() time.Time { return at })
	require.NoError(t, err)
	return s
}

func token(t *testing.T, l link.Link) string {
	t.Helper()
	u, err := url.Parse(l.URL)
	require.NoError(t, err)
	return u.RawQuery
}

func TestALinkNamesItsPersonItsClaimsAndItsEnd(t *testing.T) {
	s := signer(t, noon)
	l, err := s.Sign(download, "/evidence", lan, claims{"hanoi", "2023-Q1"})
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(l.URL, "https://tiendo.example.vn/api/evidence?"), l.URL)
	assert.Equal(t, noon.Add(5*time.Minute), l.ExpiresAt)

	var got claims
	grant, err := s.Verify(download, token(t, l), &got)
	require.NoError(t, err)
	assert.Equal(t, claims{"hanoi", "2023-Q1"}, got)
	assert.Equal(t, link.Grant{Subject: lan, ExpiresAt: noon.Add(5 * time.Minute)}, grant)

	_, err = s.Verify(download, token(t, l), nil)
	assert.NoError(t, err, "somebody may not care about the claims")
}

func TestALinkEndsToTheMillisecond(t *testing.T) {
	l, err := signer(t, noon.Add(900*time.Microsecond)).Sign(download, "/evidence", lan, nil)
	require.NoError(t, err)
	assert.Equal(t, noon.Add(5*time.Minute), l.ExpiresAt, "the end is as exact as the token")

	_, err = signer(t, l.ExpiresAt.Add(-time.Nanosecond)).Verify(download, token(t, l), nil)
	require.NoError(t, err)

	got := claims{Agency: "before"}
	_, err = signer(t, l.ExpiresAt).Verify(download, token(t, l), &got)
	var expired *link.ExpiredError
	require.ErrorAs(t, err, &expired)
	assert.Equal(t, l.ExpiresAt, expired.At)
	assert.EqualError(t, err, "link: expired at 2023-04-02T05:05:00Z")
	assert.NotErrorIs(t, err, link.ErrInvalid)
	assert.Equal(t, "before", got.Agency, "claims of a late link are not handed out")
}

func TestTamperingWithAnyByteIsNoticed(t *testing.T) {
	s := signer(t, noon)
	l, err := s.Sign(download, "/evidence", lan, claims{"hanoi", "2023-Q1"})
	require.NoError(t, err)
	good := token(t, l)
	for at := range len(good) {
		for _, c := range []byte("AQgwBR.-_=\n\x00\xff") {
			if good[at] == c {
				continue
			}
			bad := good[:at] + string([]byte{c}) + good[at+1:]
			_, err = s.Verify(download, bad, nil)
			require.ErrorIs(t, err, link.ErrInvalid, "byte %d as %q", at, c)

			_, err = s.Verify(download, good[:at]+string([]byte{c})+good[at:], nil)
			require.ErrorIs(t, err, link.ErrInvalid, "%q put before byte %d", c, at)
		}
		_, err = s.Verify(download, good[:at]+good[at+1:], nil)
		require.ErrorIs(t, err, link.ErrInvalid, "without byte %d", at)
		_, err = s.Verify(download, good[:at], nil)
		require.ErrorIs(t, err, link.ErrInvalid, "cut off at byte %d", at)
	}
	for _, tail := range []string{"\n", "=", ".", "&x=1", good} {
		_, err = s.Verify(download, good+tail, nil)
		require.ErrorIs(t, err, link.ErrInvalid, "followed by %q", tail)
	}
	_, err = s.Verify(download, good, nil)
	require.NoError(t, err, "the token itself is good")
}

func TestWhatIsNoLinkOfThisServer(t *testing.T) {
	s := signer(t, noon)
	l, err := s.Sign(download, "/evidence", lan, claims{Agency: "hanoi"})
	require.NoError(t, err)
	other, err := link.New([]byte("f"+secret[1:]), "https://tiendo.example.vn/api", time.Minute, func() time.Time { return noon })
	require.NoError(t, err)
	forged, err := other.Sign(download, "/evidence", lan, claims{Agency: "hanoi"})
	require.NoError(t, err)
	late := signer(t, noon.Add(time.Hour))

	for name, verify := range map[string]func() error{
		"a download link does not upload":        func() error { _, err := s.Verify(upload, token(t, l), nil); return err },
		"nor when it is late":                    func() error { _, err := late.Verify(upload, token(t, l), nil); return err },
		"a link without a purpose does not pass": func() error { _, err := s.Verify("", token(t, l), nil); return err },
		"a link of another secret":               func() error { _, err := s.Verify(download, token(t, forged), nil); return err },
		"a late link of another secret":          func() error { _, err := late.Verify(download, token(t, forged), nil); return err },
		"an empty token":                         func() error { _, err := s.Verify(download, "", nil); return err },
		"a dot":                                  func() error { _, err := s.Verify(download, ".", nil); return err },
		"more than a token may have": func() error {
			_, err := s.Verify(download, strings.Repeat("A", link.MaxToken+1), nil)
			return err
		},
		"claims that say more than is understood": func() error {
			var fewer struct{ Window string }
			_, err := s.Verify(download, token(t, l), &fewer)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { assert.ErrorIs(t, verify(), link.ErrInvalid) })
	}
}

func TestATokenTooLongIsNotEvenRead(t *testing.T) {
	s := signer(t, noon)
	long := strings.Repeat("A", link.MaxToken) + "."
	assert.Zero(t, testing.AllocsPerRun(10, func() { _, _ = s.Verify(download, long, nil) }))
	assert.NotZero(t, testing.AllocsPerRun(10, func() { _, _ = s.Verify(download, long[1:], nil) }), "one as long as allowed is")
}

// The seed is fixed, so that a case that fails does so again.
func TestWhatIsSignedComesBack(t *testing.T) {
	random := rand.New(rand.NewPCG(942, 2023))
	text := func(most int) string {
		runes := []rune("aZ09 .-_/?&=%\"\\<>\n\x00đĐệ本😀\u202e")
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteRune(runes[random.IntN(len(runes))])
		}
		return b.String()
	}
	for range 2000 {
		at := time.UnixMilli(random.Int64N(4e12))
		s := signer(t, at)
		purpose, subject := text(20), text(40)
		want := map[string]any{}
		for range random.IntN(6) {
			want[text(10)] = text(20)
		}
		l, err := s.Sign(purpose, "/x/y", subject, want)
		require.NoError(t, err)
		got := map[string]any{}
		grant, err := s.Verify(purpose, token(t, l), &got)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, subject, grant.Subject)
		require.Equal(t, l.ExpiresAt, grant.ExpiresAt)
		_, err = s.Verify(purpose+"x", token(t, l), nil)
		require.ErrorIs(t, err, link.ErrInvalid)
	}
}

func TestSignRefusesWhatItCouldNotKeep(t *testing.T) {
	s := signer(t, noon)
	for name, tc := range map[string]struct {
		purpose, path, subject string
		claims                 any
		want                   string
	}{
		"nobody to hand it to":        {download, "/x", "", nil, "link: subject: expected"},
		"a subject that is no text":   {download, "/x", "lan\xff", nil, "link: subject: expected"},
		"no purpose":                  {"", "/x", lan, nil, "link: purpose: expected"},
		"a purpose that is no text":   {"\xff", "/x", lan, nil, "link: purpose: expected"},
		"a relative path":             {download, "x", lan, nil, `link: path "x": expected`},
		"a path that climbs":          {download, "/../x", lan, nil, `link: path "/../x": expected`},
		"a path with a query":         {download, "/x?y", lan, nil, `link: path "/x?y": expected`},
		"a path with an escape":       {download, "/%2e%2e/x", lan, nil, "link: path"},
		"claims that are no JSON":     {download, "/x", lan, func() {}, "link: claims: json"},
		"claims too long for address": {download, "/x", lan, strings.Repeat("x", link.MaxToken), "expected claims for at most 2048"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Sign(tc.purpose, tc.path, tc.subject, tc.claims)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestNewRefusesWeakSettings(t *testing.T) {
	for name, tc := range map[string]struct {
		secret, base string
		lifetime     time.Duration
		want         string
	}{
		"a short secret":            {secret[1:], "https://x", time.Minute, "link: secret of 31 bytes: expected at least 32"},
		"no lifetime":               {secret, "https://x", 0, "link: lifetime 0s: expected"},
		"a negative lifetime":       {secret, "https://x", -time.Minute, "link: lifetime -1m0s: expected"},
		"a lifetime beyond the day": {secret, "https://x", link.MaxLifetime + 1, "link: lifetime"},
		"a base without a host":     {secret, "/api", time.Minute, "link: base address: expected"},
		"a base of another scheme":  {secret, "ftp://x", time.Minute, "link: base address: expected"},
		"a base with a query":       {secret, "https://x?y", time.Minute, "link: base address: expected"},
		"a base with an empty one":  {secret, "https://x?", time.Minute, "link: base address: expected"},
		"a base with a fragment":    {secret, "https://x#y", time.Minute, "link: base address: expected"},
		"a base with a password":    {secret, "https://u:s3cret@x", time.Minute, "link: base address: expected"},
		"a base that is no address": {secret, "https://u:s3cret@x:y", time.Minute, "link: base address: expected"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := link.New([]byte(tc.secret), tc.base, tc.lifetime, nil)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func TestTheSystemsClockIsTheDefault(t *testing.T) {
	s, err := link.New([]byte(secret), "http://localhost:8080", link.MaxLifetime, nil)
	require.NoError(t, err)
	l, err := s.Sign(upload, "/upload", lan, nil)
	require.NoError(t, err)
	assert.True(t, l.ExpiresAt.After(time.Now()))
	_, err = s.Verify(upload, token(t, l), nil)
	assert.NoError(t, err)
}

// The key is made from the secret, which may be in use elsewhere: what is signed
// with the one must not pass for the other.
func TestTheSecretItselfSignsNoLink(t *testing.T) {
	l, err := signer(t, noon).Sign(download, "/x", lan, nil)
	require.NoError(t, err)
	payload, sum, _ := strings.Cut(token(t, l), ".")
	assert.NotEqual(t, sum, hmacOf(secret, payload))
}

func TestNoKeyIsEverPrinted(t *testing.T) {
	s := signer(t, noon)
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "signer", s, "value", *s)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "signer", s, "value", *s)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb, s)
		fmt.Fprintf(&out, verb, *s)
	}
	_ = json.NewEncoder(&out).Encode(s)
	for _, key := range keyForms(t) {
		assert.NotContains(t, out.String(), key)
	}
}
