package faults_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/hack/postgrestest"
)

// deadline is how long requests have in these tests.
const deadline = 2 * time.Second

// A line is what lies between the server and the database: one that can be
// poisoned, and behind it one that can be muted.
type line struct {
	toxic *toxiproxy.Proxy
	mute  *postgrestest.Proxy
}

func newLine(t *testing.T, w *world) *line {
	t.Helper()
	network, target := address(t, w.Database.URL)
	l := &line{mute: postgrestest.NewProxy(t, network, target)}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l.toxic = toxiproxy.NewProxy(server, "database", "127.0.0.1:0", fmt.Sprintf("127.0.0.1:%d", l.mute.Port))
	require.NoError(t, l.toxic.Start())
	t.Cleanup(l.toxic.Stop)
	return l
}

// poison puts a toxic into both directions.
func (l *line) poison(t *testing.T, name string, attributes string) {
	t.Helper()
	for _, direction := range []stream.Direction{stream.Upstream, stream.Downstream} {
		_, err := l.toxic.Toxics.AddToxicJson(jsonOf(`{"name": %q, "type": %q, "stream": %q, "attributes": %s}`,
			direction.String(), name, direction.String(), attributes))
		require.NoError(t, err)
	}
}

// A fault is what may be wrong with a network: what begins it, and what ends it.
type fault struct {
	begin, end func(t *testing.T, l *line)
	// works says that requests may pass all the same.
	works bool
}

var faults = map[string]fault{
	"a black hole":                  toxin("timeout", `{"timeout": 0}`),
	"resets":                        toxin("reset_peer", `{"timeout": 0}`),
	"resets after a while":          toxin("reset_peer", `{"timeout": 300}`),
	"a delay beyond the deadline":   toxin("latency", `{"latency": 5000, "jitter": 500}`),
	"a delay of every packet":       toxin("latency", `{"latency": 60, "jitter": 20}`),
	"four bytes at a time":          toxin("slicer", `{"average_size": 4, "size_variation": 2, "delay": 20000}`),
	"a kilobyte a second":           toxin("bandwidth", `{"rate": 1}`),
	"an end after so many bytes":    toxin("limit_data", `{"bytes": 700}`),
	"connections that close slowly": toxin("slow_close", `{"delay": 3000}`),
	"nobody who listens": {
		begin: func(_ *testing.T, l *line) { l.toxic.Stop() },
		end:   func(t *testing.T, l *line) { require.NoError(t, l.toxic.Start()) },
	},
	"old connections that stay dead": {
		begin: func(_ *testing.T, l *line) { l.mute.Mute() },
		end:   func(_ *testing.T, l *line) { l.mute.Unmute() },
	},
}

// toxin is a fault of toxiproxy's.
func toxin(name, attributes string) fault {
	return fault{
		begin: func(t *testing.T, l *line) { l.poison(t, name, attributes) },
		end:   func(_ *testing.T, l *line) { l.toxic.Toxics.ResetToxics(context.Background()) },
		works: name == "slow_close" || name == "limit_data" || name == "latency" || name == "bandwidth" || name == "slicer",
	}
}

// Whatever the network does, requests end with their deadline, the server knows
// that it is not ready, what was asked for and not answered is made once when it
// is asked for again, and the server works as soon as the network does.
func TestNoRequestOutlivesItsDeadlineOnABrokenNetwork(t *testing.T) {
	w := newWorld(t, apitest.PlannedPostgres(t))
	desks := w.desks(t, 8)
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			l := newLine(t, w)
			settings := config.Default()
			settings.Limits.Timeout = deadline
			s := w.through(t, port(t, l.toxic.Listen), settings)
			for round := range 2 { // the second finds a pool that has been through it
				c := &crowd{world: w, server: s, desks: desks, name: fmt.Sprint(name, " ", round), works: f.works}
				c.recovers(t) // the pool is warm then
				f.begin(t, l)
				first := c.ask(t)
				if !f.works {
					c.assertNotReady(t)
				}
				f.end(t, l)
				recovery := c.recovers(t)
				c.assertMadeOnce(t, first)
				t.Logf("%s: %d requests, %d answered in time, %d not; longest overrun %s (timers %s late), recovered in %s", c.name, len(desks), c.answered, c.failed,
					c.overrun.Round(time.Millisecond), c.late.Round(time.Millisecond), recovery.Round(time.Millisecond))
			}
		})
	}
}
