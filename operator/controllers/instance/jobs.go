package instance

import (
	"context"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	batchv1ac "k8s.io/client-go/applyconfigurations/batch/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// A failure is how a Job ended that did not do its work.
type failure struct {
	code  int32
	lines string
}

// stuck is how often a Job or a rollout that does not move is looked at: kubelets
// report missing Secrets by events on pods, which wake nobody up.
const stuck = 10 * time.Second

// run brings a Job to its end. It returns nil where the work is done, a failure
// where it was not, and an error while it is under way.
func (p *pass) run(ctx context.Context, component string, want *batchv1ac.JobApplyConfiguration, doing string) (*failure, error) {
	var job batchv1.Job
	err := p.Client.Get(ctx, p.key(*want.Name), &job)
	if apierrors.IsNotFound(err) {
		if err := p.clear(ctx, component, *want.Name); err != nil {
			return nil, err
		}
		if _, err := p.Applier.Apply(ctx, want, p.owner); err != nil {
			return nil, err
		}
		return nil, reconcile.Waiting(v1alpha1.ReasonProgressing, "%s", doing)
	}
	if err != nil {
		return nil, err
	}
	pods, err := p.pods(ctx, component)
	if err != nil {
		return nil, err
	}
	pods = slices.DeleteFunc(pods, func(pod corev1.Pod) bool { return pod.Labels[batchv1.JobNameLabel] != job.Name })
	switch {
	case has(job, batchv1.JobComplete):
		return nil, nil
	case has(job, batchv1.JobFailed):
		return failureOf(job, pods), nil
	}
	if len(pods) == 0 {
		err = p.creationTrouble(ctx, &job)
	} else {
		err = p.trouble(ctx, pods)
	}
	if err != nil {
		return nil, err
	}
	return nil, reconcile.Retry(stuck, v1alpha1.ReasonProgressing, "%s", doing)
}

// clear removes Jobs of a component other than the one that is kept: what they
// were to do is done or no longer wanted.
func (p *pass) clear(ctx context.Context, component, keep string) error {
	var jobs batchv1.JobList
	err := p.live.List(ctx, &jobs, client.InNamespace(p.instance.Namespace), client.MatchingLabels{
		v1alpha1.LabelInstance: p.instance.Name, v1alpha1.LabelComponent: component,
	})
	if err != nil {
		return err
	}
	for i := range jobs.Items {
		if jobs.Items[i].Name != keep {
			if _, err := p.Applier.RemoveLive(ctx, &jobs.Items[i], p.owner); err != nil {
				return err
			}
		}
	}
	return nil
}

func has(job batchv1.Job, kind batchv1.JobConditionType) bool {
	return slices.ContainsFunc(job.Status.Conditions, func(c batchv1.JobCondition) bool {
		return c.Type == kind && c.Status == corev1.ConditionTrue
	})
}

// failureOf reads how the Job's last pod ended.
func failureOf(job batchv1.Job, pods []corev1.Pod) *failure {
	slices.SortFunc(pods, func(a, b corev1.Pod) int { return b.CreationTimestamp.Compare(a.CreationTimestamp.Time) })
	for _, pod := range pods {
		for _, c := range pod.Status.ContainerStatuses {
			if t := c.State.Terminated; t != nil && t.ExitCode != 0 {
				return &failure{t.ExitCode, lastLines(t.Message)}
			}
		}
	}
	for _, c := range job.Status.Conditions {
		if c.Type == batchv1.JobFailed {
			return &failure{0, fmt.Sprintf("%s: %s", c.Reason, c.Message)}
		}
	}
	return &failure{0, orNothing("")}
}
