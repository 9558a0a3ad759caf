package deliver

import (
	"context"
	"net"
)

// Through makes the mailer connect to address, whatever its server is called.
func (m *Mailer) Through(address string) {
	m.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}

// Resolve makes the client look names up elsewhere.
func (w *Webhooks) Resolve(r *net.Resolver) { w.dialer.Resolver = r }
