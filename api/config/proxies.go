package config

import (
	"net/netip"
	"strings"
)

// Proxies are the ranges of TrustedProxies; an address alone is a range of one.
func (h HTTP) Proxies() []netip.Prefix {
	proxies, _ := parseProxies(h.TrustedProxies) // what was loaded is well formed
	return proxies
}

func parseProxies(text string) (proxies []netip.Prefix, ok bool) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			addr, err := netip.ParseAddr(part)
			if err != nil || addr.Zone() != "" {
				return nil, false
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, true
}

func validProxies(s string) bool {
	_, ok := parseProxies(s)
	return ok
}
