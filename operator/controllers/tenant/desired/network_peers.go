package desired

import (
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	metav1ac "k8s.io/client-go/applyconfigurations/meta/v1"
	networkingv1ac "k8s.io/client-go/applyconfigurations/networking/v1"
)

type (
	peer = *networkingv1ac.NetworkPolicyPeerApplyConfiguration
	port = *networkingv1ac.NetworkPolicyPortApplyConfiguration
)

func tcp(number int32) port {
	return networkingv1ac.NetworkPolicyPort().WithProtocol(corev1.ProtocolTCP).WithPort(intstr.FromInt32(number))
}

func udp(number int32) port {
	return networkingv1ac.NetworkPolicyPort().WithProtocol(corev1.ProtocolUDP).WithPort(intstr.FromInt32(number))
}

// namespaces are all pods of the named namespaces.
func namespaces(names ...string) peer {
	return networkingv1ac.NetworkPolicyPeer().WithNamespaceSelector(metav1ac.LabelSelector().
		WithMatchExpressions(metav1ac.LabelSelectorRequirement().
			WithKey(corev1.LabelMetadataName).WithOperator(metav1.LabelSelectorOpIn).WithValues(names...)))
}

// pods are pods of the tenant's own namespace.
func pods(selector *metav1ac.LabelSelectorApplyConfiguration) peer {
	return networkingv1ac.NetworkPolicyPeer().WithPodSelector(selector)
}

// anywhere is every address but those of the link: that is where a cloud hands
// out the credentials of the machine.
func anywhere() []peer {
	return []peer{
		networkingv1ac.NetworkPolicyPeer().WithIPBlock(networkingv1ac.IPBlock().WithCIDR("0.0.0.0/0").WithExcept("169.254.0.0/16")),
		networkingv1ac.NetworkPolicyPeer().WithIPBlock(networkingv1ac.IPBlock().WithCIDR("::/0").WithExcept("fe80::/10", "fd00:ec2::/32")),
	}
}

// peers are where a database server is: at its address, in its namespace where
// the name is a Service's, and else anywhere, since policies know no names.
func (s Server) peers() []peer {
	if address, err := netip.ParseAddr(s.Host); err == nil {
		address = address.Unmap()
		return []peer{networkingv1ac.NetworkPolicyPeer().WithIPBlock(networkingv1ac.IPBlock().
			WithCIDR(netip.PrefixFrom(address, address.BitLen()).String()))}
	}
	labels := strings.Split(strings.TrimSuffix(s.Host, "."), ".")
	if len(labels) >= 3 && labels[2] == "svc" {
		return []peer{namespaces(labels[1])}
	}
	return anywhere()
}

// sorted are names in one order and each once, so that options given in another
// order write nothing.
func sorted(names []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(names)))
}
