package reconcile

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Owner says whose an object is. Ownership is labels and never ownerReferences:
// see the labels in v1alpha1.
type Owner struct {
	// Tenant is the name of the Tenant. Required.
	Tenant string
	// Instance is the name of the Instance, in the object's namespace; empty for what
	// belongs to the Tenant as a whole.
	Instance string
}

// Labels are the labels that make an object the owner's.
func (o Owner) Labels() map[string]string {
	labels := map[string]string{
		v1alpha1.LabelManagedBy: v1alpha1.FieldOwner,
		v1alpha1.LabelTenant:    o.Tenant,
	}
	if o.Instance != "" {
		labels[v1alpha1.LabelInstance] = o.Instance
	}
	return labels
}

// Owns reports whether the object is the owner's.
func (o Owner) Owns(object metav1.Object) bool {
	labels := object.GetLabels()
	return labels[v1alpha1.LabelTenant] == o.Tenant && labels[v1alpha1.LabelInstance] == o.Instance
}
