//go:build e2e

package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// doorway is the namespace that the chart is told holds the ingress controller,
// and outside one that nobody lets in.
const (
	doorway = "e2e-doorway"
	outside = "e2e-outside"
)

// startRelays runs a pod in each of the two namespaces that asks what it is told to.
func (w *world) startRelays(t *testing.T) {
	t.Helper()
	for _, namespace := range []string{doorway, outside} {
		n := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
		require.NoError(t, client.IgnoreAlreadyExists(w.client.Create(ctx, n)))
		w.startRelay(t, namespace)
	}
}

// startRelay runs one, as restricted as a tenant's namespace wants pods to be.
func (w *world) startRelay(t *testing.T, namespace string) {
	t.Helper()
	require.NoError(t, client.IgnoreAlreadyExists(w.client.Create(ctx, relayPod(namespace))))
	w.kubectl(t, "-n", namespace, "wait", "--for=condition=Ready", "pod/relay", "--timeout", patience.String())
}

func relayPod(namespace string) *corev1.Pod {
	no, yes, user := false, true, int64(65532)
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "relay"},
		Spec: corev1.PodSpec{
			AutomountServiceAccountToken: &no,
			SecurityContext: &corev1.PodSecurityContext{
				RunAsNonRoot: &yes, RunAsUser: &user,
				SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
			},
			Containers: []corev1.Container{{
				Name: "relay", Image: registry + "/relay:1.0.0",
				ReadinessProbe: &corev1.Probe{
					ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/", Port: intstr.FromInt32(8080)}},
					PeriodSeconds: 1,
				},
				SecurityContext: &corev1.SecurityContext{
					AllowPrivilegeEscalation: &no, Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
				},
			}},
		},
	}
}

// proxied is a client that the API server lets through to pods.
func (w *world) proxied(t *testing.T) *http.Client {
	t.Helper()
	made, err := rest.HTTPClientFor(w.config)
	require.NoError(t, err)
	return made
}

// relayed is where a namespace's relay is asked to ask a URL.
func (w *world) relayed(namespace, to string) string {
	return strings.TrimSuffix(w.config.Host, "/") + "/api/v1/namespaces/" + namespace + "/pods/relay:8080/proxy/?url=" + url.QueryEscape(to)
}

// fromPod asks an Instance from a pod of another namespace.
func (w *world) fromPod(t *testing.T, from, namespace, name string) error {
	t.Helper()
	return asked{w.proxied(t), w.relayed(from, serviceURL(namespace, name))}.post()
}
