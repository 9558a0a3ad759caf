package charts_test

import (
	"context"
	"maps"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Every write is a trial: policies and roles judge it all the same, and no case
// sees what another did.
func create(as client.Client, o client.Object) func(context.Context) error {
	return func(ctx context.Context) error {
		return as.Create(ctx, o.DeepCopyObject().(client.Object), client.DryRunAll)
	}
}

func remove(as client.Client, o client.Object) func(context.Context) error {
	return func(ctx context.Context) error { return as.Delete(ctx, o, client.DryRunAll) }
}

func touch(as client.Client, o client.Object) func(context.Context) error {
	return func(ctx context.Context) error {
		return as.Patch(ctx, o, client.RawPatch(types.MergePatchType, []byte(`{}`)), client.DryRunAll)
	}
}

func label(as client.Client, o client.Object) func(context.Context) error {
	return func(ctx context.Context) error {
		return as.Patch(ctx, o, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":{"tiendo.vn/tenant":"fenced"}}}`)), client.DryRunAll)
	}
}

func relabel(as client.Client, namespace, labels string) func(context.Context) error {
	return func(ctx context.Context) error {
		return as.Patch(ctx, labelled(namespace, ""), client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":`+labels+`}}`)), client.DryRunAll)
	}
}

func labelled(name, tenant string) *corev1.Namespace {
	n := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if tenant != "" {
		n.Labels = map[string]string{v1alpha1.LabelTenant: tenant}
	}
	return n
}

func binding(namespace, role string) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "new", Labels: ours()},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: "lao-cai:it"}},
	}
}

func event(namespace string) *unstructured.Unstructured {
	return object("events.k8s.io/v1", "Event", namespace, map[string]any{
		"eventTime": "2026-01-01T00:00:00.000000Z", "reportingController": "tiendo-operator", "reportingInstance": "one",
		"action": "Reconcile", "reason": "Ready", "type": "Normal", "note": "well",
		"regarding": map[string]any{"kind": "Instance", "name": "x", "namespace": namespace},
	})
}

var deployment = map[string]any{"spec": map[string]any{
	"selector": map[string]any{"matchLabels": map[string]any{"a": "b"}},
	"template": map[string]any{
		"metadata": map[string]any{"labels": map[string]any{"a": "b"}},
		"spec":     map[string]any{"containers": []any{map[string]any{"name": "a", "image": "a"}}},
	},
}}

var instance = map[string]any{"spec": map[string]any{"version": "1.0.0"}}

// object is an object of the operator's of any kind.
func object(apiVersion, kind, namespace string, more map[string]any) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: map[string]any{}}
	maps.Copy(u.Object, more)
	u.SetAPIVersion(apiVersion)
	u.SetKind(kind)
	u.SetNamespace(namespace)
	u.SetName("new")
	u.SetLabels(ours())
	return u
}

func ours() map[string]string { return map[string]string{v1alpha1.LabelTenant: "fenced"} }

func secret(namespace, name string, labels map[string]string) *corev1.Secret {
	return &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: maps.Clone(labels)}}
}
