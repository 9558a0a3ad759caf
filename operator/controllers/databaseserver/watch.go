package databaseserver

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// SetupWithManager makes a manager run the reconciler. Its cache must hold Secrets of
// the operator's namespace and of no other.
func (r *Reconciler) SetupWithManager(m ctrl.Manager, options controller.Options) error {
	return ctrl.NewControllerManagedBy(m).Named("databaseserver").WithOptions(options).
		// A change of the status alone is our own.
		For(&v1alpha1.DatabaseServer{}, builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&corev1.Secret{}, handler.EnqueueRequestsFromMapFunc(r.withSecret)).
		Watches(&v1alpha1.Instance{}, handler.Funcs{UpdateFunc: r.changed, DeleteFunc: r.deleted}).
		Complete(r)
}

// withSecret are the servers that are reached with a Secret.
func (r *Reconciler) withSecret(ctx context.Context, secret client.Object) []ctrl.Request {
	var list v1alpha1.DatabaseServerList
	if secret.GetNamespace() != r.Namespace || r.Client.List(ctx, &list) != nil {
		return nil // a cache that is not there yet sees everything once it is
	}
	var requests []ctrl.Request
	for _, d := range list.Items {
		ca := d.Spec.TLS.CASecretRef
		if d.Spec.AdminSecretRef.Name == secret.GetName() || ca != nil && ca.Name == secret.GetName() {
			requests = append(requests, named(d.Name))
		}
	}
	return requests
}

type queue = workqueue.TypedRateLimitingInterface[ctrl.Request]

// changed has a server counted again where an Instance has got its database.
func (r *Reconciler) changed(_ context.Context, e event.UpdateEvent, q queue) {
	if served(e.ObjectOld) != served(e.ObjectNew) {
		r.count(serverOf(e.ObjectOld), q)
		r.count(serverOf(e.ObjectNew), q)
	}
}

// deleted has a server counted again where an Instance is no more.
func (r *Reconciler) deleted(_ context.Context, e event.DeleteEvent, q queue) {
	r.count(serverOf(e.Object), q)
}

func (r *Reconciler) count(server string, q queue) {
	if server != "" {
		q.AddAfter(named(server), r.soon())
	}
}

// serverOf is the server that an Instance has its database on.
func serverOf(object client.Object) string {
	if i, is := object.(*v1alpha1.Instance); is && i.Status.Database != nil {
		return i.Status.Database.Server
	}
	return ""
}

// served is the server of an Instance whose database is well there.
func served(object client.Object) string {
	i, is := object.(*v1alpha1.Instance)
	if !is || !meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionDatabaseReady) {
		return ""
	}
	return serverOf(i)
}

func named(name string) ctrl.Request {
	return ctrl.Request{NamespacedName: types.NamespacedName{Name: name}}
}
