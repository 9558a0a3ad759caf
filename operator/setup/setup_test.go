package setup_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	coordinationv1 "k8s.io/api/coordination/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/setup"
)

func TestMain(m *testing.M) { operatortest.Main(m) }

func TestOnlyReadyIsReady(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"ready":                {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ready") }, ""},
		"not ready, and why":   {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "not ready: the database is gone", 503) }, "503 Service Unavailable: not ready: the database is gone"},
		"something else there": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such page", 404) }, "404 Not Found: no such page"},
		"the way to elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/readyz" {
				http.Redirect(w, r, "/elsewhere", http.StatusFound)
			}
		}, "302 Found"},
		"a long complaint": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, fmt.Sprintf("%01000d", 1), 500) }, "500 Internal Server Error: 000"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tc.answer)
			defer server.Close()
			err := setup.Answers(t.Context(), server.URL+"/readyz")
			if tc.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tc.want)
			assert.Less(t, len(err.Error()), 400)
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		assert.ErrorContains(t, setup.Answers(t.Context(), "http://"+closed(t)+"/readyz"), "refused")
	})
}

// closed is an address nobody listens on.
func closed(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// replica is one of several operators.
type replica struct {
	health, metrics string
	stop            func()
}

func start(t *testing.T, c *operatortest.Cluster) replica {
	t.Helper()
	health, metrics := closed(t), closed(t)
	m, err := setup.Manager(c.Operator(t), setup.Options{
		Namespace: operatortest.Namespace, MetricsAddress: metrics, HealthAddress: health, LeaderElect: true,
		SkipNameValidation: true, Logger: operatortest.Log(t),
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.Start(ctx) }()
	stop := func() { cancel(); <-ended }
	t.Cleanup(cancel)
	return replica{health, metrics, stop}
}

func TestOneOfTwoReplicasLeadsAndTheOtherTakesOver(t *testing.T) {
	c := operatortest.Get(t)
	leader := func() string {
		var lease coordinationv1.Lease
		err := c.Client.Get(t.Context(), types.NamespacedName{Namespace: operatortest.Namespace, Name: "tiendo-operator"}, &lease)
		if err != nil || lease.Spec.HolderIdentity == nil {
			return ""
		}
		return *lease.Spec.HolderIdentity
	}
	first := start(t, c)
	var held string
	operatortest.Eventually(t, func() error {
		if held = leader(); held == "" {
			return operatortest.NotYet("somebody leads")
		}
		return nil
	})
	second := start(t, c)
	for _, r := range []replica{first, second} {
		operatortest.Eventually(t, func() error { return setup.Answers(t.Context(), "http://"+r.health+"/readyz") })
		require.NoError(t, setup.Answers(t.Context(), "http://"+r.health+"/healthz"))
	}
	assert.Equal(t, held, leader(), "the second waits")
	first.stop()
	operatortest.Eventually(t, func() error {
		if now := leader(); now == "" || now == held {
			return operatortest.NotYet("the second leads: it is %q", now)
		}
		return nil
	})
	second.stop()
}
