package setup

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// cacheOptions keep in memory what is ours, whatever else the cluster holds; and
// of Secrets only those in the operator's own namespace, which are all it may read.
func cacheOptions(namespace string) cache.Options {
	ours, err := labels.NewRequirement(v1alpha1.LabelTenant, selection.Exists, nil)
	if err != nil {
		panic(err) // a constant that is no label
	}
	everything := cache.ByObject{Label: labels.Everything()}
	return cache.Options{
		DefaultLabelSelector: labels.NewSelector().Add(*ours),
		ByObject: map[client.Object]cache.ByObject{
			&v1alpha1.Tenant{}:         everything,
			&v1alpha1.Instance{}:       everything,
			&v1alpha1.DatabaseServer{}: everything,
			&corev1.Secret{}:           {Label: labels.Everything(), Namespaces: map[string]cache.Config{namespace: {}}},
			// Nothing of a pod is ever compared with what is wanted.
			&corev1.Pod{}: {Transform: cache.TransformStripManagedFields()},
		},
	}
}
