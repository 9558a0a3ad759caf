package desired

import (
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// ServiceAccount is who the pods are: nobody with any right, and without a token,
// for none of them talks to the API server.
func ServiceAccount(i Instance) *corev1ac.ServiceAccountApplyConfiguration {
	return corev1ac.ServiceAccount(ServerName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithAutomountServiceAccountToken(false)
}
