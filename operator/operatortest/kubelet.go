package operatortest

import (
	"context"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// A Fate is what becomes of a pod.
type Fate struct {
	Phase corev1.PodPhase
	// State is that of the pod's one container, and Last what it was before.
	State, Last corev1.ContainerState
	// Ready is the pod's readiness.
	Ready bool
}

// Runs is the fate of a pod that serves.
func Runs() Fate {
	return Fate{Phase: corev1.PodRunning, Ready: true, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}}
}

// Ends is the fate of a pod that does its work.
func Ends() Fate {
	return Fate{Phase: corev1.PodSucceeded, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Reason: "Completed", StartedAt: started, FinishedAt: started}}}
}

// Fails is the fate of a pod whose program ends with a code and some last lines.
func Fails(code int32, lines string) Fate {
	return Fate{Phase: corev1.PodFailed, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: code, Reason: "Error", Message: lines, StartedAt: started, FinishedAt: started}}}
}

// Crashes is the fate of a pod whose program ends again and again.
func Crashes(code int32, lines string) Fate {
	return Fate{Phase: corev1.PodRunning,
		State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff", Message: "back-off restarting failed container"}},
		Last: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code, Reason: "Error", Message: lines,
			StartedAt: started, FinishedAt: started}}}
}

// Waits is the fate of a pod whose container is not made, for a reason.
func Waits(reason, message string) Fate {
	return Fate{Phase: corev1.PodPending, State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}}
}

// started stands for every time in a fate: the past.
var started = metav1.NewTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// Usual is the fate of most pods: what is to end ends well, the rest serves.
func Usual(pod *corev1.Pod) Fate {
	if pod.Labels[v1alpha1.LabelComponent] == v1alpha1.ComponentServer {
		return Runs()
	}
	return Ends()
}

// Kubelet plays the part of a node until the test ends: it says of every pod of
// the operator's what the function says becomes of it. nil means Usual.
func (c *Cluster) Kubelet(t testing.TB, fate func(*corev1.Pod) Fate) {
	t.Helper()
	if fate == nil {
		fate = Usual
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		wait.UntilWithContext(ctx, func(ctx context.Context) { c.settle(ctx, fate) }, 50*time.Millisecond)
	}()
	t.Cleanup(func() { cancel(); <-done })
}

// settle brings every pod to its fate.
func (c *Cluster) settle(ctx context.Context, fate func(*corev1.Pod) Fate) {
	var pods corev1.PodList
	if err := c.Client.List(ctx, &pods, client.HasLabels{v1alpha1.LabelTenant}); err != nil {
		return // the control plane stops, or the next round sees
	}
	for i := range pods.Items {
		pod := &pods.Items[i]
		if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
			continue
		}
		before := pod.DeepCopy()
		fate(pod).settle(pod)
		if !equality.Semantic.DeepEqual(before.Status, pod.Status) {
			_ = c.Client.Status().Patch(ctx, pod, client.MergeFrom(before)) // the next round sees
		}
	}
}

func (f Fate) settle(pod *corev1.Pod) {
	ready := corev1.ConditionFalse
	if f.Ready {
		ready = corev1.ConditionTrue
	}
	pod.Status.Phase = f.Phase
	pod.Status.StartTime = &started
	pod.Status.PodIP = "127.0.0.1"
	pod.Status.Conditions = []corev1.PodCondition{
		{Type: corev1.PodScheduled, Status: corev1.ConditionTrue, LastTransitionTime: started},
		{Type: corev1.PodReady, Status: ready, LastTransitionTime: started},
		{Type: corev1.ContainersReady, Status: ready, LastTransitionTime: started},
	}
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{{
		Name: pod.Spec.Containers[0].Name, Image: pod.Spec.Containers[0].Image,
		State: f.State, LastTerminationState: f.Last, Ready: f.Ready,
	}}
}
