package desired

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"
)

// ResourceQuota bounds what runs in the namespace together. It counts CPU by what
// is asked for and memory by what may be used: too little of the one is slow, too
// little of the other kills. Instances are not among what it counts: a cluster
// learns to count a new kind minutes after it is installed, and refuses every
// object of it until then. The operator counts them itself.
func ResourceQuota(t Tenant) *corev1ac.ResourceQuotaApplyConfiguration {
	return corev1ac.ResourceQuota(QuotaName, t.Namespace).
		WithLabels(labelsOf(t)).
		WithSpec(corev1ac.ResourceQuotaSpec().WithHard(canonical(corev1.ResourceList{
			corev1.ResourceRequestsCPU:     t.Quota.CPU,
			corev1.ResourceLimitsMemory:    t.Quota.Memory,
			corev1.ResourceRequestsStorage: t.Quota.Storage,
		})))
}

// LimitRange gives what says nothing of resources the least that the quota
// counts: without it such a pod would be refused.
func LimitRange(t Tenant) *corev1ac.LimitRangeApplyConfiguration {
	return corev1ac.LimitRange(LimitsName, t.Namespace).
		WithLabels(labelsOf(t)).
		WithSpec(corev1ac.LimitRangeSpec().WithLimits(corev1ac.LimitRangeItem().
			WithType(corev1.LimitTypeContainer).
			WithDefault(canonical(corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("512Mi")})).
			WithDefaultRequest(canonical(corev1.ResourceList{
				corev1.ResourceCPU:    resource.MustParse("100m"),
				corev1.ResourceMemory: resource.MustParse("128Mi"),
			}))))
}

// canonical writes quantities as the API server keeps them: 4000m is 4 there.
func canonical(list corev1.ResourceList) corev1.ResourceList {
	out := corev1.ResourceList{}
	for name, quantity := range list {
		out[name] = resource.MustParse(quantity.String())
	}
	return out
}
