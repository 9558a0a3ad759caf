//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// provincialIT is somebody of Lào Cai's IT, as the cluster's sign-in would say it.
func (w *world) provincialIT() *rest.Config {
	config := rest.CopyConfig(w.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: "an@laocai.example", Groups: []string{"lao-cai:it", "system:authenticated"}}
	return config
}

func agenciesCannotCross(t *testing.T, w *world) {
	w.ready(t, laoCai, "tiendo")
	as := clientOf(t, w.provincialIT())
	core, err := kubernetes.NewForConfig(w.provincialIT())
	require.NoError(t, err)

	// What it is there for: its own Instances, and why they are as they are.
	mine := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: laoCai, Name: "trial"}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0", Replicas: one(), Suspended: true}}
	require.NoError(t, as.Create(ctx, mine))
	require.NoError(t, as.Patch(ctx, mine, merge(`{"spec":{"resources":{"limits":{"memory":"256Mi"}}}}`)))
	require.NoError(t, as.Delete(ctx, mine))
	w.gone(t, mine)
	require.NoError(t, as.List(ctx, &v1alpha1.InstanceList{}, client.InNamespace(laoCai)))
	pod := w.servers(t, laoCai, "tiendo")[0].Name
	logs, err := core.CoreV1().Pods(laoCai).GetLogs(pod, &corev1.PodLogOptions{}).DoRaw(ctx)
	require.NoError(t, err)
	assert.NotEmpty(t, logs)
	var events corev1.EventList
	require.NoError(t, as.List(ctx, &events, client.InNamespace(laoCai)))
	assert.NotEmpty(t, events.Items)

	// What it is not.
	label := merge(`{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}`)
	named := func(namespace, name string) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: namespace, Name: name}
	}
	for what, err := range map[string]error{
		"read its database's password":      as.Get(ctx, key(laoCai, "tiendo-database"), &corev1.Secret{}),
		"list secrets":                      as.List(ctx, &corev1.SecretList{}, client.InNamespace(laoCai)),
		"read the operator's secrets":       as.Get(ctx, key("tiendo-system", "tiendo-operator-key"), &corev1.Secret{}),
		"edit its namespace":                as.Patch(ctx, &corev1.Namespace{ObjectMeta: named("", laoCai)}, label),
		"widen its quota":                   as.Patch(ctx, &corev1.ResourceQuota{ObjectMeta: named(laoCai, "tenant-quota")}, merge(`{"spec":{"hard":{"limits.memory":"1Ti"}}}`)),
		"widen its limits":                  as.Delete(ctx, &corev1.LimitRange{ObjectMeta: named(laoCai, "tenant-limits")}),
		"open its network":                  as.Delete(ctx, &networkingv1.NetworkPolicy{ObjectMeta: named(laoCai, "tenant-deny-all")}),
		"allow itself more":                 as.Create(ctx, bindingTo(laoCai, "cluster-admin", "lao-cai:it")),
		"let in others":                     as.Patch(ctx, &rbacv1.RoleBinding{ObjectMeta: named(laoCai, "tenant-administrators")}, merge(`{"subjects":null}`)),
		"run pods":                          as.Create(ctx, relayPod(laoCai)),
		"run programs in pods":              reach(core, laoCai, pod, "exec"),
		"reach into pods":                   reach(core, laoCai, pod, "portforward"),
		"read its Tenant":                   as.Get(ctx, key("", "lao-cai"), &v1alpha1.Tenant{}),
		"edit its Tenant":                   as.Patch(ctx, &v1alpha1.Tenant{ObjectMeta: named("", "lao-cai")}, merge(`{"spec":{"quota":{"cpu":"64"}}}`)),
		"read database servers":             as.List(ctx, &v1alpha1.DatabaseServerList{}),
		"say how an Instance is":            as.Status().Patch(ctx, &v1alpha1.Instance{ObjectMeta: named(laoCai, "tiendo")}, merge(`{"status":{"version":"9.9.9"}}`)),
		"see another agency's Instances":    as.List(ctx, &v1alpha1.InstanceList{}, client.InNamespace(ministry)),
		"see everybody's Instances":         as.List(ctx, &v1alpha1.InstanceList{}),
		"stop another agency":               as.Delete(ctx, &v1alpha1.Instance{ObjectMeta: named(ministry, "tiendo")}),
		"make an Instance in another place": as.Create(ctx, &v1alpha1.Instance{ObjectMeta: named(ministry, "ours"), Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}),
		"see another agency's pods":         as.List(ctx, &corev1.PodList{}, client.InNamespace(ministry)),
		"read another agency's secrets":     as.Get(ctx, key(ministry, "tiendo-database"), &corev1.Secret{}),
	} {
		assert.True(t, apierrors.IsForbidden(err), "provincial IT must not be able to %s: %v", what, err)
	}
}

func reach(core *kubernetes.Clientset, namespace, pod, how string) error {
	return core.CoreV1().RESTClient().Post().Namespace(namespace).Resource("pods").Name(pod).SubResource(how).Do(ctx).Error()
}

func bindingTo(namespace, role, group string) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "more"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: group}},
	}
}
