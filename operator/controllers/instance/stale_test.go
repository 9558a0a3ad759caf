package instance_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip passes a request on, or answers it.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// blind keeps what happens to some kinds from the operator for as long as a
// function says so.
func blind(is func() bool, kinds ...string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			response, err := next.RoundTrip(r)
			for _, kind := range kinds {
				if err == nil && r.URL.Query().Get("watch") == "true" && strings.HasSuffix(r.URL.Path, "/"+kind) {
					response.Body = blindBody{response.Body, is}
				}
			}
			return response, err
		})
	}
}

type blindBody struct {
	io.ReadCloser
	is func() bool
}

// Read reads what came, and tells it when somebody looks.
func (b blindBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	for b.is() {
		<-time.After(10 * time.Millisecond)
	}
	return n, err
}

// What the cache has not seen yet would run for ever once its Instance is gone.
func TestWhatWasMadeAMomentAgoGoesWithItsInstance(t *testing.T) {
	w := stillWorld(t)
	var hidden atomic.Bool
	t.Cleanup(func() { hidden.Store(false) })
	w.wire = blind(hidden.Load, "deployments", "pods", "services")
	w.start()
	w.instance("another")
	w.ready("another", "1.0.0") // the caches are there
	hidden.Store(true)
	w.instance("tiendo")
	operatortest.Eventually(t, func() error { _, err := w.find("tiendo"); return err })
	w.must(w.Delete(ctx, w.get("tiendo")))
	w.gone("tiendo")
	_, err := w.find("tiendo")
	assert.True(t, apierrors.IsNotFound(err), "the Deployment: %v", err)
}

func TestAFaultThatPassedIsNotSaidAnyMore(t *testing.T) {
	w := stillWorld(t)
	bundle := &corev1.ConfigMap{}
	bundle.Namespace, bundle.Name, bundle.Data = w.name, "bundle", map[string]string{"bundle.yaml": "code: x"}
	w.must(w.Create(ctx, bundle))
	var faults atomic.Int64
	w.wire = func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/configmaps/bundle") && faults.Add(-1) >= 0 {
				return operatortest.Refuse(r, 500, "InternalError"), nil
			}
			return next.RoundTrip(r)
		})
	}
	w.lag = 100 * time.Millisecond
	w.start()
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Spec.Plan.ConfigMapRef = &v1alpha1.LocalConfigMapReference{Name: "bundle"}
	})
	w.settled("tiendo")
	faults.Store(1)
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations = map[string]string{"look": "now"} })
	operatortest.Eventually(t, func() error {
		if faults.Load() > 0 {
			return operatortest.NotYet("the operator looks")
		}
		return nil
	})
	w.settled("tiendo")
	i := w.get("tiendo")
	assert.Nil(t, meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReconciling), said(i))
}
