package instance

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// grant finds the Tenant whose namespace this is, and checks the Instance against
// it once more: a webhook that was bypassed must not hurt.
func (p *pass) grant(ctx context.Context) error {
	p.resolve()
	p.count()
	var all v1alpha1.InstanceList
	if err := p.Client.List(ctx, &all, inNamespace(p.instance.Namespace)); err != nil {
		return err
	}
	before := policy.InstanceBefore(p.instance, all.Items)
	faults := append(policy.Instance(p.instance, p.tenant), policy.InstanceAmong(p.instance, before)...)
	if p.deployment == nil && p.instance.Status.Database.Kind == "" {
		// What is there already stays where the quota shrinks.
		faults = append(faults, policy.OneMore(p.instance, p.tenant, before)...)
	}
	if len(faults) > 0 {
		return reconcile.Stalled(faults.Reason(), "%s", faults.Message())
	}
	return nil
}

func (p *pass) findTenant(ctx context.Context) error {
	var namespace corev1.Namespace
	err := p.Client.Get(ctx, types.NamespacedName{Name: p.instance.Namespace}, &namespace)
	if err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	name := namespace.Labels[v1alpha1.LabelTenant]
	if name == "" {
		return reconcile.Stalled(v1alpha1.ReasonNoTenant,
			"namespace %s belongs to no Tenant, and Instances run in tenants' namespaces alone: ask the platform admin for a Tenant", p.instance.Namespace)
	}
	var tenant v1alpha1.Tenant
	if err := p.Client.Get(ctx, types.NamespacedName{Name: name}, &tenant); err != nil {
		if apierrors.IsNotFound(err) {
			return reconcile.Stalled(v1alpha1.ReasonNoTenant,
				"namespace %s is labelled as Tenant %s's, and there is no Tenant of that name: ask the platform admin to apply it again", p.instance.Namespace, name)
		}
		return err
	}
	if tenant.NamespaceName() != p.instance.Namespace {
		return reconcile.Stalled(v1alpha1.ReasonNoTenant,
			"namespace %s is labelled as Tenant %s's, whose namespace is %s: correct the label", p.instance.Namespace, name, tenant.NamespaceName())
	}
	p.tenant = &tenant
	p.owner = reconcile.Owner{Tenant: tenant.Name, Instance: p.instance.Name}
	return nil
}

// resolve fills in what the Tenant and defaults say, and what lists show.
func (p *pass) resolve() {
	p.settings = policy.Resolve(p.instance, p.tenant)
	p.want = wanted(p.instance, p.tenant, p.settings, p.owner)
	p.want.TrustedProxies = p.TrustedProxies
	status := &p.instance.Status
	status.Tenant = p.tenant.Name
	status.Agency = p.settings.Agency
	status.Cloud = p.tenant.Spec.Cloud.Type
	status.URL = p.settings.URL
}

// servingVersion is what people are told keeps serving.
func (p *pass) servingVersion() string {
	if v := p.instance.Status.Version; v != "" && v != p.instance.Spec.Version {
		return fmt.Sprintf("; %s keeps serving", v)
	}
	return ""
}
