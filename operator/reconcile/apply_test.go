package reconcile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	appsv1ac "k8s.io/client-go/applyconfigurations/apps/v1"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/util/retry"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// deployment has what is hard to compare: lists by key, quantities, empty maps,
// and fields that the API server fills in.
func (w *world) deployment() *appsv1ac.DeploymentApplyConfiguration {
	labels := map[string]string{"app": "tiendo"}
	return appsv1ac.Deployment("tiendo", w.namespace).WithLabels(owner.Labels()).WithAnnotations(map[string]string{"note": "ours"}).
		WithSpec(appsv1ac.DeploymentSpec().
			WithReplicas(2).
			WithSelector(metav1ac.LabelSelector().WithMatchLabels(labels)).
			WithTemplate(corev1ac.PodTemplateSpec().WithLabels(labels).WithSpec(corev1ac.PodSpec().
				WithContainers(corev1ac.Container().WithName("tiendo").WithImage("registry.example/tiendo:1.0.0").
					WithEnv(corev1ac.EnvVar().WithName("B").WithValue("2"), corev1ac.EnvVar().WithName("A").WithValue("1")).
					WithPorts(corev1ac.ContainerPort().WithName("http").WithContainerPort(8080).WithProtocol(corev1.ProtocolTCP)).
					WithVolumeMounts(corev1ac.VolumeMount().WithName("tmp").WithMountPath("/tmp")).
					WithResources(corev1ac.ResourceRequirements().WithLimits(corev1.ResourceList{"memory": resource.MustParse("512Mi")}))).
				WithVolumes(corev1ac.Volume().WithName("tmp").WithEmptyDir(corev1ac.EmptyDirVolumeSource())))))
}

func (w *world) live(t *testing.T) *appsv1.Deployment {
	t.Helper()
	var d appsv1.Deployment
	require.NoError(t, w.admin.Get(ctx, types.NamespacedName{Namespace: w.namespace, Name: "tiendo"}, &d))
	return &d
}

// change changes the Deployment as somebody else.
func (w *world) change(t *testing.T, change func(*appsv1.Deployment)) {
	t.Helper()
	require.NoError(t, retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		d := w.live(t)
		change(d)
		return w.admin.Update(ctx, d)
	}))
}

// applied applies the Deployment once.
func applied(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	changed, err := w.Apply(ctx, w.deployment(), owner)
	require.NoError(t, err)
	require.True(t, changed)
	return w
}

func TestASecondApplyWritesNothing(t *testing.T) {
	w := applied(t)
	before := len(w.traffic.Writes())
	changed, err := w.Apply(ctx, w.deployment(), owner)
	require.NoError(t, err)
	assert.False(t, changed)
	assert.Len(t, w.traffic.Writes(), before)
}

func TestWhatOthersChangeIsPutRight(t *testing.T) {
	container := func(d *appsv1.Deployment) *corev1.Container { return &d.Spec.Template.Spec.Containers[0] }
	for name, tc := range map[string]struct {
		drift func(*appsv1.Deployment)
		right func(*appsv1.Deployment) bool
	}{
		"a value":                 {func(d *appsv1.Deployment) { *d.Spec.Replicas = 5 }, func(d *appsv1.Deployment) bool { return *d.Spec.Replicas == 2 }},
		"a label that is removed": {func(d *appsv1.Deployment) { delete(d.Labels, v1alpha1.LabelManagedBy) }, func(d *appsv1.Deployment) bool { return d.Labels[v1alpha1.LabelManagedBy] != "" }},
		"a value in a list":       {func(d *appsv1.Deployment) { container(d).Env[0].Value = "x" }, func(d *appsv1.Deployment) bool { return container(d).Env[0].Value == "2" }},
		"an item that is removed": {func(d *appsv1.Deployment) { container(d).Env = container(d).Env[1:] }, func(d *appsv1.Deployment) bool { return len(container(d).Env) == 2 }},
		"a quantity": {func(d *appsv1.Deployment) { container(d).Resources.Limits["memory"] = resource.MustParse("1Gi") },
			func(d *appsv1.Deployment) bool { return container(d).Resources.Limits.Memory().String() == "512Mi" }},
	} {
		t.Run(name, func(t *testing.T) {
			w := applied(t)
			w.change(t, tc.drift)
			changed, err := w.Apply(ctx, w.deployment(), owner)
			require.NoError(t, err)
			assert.True(t, changed)
			assert.True(t, tc.right(w.live(t)))
		})
	}
}

func TestWhatOthersAddStaysTheirs(t *testing.T) {
	w := applied(t)
	w.change(t, func(d *appsv1.Deployment) {
		d.Annotations["theirs"] = "stays"
		d.Spec.Template.Spec.Containers[0].Env = append(d.Spec.Template.Spec.Containers[0].Env, corev1.EnvVar{Name: "C", Value: "3"})
	})
	changed, err := w.Apply(ctx, w.deployment(), owner)
	require.NoError(t, err)
	assert.False(t, changed, "nothing of ours differs")
	assert.Equal(t, "stays", w.live(t).Annotations["theirs"])
}

func TestAFieldThatIsNoLongerWantedGoes(t *testing.T) {
	w := applied(t)
	without := w.deployment()
	without.Annotations = nil
	changed, err := w.Apply(ctx, without, owner)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Empty(t, w.live(t).Annotations["note"])
}

func TestAFieldCanBeLeftToOthers(t *testing.T) {
	w := applied(t)
	owns, err := reconcile.OwnsField(w.live(t), "spec", "replicas")
	require.NoError(t, err)
	assert.True(t, owns)
	w.change(t, func(d *appsv1.Deployment) { *d.Spec.Replicas = 4 })
	owns, err = reconcile.OwnsField(w.live(t), "spec", "replicas")
	require.NoError(t, err)
	assert.False(t, owns, "whoever changed it owns it")
}

func TestAnObjectOfSomebodyElseIsLeftAlone(t *testing.T) {
	for name, labels := range map[string]map[string]string{
		"without labels":      nil,
		"another tenant's":    reconcile.Owner{Tenant: "hue", Instance: "tiendo"}.Labels(),
		"another Instance's":  reconcile.Owner{Tenant: "lao-cai", Instance: "other"}.Labels(),
		"the tenant's itself": reconcile.Owner{Tenant: "lao-cai"}.Labels(),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			theirs := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: w.namespace, Name: "tiendo", Labels: labels},
				Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 1}}}}
			require.NoError(t, w.admin.Create(ctx, theirs))
			want := corev1ac.Service("tiendo", w.namespace).WithLabels(owner.Labels()).
				WithSpec(corev1ac.ServiceSpec().WithPorts(corev1ac.ServicePort().WithPort(80)))
			_, err := w.Apply(ctx, want, owner)
			told := reconcile.As(err)
			require.NotNil(t, told, "got %v", err)
			assert.True(t, told.Stalled)
			assert.Equal(t, v1alpha1.ReasonNameTaken, told.Reason)
			assert.Contains(t, told.Message, `Service "tiendo" in namespace `+w.namespace)
			removed, err := w.Remove(ctx, theirs.DeepCopy(), owner)
			require.NoError(t, err)
			assert.False(t, removed)
		})
	}
}

func TestWhatIsOursIsRemovedOnce(t *testing.T) {
	w := applied(t)
	for _, want := range []bool{true, false} {
		removed, err := w.Remove(ctx, &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: w.namespace, Name: "tiendo"}}, owner)
		require.NoError(t, err)
		assert.Equal(t, want, removed)
	}
}
