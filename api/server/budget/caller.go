package budget

import (
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the addresses of proxies whose word about their clients is taken.
type Proxies []netip.Prefix

func (p Proxies) has(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// Client is the address that a request comes from: the peer or, where that is a
// known proxy, the last address of X-Forwarded-For that is none. What stands
// before it is the client's own word. Of an IPv6 address only the network counts:
// one household has as many addresses as it likes.
func (p Proxies) Client(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr // not TCP: all of it is one caller
	}
	client := peer.Addr().Unmap()
	hops := r.Header.Values("X-Forwarded-For")
	for n := len(hops) - 1; n >= 0; n-- {
		line := strings.Split(hops[n], ",")
		for i := len(line) - 1; i >= 0; i-- {
			if !p.has(client) {
				return network(client)
			}
			hop, err := netip.ParseAddr(strings.TrimSpace(line[i]))
			if err != nil {
				return network(client)
			}
			client = hop.Unmap()
		}
	}
	return network(client)
}

func network(addr netip.Addr) string {
	if addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}
