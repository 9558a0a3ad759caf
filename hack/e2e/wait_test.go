//go:build e2e

package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// The namespaces of the samples.
const (
	laoCai   = "tenant-lao-cai"
	ministry = "tenant-bo-yt"
	national = "tenant-cuc-cdsqg"
)

func (w *world) instance(t *testing.T, namespace, name string) *v1alpha1.Instance {
	t.Helper()
	var i v1alpha1.Instance
	require.NoError(t, w.client.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, &i))
	return &i
}

// ready waits until an Instance is ready as its spec is now.
func (w *world) ready(t *testing.T, namespace, name string) *v1alpha1.Instance {
	t.Helper()
	return w.waitFor(t, namespace, name, func(i *v1alpha1.Instance) error {
		c := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReady)
		if c == nil || c.Status != metav1.ConditionTrue || i.Status.ObservedGeneration != i.Generation || i.Status.Version != i.Spec.Version {
			return notYet("it is not ready")
		}
		return nil
	})
}

// troubled waits until an Instance says why it is not ready: the reason, and
// every text in the message.
func (w *world) troubled(t *testing.T, namespace, name, reason string, texts ...string) *v1alpha1.Instance {
	t.Helper()
	return w.waitFor(t, namespace, name, func(i *v1alpha1.Instance) error {
		c := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReady)
		if c == nil || c.Status != metav1.ConditionFalse || c.Reason != reason {
			return notYet("Ready is not False for %s", reason)
		}
		for _, text := range texts {
			if !strings.Contains(c.Message, text) {
				return notYet("it does not say %q", text)
			}
		}
		return nil
	})
}

// waitFor waits until an Instance is there and as the function wants it.
func (w *world) waitFor(t *testing.T, namespace, name string, met func(*v1alpha1.Instance) error) *v1alpha1.Instance {
	t.Helper()
	var i v1alpha1.Instance
	eventually(t, func() error {
		i = v1alpha1.Instance{}
		if err := w.client.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, &i); err != nil {
			return err
		}
		if err := met(&i); err != nil {
			return fmt.Errorf("Instance %s/%s, version %s: %w; it says:\n%s", namespace, name, i.Spec.Version, err, conditionsOf(i.Status.Conditions))
		}
		return nil
	})
	return &i
}

func conditionsOf(conditions []metav1.Condition) string {
	var text strings.Builder
	for _, c := range conditions {
		fmt.Fprintf(&text, "  %s=%s %s: %s\n", c.Type, c.Status, c.Reason, c.Message)
	}
	return text.String()
}

// gone waits until an object is no more.
func (w *world) gone(t *testing.T, o client.Object) {
	t.Helper()
	eventually(t, func() error {
		err := w.client.Get(ctx, client.ObjectKeyFromObject(o), o)
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return notYet("%T %q is still there", o, o.GetName())
	})
}

// patch changes an object by a merge patch.
func (w *world) patch(t *testing.T, o client.Object, change map[string]any) {
	t.Helper()
	text, err := json.Marshal(change)
	require.NoError(t, err)
	require.NoError(t, w.client.Patch(ctx, o, client.RawPatch(types.MergePatchType, text)))
}

// version asks for a version of what the ministry's Tenant keeps.
func (w *world) version(t *testing.T, version string) {
	t.Helper()
	tenant := &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "bo-yt"}}
	w.patch(t, tenant, map[string]any{"spec": map[string]any{"instance": map[string]any{"version": version}}})
	w.waitFor(t, ministry, "tiendo", func(i *v1alpha1.Instance) error {
		if i.Spec.Version != version {
			return notYet("its Tenant asks for %s", version)
		}
		return nil
	})
}

// servers are the pods that serve an Instance and are not on their way out.
func (w *world) servers(t *testing.T, namespace, name string) []corev1.Pod {
	t.Helper()
	var list corev1.PodList
	require.NoError(t, w.client.List(ctx, &list, client.InNamespace(namespace),
		client.MatchingLabels{v1alpha1.LabelInstance: name, v1alpha1.LabelComponent: v1alpha1.ComponentServer}))
	var pods []corev1.Pod
	for _, pod := range list.Items {
		if pod.DeletionTimestamp.IsZero() {
			pods = append(pods, pod)
		}
	}
	return pods
}

// serving tells servers by their UIDs and restarts: what was left alone is equal.
func (w *world) serving(t *testing.T, namespaces ...string) map[types.UID]string {
	t.Helper()
	all := map[types.UID]string{}
	for _, namespace := range namespaces {
		pods := w.servers(t, namespace, "tiendo")
		require.NotEmpty(t, pods, namespace)
		for _, pod := range pods {
			all[pod.UID] = fmt.Sprintf("%s/%s, %d restarts", namespace, pod.Name, pod.Status.ContainerStatuses[0].RestartCount)
		}
	}
	return all
}
