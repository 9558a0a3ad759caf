package desired

import (
	"cmp"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// HTTPRoute leads a host to the servers through a Gateway; nil without one.
//
// Its lists are replaced whole, so every default in them is spelled out.
func HTTPRoute(i Instance) *unstructured.Unstructured {
	if i.Route == nil || i.Route.Gateway == nil {
		return nil
	}
	gateway := i.Route.Gateway
	parent := map[string]any{
		"group":     HTTPRouteKind.Group,
		"kind":      "Gateway",
		"name":      gateway.Name,
		"namespace": cmp.Or(gateway.Namespace, i.Namespace),
	}
	if gateway.Section != "" {
		parent["sectionName"] = gateway.Section
	}
	return object(i, HTTPRouteKind, ServerName(i), v1alpha1.ComponentServer, map[string]any{
		"parentRefs": []any{parent},
		"hostnames":  []any{i.Route.Host},
		"rules": []any{map[string]any{
			"matches": []any{map[string]any{
				"path": map[string]any{"type": "PathPrefix", "value": "/"},
			}},
			"backendRefs": []any{map[string]any{
				"group":  "",
				"kind":   "Service",
				"name":   ServerName(i),
				"port":   int64(servicePort),
				"weight": int64(1),
			}},
		}},
	})
}
