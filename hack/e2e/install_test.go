//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// registry is where the samples have images from.
const registry = "registry.cgc.example/tiendo"

// installOperator installs the chart, or brings a release to a version, and waits
// until its replicas run.
func (w *world) installOperator(t *testing.T, version string) {
	t.Helper()
	w.run(t, "helm", "upgrade", "--install", "tiendo-operator", "charts/tiendo-operator",
		"--namespace", operatortest.Namespace, "--create-namespace",
		"--set", "image.registry="+registry, "--set", "image.tag="+version, "--set", "ingressNamespaces={"+doorway+"}")
	w.operatorRuns(t)
}

func (w *world) operatorRuns(t *testing.T) {
	t.Helper()
	w.kubectl(t, "-n", operatortest.Namespace, "rollout", "status", "deployment/tiendo-operator", "--timeout", patience.String())
}

func (w *world) operatorDeployment(t *testing.T) *appsv1.Deployment {
	t.Helper()
	var d appsv1.Deployment
	require.NoError(t, w.client.Get(ctx, client.ObjectKey{Namespace: operatortest.Namespace, Name: "tiendo-operator"}, &d))
	return &d
}

// applySamples applies config/samples as their comments say it, and waits until
// every one is ready.
func (w *world) applySamples(t *testing.T) {
	t.Helper()
	for name, keys := range map[string][]string{"pg-1-admin": {"username", "password"}, "pg-1-ca": {"ca.crt"}} {
		s := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: operatortest.Namespace, Name: name}, Data: map[string][]byte{}}
		for _, key := range keys {
			s.Data[key] = w.database.read(t, key)
		}
		require.NoError(t, client.IgnoreAlreadyExists(w.client.Create(ctx, s)))
	}
	var later []*unstructured.Unstructured
	for _, o := range w.samples(t) {
		if o.GetKind() == "Instance" {
			later = append(later, o)
			continue
		}
		w.apply(t, o)
	}
	w.kubectl(t, "wait", "--for=condition=NamespaceReady", "tenant/lao-cai", "--timeout", patience.String())
	w.apply(t, later...)
	w.kubectl(t, "wait", "--for=condition=Ready", "databaseserver/cgc-hanoi-1", "--timeout", patience.String())
	for _, namespace := range []string{laoCai, ministry, national} {
		w.ready(t, namespace, "tiendo")
	}
}

// samples are the documents of config/samples, with the database server where
// this cluster has it.
func (w *world) samples(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	all, err := operatortest.Documents("config/samples")
	require.NoError(t, err)
	for _, o := range all {
		if o.GetKind() == "DatabaseServer" {
			require.NoError(t, unstructured.SetNestedField(o.Object, w.database.host, "spec", "host"))
		}
	}
	return all
}

// sample is one of them.
func (w *world) sample(t *testing.T, kind, name string) *unstructured.Unstructured {
	t.Helper()
	for _, o := range w.samples(t) {
		if o.GetKind() == kind && o.GetName() == name {
			return o
		}
	}
	t.Fatalf("config/samples has no %s %q", kind, name)
	return nil
}

// apply applies objects as people do.
func (w *world) apply(t *testing.T, objects ...*unstructured.Unstructured) {
	t.Helper()
	for _, o := range objects {
		text, err := yaml.Marshal(o.Object)
		require.NoError(t, err)
		out, err := w.try(text, "kubectl", "apply", "-f", "-")
		require.NoError(t, err, "%s %q: %s", o.GetKind(), o.GetName(), out)
	}
}

// refusedApply applies an object that has to be refused, and returns what
// whoever applies it reads.
func (w *world) refusedApply(t *testing.T, o *unstructured.Unstructured) string {
	t.Helper()
	text, err := yaml.Marshal(o.Object)
	require.NoError(t, err)
	out, err := w.try(text, "kubectl", "apply", "-f", "-")
	require.Error(t, err, "%s %q was taken: %s", o.GetKind(), o.GetName(), out)
	return out
}
