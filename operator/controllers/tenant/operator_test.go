package tenant_test

import (
	"context"
	"sync"
	"testing"

	"github.com/go-logr/logr"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

func TestMain(m *testing.M) {
	ctrl.SetLogger(logr.Discard())
	operatortest.Main(m)
}

// An operator runs the reconciler of Tenants and no other, under the shipped
// role: tests play the part of Instances.
type operator struct {
	*operatortest.Traffic
	passes *passes
	stop   func()
}

// start starts an operator, which runs until the test ends.
func start(t *testing.T) *operator {
	t.Helper()
	c := operatortest.Get(t)
	watched, traffic := operatortest.Watch(c.Operator(t))
	m, err := ctrl.NewManager(watched, ctrl.Options{
		Scheme: operatortest.Scheme(), Cache: cached(t), Logger: logr.Discard(),
		Metrics:    server.Options{BindAddress: "0"},
		Controller: config.Controller{SkipNameValidation: new(true)},
	})
	require.NoError(t, err)
	o := &operator{Traffic: traffic, passes: &passes{ready: map[string]bool{}, count: map[string]int{}}}
	r := &tenant.Reconciler{
		Client: m.GetClient(), Live: m.GetAPIReader(),
		Applier:  &reconcile.Applier{Client: m.GetClient(), Live: m.GetAPIReader()},
		Recorder: m.GetEventRecorder("tiendo-operator"), Metrics: o.passes,
		Network: tenant.Network{
			Operator: operatortest.Namespace, Ingress: []string{"ingress-nginx"}, Monitoring: []string{"monitoring"}, CloudNativePG: "cnpg-system",
		},
	}
	require.NoError(t, r.SetupWithManager(m, controller.Options{MaxConcurrentReconciles: 4}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Start(ctx) }()
	o.stop = sync.OnceFunc(func() { cancel(); require.NoError(t, <-done) })
	t.Cleanup(o.stop)
	return o
}

// cached is what the operator's cache holds: our kinds, and of others what is
// ours.
func cached(t *testing.T) cache.Options {
	t.Helper()
	ours, err := labels.NewRequirement(v1alpha1.LabelTenant, selection.Exists, nil)
	require.NoError(t, err)
	everything := cache.ByObject{Label: labels.Everything()}
	return cache.Options{
		DefaultLabelSelector: labels.NewSelector().Add(*ours),
		ByObject: map[client.Object]cache.ByObject{
			&v1alpha1.Tenant{}: everything, &v1alpha1.Instance{}: everything, &v1alpha1.DatabaseServer{}: everything,
		},
	}
}

// passes counts passes, and keeps what the last of each said.
type passes struct {
	mu    sync.Mutex
	ready map[string]bool
	count map[string]int
}

func (p *passes) TenantReady(name string, ready bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ready[name] = ready
	p.count[name]++
}

func (p *passes) TenantGone(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.ready, name)
	p.count[name]++
}

// of is how many passes there were over a Tenant.
func (p *passes) of(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.count[name]
}

func (p *passes) knows(name string) (ready, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ready, known = p.ready[name]
	return ready, known
}

var ctx = context.Background()

// admin is a client that may do everything.
func admin(t *testing.T) client.Client { return operatortest.Get(t).Client }

// gone waits until an object is no more.
func gone(t *testing.T, object client.Object) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		err := admin(t).Get(ctx, client.ObjectKeyFromObject(object), object)
		if apierrors.IsNotFound(err) {
			return nil
		}
		return operatortest.NotYet("%T %s is still there (%v)", object, object.GetName(), err)
	})
}

// change changes an object as the admin, again where somebody else was first.
func change[T client.Object](t *testing.T, object T, how func(T)) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(object), object); err != nil {
			return err
		}
		how(object)
		return admin(t).Update(ctx, object)
	})
}
