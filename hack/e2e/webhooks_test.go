//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func key(namespace, name string) types.NamespacedName {
	return types.NamespacedName{Namespace: namespace, Name: name}
}

func merge(text string) client.Patch { return client.RawPatch(types.MergePatchType, []byte(text)) }

// with is a sample with one field changed.
func (w *world) with(t *testing.T, kind, name string, value any, field ...string) *unstructured.Unstructured {
	t.Helper()
	o := w.sample(t, kind, name)
	require.NoError(t, unstructured.SetNestedField(o.Object, value, field...))
	return o
}

func wrongInputIsRefused(t *testing.T, w *world) {
	named := func(o *unstructured.Unstructured, name string) *unstructured.Unstructured {
		o.SetName(name)
		return o
	}
	for sentence, o := range map[string]*unstructured.Unstructured{
		`spec.route.host: Invalid value: "tiendo.yte.example": expected`:             w.with(t, "Instance", "tiendo", "tiendo.yte.example", "spec", "route", "host"),
		`spec.version: Invalid value: "2.0.0": expected`:                             w.with(t, "Instance", "tiendo", "2.0.0", "spec", "version"),
		`spec.registry: Invalid value: "registry.elsewhere.example": expected`:       w.with(t, "Instance", "tiendo", "registry.elsewhere.example", "spec", "registry"),
		`spec.agencyCode: Invalid value: "lao-cay"`:                                  named(w.with(t, "Tenant", "lao-cai", "lao-cay", "spec", "agencyCode"), "lao-cay"),
		`agencyCode cannot be changed`:                                               w.with(t, "Tenant", "lao-cai", "yen-bai", "spec", "agencyCode"),
		`spec.agencyCode: Invalid value: "bo-yt"`:                                    named(w.sample(t, "Tenant", "bo-yt"), "bo-yt-2"),
		`spec.allowed.hosts: Invalid value: []: expected "tiendo.yte.example" among`: w.without(t, "bo-yt"),
		`spec.replicas.min: Invalid value: 20: expected at most`:                     w.crowded(t),
	} {
		assert.Contains(t, w.refusedApply(t, o), sentence)
	}
	// Nobody deletes a server from under its databases.
	out, err := w.try(nil, "kubectl", "delete", "databaseserver", "cgc-hanoi-1")
	require.Error(t, err, out)
	assert.Contains(t, out, "tiendo")
	w.ready(t, laoCai, "tiendo")
}

// without is a ministry that is granted no host, and keeps none.
func (w *world) without(t *testing.T, name string) *unstructured.Unstructured {
	t.Helper()
	o := w.with(t, "Tenant", name, []any{}, "spec", "allowed", "hosts")
	unstructured.RemoveNestedField(o.Object, "spec", "instance")
	return o
}

func (w *world) crowded(t *testing.T) *unstructured.Unstructured {
	t.Helper()
	o := w.with(t, "Instance", "tiendo", int64(20), "spec", "replicas", "min")
	unstructured.RemoveNestedField(o.Object, "spec", "replicas", "max")
	return o
}

func withoutTheOperatorInstancesGoOn(t *testing.T, w *world) {
	before := w.serving(t, laoCai, ministry, national)
	crowd := w.crowd(t, laoCai, "tiendo")
	w.kubectl(t, "-n", operatortest.Namespace, "scale", "deployment/tiendo-operator", "--replicas=0")
	eventually(t, func() error {
		var pods corev1.PodList
		require.NoError(t, w.client.List(ctx, &pods, client.InNamespace(operatortest.Namespace)))
		if len(pods.Items) > 0 {
			return notYet("%d pods of the operator are left", len(pods.Items))
		}
		return nil
	})

	// Nobody judges, so nobody writes; the rest of the cluster does not notice.
	out := w.refusedApply(t, w.with(t, "Instance", "tiendo", "1.1.0", "spec", "version"))
	assert.Contains(t, out, `failed calling webhook "instances.tiendo.vn"`)
	assert.Contains(t, out, "tiendo-operator-webhook.tiendo-system.svc")
	// For a moment the addresses of those who have gone are still asked.
	assert.Regexp(t, "connection refused|no endpoints available|no service endpoints|no route to host|context deadline exceeded", out, "it says that nobody is there")
	fine := &corev1.ConfigMap{}
	fine.Namespace, fine.Name = laoCai, "e2e-fine"
	require.NoError(t, w.client.Create(ctx, fine))
	require.NoError(t, w.client.Delete(ctx, fine))
	assert.True(t, apierrors.IsNotFound(w.client.Get(ctx, client.ObjectKeyFromObject(fine), fine)))

	w.kubectl(t, "-n", operatortest.Namespace, "scale", "deployment/tiendo-operator", "--replicas=2")
	w.operatorRuns(t)
	for _, namespace := range []string{laoCai, ministry, national} {
		w.ready(t, namespace, "tiendo")
	}
	crowd.wasAnsweredOnTheWay(t)
	assert.Equal(t, before, w.serving(t, laoCai, ministry, national))
}
