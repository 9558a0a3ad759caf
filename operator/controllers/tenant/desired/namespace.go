package desired

import (
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// podSecurity is the Pod Security standard of every tenant: enforced, and said
// before that to whoever writes a Deployment.
var podSecurity = map[string]string{
	"pod-security.kubernetes.io/enforce":         "restricted",
	"pod-security.kubernetes.io/enforce-version": "latest",
	"pod-security.kubernetes.io/warn":            "restricted",
	"pod-security.kubernetes.io/warn-version":    "latest",
	"pod-security.kubernetes.io/audit":           "restricted",
	"pod-security.kubernetes.io/audit-version":   "latest",
}

// Namespace is where everything of the tenant is. Labels of others stay theirs.
func Namespace(t Tenant) *corev1ac.NamespaceApplyConfiguration {
	namespace := corev1ac.Namespace(t.Namespace).WithLabels(labelsOf(t)).WithLabels(podSecurity)
	if t.Retained {
		namespace.WithLabels(map[string]string{v1alpha1.LabelRetained: "true"})
	}
	return namespace
}
