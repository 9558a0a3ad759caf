package tenant

import (
	"context"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// SetupWithManager makes a manager run the reconciler. It watches everything that a pass
// reads, so that what somebody changes is put right when it happens.
func (r *Reconciler) SetupWithManager(m ctrl.Manager, options controller.Options) error {
	follow := handler.EnqueueRequestsFromMapFunc
	b := ctrl.NewControllerManagedBy(m).Named("tenant").WithOptions(options).
		For(&v1alpha1.Tenant{}).
		Watches(&v1alpha1.Tenant{}, follow(r.rivals), builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&v1alpha1.Instance{}, follow(r.ofNamespace)).
		Watches(&v1alpha1.DatabaseServer{}, follow(r.granted), builder.WithPredicates(predicate.GenerationChangedPredicate{})).
		Watches(&corev1.Namespace{}, follow(r.claiming))
	for _, kind := range []client.Object{
		&corev1.ResourceQuota{}, &corev1.LimitRange{}, &networkingv1.NetworkPolicy{}, &rbacv1.RoleBinding{},
	} {
		b.Watches(kind, follow(byLabel), builder.WithPredicates(worth{}))
	}
	return b.Complete(r)
}

func requests(names ...string) []ctrl.Request {
	var all []ctrl.Request
	for _, name := range names {
		if name != "" {
			all = append(all, ctrl.Request{NamespacedName: types.NamespacedName{Name: name}})
		}
	}
	return all
}

// byLabel finds whose an object is.
func byLabel(_ context.Context, object client.Object) []ctrl.Request {
	return requests(object.GetLabels()[v1alpha1.LabelTenant])
}

// ofNamespace finds whose the namespace of an Instance is.
func (r *Reconciler) ofNamespace(ctx context.Context, object client.Object) []ctrl.Request {
	var namespace corev1.Namespace
	if err := r.Client.Get(ctx, types.NamespacedName{Name: object.GetNamespace()}, &namespace); err != nil {
		return nil // no namespace, no Tenant
	}
	return byLabel(ctx, &namespace)
}

// claiming finds whose a namespace is, and who would have it: one that is gone
// from somebody else is free.
func (r *Reconciler) claiming(ctx context.Context, object client.Object) []ctrl.Request {
	return append(byLabel(ctx, object), r.tenants(ctx, func(t *v1alpha1.Tenant) bool {
		return t.NamespaceName() == object.GetName() && t.Name != object.GetLabels()[v1alpha1.LabelTenant]
	})...)
}

// granted finds the Tenants that may use a database server.
func (r *Reconciler) granted(ctx context.Context, object client.Object) []ctrl.Request {
	return r.tenants(ctx, func(t *v1alpha1.Tenant) bool {
		return slices.Contains(t.Spec.Allowed.DatabaseServers, object.GetName())
	})
}

// rivals finds the Tenants that are stalled because another has what they want,
// when another changes or goes.
func (r *Reconciler) rivals(ctx context.Context, object client.Object) []ctrl.Request {
	return r.tenants(ctx, func(t *v1alpha1.Tenant) bool {
		stalled := meta.FindStatusCondition(t.Status.Conditions, v1alpha1.ConditionStalled)
		return stalled != nil && t.Name != object.GetName() && slices.Contains(conflicts, stalled.Reason)
	})
}

var conflicts = []string{v1alpha1.ReasonAgencyTaken, v1alpha1.ReasonNamespaceTaken, v1alpha1.ReasonHostTaken}

func (r *Reconciler) tenants(ctx context.Context, wanted func(*v1alpha1.Tenant) bool) []ctrl.Request {
	var list v1alpha1.TenantList
	if err := r.Client.List(ctx, &list); err != nil {
		return nil // a cache that is not there yet sees everything once it is
	}
	var names []string
	for i := range list.Items {
		if wanted(&list.Items[i]) {
			names = append(names, list.Items[i].Name)
		}
	}
	return requests(names...)
}
