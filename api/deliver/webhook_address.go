package deliver

import (
	"errors"
	"net/netip"
	"slices"
	"syscall"
)

// ErrAddress is an endpoint at an address that this server does not connect to.
// It does not say which: whoever registers endpoints could read our name server
// with it.
var ErrAddress = errors.New("the host has an address that is not a public one")

// notPublic are the networks that are no way to somebody else's server although
// they look like ordinary addresses (IANA's special-purpose registries). Some of
// IPv6 lead back into IPv4, private addresses included.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by the customers of a carrier (CGNAT)
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

// publicIPv6 is all of IPv6 that was ever handed out for use between networks.
var publicIPv6 = netip.MustParsePrefix("2000::/3")

// public reports an address of the open internet.
func public(addr netip.Addr) bool {
	if !addr.IsGlobalUnicast() || addr.IsPrivate() || addr.Is6() && !publicIPv6.Contains(addr) {
		return false
	}
	return !slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// guard says which addresses may be connected to.
type guard struct {
	loopback bool
	networks []netip.Prefix
}

func (g guard) allows(addr netip.Addr) bool {
	if !addr.IsValid() || addr.Is4In6() || addr.IsUnspecified() || addr.IsMulticast() {
		return false // nothing can be made of these, whoever asks
	}
	if g.loopback && addr.IsLoopback() || public(addr) {
		return true
	}
	return slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// control stops a connection before its first packet. It sees the address that
// is really connected to, so a name that resolves differently the second time
// gains nothing.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !g.allows(target.Addr()) {
		return ErrAddress
	}
	return nil
}
