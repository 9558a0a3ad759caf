package instance

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
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
		return err
	}
	return nil
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

// rolledOut reports whether every server is of the newest template and ready.
func rolledOut(d *appsv1.Deployment) bool {
	s := d.Status
	return s.ObservedGeneration >= d.Generation && d.Spec.Replicas != nil &&
		s.Replicas == *d.Spec.Replicas && s.UpdatedReplicas == s.Replicas && s.AvailableReplicas == s.Replicas
}
