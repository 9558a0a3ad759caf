package policy

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// InstanceChange judges what an Instance is changed to. Its Tenant may be nil:
// then the namespace is nobody's, which is another rule's fault.
func InstanceChange(old, changed *v1alpha1.Instance, t *v1alpha1.Tenant) (Faults, Warnings) {
	return templateStays(old, changed, t), append(olderVersion(changed), keptByTenant(old, changed, t)...)
}

// templateStays: the label says that the Tenant keeps the Instance. Without it
// the Tenant would find somebody else's Instance under the name that it keeps,
// and stall.
func templateStays(old, changed *v1alpha1.Instance, t *v1alpha1.Tenant) Faults {
	if !IsTemplated(old, t) || changed.Labels[v1alpha1.LabelTenant] == t.Name {
		return nil
	}
	return fault(v1alpha1.ReasonInvalid, field.NewPath("metadata", "labels").Key(v1alpha1.LabelTenant), changed.Labels[v1alpha1.LabelTenant],
		fmt.Sprintf("expected %q while the Tenant keeps this Instance (its spec.instance); ask the platform admin to hand it over", t.Name))
}

// keptByTenant warns that a change will not last: the operator itself writes what
// the Tenant says.
func keptByTenant(old, changed *v1alpha1.Instance, t *v1alpha1.Tenant) Warnings {
	if !IsTemplated(old, t) || equality.Semantic.DeepEqual(old.Spec, changed.Spec) || equality.Semantic.DeepEqual(changed.Spec, t.Spec.Instance.InstanceSpec) {
		return nil
	}
	return Warnings{fmt.Sprintf("Tenant %q keeps this Instance (its spec.instance): what differs from that is put back", t.Name)}
}

// IsTemplated reports whether a Tenant keeps the Instance: it has the name of the
// Tenant's template, and the Tenant's label.
func IsTemplated(i *v1alpha1.Instance, t *v1alpha1.Tenant) bool {
	return t != nil && t.Spec.Instance != nil && i.Name == TemplateName(t) && i.Labels[v1alpha1.LabelTenant] == t.Name
}

// olderVersion: whether a database takes an older version back is for its
// migration to say, which knows both schemas.
func olderVersion(i *v1alpha1.Instance) Warnings {
	if !older(i.Spec.Version, i.Status.Version) {
		return nil
	}
	return Warnings{fmt.Sprintf("spec.version %s is older than %s, which serves: it starts only if the database's schema is one that it knows", i.Spec.Version, i.Status.Version)}
}
