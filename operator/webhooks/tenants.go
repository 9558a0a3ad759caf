package webhooks

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// Tenants judges Tenants: by themselves, beside the others, and beside what runs.
type Tenants struct{ Options }

// ValidateCreate judges a new Tenant.
func (w *Tenants) ValidateCreate(ctx context.Context, t *v1alpha1.Tenant) (admission.Warnings, error) {
	faults, warnings, err := w.judge(ctx, t)
	if err != nil {
		return nil, err
	}
	return answer("Tenant", t, faults, warnings)
}

// ValidateUpdate judges a changed Tenant.
func (w *Tenants) ValidateUpdate(ctx context.Context, old, t *v1alpha1.Tenant) (admission.Warnings, error) {
	if passes(old, t, old.Spec, t.Spec) {
		return nil, nil
	}
	before, _, err := w.judge(ctx, old)
	if err != nil {
		return nil, err
	}
	faults, warnings, err := w.judge(ctx, t)
	if err != nil {
		return nil, err
	}
	var instances v1alpha1.InstanceList
	if err := w.Client.List(ctx, &instances, client.InNamespace(t.NamespaceName())); err != nil {
		return nil, err
	}
	taken, surprises := policy.TenantChange(old, t, instances.Items)
	return answer("Tenant", t, append(faults.Beyond(before), taken...), append(warnings, surprises...))
}

// ValidateDelete lets every Tenant go: its finalizer sees to the data.
func (w *Tenants) ValidateDelete(context.Context, *v1alpha1.Tenant) (admission.Warnings, error) {
	return nil, nil
}

func (w *Tenants) judge(ctx context.Context, t *v1alpha1.Tenant) (policy.Faults, policy.Warnings, error) {
	var tenants v1alpha1.TenantList
	if err := w.Client.List(ctx, &tenants); err != nil {
		return nil, nil, err
	}
	var servers v1alpha1.DatabaseServerList
	if err := w.Client.List(ctx, &servers); err != nil {
		return nil, nil, err
	}
	return append(policy.Tenant(t), policy.TenantAmong(t, tenants.Items)...), policy.UnknownServers(t, servers.Items), nil
}
