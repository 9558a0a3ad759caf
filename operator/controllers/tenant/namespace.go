package tenant

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// mayHave judges whether the namespace that is there may be the Tenant's.
func (p *pass) mayHave(namespace *corev1.Namespace) error {
	name := p.want.Namespace
	switch {
	case name == p.Network.Operator || strings.HasPrefix(name, "kube-") || name == corev1.NamespaceDefault:
		return reconcile.Stalled(v1alpha1.ReasonNamespaceTaken,
			"namespace %s is the cluster's or the operator's own: delete this Tenant and make one with another spec.namespace", name)
	case namespace == nil:
		return nil
	case namespace.Labels[v1alpha1.LabelTenant] == "":
		return reconcile.Stalled(v1alpha1.ReasonNamespaceTaken,
			"namespace %s is there already, and nobody gave it to this Tenant: label it (kubectl label namespace %s %s=%s), or make the Tenant again with another spec.namespace",
			name, name, v1alpha1.LabelTenant, p.tenant.Name)
	case !p.owner.Owns(namespace):
		return reconcile.Stalled(v1alpha1.ReasonNamespaceTaken,
			"namespace %s is that of Tenant %s, by its label %s: make this Tenant again with another spec.namespace",
			name, namespace.Labels[v1alpha1.LabelTenant], v1alpha1.LabelTenant)
	case differs(namespace.Labels[v1alpha1.LabelAgency], p.want.Agency):
		return reconcile.Stalled(v1alpha1.ReasonNamespaceTaken,
			"namespace %s holds what was kept of agency %s, and this Tenant is that of %s: make it again with another name and spec.namespace",
			name, namespace.Labels[v1alpha1.LabelAgency], p.want.Agency)
	case !namespace.DeletionTimestamp.IsZero():
		return reconcile.Waiting(v1alpha1.ReasonDeleting, "namespace %s is being deleted; it is made again when it is gone%s", name, whatIsLeft(namespace))
	}
	return nil
}

// has reports whether the namespace is the Tenant's, so that its end concerns it:
// one that the Tenant was refused must not go with it.
func (p *pass) has(namespace *corev1.Namespace) bool {
	if namespace == nil {
		return false
	}
	err := p.mayHave(namespace)
	return err == nil || !reconcile.As(err).Stalled // one that is being deleted is still its own
}

func differs(label, want string) bool { return label != "" && label != want }

// whatIsLeft says why a namespace is not gone, where its status says so.
func whatIsLeft(namespace *corev1.Namespace) string {
	for _, c := range namespace.Status.Conditions {
		left := c.Type == corev1.NamespaceContentRemaining || c.Type == corev1.NamespaceFinalizersRemaining
		if left && c.Status == corev1.ConditionTrue {
			return fmt.Sprintf(" (%s)", c.Message)
		}
	}
	return ""
}
