package tenant_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// Every write of a Tenant fails once before it is carried out.
func TestAnAPIServerThatRefusesForAMoment(t *testing.T) {
	for name, tc := range map[string]struct {
		agency string
		code   int
		reason string
	}{
		"somebody else was first": {"tay-ninh", http.StatusConflict, "Conflict"},
		"too many requests":       {"binh-duong", http.StatusTooManyRequests, "TooManyRequests"},
		"a fault of its own":      {"dong-nai", http.StatusInternalServerError, "InternalError"},
	} {
		t.Run(name, func(t *testing.T) {
			o := start(t)
			var mu sync.Mutex
			refused := map[string]bool{}
			o.Answer(func(_ int, r *http.Request) *http.Response {
				mu.Lock()
				defer mu.Unlock()
				if len(about([]string{r.URL.Path}, tc.agency)) == 0 || refused[r.URL.Path] {
					return nil
				}
				refused[r.URL.Path] = true
				return operatortest.Refuse(r, tc.code, tc.reason)
			})
			of := province(tc.agency, keeping)
			apply(t, of)
			waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
			assert.Len(t, versions(t, of), 8)
			mu.Lock()
			defer mu.Unlock()
			assert.GreaterOrEqual(t, len(refused), 10, "eight objects, the finalizer and the status: %v", refused)
		})
	}
}

// An operator dies after its first write, before it has seen the answer; the next
// one goes on from there, until one finds nothing left to do.
func TestAnOperatorThatDiesAfterEveryWrite(t *testing.T) {
	of := province("long-an", keeping)
	apply(t, of)
	deaths := 0
	for dies(t, of) {
		deaths++
		require.Less(t, deaths, 20, "each operator finds something to write")
	}
	assert.GreaterOrEqual(t, deaths, 10, "eight objects, the finalizer and the status")
	start(t)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	assert.Len(t, versions(t, of), 8)
}

// dies starts an operator that dies with its first write, and reports whether it
// did: one that has nothing to write lives.
func dies(t *testing.T, of *v1alpha1.Tenant) bool {
	t.Helper()
	o := start(t)
	defer o.stop()
	var dead atomic.Bool
	o.Answer(func(_ int, r *http.Request) *http.Response {
		if dead.Load() {
			return operatortest.Refuse(r, http.StatusServiceUnavailable, "ServiceUnavailable")
		}
		return nil
	})
	o.Ended(func(int) { dead.Store(true) })
	operatortest.Eventually(t, func() error {
		if dead.Load() || o.passes.of(of.Name) > 0 {
			return nil
		}
		return operatortest.NotYet("neither a write nor a pass")
	})
	return dead.Load()
}
