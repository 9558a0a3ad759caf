package desired

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"
	networkingv1ac "k8s.io/client-go/applyconfigurations/networking/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Ports of tiendo's servers, and of PostgreSQL. A policy means the ports of pods,
// after a Service has led there: a Service that renames PostgreSQL's port is not
// followed.
const (
	portHTTP       = 8080
	portMetrics    = 9090
	portPostgres   = 5432
	portPooler     = 6432
	portKubernetes = 6443
	portHTTPS      = 443
)

// program selects the pods of Instances: servers, migrations and plan loads.
func program() *metav1ac.LabelSelectorApplyConfiguration {
	return metav1ac.LabelSelector().WithMatchLabels(map[string]string{v1alpha1.LabelName: "tiendo"})
}

// Servers opens what the pods of Instances need: the operator and ingress
// controllers reach their http port, and monitoring their metrics; they reach
// their databases, and providers and buckets. Pods of one tenant never reach
// those of another, whose own policy lets nobody in.
func Servers(t Tenant) *networkingv1ac.NetworkPolicyApplyConfiguration {
	p := networkPolicy(t, ServersName, program(), both...)
	p.Spec.WithIngress(networkingv1ac.NetworkPolicyIngressRule().
		WithFrom(namespaces(sorted(append([]string{t.Network.Operator}, t.Network.Ingress...))...)).WithPorts(tcp(portHTTP)))
	if len(t.Network.Monitoring) > 0 {
		p.Spec.WithIngress(networkingv1ac.NetworkPolicyIngressRule().
			WithFrom(namespaces(sorted(t.Network.Monitoring)...)).WithPorts(tcp(portMetrics)))
	}
	for _, server := range t.Network.Servers {
		p.Spec.WithEgress(networkingv1ac.NetworkPolicyEgressRule().WithTo(server.peers()...).WithPorts(tcp(server.Port)))
	}
	if t.Network.Clusters {
		p.Spec.WithEgress(networkingv1ac.NetworkPolicyEgressRule().WithTo(pods(postgres())).WithPorts(tcp(portPostgres)))
	}
	if t.Network.External {
		p.Spec.WithEgress(networkingv1ac.NetworkPolicyEgressRule().WithTo(anywhere()...).WithPorts(tcp(portPostgres), tcp(portPooler)))
	}
	outside := networkingv1ac.NetworkPolicyEgressRule().WithTo(anywhere()...)
	for _, number := range t.Network.Ports {
		outside.WithPorts(tcp(number))
	}
	p.Spec.WithEgress(outside)
	return p
}

// postgres selects the pods of CloudNativePG's clusters.
func postgres() *metav1ac.LabelSelectorApplyConfiguration {
	return metav1ac.LabelSelector().WithMatchExpressions(metav1ac.LabelSelectorRequirement().
		WithKey("cnpg.io/cluster").WithOperator(metav1.LabelSelectorOpExists))
}
