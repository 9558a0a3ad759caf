package instance

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// Reconciler brings Instances to what their specs say.
type Reconciler struct {
	// Client reads from the cache and writes.
	Client client.Client
	// Live reads past the cache.
	Live client.Reader
	// Applier writes where something differs.
	Applier *reconcile.Applier
	// Recorder takes down what happened to an Instance.
	Recorder events.EventRecorder
	// Namespace is the operator's own, where the secrets of database servers are.
	Namespace string
	// Databases carries out what is done on shared servers.
	Databases *database.Client
	// Answers asks the /readyz of a URL; nil is ready.
	Answers func(ctx context.Context, url string) error
	// TrustedProxies are where proxies ask servers from that are believed whom they
	// ask for.
	TrustedProxies []netip.Prefix
	// Metrics hears of every pass.
	Metrics Metrics

	// checked remembers when a database was last seen to be well, by the Instance's
	// name: a pass soon after need not ask again.
	checked sync.Map
	// written remembers what was written, which the cache may not have seen.
	written written
}

// Metrics hears how Instances are.
type Metrics interface {
	// InstanceReady says whether an Instance is ready.
	InstanceReady(namespace, name string, ready bool)
	// InstanceGone says that an Instance is no more.
	InstanceGone(namespace, name string)
}

// again is when a ready Instance is looked at once more: nobody reports that a
// database's password was changed, or that /readyz says no while pods are ready.
const again = 5 * time.Minute

// Reconcile is one pass over one Instance.
func (r *Reconciler) Reconcile(ctx context.Context, request ctrl.Request) (result ctrl.Result, err error) {
	var i v1alpha1.Instance
	if err := r.Client.Get(ctx, request.NamespacedName, &i); err != nil {
		r.gone(request.NamespacedName)
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	version := i.ResourceVersion
	r.written.recall(&i)
	p := r.begin(&i)
	defer func() { err = p.end(ctx, version, err) }()

	if !i.DeletionTimestamp.IsZero() {
		if err = p.finalize(ctx); err == nil {
			return ctrl.Result{}, nil // there is nothing left to speak of
		}
		return p.outcome(err)
	}
	if added, err := reconcile.AddFinalizer(ctx, r.Client, &i); added || err != nil {
		return ctrl.Result{}, err // the change is an event
	}
	return p.outcome(p.halt(ctx, reconcile.Run(
		func() error { return p.look(ctx) },
		func() error { return p.grant(ctx) },
		func() error { return p.read(ctx) },
		func() error { return p.database(ctx) },
		func() error { return p.keys(ctx) },
		func() error { return p.account(ctx) },
		func() error { return p.prepare(ctx) },
		func() error { return p.serve(ctx) },
		func() error { return p.route(ctx) },
		func() error { return p.available(ctx) },
		func() error { return p.retire(ctx) },
	)))
}

// gone forgets an Instance. What is remembered of its Secrets too: somebody may
// clear away what it left before another one of its name comes.
func (r *Reconciler) gone(name types.NamespacedName) {
	r.Metrics.InstanceGone(name.Namespace, name.Name)
	r.checked.Delete(name)
	r.written.Delete(name)
	for _, secret := range secretNames(desired.Instance{Name: name.Name}) {
		r.Applier.ForgetSecret(types.NamespacedName{Namespace: name.Namespace, Name: secret})
	}
}
