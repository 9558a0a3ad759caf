package deliver_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/netip"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

// quiet takes the complaints of servers whose clients go away, as they should.
var quiet = log.New(io.Discard, "", 0)

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	w := deliver.NewWebhooks(deliver.WebhookSettings{})
	for name, hosts := range map[string][]string{
		"loopback":                {"127.0.0.1", "127.255.255.254", "[::1]"},
		"private":                 {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "[fc00::1]", "[fd12::1]"},
		"link-local":              {"169.254.169.254", "[fe80::1]", "[fe80::1%25eth0]"},
		"unspecified":             {"0.0.0.0", "[::]"},
		"this network":            {"0.1.2.3"},
		"multicast":               {"224.0.0.1", "239.255.255.255", "[ff02::1]", "[ff0e::1]"},
		"broadcast and reserved":  {"255.255.255.255", "240.0.0.1"},
		"shared by a carrier":     {"100.64.0.1", "100.127.255.255"},
		"IPv4 mapped into IPv6":   {"[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:1.1.1.1]", "[::ffff:7f00:1]"},
		"IPv4 inside IPv6":        {"[::127.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[2002:a00:1::]", "[2001:0:a00:1::1]"},
		"assigned to protocols":   {"192.0.0.1", "192.88.99.1", "[2001:1ff::1]", "[fec0::1]", "[100::1]", "[5f00::1]"},
		"documentation and tests": {"192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "[2001:db8::1]", "[3fff::1]"},
	} {
		for _, host := range hosts {
			assert.ErrorIs(t, w.Check(endpoint("https://"+host)), deliver.ErrAddress, "%s: %s", name, host)
		}
	}
	for _, host := range []string{
		"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1", "198.20.0.1",
		"113.160.0.1", "[2001:200::1]", "[2405:4800::1]", "[2a00::1]",
	} {
		assert.NoError(t, w.Check(endpoint("https://"+host)), host)
	}
}

func TestAMappedAddressIsRefusedWhereverItLeads(t *testing.T) {
	w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Networks: []netip.Prefix{netip.MustParsePrefix("::/0")}})
	assert.ErrorIs(t, w.Check(endpoint("https://[::ffff:127.0.0.1]")), deliver.ErrAddress)
	assert.ErrorIs(t, w.Check(endpoint("https://[::ffff:1.1.1.1]")), deliver.ErrAddress)
	assert.NoError(t, w.Check(endpoint("https://[::1]")))
}

func TestThisMachineIsNotConnectedToUnderAnyName(t *testing.T) {
	r := receive(t, answer(200))
	w := deliver.NewWebhooks(deliver.WebhookSettings{Roots: r.roots})
	for _, host := range []string{"127.0.0.1", "localhost"} {
		err := post(t, w, r.at(host))
		require.ErrorIs(t, err, deliver.ErrAddress, host)
		assert.False(t, deliver.Retryable(err))
		assert.NotContains(t, err.Error(), "t0p")
	}
	assert.Zero(t, r.hits.Load())
}

// A name that resolves to a public address when somebody looks, and to a private
// one when the connection is made.
func TestANameThatChangesItsAddressGainsNothing(t *testing.T) {
	for _, private := range []string{"127.0.0.1", "::1", "::ffff:127.0.0.1"} {
		r := receive(t, answer(200))
		resolver := resolve(t, "1.1.1.1", private)
		careful, err := resolver.LookupHost(t.Context(), "example.com")
		require.NoError(t, err)
		assert.Equal(t, []string{"1.1.1.1"}, careful)

		w := deliver.NewWebhooks(deliver.WebhookSettings{Roots: r.roots})
		w.Resolve(resolver)
		err = post(t, w, r.at("example.com"))
		require.ErrorIs(t, err, deliver.ErrAddress)
		assert.NotContains(t, err.Error(), private, "it says nothing about our names")
		assert.Zero(t, r.hits.Load())
	}
}

func TestAConnectionIsMadeToTheAddressThatWasJudged(t *testing.T) {
	r := receive(t, answer(200))
	w := deliver.NewWebhooks(deliver.WebhookSettings{Roots: r.roots, Loopback: true})
	w.Resolve(resolve(t, "127.0.0.1"))
	require.NoError(t, post(t, w, r.at("example.com")), "the tests above would reach it")
	assert.EqualValues(t, 1, r.hits.Load())
}

func TestAnUnknownNameIsWorthAnotherTry(t *testing.T) {
	w := deliver.NewWebhooks(deliver.WebhookSettings{})
	w.Resolve(resolve(t, ""))
	err := post(t, w, "https://example.com/t0p")
	require.EqualError(t, err, "webhook: example.com: there is no such name")
	assert.True(t, deliver.Retryable(err))
}

func TestABrokenNameServerIsNotGivenAway(t *testing.T) {
	w := deliver.NewWebhooks(deliver.WebhookSettings{})
	w.Resolve(&net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "udp", Err: io.ErrClosedPipe, Addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort("10.96.0.10:53"))}
	}})
	err := post(t, w, "https://example.com")
	require.EqualError(t, err, "webhook: example.com: the name could not be looked up")
	assert.True(t, deliver.Retryable(err))
}

// TestMain sets a proxy, which is never asked about localhost.
func TestAProxyOfTheEnvironmentIsNotUsed(t *testing.T) {
	require.NotEmpty(t, os.Getenv("HTTPS_PROXY"))
	r := receive(t, answer(200))
	w := deliver.NewWebhooks(deliver.WebhookSettings{Roots: r.roots, Loopback: true})
	w.Resolve(resolve(t, "127.0.0.1"))
	require.NoError(t, post(t, w, r.at("example.com")))
	assert.EqualValues(t, 1, r.hits.Load())
}
