package desired

import (
	networkingv1ac "k8s.io/client-go/applyconfigurations/networking/v1"
)

// Ports of CloudNativePG's pods besides PostgreSQL's.
const (
	portInstanceManager = 8000
	portExporter        = 9187
)

// Databases opens what the pods of CloudNativePG's clusters need: Instances reach
// them, their operator and they each other; and they ask the API server what they
// are to do, wherever it is. nil where no Instance has such a cluster.
func Databases(t Tenant) *networkingv1ac.NetworkPolicyApplyConfiguration {
	if !t.Network.Clusters {
		return nil
	}
	p := networkPolicy(t, DatabasesName, postgres(), both...)
	p.Spec.WithIngress(
		networkingv1ac.NetworkPolicyIngressRule().WithFrom(pods(program())).WithPorts(tcp(portPostgres)),
		networkingv1ac.NetworkPolicyIngressRule().
			WithFrom(pods(postgres()), namespaces(t.Network.CloudNativePG)).WithPorts(tcp(portPostgres), tcp(portInstanceManager)),
	)
	if len(t.Network.Monitoring) > 0 {
		p.Spec.WithIngress(networkingv1ac.NetworkPolicyIngressRule().
			WithFrom(namespaces(sorted(t.Network.Monitoring)...)).WithPorts(tcp(portExporter)))
	}
	p.Spec.WithEgress(
		networkingv1ac.NetworkPolicyEgressRule().WithTo(pods(postgres())).WithPorts(tcp(portPostgres), tcp(portInstanceManager)),
		networkingv1ac.NetworkPolicyEgressRule().WithTo(anywhere()...).WithPorts(tcp(portHTTPS), tcp(portKubernetes)),
	)
	return p
}
