package desired

import (
	networkingv1 "k8s.io/api/networking/v1"
	networkingv1ac "k8s.io/client-go/applyconfigurations/networking/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Ingress leads a host to the servers; nil without a route, and where a Gateway
// does it.
func Ingress(i Instance) *networkingv1ac.IngressApplyConfiguration {
	if i.Route == nil || i.Route.Gateway != nil {
		return nil
	}
	spec := networkingv1ac.IngressSpec().
		WithTLS(ingressTLS(*i.Route)).
		WithRules(networkingv1ac.IngressRule().
			WithHost(i.Route.Host).
			WithHTTP(networkingv1ac.HTTPIngressRuleValue().
				WithPaths(networkingv1ac.HTTPIngressPath().
					WithPath("/").
					WithPathType(networkingv1.PathTypePrefix).
					WithBackend(networkingv1ac.IngressBackend().
						WithService(networkingv1ac.IngressServiceBackend().
							WithName(ServerName(i)).
							WithPort(networkingv1ac.ServiceBackendPort().WithName(portHTTP)))))))
	if i.Route.IngressClass != "" {
		spec.WithIngressClassName(i.Route.IngressClass)
	}
	return networkingv1ac.Ingress(ServerName(i), i.Namespace).
		WithLabels(labelsOf(i, v1alpha1.ComponentServer)).
		WithSpec(spec)
}

// ingressTLS asks for TLS in every case: without a Secret the ingress controller
// answers with its own certificate.
func ingressTLS(r Route) *networkingv1ac.IngressTLSApplyConfiguration {
	tls := networkingv1ac.IngressTLS().WithHosts(r.Host)
	if r.TLSSecret != "" {
		tls.WithSecretName(r.TLSSecret)
	}
	return tls
}
