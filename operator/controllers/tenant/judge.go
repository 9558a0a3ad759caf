package tenant

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// judge asks once more what the webhook asked: one that was bypassed, or two
// Tenants that were written in the same moment, must not hurt. What came first
// keeps what it has.
func (p *pass) judge(ctx context.Context) error {
	var all v1alpha1.TenantList
	if err := p.Client.List(ctx, &all); err != nil {
		return err
	}
	faults := append(policy.Tenant(p.tenant), policy.TenantAmong(p.tenant, policy.Before(p.tenant, all.Items))...)
	if len(faults) > 0 {
		return p.conditions.Failed(v1alpha1.ConditionNamespaceReady, reconcile.Stalled(faults.Reason(), "%s", faults.Message()))
	}
	return nil
}

// ground makes the namespace, or takes up the one that was given to the Tenant.
func (p *pass) ground(ctx context.Context) error {
	namespace, err := p.namespace(ctx, p.Client, p.Live)
	if err != nil {
		return err
	}
	if err := p.mayHave(namespace); err != nil {
		return p.conditions.Failed(v1alpha1.ConditionNamespaceReady, err)
	}
	return p.grounded(p.apply(ctx, desired.Namespace(p.want)))
}

// grounded notes what became of a step that NamespaceReady speaks of.
func (p *pass) grounded(err error) error {
	if err != nil {
		return p.conditions.Failed(v1alpha1.ConditionNamespaceReady, err)
	}
	return nil
}

// namespace returns the namespace that is there; nil for none. The cache may hold
// only what carries our labels, and here it matters what does not.
func (p *pass) namespace(ctx context.Context, readers ...client.Reader) (*corev1.Namespace, error) {
	for _, reader := range readers {
		var namespace corev1.Namespace
		err := reader.Get(ctx, client.ObjectKey{Name: p.want.Namespace}, &namespace)
		if err == nil {
			return &namespace, nil
		}
		if !apierrors.IsNotFound(err) {
			return nil, err
		}
	}
	return nil, nil
}
