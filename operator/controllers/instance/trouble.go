package instance

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// trouble says what keeps the newest pods from doing their work; nil where nothing
// that is known does.
func (p *pass) trouble(ctx context.Context, pods []corev1.Pod) error {
	for _, pod := range pods {
		if err := podTrouble(&pod); err != nil {
			return p.missed(err)
		}
		if pod.Status.Phase == corev1.PodPending {
			if err := p.mountTrouble(ctx, &pod); err != nil {
				return soon(p.missed(err))
			}
		}
	}
	return nil
}

// soon has what an error says looked at again shortly: events wake nobody up.
func soon(err error) error {
	if e := reconcile.As(err); e != nil {
		e.After = stuck
	}
	return err
}

// missed makes a Secret of ours that pods miss be written again.
func (p *pass) missed(err error) error {
	if reasonOf(err) == v1alpha1.ReasonSecretMissing {
		for _, name := range secretNames(p.want) {
			if !strings.Contains(err.Error(), `"`+name+`"`) {
				continue
			}
			if p.lost {
				return reconcile.Stalled(v1alpha1.ReasonSecretMissing,
					"%v; it was made with a key that is no more: annotate %s with another value to have it made anew", err, v1alpha1.AnnotationRotate)
			}
			p.Applier.ForgetSecret(p.key(name))
			return reconcile.Retry(stuck, v1alpha1.ReasonSecretMissing, "Secret %s in namespace %s is gone: it is made again, and the pods start by themselves", name, p.instance.Namespace)
		}
	}
	return err
}

// podTrouble reads a pod's status.
func podTrouble(pod *corev1.Pod) error {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable {
			return reconcile.Waiting(v1alpha1.ReasonNotStarting, "no node takes pod %s: %s", pod.Name, c.Message)
		}
	}
	for _, c := range pod.Status.ContainerStatuses {
		if err := containerTrouble(pod, c); err != nil {
			return err
		}
	}
	return nil
}

func containerTrouble(pod *corev1.Pod, c corev1.ContainerStatus) error {
	image := pod.Spec.Containers[0].Image
	switch w := c.State.Waiting; {
	case w == nil:
		return nil
	case w.Reason == "ErrImagePull" || w.Reason == "ImagePullBackOff" || w.Reason == "InvalidImageName" || w.Reason == "ErrImageNeverPull":
		return reconcile.Stalled(v1alpha1.ReasonNotStarting, "image %s cannot be pulled (%s): %s. Is the version there, and does the registry let the node in?",
			image, w.Reason, orNothing(w.Message))
	case w.Reason == "CreateContainerConfigError":
		return reconcile.Stalled(v1alpha1.ReasonSecretMissing, "%s in namespace %s: create it, and the pod starts by itself", w.Message, pod.Namespace)
	case w.Reason == "CrashLoopBackOff" || w.Reason == "RunContainerError" || w.Reason == "CreateContainerError":
		message := w.Message
		if t := c.LastTerminationState.Terminated; t != nil {
			message = fmt.Sprintf("exit code %d: %s", t.ExitCode, lastLines(t.Message))
		}
		return reconcile.Stalled(v1alpha1.ReasonNotStarting, "image %s does not start (%s)", image, orNothing(message))
	}
	return nil
}

// mountSecret and mountKey match what kubelets report of files they cannot mount.
var (
	mountMissing = regexp.MustCompile(`(secret|configmap) "[^"]+" not found`)
	mountKey     = regexp.MustCompile(`references non-existent (secret|config) key: (\S+)`)
)

// mountTrouble reads what the kubelet reports of a pod that is not made: nothing in
// the pod itself says that a Secret is missing.
func (p *pass) mountTrouble(ctx context.Context, pod *corev1.Pod) error {
	events, err := p.events(ctx, pod)
	if err != nil {
		return err
	}
	for _, event := range events {
		if event.Reason != "FailedMount" {
			continue
		}
		if what := mountMissing.FindString(event.Message); what != "" {
			return reconcile.Stalled(v1alpha1.ReasonSecretMissing, "%s in namespace %s: create it, and pod %s starts by itself", what, pod.Namespace, pod.Name)
		}
		if what := mountKey.FindStringSubmatch(event.Message); what != nil {
			return reconcile.Stalled(v1alpha1.ReasonSecretMissing, "a %s that pod %s mounts has no key %q: add the key, and the pod starts by itself (%s)",
				what[1], pod.Name, what[2], event.Message)
		}
	}
	return nil
}

// creationTrouble reads what is reported of something that makes no pods.
func (p *pass) creationTrouble(ctx context.Context, object client.Object) error {
	events, err := p.events(ctx, object)
	if err != nil {
		return err
	}
	for _, event := range events {
		if event.Reason == "FailedCreate" {
			return noPod(event.Message)
		}
	}
	return nil
}

// noPod says why the cluster makes no pod.
func noPod(message string) error {
	if strings.Contains(message, "exceeded quota") {
		return reconcile.Stalled(v1alpha1.ReasonQuotaExceeded,
			"the tenant's quota leaves no room for another pod (%s): ask for less in spec.replicas or spec.resources, or the platform admin for more. An upgrade needs room for one server more than run", message)
	}
	return reconcile.Stalled(v1alpha1.ReasonNotStarting, "the cluster makes no pod: %s", message)
}

// events are what is reported of an object, past the cache, the latest first: what
// was wrong before is still among them.
func (p *pass) events(ctx context.Context, object client.Object) ([]corev1.Event, error) {
	var list corev1.EventList
	err := p.Live.List(ctx, &list, client.InNamespace(object.GetNamespace()), client.MatchingFields{"involvedObject.uid": string(object.GetUID())})
	slices.SortStableFunc(list.Items, func(a, b corev1.Event) int { return lastSeen(b).Compare(lastSeen(a)) })
	return list.Items, err
}

// lastSeen is when an event was reported last; reporters fill in one field or the
// other.
func lastSeen(e corev1.Event) time.Time {
	switch {
	case e.Series != nil:
		return e.Series.LastObservedTime.Time
	case !e.LastTimestamp.IsZero():
		return e.LastTimestamp.Time
	default:
		return e.EventTime.Time
	}
}

// most is how many lines of a program's end are repeated.
const most = 5

// lastLines is the end of a program's output as one line.
func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > most {
		lines = lines[len(lines)-most:]
	}
	return orNothing(strings.Join(lines, " | "))
}

func orNothing(text string) string {
	if strings.TrimSpace(text) == "" {
		return "it says nothing"
	}
	return text
}
