package files

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A clocked connection notes how long it is given.
type clocked struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (c *clocked) SetReadDeadline(t time.Time) error  { c.read = t; return nil }
func (c *clocked) SetWriteDeadline(t time.Time) error { c.write = t; return nil }

func TestASlowLineGetsTheTimeItNeeds(t *testing.T) {
	for name, tc := range map[string]struct {
		length, most int64
		want         time.Duration
	}{
		"a file of known size":          {slowest * 10, slowest * 100, handling + 10*time.Second},
		"a file of unknown size":        {-1, slowest * 100, handling + 100*time.Second},
		"a file that claims to be huge": {slowest * 1000, slowest * 100, handling + 100*time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPut, "/", nil)
			r.ContentLength = tc.length
			w := &clocked{ResponseRecorder: httptest.NewRecorder()}
			from := time.Now()
			patient(w, r, tc.most)
			to := time.Now()
			assert.False(t, w.read.Before(from.Add(tc.want)))
			assert.False(t, w.read.After(to.Add(tc.want)))
			assert.Equal(t, w.read.Add(handling), w.write)
		})
	}
}

func TestWhoWantsTheWorkbookBack(t *testing.T) {
	for accept, want := range map[string]bool{
		"":                            false,
		"*/*":                         false,
		"application/json":            false,
		mediaXLSX:                     true,
		"text/html, " + mediaXLSX:     true,
		mediaXLSX + ";q=0":            false,
		mediaXLSX + ";q=0.1":          true,
		"application/json;q=1, x, //": false,
	} {
		r := httptest.NewRequest(http.MethodPut, "/", nil)
		r.Header.Set("Accept", accept)
		assert.Equal(t, want, wants(r, mediaXLSX), accept)
	}
}
