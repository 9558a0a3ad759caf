package instance

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// SetupWithManager makes the reconciler run for every event that may change what
// is to be done.
func (r *Reconciler) SetupWithManager(m ctrl.Manager, options controller.Options) error {
	// A change of the status alone is our own.
	meant := builder.WithPredicates(predicate.Or(predicate.GenerationChangedPredicate{}, predicate.AnnotationChangedPredicate{}, finalizersChanged))
	b := ctrl.NewControllerManagedBy(m).Named("instance").WithOptions(options).
		For(&v1alpha1.Instance{}, meant).
		Watches(&v1alpha1.Instance{}, handler.EnqueueRequestsFromMapFunc(r.ofRival), meant).
		Watches(&v1alpha1.Tenant{}, handler.EnqueueRequestsFromMapFunc(r.ofTenant), meant).
		Watches(&corev1.Namespace{}, handler.EnqueueRequestsFromMapFunc(r.ofNamespace), builder.WithPredicates(predicate.LabelChangedPredicate{})).
		Watches(&v1alpha1.DatabaseServer{}, handler.EnqueueRequestsFromMapFunc(r.ofServer), builder.WithPredicates(serverMatters))
	for _, made := range []client.Object{
		&appsv1.Deployment{}, &batchv1.Job{}, &corev1.Pod{}, &corev1.Service{}, &corev1.ServiceAccount{},
		&networkingv1.Ingress{}, &autoscalingv2.HorizontalPodAutoscaler{}, &policyv1.PodDisruptionBudget{},
	} {
		b.Watches(made, handler.EnqueueRequestsFromMapFunc(ofLabels))
	}
	return b.Complete(r)
}

// finalizersChanged passes on what ended the pass that added the finalizer.
var finalizersChanged = predicate.Funcs{UpdateFunc: func(e event.UpdateEvent) bool {
	return len(e.ObjectOld.GetFinalizers()) != len(e.ObjectNew.GetFinalizers())
}}

// serverMatters passes on what changes for the Instances on a server: its spec, or
// whether it answers. The count of its databases changes with each of them.
var serverMatters = predicate.Funcs{UpdateFunc: func(e event.UpdateEvent) bool {
	before, after := e.ObjectOld.(*v1alpha1.DatabaseServer), e.ObjectNew.(*v1alpha1.DatabaseServer)
	return before.Generation != after.Generation ||
		meta.IsStatusConditionTrue(before.Status.Conditions, v1alpha1.ConditionReady) != meta.IsStatusConditionTrue(after.Status.Conditions, v1alpha1.ConditionReady)
}}

// ofLabels is the Instance that an object says it belongs to.
func ofLabels(_ context.Context, object client.Object) []reconcile.Request {
	name := object.GetLabels()[v1alpha1.LabelInstance]
	if name == "" {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: object.GetNamespace(), Name: name}}}
}

// ofRival are the Instances that wait for another one to leave them room, or its
// host.
func (r *Reconciler) ofRival(ctx context.Context, object client.Object) []reconcile.Request {
	return r.all(ctx, func(i *v1alpha1.Instance) bool {
		c := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionStalled)
		return c != nil && i.Name != object.GetName() && (c.Reason == v1alpha1.ReasonHostTaken || c.Reason == v1alpha1.ReasonQuotaExceeded)
	}, client.InNamespace(object.GetNamespace()))
}

// ofTenant are the Instances in a tenant's namespace.
func (r *Reconciler) ofTenant(ctx context.Context, object client.Object) []reconcile.Request {
	return r.all(ctx, func(*v1alpha1.Instance) bool { return true }, client.InNamespace(object.(*v1alpha1.Tenant).NamespaceName()))
}

// ofNamespace are the Instances in a namespace, which its labels make a tenant's.
func (r *Reconciler) ofNamespace(ctx context.Context, object client.Object) []reconcile.Request {
	return r.all(ctx, func(*v1alpha1.Instance) bool { return true }, client.InNamespace(object.GetName()))
}

// ofServer are the Instances with a database on a server, and those that still
// look for one.
func (r *Reconciler) ofServer(ctx context.Context, object client.Object) []reconcile.Request {
	return r.all(ctx, func(i *v1alpha1.Instance) bool {
		d := i.Status.Database
		return d == nil || d.Server == "" || d.Server == object.GetName()
	})
}

func (r *Reconciler) all(ctx context.Context, which func(*v1alpha1.Instance) bool, options ...client.ListOption) []reconcile.Request {
	var list v1alpha1.InstanceList
	if err := r.Client.List(ctx, &list, options...); err != nil {
		return nil // the cache has stopped, and so has everything else
	}
	var requests []reconcile.Request
	for i := range list.Items {
		if which(&list.Items[i]) {
			requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&list.Items[i])})
		}
	}
	return requests
}
