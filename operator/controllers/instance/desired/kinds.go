package desired

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The kinds of others, which a cluster may not have.
var (
	// HTTPRouteKind is the Gateway API's.
	HTTPRouteKind = schema.GroupVersionKind{Group: "gateway.networking.k8s.io", Version: "v1", Kind: "HTTPRoute"}
	// ServiceMonitorKind is the Prometheus operator's.
	ServiceMonitorKind = schema.GroupVersionKind{Group: "monitoring.coreos.com", Version: "v1", Kind: "ServiceMonitor"}
	// ClusterKind is CloudNativePG's.
	ClusterKind = schema.GroupVersionKind{Group: "postgresql.cnpg.io", Version: "v1", Kind: "Cluster"}
)

// object is an object of somebody else's kind.
func object(i Instance, kind schema.GroupVersionKind, name, component string, spec map[string]any) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: map[string]any{"spec": spec}}
	u.SetGroupVersionKind(kind)
	u.SetName(name)
	u.SetNamespace(i.Namespace)
	u.SetLabels(labelsOf(i, component))
	return u
}

// anyMap is a map as unstructured objects hold it.
func anyMap(of map[string]string) map[string]any {
	out := make(map[string]any, len(of))
	for key, value := range of {
		out[key] = value
	}
	return out
}
