package desired

import (
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"
	policyv1ac "k8s.io/client-go/applyconfigurations/policy/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// DisruptionBudget lets one server at a time go when nodes are emptied: never none,
// so that not even a single server keeps a node from its maintenance, and one that
// does not work any time. Nil while suspended.
func DisruptionBudget(i Instance) *policyv1ac.PodDisruptionBudgetApplyConfiguration {
	if i.Suspended {
		return nil
	}
	return policyv1ac.PodDisruptionBudget(ServerName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithSpec(policyv1ac.PodDisruptionBudgetSpec().
			WithMaxUnavailable(intstr.FromInt32(1)).
			WithUnhealthyPodEvictionPolicy(policyv1.AlwaysAllow).
			WithSelector(metav1ac.LabelSelector().WithMatchLabels(selectorOf(i, v1alpha1.ComponentServer))))
}
