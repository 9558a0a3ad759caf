package desired

import (
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	autoscalingv2ac "k8s.io/client-go/applyconfigurations/autoscaling/v2"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Autoscaler keeps the servers to a share of the CPU they asked for; nil where
// their number is fixed.
//
// It adds up to twice as many at once, for the last days of a reporting window come
// suddenly, and takes them away one a minute after five quiet ones.
func Autoscaler(i Instance) *autoscalingv2ac.HorizontalPodAutoscalerApplyConfiguration {
	if !autoscaled(i) {
		return nil
	}
	return autoscalingv2ac.HorizontalPodAutoscaler(ServerName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithSpec(autoscalingv2ac.HorizontalPodAutoscalerSpec().
			WithScaleTargetRef(autoscalingv2ac.CrossVersionObjectReference().
				WithAPIVersion(appsv1.SchemeGroupVersion.String()).
				WithKind("Deployment").
				WithName(ServerName(i))).
			WithMinReplicas(i.Replicas.Min).
			WithMaxReplicas(i.Replicas.Max).
			WithMetrics(autoscalingv2ac.MetricSpec().
				WithType(autoscalingv2.ResourceMetricSourceType).
				WithResource(autoscalingv2ac.ResourceMetricSource().
					WithName(corev1.ResourceCPU).
					WithTarget(autoscalingv2ac.MetricTarget().
						WithType(autoscalingv2.UtilizationMetricType).
						WithAverageUtilization(i.Replicas.TargetCPU)))).
			WithBehavior(autoscalingv2ac.HorizontalPodAutoscalerBehavior().
				WithScaleUp(scaling(0, autoscalingv2.PercentScalingPolicy, 100)).
				WithScaleDown(scaling(300, autoscalingv2.PodsScalingPolicy, 1))))
}

// scaling changes by so much a minute, once the wish has lasted for some seconds.
func scaling(seconds int32, by autoscalingv2.HPAScalingPolicyType, value int32) *autoscalingv2ac.HPAScalingRulesApplyConfiguration {
	return autoscalingv2ac.HPAScalingRules().
		WithStabilizationWindowSeconds(seconds).
		WithPolicies(autoscalingv2ac.HPAScalingPolicy().WithType(by).WithValue(value).WithPeriodSeconds(60))
}
