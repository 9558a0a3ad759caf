package hostile

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attacks are all of them, in the order of the report.
func attacks() []attack {
	return slices.Concat(floods, looks, arguments, bodies, wire, sockets)
}

func TestHostileRequestsAreRefusedCheaplyAndLeaveNothing(t *testing.T) {
	p := build(t)
	idp := newProvider(t)
	p.settings = append(p.settings, "TIENDO_AUTH_ISSUER="+idp.url, "TIENDO_AUTH_AUDIENCE="+audience,
		// As ordinary, but for clocks that a test can wait for.
		"TIENDO_HTTP_READ_HEADER_TIMEOUT=1s", "TIENDO_HTTP_READ_TIMEOUT=2s", fmt.Sprint("TIENDO_LIMITS_STREAMS=", mostStreams))
	p.run(t, "role", "grant", "--subject", idp.url+"#hoa", "--role", "REPORTER", "--agency", "lao-cai")
	open, shut := p.serve(t), p.serve(t, "TIENDO_INTROSPECTION=false", "TIENDO_EXPLORER=false")
	var before []footprint
	for _, s := range []*server{open, shut} {
		s.token = idp.token(t, "hoa")
		before = append(before, s.settled(t))
	}
	var rows []row
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			s := open
			if a.closed {
				s = shut
			}
			rows = append(rows, a.made(t, s))
		})
		open.ordinary(t)
	}
	for n, s := range []*server{open, shut} {
		after := s.settled(t)
		before[n].compare(t, after)
		assert.Empty(t, s.log.String(), "the server has nothing to complain of")
	}
	write(t, rows)
}

// made makes an attack as often as is due, and judges it.
func (a attack) made(t *testing.T, s *server) row {
	t.Helper()
	if a.before != nil {
		a.before(t, s)
	}
	var took []time.Duration
	var o outcome
	for n := range rounds {
		if a.slow && n > 0 {
			break
		}
		began := s.rest(t)
		o = a.send(t, s)
		took = append(took, s.rest(t)-began)
		a.check(t, o)
	}
	slices.Sort(took)
	median := took[len(took)/2]
	// A busy machine adds to what refusing costs, and takes nothing away.
	assert.Less(t, took[0], budget*time.Duration(max(a.requests, 1)), "the processor time of refusing it")
	return row{a, o, median}
}

// compare wants a server to hold no more than before.
func (f footprint) compare(t *testing.T, after footprint) {
	t.Helper()
	const (
		heap   = 8 << 20  // caches that are full now
		each   = 1        // goroutine of a connection to the database
		memory = 96 << 20 // what the runtime has not given back yet
	)
	assert.Less(t, after.live, f.live+heap, "memory in use")
	assert.Less(t, after.resident, f.resident+memory, "memory held")
	assert.LessOrEqual(t, after.goroutines-each*after.pool, f.goroutines-each*f.pool+5, "goroutines")
	assert.LessOrEqual(t, after.open-after.pool, f.open-f.pool+5, "connections and files")
	require.Positive(t, f.live)
}
