package tenant

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// A pass is one look at one Tenant: what is wanted, what is there, and what to
// say about it.
type pass struct {
	*Reconciler
	// tenant is what the status is written into, and before what it was.
	tenant, before *v1alpha1.Tenant
	conditions     reconcile.Conditions
	owner          reconcile.Owner
	want           desired.Tenant

	// instances are those in the namespace, once observe has seen them.
	instances []v1alpha1.Instance
	// suspended is why nothing runs; empty where something is to.
	suspended string
	// released says that the finalizer is gone, and maybe the Tenant with it.
	released bool
}

func (r *Reconciler) begin(t *v1alpha1.Tenant) *pass {
	r.written.recall(t)
	p := &pass{Reconciler: r, before: t.DeepCopy(), tenant: t, owner: reconcile.Owner{Tenant: t.Name}}
	p.conditions = reconcile.Conditions{List: &t.Status.Conditions, Generation: t.Generation}
	p.want = desired.Tenant{
		Name: t.Name, Namespace: t.NamespaceName(), Labels: p.owner.Labels(), Agency: t.Spec.AgencyCode,
		Quota: policy.ResolveQuota(t), Groups: t.Spec.Administrators.Groups,
	}
	t.Status.Agency = policy.AgencyName(t)
	t.Status.Namespace = t.NamespaceName()
	return p
}

// outcome turns the end of the steps into conditions and what the queue does.
func (p *pass) outcome(err error) (ctrl.Result, error) {
	status := &p.tenant.Status
	p.tellSuspended()
	if err == nil && p.suspended != "" {
		p.conditions.False(v1alpha1.ConditionReady, v1alpha1.ReasonSuspended, p.suspended)
		p.conditions.Remove(v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled)
		status.ObservedGeneration = p.tenant.Generation
		return ctrl.Result{}, nil
	}
	result, err := p.conditions.Outcome(err, p.ready())
	if err == nil {
		status.ObservedGeneration = p.tenant.Generation
	}
	return result, err
}

// tellSuspended says so whatever else is wrong: it is why nothing runs.
func (p *pass) tellSuspended() {
	if p.suspended == "" && p.tenant.Spec.Suspended {
		p.suspended = fmt.Sprintf("Tenant %s is suspended: no server runs, and data stays. Set its spec.suspended to false to serve again", p.tenant.Name)
	}
	if p.suspended == "" {
		p.conditions.Remove(v1alpha1.ConditionSuspended)
		return
	}
	p.conditions.True(v1alpha1.ConditionSuspended, v1alpha1.ReasonSuspended, p.suspended)
}

// ready is what is said where all is well.
func (p *pass) ready() string {
	status := p.tenant.Status
	switch {
	case p.want.Template == nil:
		return fmt.Sprintf("namespace %s is there with its limits, policies and role bindings", status.Namespace)
	case status.URL == "":
		return fmt.Sprintf("version %s answers in namespace %s", status.Version, status.Namespace)
	}
	return fmt.Sprintf("version %s answers at %s", status.Version, status.URL)
}

// end writes the status, once, and tells who listens.
func (p *pass) end(ctx context.Context, err error) error {
	if p.released {
		p.gone(p.tenant.Name)
		return err
	}
	changed, failed := reconcile.WriteStatus(ctx, p.Client, p.before, p.tenant)
	if changed {
		p.written.remember(p.before, p.tenant)
	}
	if failed == nil {
		p.report()
	}
	p.Metrics.TenantReady(p.tenant.Name, p.conditions.Is(v1alpha1.ConditionReady))
	return errors.Join(err, failed)
}

// report takes down a change of Ready that ends something: passing states would
// only fill the list.
func (p *pass) report() {
	was := meta.FindStatusCondition(p.before.Status.Conditions, v1alpha1.ConditionReady)
	is := meta.FindStatusCondition(p.tenant.Status.Conditions, v1alpha1.ConditionReady)
	if is == nil || was != nil && was.Status == is.Status && was.Reason == is.Reason {
		return
	}
	switch {
	case p.conditions.Is(v1alpha1.ConditionReady) && p.want.Template != nil:
		// The Instance that is kept is the one to say so.
	case p.conditions.Is(v1alpha1.ConditionReady):
		p.Recorder.Eventf(p.tenant, nil, corev1.EventTypeNormal, is.Reason, "Reconcile", "%s", is.Message)
	case p.conditions.Is(v1alpha1.ConditionStalled), is.Reason == v1alpha1.ReasonConfirmationMissing, is.Reason == v1alpha1.ReasonInstancesRemain:
		p.Recorder.Eventf(p.tenant, nil, corev1.EventTypeWarning, is.Reason, "Reconcile", "%s", is.Message)
	}
}
