package instance

import (
	"context"
	"errors"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// A pass is one look at one Instance: what is wanted, what is there, and what to
// say about it.
type pass struct {
	*Reconciler
	// instance is what the status is written into, and before what it was.
	instance, before *v1alpha1.Instance
	conditions       reconcile.Conditions

	// What look finds: the Tenant; the Deployment and what an earlier Instance of
	// this name left, nil where there is none.
	tenant     *v1alpha1.Tenant
	owner      reconcile.Owner
	deployment *appsv1.Deployment
	tombstone  *corev1.ConfigMap

	// What grant works out.
	settings policy.Settings
	want     desired.Instance

	// What database and keys learn: what servers read, and whether the password was
	// made with a key that is no more.
	reads reads
	lost  bool

	// live is where Jobs and pods are looked for: past the cache where an Instance is
	// deleted, since what was made a moment ago would run on.
	live client.Reader

	// changes says that the Deployment was written in this pass: what the cache has of
	// it is what was before.
	changes bool
}

func (r *Reconciler) begin(i *v1alpha1.Instance) *pass {
	p := &pass{Reconciler: r, live: r.Client, before: i.DeepCopy(), instance: i}
	p.conditions = reconcile.Conditions{List: &i.Status.Conditions, Generation: i.Generation}
	return p
}

// outcome turns the end of the steps into conditions and what the queue does.
func (p *pass) outcome(err error) (ctrl.Result, error) {
	status := &p.instance.Status
	if p.settings.Suspended() && err == nil {
		p.conditions.False(v1alpha1.ConditionReady, v1alpha1.ReasonSuspended, p.suspended())
		p.conditions.Remove(v1alpha1.ConditionReconciling, v1alpha1.ConditionStalled)
		status.ObservedGeneration = p.instance.Generation
		return ctrl.Result{}, nil
	}
	if p.tenant != nil && !p.settings.Suspended() {
		p.conditions.Remove(v1alpha1.ConditionSuspended)
	}
	result, err := p.conditions.Outcome(err, fmt.Sprintf("version %s answers at %s", status.Version, status.URL))
	if err == nil {
		status.ObservedGeneration = p.instance.Generation
	}
	if err == nil && result.RequeueAfter == 0 && p.conditions.Is(v1alpha1.ConditionReady) {
		result.RequeueAfter = again
	}
	return result, err
}

// end writes the status, once, and tells who listens.
func (p *pass) end(ctx context.Context, version string, err error) error {
	p.Metrics.InstanceReady(p.instance.Namespace, p.instance.Name, p.conditions.Is(v1alpha1.ConditionReady))
	changed, written := reconcile.WriteStatus(ctx, p.Client, p.before, p.instance)
	if changed {
		p.written.remember(version, p.instance)
	}
	if written == nil {
		p.report()
	}
	return errors.Join(err, written)
}

// report takes down a change of Ready that ends something: passing states would
// only fill the list.
func (p *pass) report() {
	was := meta.FindStatusCondition(p.before.Status.Conditions, v1alpha1.ConditionReady)
	is := meta.FindStatusCondition(p.instance.Status.Conditions, v1alpha1.ConditionReady)
	if is == nil || was != nil && was.Status == is.Status && was.Reason == is.Reason {
		return
	}
	switch {
	case p.conditions.Is(v1alpha1.ConditionReady) && p.before.Status.Version == "":
		// That it serves for the first time is what was expected, and in every list.
	case p.conditions.Is(v1alpha1.ConditionReady):
		p.Recorder.Eventf(p.instance, nil, corev1.EventTypeNormal, is.Reason, "Serve", "%s", is.Message)
	case p.conditions.Is(v1alpha1.ConditionStalled):
		p.Recorder.Eventf(p.instance, nil, corev1.EventTypeWarning, is.Reason, "Reconcile", "%s", is.Message)
	}
}
