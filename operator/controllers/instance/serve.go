package instance

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// account makes who the pods are: without it none is made.
func (p *pass) account(ctx context.Context) error {
	_, err := p.Applier.Apply(ctx, desired.ServiceAccount(p.want), p.owner)
	return err
}

// serve brings the servers and what stands around them to what is wanted.
func (p *pass) serve(ctx context.Context) error {
	if p.settings.Suspended() && p.deployment == nil {
		return nil
	}
	if _, err := p.Applier.Apply(ctx, desired.Service(p.want), p.owner); err != nil {
		return err
	}
	// Steps before took their time, and autoscaling does not wait.
	if err := p.readReplicas(ctx); err != nil {
		return err
	}
	changed, err := p.Applier.Apply(ctx, p.servers(), p.owner)
	if err != nil {
		return err
	}
	p.changes = changed
	if err := keep(ctx, p, desired.Autoscaler(p.want), &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: p.named()}); err != nil {
		return err
	}
	if err := keep(ctx, p, desired.DisruptionBudget(p.want), &policyv1.PodDisruptionBudget{ObjectMeta: p.named()}); err != nil {
		return err
	}
	if monitor := desired.ServiceMonitor(p.want); monitor != nil {
		_, err := p.Applier.Apply(ctx, client.ApplyConfigurationFromUnstructured(monitor), p.owner)
		return client.IgnoreNotFound(err) // the kind went while we ran
	}
	return nil
}

// readReplicas learns how many servers there are to be, and who says so.
func (p *pass) readReplicas(ctx context.Context) (err error) {
	p.want.LiveReplicas, p.want.OwnsReplicas = nil, false
	if err := p.findDeployment(ctx); err != nil || p.deployment == nil {
		return err
	}
	p.want.LiveReplicas = p.deployment.Spec.Replicas
	p.want.OwnsReplicas, err = reconcile.OwnsField(p.deployment, "spec", "replicas")
	return err
}

// named is the name of everything that stands around the servers.
func (p *pass) named() metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: p.instance.Namespace, Name: desired.ServerName(p.want)}
}

// keep applies what is wanted, and removes what must not exist: nil.
func keep[T any, P interface {
	*T
	runtime.ApplyConfiguration
}](ctx context.Context, p *pass, want P, there client.Object) error {
	if want == nil {
		_, err := p.Applier.Remove(ctx, there, p.owner)
		return err
	}
	_, err := p.Applier.Apply(ctx, want, p.owner)
	return err
}

// serves reports whether no server is of an older template and at least as many as
// must be answer. Those that autoscaling adds are under way all the time, and where
// all was well and we changed nothing only their number may have changed.
func (p *pass) serves(d *appsv1.Deployment) bool {
	s, least := d.Status, p.want.Replicas.Min
	same := !p.changes && meta.IsStatusConditionTrue(p.before.Status.Conditions, v1alpha1.ConditionReady)
	return (same || s.ObservedGeneration >= d.Generation) && d.Spec.Replicas != nil && s.AvailableReplicas > 0 &&
		s.UpdatedReplicas == s.Replicas && s.AvailableReplicas >= min(least, *d.Spec.Replicas)
}

// rolledOut reports whether every server is of the newest template and ready.
func rolledOut(d *appsv1.Deployment) bool {
	s := d.Status
	return s.ObservedGeneration >= d.Generation && d.Spec.Replicas != nil &&
		s.Replicas == *d.Spec.Replicas && s.UpdatedReplicas == s.Replicas && s.AvailableReplicas == s.Replicas
}
