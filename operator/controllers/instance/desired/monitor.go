package desired

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// ServiceMonitor has the servers' metrics collected, each with whose it is; nil
// where the cluster does not have the kind.
func ServiceMonitor(i Instance) *unstructured.Unstructured {
	if !i.Monitored {
		return nil
	}
	return object(i, ServiceMonitorKind, ServerName(i), v1alpha1.ComponentServer, map[string]any{
		"selector": map[string]any{"matchLabels": anyMap(selectorOf(i, v1alpha1.ComponentServer))},
		"endpoints": []any{map[string]any{
			"port":     portMetrics,
			"interval": "30s",
		}},
		"targetLabels": []any{v1alpha1.LabelTenant, v1alpha1.LabelInstance, v1alpha1.LabelAgency},
	})
}
