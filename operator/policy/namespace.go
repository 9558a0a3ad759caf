package policy

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Belongs judges whether an Instance is in the namespace of a Tenant: the one
// that the namespace's label names, or nil. A label alone is not enough, or
// whoever may label a namespace could widen what a Tenant was given.
func Belongs(i *v1alpha1.Instance, t *v1alpha1.Tenant) Faults {
	path := field.NewPath("metadata", "namespace")
	switch {
	case t == nil:
		return fault(v1alpha1.ReasonNoTenant, path, i.Namespace, "expected the namespace of a Tenant; ask the platform admin for one")
	case t.NamespaceName() != i.Namespace:
		return fault(v1alpha1.ReasonNoTenant, path, i.Namespace,
			fmt.Sprintf("expected %q: this namespace is labelled as that of Tenant %q, whose namespace is another", t.NamespaceName(), t.Name))
	}
	return nil
}
