package database_test

import (
	"sync/atomic"
	"testing"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// proxy stands before a server and counts what the operator sends and waits on.
type proxy struct {
	*postgrestest.Proxy
	sent atomic.Int64
}

// newProxy lets the message number at, from 1, meet a fate; 0 for none.
func newProxy(t testing.TB, target string, at int64, f postgrestest.Fate) *proxy {
	p := &proxy{Proxy: postgrestest.NewProxy(t, "tcp", target)}
	p.Judge(func(m postgrestest.Message) postgrestest.Fate {
		if m.Awaited() && p.sent.Add(1) == at {
			return f
		}
		return postgrestest.Pass
	})
	return p
}

// before is the server as it is reached through the proxy.
func (p *proxy) before(s database.Server) database.Server {
	s.Port, s.TLS = p.Port, database.TLS{Mode: database.Disable}
	return s
}
