package desired

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"
	networkingv1ac "k8s.io/client-go/applyconfigurations/networking/v1"
)

// Network is who may talk to the tenant's pods, and whom they may talk to.
type Network struct {
	// Operator is the operator's namespace: it asks /readyz.
	Operator string
	// Ingress are the namespaces of ingress controllers and gateways.
	Ingress []string
	// Monitoring are the namespaces of what collects metrics.
	Monitoring []string
	// CloudNativePG is the namespace of CloudNativePG's operator.
	CloudNativePG string
	// Ports are TCP ports that servers reach anywhere: providers and buckets.
	Ports []int32
	// Servers are the database servers that Instances may use.
	Servers []Server
	// External says that an Instance's database is kept by somebody else. Where, only
	// its Secret says.
	External bool
	// Clusters says that an Instance has a PostgreSQL cluster of its own.
	Clusters bool
}

// A Server is the address of a database server.
type Server struct {
	Host string
	Port int32
}

// DenyAll closes the namespace both ways; the others open it. What no policy
// selects, such as a pod that somebody starts by hand, reaches names and nothing
// else.
func DenyAll(t Tenant) *networkingv1ac.NetworkPolicyApplyConfiguration {
	return networkPolicy(t, DenyAllName, metav1ac.LabelSelector(), both...)
}

// DNS lets every pod ask for names, anywhere: caches on nodes and servers outside
// the cluster have addresses that no selector finds.
func DNS(t Tenant) *networkingv1ac.NetworkPolicyApplyConfiguration {
	p := networkPolicy(t, DNSName, metav1ac.LabelSelector(), networkingv1.PolicyTypeEgress)
	p.Spec.WithEgress(networkingv1ac.NetworkPolicyEgressRule().WithPorts(udp(53), tcp(53)))
	return p
}

var both = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}

func networkPolicy(t Tenant, name string, pods *metav1ac.LabelSelectorApplyConfiguration, types ...networkingv1.PolicyType) *networkingv1ac.NetworkPolicyApplyConfiguration {
	return networkingv1ac.NetworkPolicy(name, t.Namespace).
		WithLabels(labelsOf(t)).
		WithSpec(networkingv1ac.NetworkPolicySpec().WithPodSelector(pods).WithPolicyTypes(types...))
}
