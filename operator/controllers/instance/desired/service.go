package desired

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// servicePort is the port of the Service that routes lead to.
const servicePort = 80

// Service is the servers under one name.
func Service(i Instance) *corev1ac.ServiceApplyConfiguration {
	return corev1ac.Service(ServerName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithSpec(corev1ac.ServiceSpec().
			WithSelector(selectorOf(i, v1alpha1.ComponentServer)).
			WithPorts(
				exposed(portHTTP, servicePort),
				exposed(portMetrics, PortMetrics),
			))
}

// exposed leads to the port of the same name in the pods.
func exposed(name string, number int32) *corev1ac.ServicePortApplyConfiguration {
	return corev1ac.ServicePort().WithName(name).WithPort(number).
		WithProtocol(corev1.ProtocolTCP).WithTargetPort(intstr.FromString(name))
}
