package deliver

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
)

// Endpoint is where a system receives its digests.
type Endpoint struct {
	// URL is https://…. It may hold a token, so no error repeats it.
	URL string
	// Secret signs the requests: "whsec_" and 24 to 64 bytes in base64, one for
	// each endpoint.
	Secret Secret
}

// Check reports every fault of an endpoint at once, without asking the network:
// call it where endpoints are registered. A name may still turn out to be at an
// address that Post refuses.
func (w *Webhooks) Check(endpoint Endpoint) error {
	_, err := endpoint.Secret.key()
	return errors.Join(w.checkURL(endpoint.URL), err)
}

func (w *Webhooks) checkURL(raw string) error {
	parsed, err := url.Parse(raw)
	if err != nil {
		return errors.New("url: expected https://host/path")
	}
	var faults []error
	fault := func(text string) { faults = append(faults, errors.New("url: "+text)) }
	host := parsed.Hostname()
	if parsed.Scheme != "https" && (parsed.Scheme != "http" || !w.guard.loopback || !loopbackHost(host)) {
		fault("expected the scheme https")
	}
	if host == "" || !printable(host) {
		fault("expected a host")
	}
	if parsed.User != nil {
		fault("expected no user and no password: requests are signed")
	}
	if parsed.Fragment != "" {
		fault("expected no #fragment")
	}
	if port := parsed.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			fault("expected a port from 1 to 65535")
		}
	}
	if addr, err := netip.ParseAddr(host); err == nil && !w.guard.allows(addr) {
		faults = append(faults, ErrAddress)
	}
	return errors.Join(faults...)
}
