package instance_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// Kubelets report files that they cannot mount by events alone, and what they
// reported before stays among them.
func TestWhatAKubeletReportedLastIsSaid(t *testing.T) {
	w := newWorld(t)
	w.pods(func(*corev1.Pod) operatortest.Fate { return operatortest.Fate{Phase: corev1.PodPending} })
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Spec.Database.External = &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "mine"}}
	})
	var pods corev1.PodList
	operatortest.Eventually(t, func() error {
		w.must(w.List(ctx, &pods, client.InNamespace(w.name)))
		if len(pods.Items) == 0 {
			return operatortest.NotYet("no pod yet")
		}
		return nil
	})
	pod := pods.Items[0]
	for n, step := range []struct{ reported, said string }{
		{`secret "mine" not found`, `secret "mine" not found in namespace`},
		{"references non-existent secret key: url", `has no key "url"`},
	} {
		w.must(w.Create(ctx, &corev1.Event{
			ObjectMeta:     metav1.ObjectMeta{Namespace: w.name, Name: fmt.Sprintf("%s.%d", pod.Name, n)},
			InvolvedObject: corev1.ObjectReference{Kind: "Pod", Namespace: w.name, Name: pod.Name, UID: pod.UID},
			Reason:         "FailedMount", Message: `MountVolume.SetUp failed for volume "database" : ` + step.reported,
			LastTimestamp: metav1.NewTime(time.Now().Add(time.Duration(n) * time.Second)),
		}))
		w.until("tiendo", func(i *v1alpha1.Instance) error {
			c := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReady)
			if c == nil || c.Reason != v1alpha1.ReasonSecretMissing || !strings.Contains(c.Message, step.said) {
				return operatortest.NotYet("it says %q", step.said)
			}
			return nil
		})
	}
}
