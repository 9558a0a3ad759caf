package instance_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// isOf reports whether a pod is a component's of a version.
func isOf(pod *corev1.Pod, component, version string) bool {
	return pod.Labels[v1alpha1.LabelComponent] == component && pod.Labels[v1alpha1.LabelVersion] == version
}

func version(v string) func(*v1alpha1.Instance) {
	return func(i *v1alpha1.Instance) { i.Spec.Version = v }
}

// image is the version that the servers run.
func image(d *appsv1.Deployment) string {
	_, tag, _ := strings.Cut(d.Spec.Template.Spec.Containers[0].Image, ":")
	return tag
}

func TestANewVersionMigratesFirst(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fate{Phase: corev1.PodRunning} // it takes its time
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionMigrated, v1alpha1.ReasonProgressing), "1.0.0 keeps serving")
	assert.Equal(t, "1.0.0", image(w.deployment("tiendo")))
	assert.Equal(t, "1.0.0", w.get("tiendo").Status.Version)
	w.pods(operatortest.Usual)
	w.ready("tiendo", "1.1.0")
	assert.Equal(t, "1.1.0", image(w.deployment("tiendo")))
	assert.Equal(t, int32(0), w.deployment("tiendo").Spec.Strategy.RollingUpdate.MaxUnavailable.IntVal, "at least what served serves")
	operatortest.Eventually(t, func() error {
		var jobs batchv1.JobList
		w.must(w.List(ctx, &jobs, client.InNamespace(w.name)))
		if len(jobs.Items) != 2 {
			return operatortest.NotYet("the Jobs of the version before are removed: there are %d", len(jobs.Items))
		}
		return nil
	})
}

func TestAMigrationThatFailsLeavesTheOldVersionServing(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fails(1, `starting\ntiendo: migrate: 20260301_figures.sql: column "grade" contains null values`)
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	message := w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonMigrationFailed)
	for _, part := range []string{`column "grade" contains null values`, "1.0.0 keeps serving", "set spec.version back to 1.0.0", v1alpha1.AnnotationRetry} {
		assert.Contains(t, message, part)
	}
	i := w.get("tiendo")
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionStalled))
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionAvailable))
	assert.Equal(t, "1.0.0", image(w.deployment("tiendo")))

	t.Run("what serves is kept as it was meanwhile", func(t *testing.T) {
		w.must(w.Delete(ctx, &corev1.Service{ObjectMeta: w.deployment("tiendo").ObjectMeta}))
		operatortest.Eventually(t, func() error {
			return w.Get(ctx, client.ObjectKeyFromObject(i), &corev1.Service{})
		})
	})
	t.Run("another try is a word away", func(t *testing.T) {
		w.pods(operatortest.Usual)
		w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations = map[string]string{v1alpha1.AnnotationRetry: "1"} })
		w.ready("tiendo", "1.1.0")
	})
}

func TestTheOldVersionIsOneWordBack(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fails(1, "tiendo: migrate: no")
		}
		if isOf(pod, v1alpha1.ComponentMigration, "1.0.0") {
			return operatortest.Fails(3, "the database is ahead") // as after half of a migration
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonMigrationFailed)
	w.change("tiendo", version("1.0.0"))
	i := w.ready("tiendo", "1.0.0")
	assert.Nil(t, meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionStalled))
}

func TestAVersionOlderThanTheSchemaIsRefused(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", version("1.1.0"))
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.0.0") {
			return operatortest.Fails(3, "tiendo: the database is at 20270101, which this program does not know")
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.0.0"))
	message := w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonVersionTooOld)
	assert.Contains(t, message, "20270101")
	assert.Contains(t, message, "1.1.0 keeps serving")
	assert.Equal(t, "1.1.0", image(w.deployment("tiendo")))
}

func TestAPlanThatCannotBeLoadedSaysWhy(t *testing.T) {
	w := newWorld(t)
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if pod.Labels[v1alpha1.LabelComponent] == v1alpha1.ComponentPlan {
			return operatortest.Fails(1, `tiendo: indicators.yaml:12: unit = "perhaps": expected one of the units`)
		}
		return operatortest.Usual(pod)
	})
	bundle := &corev1.ConfigMap{}
	bundle.Namespace, bundle.Name, bundle.Data = w.name, "bundle", map[string]string{"bundle.yaml": "code: x"}
	w.must(w.Create(ctx, bundle))
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Spec.Plan.ConfigMapRef = &v1alpha1.LocalConfigMapReference{Name: "bundle"}
	})
	message := w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonPlanFailed)
	assert.Contains(t, message, "indicators.yaml:12")
	assert.Contains(t, message, "ConfigMap bundle")
	t.Run("and is loaded once it is repaired", func(t *testing.T) {
		w.pods(operatortest.Usual)
		bundle.Data["bundle.yaml"] = "code: y"
		w.must(w.Update(ctx, bundle))
		w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations = map[string]string{"look": "now"} })
		w.ready("tiendo", "1.0.0")
	})
}

func TestAnImageThatDoesNotStartLeavesTheOldOneServing(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentServer, "1.1.0") {
			return operatortest.Crashes(2, "tiendo: auth.issuer = \"x\": expected an https URL")
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	message := w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonNotStarting)
	assert.Contains(t, message, "expected an https URL")
	assert.Contains(t, message, "tiendo:1.1.0")
	i := w.get("tiendo")
	assert.Equal(t, "1.0.0", i.Status.Version)
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionAvailable))
	w.change("tiendo", version("1.0.0"))
	w.ready("tiendo", "1.0.0")
}
