package tenant

import (
	"context"

	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
)

// limit bounds what runs in the namespace.
func (p *pass) limit(ctx context.Context) error {
	return p.grounded(p.apply(ctx, desired.ResourceQuota(p.want), desired.LimitRange(p.want)))
}

// separate closes the namespace and opens what its pods need.
func (p *pass) separate(ctx context.Context) error {
	if err := p.apply(ctx, desired.DenyAll(p.want), desired.DNS(p.want), desired.Servers(p.want)); err != nil {
		return p.grounded(err)
	}
	if err := p.close(ctx); err != nil {
		return p.grounded(err)
	}
	if databases := desired.Databases(p.want); databases != nil {
		return p.grounded(p.apply(ctx, databases))
	}
	return p.grounded(p.remove(ctx, &networkingv1.NetworkPolicy{}, desired.DatabasesName))
}

// close takes away rules that somebody gave to the policy that denies all. To
// want no rules is to own nothing of them, so applying would leave them.
func (p *pass) close(ctx context.Context) error {
	var live networkingv1.NetworkPolicy
	err := p.Client.Get(ctx, client.ObjectKey{Namespace: p.want.Namespace, Name: desired.DenyAllName}, &live)
	if err != nil || len(live.Spec.Ingress)+len(live.Spec.Egress) == 0 {
		return client.IgnoreNotFound(err)
	}
	before := live.DeepCopy()
	live.Spec.Ingress, live.Spec.Egress = nil, nil
	return client.IgnoreNotFound(p.Client.Patch(ctx, &live, client.MergeFrom(before)))
}

// bind lets the agency's IT in, once everything that bounds it is there.
func (p *pass) bind(ctx context.Context) error {
	binding := desired.RoleBinding(p.want)
	if binding == nil {
		return p.bound(p.remove(ctx, &rbacv1.RoleBinding{}, desired.AdministratorsName))
	}
	if err := p.rebind(ctx); err != nil {
		return p.bound(err)
	}
	return p.bound(p.apply(ctx, binding))
}

// bound ends what NamespaceReady speaks of.
func (p *pass) bound(err error) error {
	if err == nil {
		p.conditions.True(v1alpha1.ConditionNamespaceReady, v1alpha1.ReasonDone, "namespace "+p.want.Namespace+" is there with its limits, policies and role bindings")
	}
	return p.grounded(err)
}

// rebind removes a binding of ours that leads to another role: the API server
// lets nobody change where a binding leads.
func (p *pass) rebind(ctx context.Context) error {
	var live rbacv1.RoleBinding
	err := p.Client.Get(ctx, client.ObjectKey{Namespace: p.want.Namespace, Name: desired.AdministratorsName}, &live)
	if err != nil || live.RoleRef.Kind == "ClusterRole" && live.RoleRef.Name == desired.AdministratorRole {
		return client.IgnoreNotFound(err)
	}
	return p.remove(ctx, &rbacv1.RoleBinding{}, desired.AdministratorsName)
}

func (p *pass) apply(ctx context.Context, wanted ...runtime.ApplyConfiguration) error {
	for _, want := range wanted {
		if _, err := p.Applier.Apply(ctx, want, p.owner); err != nil {
			return err
		}
	}
	return nil
}

func (p *pass) remove(ctx context.Context, kind client.Object, name string) error {
	kind.SetNamespace(p.want.Namespace)
	kind.SetName(name)
	_, err := p.Applier.Remove(ctx, kind, p.owner)
	return err
}

// uid makes a call mean the object that was seen, and no other of its name.
func uid(object client.Object) client.Preconditions {
	id := object.GetUID()
	return client.Preconditions{UID: &id}
}
