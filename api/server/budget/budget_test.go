package budget_test

import (
	"net/http"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/server/budget"
)

// clock is a time that stands still.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func start() (*budget.Budget, *clock) {
	c := &clock{time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC)}
	return budget.New(1000, time.Minute, c.Now), c
}

func TestABudgetIsUsedUpAndFillsAgain(t *testing.T) {
	b, c := start()
	s, ok := b.Take("an", 600)
	assert.True(t, ok)
	assert.Equal(t, budget.State{Limit: 1000, Remaining: 400, Whole: c.now.Add(36 * time.Second)}, s)

	s, ok = b.Take("an", 500)
	assert.False(t, ok, "there is not enough")
	assert.Equal(t, 400, s.Remaining, "and what is refused costs nothing")
	assert.Equal(t, 6*time.Second, s.Wait)

	c.now = c.now.Add(s.Wait)
	s, ok = b.Take("an", 500)
	assert.True(t, ok, "after the wait that was named there is")
	assert.Equal(t, 0, s.Remaining)

	_, ok = b.Take("an", 1)
	assert.False(t, ok)
	c.now = c.now.Add(time.Hour)
	s, _ = b.Take("an", 1)
	assert.Equal(t, 999, s.Remaining, "it does not grow above the whole")
}

func TestEachCallerHasABudget(t *testing.T) {
	b, _ := start()
	_, ok := b.Take("an", 1000)
	assert.True(t, ok)
	_, ok = b.Take("binh", 1000)
	assert.True(t, ok)
	_, ok = b.Take("an", 1)
	assert.False(t, ok)
}

func TestACostAboveTheWholeTakesTheWhole(t *testing.T) {
	b, _ := start()
	s, ok := b.Take("an", 5000)
	assert.True(t, ok)
	assert.Zero(t, s.Remaining)
	_, ok = b.Take("an", 5000)
	assert.False(t, ok)
}

func TestWhatIsDoneIsChargedAsFarAsThereIsBudget(t *testing.T) {
	b, _ := start()
	s, ok := b.Charge("an", 900)
	assert.True(t, ok)
	assert.Equal(t, 100, s.Remaining)
	s, ok = b.Charge("an", 300)
	assert.False(t, ok)
	assert.Zero(t, s.Remaining)
	assert.Equal(t, 12*time.Second, s.Wait)
	_, ok = b.Take("an", 1)
	assert.False(t, ok)
}

func TestTheMemoryOfCallersIsBounded(t *testing.T) {
	b, _ := start()
	b.Take("first", 1000)
	for n := range budget.MaxCallers {
		b.Take(strconv.Itoa(n), 1)
	}
	assert.Equal(t, budget.MaxCallers, b.Callers())
	_, ok := b.Take("first", 1000)
	assert.True(t, ok, "who asked least recently is forgotten first")
}

func TestHeaderFields(t *testing.T) {
	b, _ := start()
	s, _ := b.Take("an", 10)
	h := http.Header{}
	b.Say(h, b.Policy(), s)
	assert.Equal(t, `"cost";q=1000;qu="cost";w=60`, h.Get("RateLimit-Policy"))
	assert.Equal(t, `"cost";r=990;t=1`, h.Get("RateLimit"), "seconds are rounded up")
	b.Take("an", 990)
	s, _ = b.Take("an", 1)
	assert.Equal(t, "1", s.RetryAfter())
}

func TestWhoseAddressARequestComesFrom(t *testing.T) {
	proxies := budget.Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	cases := map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"a client":                            {"203.0.113.9:4711", nil, "203.0.113.9"},
		"a client that claims to be another":  {"203.0.113.9:4711", []string{"198.51.100.1"}, "203.0.113.9"},
		"a proxy":                             {"10.1.2.3:80", []string{"198.51.100.1"}, "198.51.100.1"},
		"a proxy that names nobody":           {"10.1.2.3:80", nil, "10.1.2.3"},
		"a proxy behind a proxy":              {"10.1.2.3:80", []string{"198.51.100.1, 10.9.9.9"}, "198.51.100.1"},
		"a client behind a proxy that claims": {"10.1.2.3:80", []string{"192.0.2.7, 198.51.100.1"}, "198.51.100.1"},
		"claims in lines of their own":        {"10.1.2.3:80", []string{"192.0.2.7", "198.51.100.1"}, "198.51.100.1"},
		"a proxy that says nonsense":          {"10.1.2.3:80", []string{"unknown"}, "10.1.2.3"},
		"a proxy all the way":                 {"10.1.2.3:80", []string{"10.0.0.1, 10.0.0.2"}, "10.0.0.1"},
		"a network of IPv6":                   {"[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		"another address of it":               {"[2001:db8:1:2:ffff::1]:80", nil, "2001:db8:1:2::/64"},
		"an address of IPv4 in IPv6":          {"[::ffff:203.0.113.9]:80", nil, "203.0.113.9"},
		"a proxy of IPv6":                     {"[fd00::1]:80", []string{"2001:db8::1"}, "2001:db8::/64"},
		"an address with a zone":              {"[fe80::1%eth0]:80", nil, "fe80::/64"},
		"something that is no address of TCP": {"@", []string{"198.51.100.1"}, "@"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: tc.peer, Header: http.Header{}}
			for _, line := range tc.forwarded {
				r.Header.Add("X-Forwarded-For", line)
			}
			assert.Equal(t, tc.want, proxies.Client(r))
		})
	}
}
