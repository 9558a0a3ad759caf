//go:build e2e

package e2e_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func podsAndNetworkKeepToTheirBounds(t *testing.T, w *world) {
	// Pod Security: whoever makes it, a pod that could harm the node is refused.
	yes := true
	for what, change := range map[string]func(*corev1.Pod){
		"a privileged container": func(p *corev1.Pod) {
			p.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: &yes}
		},
		"the host's network": func(p *corev1.Pod) { p.Spec.HostNetwork = true },
		"a folder of the node": func(p *corev1.Pod) {
			p.Spec.Volumes = []corev1.Volume{{Name: "node", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}}}
		},
		"root": func(p *corev1.Pod) { p.Spec.SecurityContext = nil },
	} {
		pod := relayPod(laoCai)
		change(pod)
		err := w.client.Create(ctx, pod)
		assert.True(t, apierrors.IsForbidden(err), "%s: %v", what, err)
		assert.ErrorContains(t, err, `violates PodSecurity "restricted`, what)
	}

	for _, namespace := range []string{laoCai, ministry, national} {
		var policies networkingv1.NetworkPolicyList
		require.NoError(t, w.client.List(ctx, &policies, client.InNamespace(namespace)))
		bounded := map[string]networkingv1.NetworkPolicySpec{}
		for _, p := range policies.Items {
			bounded[p.Name] = p.Spec
		}
		assert.Len(t, bounded, 3, namespace)
		both := []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
		assert.Equal(t, networkingv1.NetworkPolicySpec{PodSelector: metav1.LabelSelector{}, PolicyTypes: both}, bounded["tenant-deny-all"], namespace)
		assert.Empty(t, bounded["tenant-dns"].Ingress, namespace)
		servers := bounded["tenant-servers"]
		assert.Equal(t, map[string]string{"app.kubernetes.io/name": "tiendo"}, servers.PodSelector.MatchLabels, namespace)
		assert.ElementsMatch(t, []string{doorway, "tiendo-system", "monitoring"}, letIn(servers), namespace)
	}
	if os.Getenv("E2E_NETWORK_ENFORCED") == "true" {
		w.tryToCross(t)
	}
}

// letIn are the namespaces whose pods a policy lets in.
func letIn(spec networkingv1.NetworkPolicySpec) (names []string) {
	for _, rule := range spec.Ingress {
		for _, from := range rule.From {
			if from.NamespaceSelector == nil || from.IPBlock != nil {
				names = append(names, "everybody")
				continue
			}
			for _, e := range from.NamespaceSelector.MatchExpressions {
				if e.Key == corev1.LabelMetadataName && e.Operator == metav1.LabelSelectorOpIn {
					names = append(names, e.Values...)
				}
			}
		}
	}
	return names
}

// tryToCross sends what the policies forbid, where a network enforces them. The
// API server reaches a relay in a tenant's namespace by the node, which no policy
// is about.
func (w *world) tryToCross(t *testing.T) {
	t.Helper()
	w.startRelay(t, ministry)
	assert.NoError(t, w.fromPod(t, doorway, laoCai, "tiendo"), "from where the ingress controller is")
	assert.Error(t, w.fromPod(t, outside, laoCai, "tiendo"), "from a namespace that nobody lets in")
	assert.Error(t, w.fromPod(t, ministry, laoCai, "tiendo"), "from another tenant's namespace")
	assert.Error(t, w.fromPod(t, ministry, ministry, "tiendo"), "from a pod that is none of the Instance's")
	require.NoError(t, w.client.Delete(ctx, relayPod(ministry)))
}
