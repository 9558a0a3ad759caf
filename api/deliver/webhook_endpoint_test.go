package deliver_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestAFaultyEndpointIsRefused(t *testing.T) {
	safe := deliver.WebhookSettings{}
	development := deliver.WebhookSettings{Loopback: true}
	good := "https://example.vn/hook"
	for name, tc := range map[string]struct {
		settings deliver.WebhookSettings
		endpoint deliver.Endpoint
		want     string
	}{
		"http":                           {safe, endpoint("http://example.vn"), "url: expected the scheme https"},
		"http to this machine":           {safe, endpoint("http://localhost"), "url: expected the scheme https"},
		"http elsewhere in development":  {development, endpoint("http://example.vn"), "url: expected the scheme https"},
		"another scheme":                 {development, endpoint("ftp://localhost"), "url: expected the scheme https"},
		"no scheme":                      {safe, endpoint("example.vn/t0p"), "url: expected the scheme https"},
		"no host":                        {safe, endpoint("https:///t0p"), "url: expected a host"},
		"a user":                         {safe, endpoint("https://lan:t0p@example.vn"), "url: expected no user"},
		"a fragment":                     {safe, endpoint("https://example.vn#t0p"), "url: expected no #fragment"},
		"a port beyond":                  {safe, endpoint("https://example.vn:65536"), "url: expected a port"},
		"a URL that cannot be read":      {safe, endpoint("https://exa mple.vn/t0p"), "url: expected https://"},
		"a private address":              {safe, endpoint("https://10.0.0.1"), deliver.ErrAddress.Error()},
		"no secret":                      {safe, deliver.Endpoint{URL: good}, "secret: expected"},
		"a secret without its prefix":    {safe, deliver.Endpoint{URL: good, Secret: vectorSecret[6:]}, "secret: expected"},
		"a secret that is not base64":    {safe, deliver.Endpoint{URL: good, Secret: "whsec_t0p"}, "secret: expected"},
		"a secret of 23 bytes":           {safe, deliver.Endpoint{URL: good, Secret: secretOf(23)}, "secret: expected"},
		"a secret of 65 bytes":           {safe, deliver.Endpoint{URL: good, Secret: secretOf(65)}, "secret: expected"},
		"a secret and a URL, both wrong": {safe, deliver.Endpoint{URL: "http://h", Secret: "t0p"}, "https\nsecret: expected"},
	} {
		t.Run(name, func(t *testing.T) {
			w := deliver.NewWebhooks(tc.settings)
			require.ErrorContains(t, w.Check(tc.endpoint), tc.want)
			err := w.Post(t.Context(), tc.endpoint, "msg_1", sentAt, nil)
			require.ErrorContains(t, err, tc.want)
			assert.False(t, deliver.Retryable(err))
			assert.NotContains(t, err.Error(), "t0p")
		})
	}
	for _, url := range []string{good, "https://example.vn:8443/a?b=c", "https://1.1.1.1", "https://[2606:4700::1111]/"} {
		assert.NoError(t, deliver.NewWebhooks(safe).Check(endpoint(url)), url)
	}
	for _, secret := range []deliver.Secret{secretOf(24), secretOf(64), deliver.NewSigningSecret()} {
		assert.NoError(t, deliver.NewWebhooks(safe).Check(deliver.Endpoint{URL: good, Secret: secret}))
	}
	for _, url := range []string{"http://localhost:8080", "http://127.0.0.1", "http://[::1]/", "https://localhost"} {
		assert.NoError(t, deliver.NewWebhooks(development).Check(endpoint(url)), url)
	}
}

func TestAFaultyIDIsRefused(t *testing.T) {
	for _, id := range []string{"", "a.b", "a b", "a\r\nX-B: c", "số", strings.Repeat("a", 256)} {
		err := deliver.NewWebhooks(deliver.WebhookSettings{}).Post(t.Context(), endpoint("https://example.vn"), id, sentAt, nil)
		require.ErrorContains(t, err, "webhook-id")
		assert.False(t, deliver.Retryable(err))
	}
}

func TestOnlyNamedNetworksAreExceptions(t *testing.T) {
	r := receive(t, answer(200))
	w := deliver.NewWebhooks(deliver.WebhookSettings{
		Roots: r.roots, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("0.0.0.0/0")},
	})
	require.NoError(t, post(t, w, r.URL))
	assert.ErrorContains(t, w.Check(endpoint("http://127.0.0.1")), "expected the scheme https", "http is for development")
	for _, host := range []string{"[::1]", "[fd00::1]", "0.0.0.0", "224.0.0.1", "[::ffff:127.0.0.1]"} {
		assert.ErrorIs(t, w.Check(endpoint("https://"+host)), deliver.ErrAddress, host)
	}
}
