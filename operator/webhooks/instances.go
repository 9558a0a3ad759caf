package webhooks

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// Instances judges Instances: under their Tenant, and beside the others of their
// namespace.
type Instances struct{ Options }

// ValidateCreate judges a new Instance.
func (w *Instances) ValidateCreate(ctx context.Context, i *v1alpha1.Instance) (admission.Warnings, error) {
	s, err := w.find(ctx, i.Namespace)
	if err != nil {
		return nil, err
	}
	faults, warnings := w.judge(i, s)
	if s.tenant != nil {
		faults = append(faults, policy.OneMore(i, s.tenant, s.instances)...)
	}
	return answer("Instance", i, faults, warnings)
}

// ValidateUpdate judges a changed Instance.
func (w *Instances) ValidateUpdate(ctx context.Context, old, i *v1alpha1.Instance) (admission.Warnings, error) {
	if passes(old, i, old.Spec, i.Spec) {
		return nil, nil
	}
	s, err := w.find(ctx, i.Namespace)
	if err != nil {
		return nil, err
	}
	before, _ := w.judge(old, s)
	faults, warnings := w.judge(i, s)
	kept, surprises := policy.InstanceChange(old, i, s.tenant)
	return answer("Instance", i, append(faults.Beyond(before), kept...), append(warnings, surprises...))
}

// ValidateDelete lets every Instance go: its finalizer sees to the data.
func (w *Instances) ValidateDelete(context.Context, *v1alpha1.Instance) (admission.Warnings, error) {
	return nil, nil
}

// surroundings are what an Instance is judged by.
type surroundings struct {
	// tenant is the one that the namespace's label names; nil for none.
	tenant    *v1alpha1.Tenant
	instances []v1alpha1.Instance
}

func (w *Instances) judge(i *v1alpha1.Instance, s surroundings) (policy.Faults, policy.Warnings) {
	if faults := policy.Belongs(i, s.tenant); len(faults) > 0 {
		return faults, nil
	}
	faults, warnings := policy.Room(i, s.tenant)
	faults = append(faults, policy.Instance(i, s.tenant)...)
	faults = append(faults, policy.InstanceAmong(i, s.instances)...)
	return faults, append(warnings, policy.ClosedPorts(i, s.tenant, w.EgressPorts)...)
}

func (w *Instances) find(ctx context.Context, name string) (s surroundings, err error) {
	var namespace corev1.Namespace
	if err := w.Live.Get(ctx, client.ObjectKey{Name: name}, &namespace); err != nil {
		return s, err
	}
	owner := namespace.Labels[v1alpha1.LabelTenant]
	if owner == "" {
		return s, nil
	}
	var tenant v1alpha1.Tenant
	if err := w.Live.Get(ctx, client.ObjectKey{Name: owner}, &tenant); err != nil {
		return s, client.IgnoreNotFound(err)
	}
	s.tenant = &tenant
	var instances v1alpha1.InstanceList
	err = w.Client.List(ctx, &instances, client.InNamespace(name))
	s.instances = instances.Items
	return s, err
}
