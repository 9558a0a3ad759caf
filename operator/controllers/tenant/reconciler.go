package tenant

import (
	"context"

	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// Reconciler brings Tenants to what their specs say.
type Reconciler struct {
	// Client reads from the cache and writes.
	Client client.Client
	// Live reads past the cache.
	Live client.Reader
	// Applier writes where something differs.
	Applier *reconcile.Applier
	// Recorder takes down what happened to a Tenant.
	Recorder events.EventRecorder
	// Metrics hears of every pass.
	Metrics Metrics
	// Network is what every tenant's network policies have in common.
	Network Network

	written written
}

// Network is what every tenant's network policies have in common, by the names
// of namespaces.
type Network struct {
	// Operator is the operator's own namespace.
	Operator string
	// Ingress are those of ingress controllers and gateways.
	Ingress []string
	// Monitoring are those of what collects metrics.
	Monitoring []string
	// CloudNativePG is that of CloudNativePG's operator.
	CloudNativePG string
	// EgressPorts are TCP ports that pods of tenants reach anywhere, besides 443.
	EgressPorts []int32
}

// Metrics hears how Tenants are.
type Metrics interface {
	// TenantReady says whether a Tenant is ready.
	TenantReady(name string, ready bool)
	// TenantGone says that a Tenant is no more.
	TenantGone(name string)
}

// Reconcile is one pass over one Tenant.
func (r *Reconciler) Reconcile(ctx context.Context, request ctrl.Request) (result ctrl.Result, err error) {
	var t v1alpha1.Tenant
	if err := r.Client.Get(ctx, request.NamespacedName, &t); err != nil {
		if client.IgnoreNotFound(err) == nil {
			r.gone(request.Name)
		}
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	p := r.begin(&t)
	defer func() { err = p.end(ctx, err) }()

	if !t.DeletionTimestamp.IsZero() {
		return p.outcome(p.finalize(ctx))
	}
	if added, err := reconcile.AddFinalizer(ctx, r.Client, &t); added || err != nil {
		return ctrl.Result{}, err // the change is an event
	}
	return p.outcome(reconcile.Run(
		func() error { return p.judge(ctx) },
		func() error { return p.ground(ctx) },
		func() error { return p.observe(ctx) },
		func() error { return p.limit(ctx) },
		func() error { return p.separate(ctx) },
		func() error { return p.bind(ctx) },
		func() error { return p.keep(ctx) },
		func() error { return p.follow() },
	))
}

// gone forgets a Tenant that is no more.
func (r *Reconciler) gone(name string) {
	r.Metrics.TenantGone(name)
	r.written.Delete(name)
}
