package desired_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// What the API server has taken is what is wanted: a second pass writes nothing.
func TestASecondPassWritesNothing(t *testing.T) {
	cluster := controlPlane(t)
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			i := placed(t, cluster, change)
			for _, object := range objects(i) {
				assert.True(t, applied(t, cluster, object, i), "first: %s", title(t, object))
			}
			for _, object := range objects(i) {
				assert.False(t, applied(t, cluster, object, i), "second: %s", title(t, object))
			}
		})
	}
}

// An Instance that changes and changes back is as quiet afterwards: what is put in
// the middle of a list, or taken out of it, leaves no difference.
func TestAPassAfterAChangeWritesNothing(t *testing.T) {
	cluster := controlPlane(t)
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			i := placed(t, cluster, change)
			base := instance(func(b *desired.Instance) { b.Name, b.Namespace = i.Name, i.Namespace })
			for _, step := range []desired.Instance{base, i, base} {
				for _, object := range objects(step) {
					applied(t, cluster, object, step)
					assert.False(t, applied(t, cluster, object, step), title(t, object))
				}
			}
		})
	}
}

func TestDriftIsPutRight(t *testing.T) {
	cluster := controlPlane(t)
	seen := map[string]bool{}
	for _, change := range cases {
		i := placed(t, cluster, change)
		for _, object := range objects(i) {
			key := title(t, object)
			if seen[key] {
				continue
			}
			seen[key] = true
			require.True(t, applied(t, cluster, object, i), key)
			drift(t, cluster, read(t, object))
			assert.True(t, applied(t, cluster, object, i), key)
			assert.False(t, applied(t, cluster, object, i), key)
		}
	}
	assert.Len(t, seen, 13, "every kind was tried")
}

func TestPodsAreRestricted(t *testing.T) {
	cluster := controlPlane(t)
	for name, change := range cases {
		i := placed(t, cluster, change)
		applied(t, cluster, desired.ServiceAccount(i), i)
		for _, template := range []any{
			desired.Deployment(i).Spec.Template, desired.MigrationJob(i).Spec.Template, desired.PlanJob(i).Spec.Template,
		} {
			assert.NoError(t, tryPod(t, cluster, i, template, nil), name)
		}
	}
}

// Without what makes them restricted the same pods are refused: the namespaces of
// these tests do enforce it.
func TestPodsThatAreNotRestrictedAreRefused(t *testing.T) {
	cluster := controlPlane(t)
	i := placed(t, cluster, cases[usual])
	applied(t, cluster, desired.ServiceAccount(i), i)
	for name, loosen := range map[string]func(*corev1.PodSpec){
		"any system call": func(s *corev1.PodSpec) { s.SecurityContext.SeccompProfile = nil },
		"perhaps root":    func(s *corev1.PodSpec) { s.SecurityContext.RunAsNonRoot = nil },
		"more rights":     func(s *corev1.PodSpec) { s.Containers[0].SecurityContext.AllowPrivilegeEscalation = nil },
		"capabilities":    func(s *corev1.PodSpec) { s.Containers[0].SecurityContext.Capabilities = nil },
		"the node's folders": func(s *corev1.PodSpec) {
			s.Volumes[0].VolumeSource = corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}
		},
	} {
		err := tryPod(t, cluster, i, desired.Deployment(i).Spec.Template, loosen)
		assert.True(t, apierrors.IsForbidden(err), "%s: %v", name, err)
	}
}

// placed is an Instance in a new namespace as a Tenant has it.
func placed(t *testing.T, cluster client.Client, change func(*desired.Instance)) desired.Instance {
	t.Helper()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "tenant-", Labels: map[string]string{
		v1alpha1.LabelTenant:                 "lao-cai",
		"pod-security.kubernetes.io/enforce": "restricted",
	}}}
	require.NoError(t, cluster.Create(context.Background(), namespace))
	return instance(change, func(i *desired.Instance) { i.Namespace = namespace.Name })
}

// applied brings an object to what is wanted and reports whether that took a write.
// What is sent is a copy: the client puts the answer into what it was given.
func applied(t *testing.T, cluster client.Client, object runtime.ApplyConfiguration, i desired.Instance) bool {
	t.Helper()
	want := client.ApplyConfigurationFromUnstructured(read(t, object))
	changed, err := (&reconcile.Applier{Client: cluster, Live: cluster}).Apply(context.Background(), want, owner(i))
	require.NoError(t, err, title(t, object))
	return changed
}

// drift changes an object as somebody else.
func drift(t *testing.T, cluster client.Client, u *unstructured.Unstructured) {
	t.Helper()
	patch := client.RawPatch("application/merge-patch+json", []byte(`{"metadata":{"labels":{"`+v1alpha1.LabelAgency+`":"elsewhere"}}}`))
	require.NoError(t, cluster.Patch(context.Background(), u, patch, client.FieldOwner("somebody")))
}

// tryPod asks the API server whether it would take a pod.
func tryPod(t *testing.T, cluster client.Client, i desired.Instance, template any, change func(*corev1.PodSpec)) error {
	t.Helper()
	body, err := json.Marshal(template)
	require.NoError(t, err)
	var parsed corev1.PodTemplateSpec
	require.NoError(t, json.Unmarshal(body, &parsed))
	if change != nil {
		change(&parsed.Spec)
	}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "try-", Namespace: i.Namespace, Labels: parsed.Labels}, Spec: parsed.Spec}
	return cluster.Create(context.Background(), pod, client.DryRunAll)
}
