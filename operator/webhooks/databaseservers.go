package webhooks

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// DatabaseServers judges whether DatabaseServers may be deleted.
type DatabaseServers struct{ Options }

// ValidateCreate has nothing to judge that the kind itself does not say.
func (w *DatabaseServers) ValidateCreate(context.Context, *v1alpha1.DatabaseServer) (admission.Warnings, error) {
	return nil, nil
}

// ValidateUpdate has nothing to judge that the kind itself does not say.
func (w *DatabaseServers) ValidateUpdate(context.Context, *v1alpha1.DatabaseServer, *v1alpha1.DatabaseServer) (admission.Warnings, error) {
	return nil, nil
}

// ValidateDelete keeps a server that Instances have their database on.
func (w *DatabaseServers) ValidateDelete(ctx context.Context, server *v1alpha1.DatabaseServer) (admission.Warnings, error) {
	var instances v1alpha1.InstanceList
	if err := w.Client.List(ctx, &instances); err != nil {
		return nil, err
	}
	var tenants v1alpha1.TenantList
	if err := w.Client.List(ctx, &tenants); err != nil {
		return nil, err
	}
	faults, warnings := policy.ServerDeletion(server, instances.Items, tenants.Items)
	return answer("DatabaseServer", server, faults, warnings)
}
