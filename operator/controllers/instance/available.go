package instance

import (
	"context"
	"fmt"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// available waits until every server is of the newest template and the Instance
// itself says that it is ready.
func (p *pass) available(ctx context.Context) error {
	var d appsv1.Deployment
	err := p.Client.Get(ctx, p.key(desired.ServerName(p.want)), &d)
	if apierrors.IsNotFound(err) {
		p.conditions.False(v1alpha1.ConditionAvailable, v1alpha1.ReasonWaiting, "the servers are about to start")
		if p.settings.Suspended() {
			p.conditions.False(v1alpha1.ConditionAvailable, v1alpha1.ReasonSuspended, "no server runs")
			return nil
		}
		return reconcile.Waiting(v1alpha1.ReasonRollingOut, "the servers are about to start")
	}
	if err != nil {
		return err
	}
	p.countServers(&d)
	if p.settings.Suspended() {
		return nil
	}
	if p.changes {
		return reconcile.Waiting(v1alpha1.ReasonRollingOut, "servers of version %s start", p.want.Version)
	}
	if !p.serves(&d) {
		return p.rolling(ctx, &d)
	}
	if err := p.Answers(ctx, desired.ServiceURL(p.want)+"/readyz"); err != nil {
		return reconcile.Retry(5*time.Second, v1alpha1.ReasonNotAnswering, "the servers run, and %s/readyz does not answer yet: %v", desired.ServiceURL(p.want), err)
	}
	p.instance.Status.Version = p.want.Version
	p.conditions.True(v1alpha1.ConditionAvailable, v1alpha1.ReasonAnswering, fmt.Sprintf("%d servers of version %s answer", d.Status.AvailableReplicas, p.want.Version))
	return nil
}

// count says how many servers answer before anything can fail: they are what
// matters while something else is wrong.
func (p *pass) count() {
	if p.deployment != nil {
		p.countServers(p.deployment)
		return
	}
	p.instance.Status.Replicas = 0
	if p.conditions.Is(v1alpha1.ConditionAvailable) {
		p.conditions.False(v1alpha1.ConditionAvailable, v1alpha1.ReasonWaiting, "no server runs")
	}
}

// countServers says how many answer. While servers start one by one the number
// only falls: each that comes would be one more write to every Instance.
func (p *pass) countServers(d *appsv1.Deployment) {
	if s := &p.instance.Status; rolledOut(d) || d.Status.AvailableReplicas < s.Replicas {
		s.Replicas = d.Status.AvailableReplicas
	}
	switch {
	case p.settings.Suspended():
		p.conditions.False(v1alpha1.ConditionAvailable, v1alpha1.ReasonSuspended, "no server runs")
	case d.Status.AvailableReplicas > 0:
		p.conditions.True(v1alpha1.ConditionAvailable, v1alpha1.ReasonAnswering, "at least one server answers")
	default:
		p.conditions.False(v1alpha1.ConditionAvailable, v1alpha1.ReasonRollingOut, "no server answers")
	}
}

// rolling says why the servers are not all there yet. Where nothing is wrong the
// sentence stays the same until they are: the Deployment counts them.
func (p *pass) rolling(ctx context.Context, d *appsv1.Deployment) error {
	for _, c := range d.Status.Conditions {
		if c.Type == appsv1.DeploymentReplicaFailure && c.Status == corev1.ConditionTrue {
			return noPod(c.Message)
		}
	}
	pods, err := p.pods(ctx, v1alpha1.ComponentServer)
	if err != nil {
		return err
	}
	slices.SortFunc(pods, func(a, b corev1.Pod) int { return b.CreationTimestamp.Compare(a.CreationTimestamp.Time) })
	if err := p.trouble(ctx, pods); err != nil {
		return err
	}
	return reconcile.Retry(stuck, v1alpha1.ReasonRollingOut, "servers of version %s start", p.want.Version)
}

// ended reports whether no pod of the Instance runs any more.
func (p *pass) ended(ctx context.Context) (bool, error) {
	var pods corev1.PodList
	err := p.live.List(ctx, &pods, client.InNamespace(p.instance.Namespace), client.MatchingLabels{v1alpha1.LabelInstance: p.instance.Name})
	return len(pods.Items) == 0, err
}
