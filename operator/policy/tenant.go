package policy

import (
	"fmt"
	"strings"

	"github.com/Masterminds/semver/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// tenantRules are about one Tenant by itself.
var tenantRules = []func(*v1alpha1.Tenant) Faults{
	agencyIsOfThePlan,
	namespaceHasAName,
	versionsAreARange,
	quotaIsNotNegative,
	templateIsGranted,
}

// Tenant judges a Tenant by itself, and the Instance it keeps against what it
// grants.
func Tenant(t *v1alpha1.Tenant) Faults { return judge(t, tenantRules) }

// agencyIsOfThePlan: the code is one of the plan's, and of one agency.
func agencyIsOfThePlan(t *v1alpha1.Tenant) Faults {
	path, code := spec.Child("agencyCode"), t.Spec.AgencyCode
	agency, ok := agencies.Lookup(code)
	if ok && agency.Kind != agencies.KindGroup {
		return nil
	}
	if ok {
		return fault(v1alpha1.ReasonUnknownAgency, path, code, fmt.Sprintf("expected the code of one agency, and %s is what documents call several of them", agency.Name))
	}
	detail := "expected the code of an agency of the plan, such as \"lao-cai\" or \"bo-ca\""
	if near := agencies.Suggest(code); len(near) > 0 {
		detail = "expected the code of an agency of the plan; did you mean " + strings.ReplaceAll(listed(near), ", ", " or ") + "?"
	}
	return fault(v1alpha1.ReasonUnknownAgency, path, code, detail)
}

// namespaceHasAName: the default is made of the agency's code, and may be too
// long where the code is.
func namespaceHasAName(t *v1alpha1.Tenant) Faults {
	if name := t.NamespaceName(); len(name) > 63 {
		return fault(v1alpha1.ReasonInvalid, spec.Child("namespace"), name, "expected at most 63 characters; give the namespace a name of its own")
	}
	return nil
}

// versionsAreARange: a range that nobody can read would allow nothing.
func versionsAreARange(t *v1alpha1.Tenant) Faults {
	versions := t.Spec.Allowed.Versions
	if versions == "" {
		return nil
	}
	if _, err := semver.NewConstraint(versions); err != nil {
		return fault(v1alpha1.ReasonInvalid, spec.Child("allowed", "versions"), versions, "expected a range of versions such as \">=1.0.0 <2.0.0\", or nothing for every version")
	}
	return nil
}

// quotaIsNotNegative: a quota below nothing is a mistake, and no ResourceQuota
// takes it.
func quotaIsNotNegative(t *v1alpha1.Tenant) Faults {
	var all Faults
	for _, q := range []struct {
		name  string
		value *resource.Quantity
	}{{"cpu", t.Spec.Quota.CPU}, {"memory", t.Spec.Quota.Memory}, {"storage", t.Spec.Quota.Storage}} {
		if q.value != nil && q.value.Sign() < 0 {
			all = append(all, fault(v1alpha1.ReasonInvalid, spec.Child("quota", q.name), q.value.String(), "expected zero or more")...)
		}
	}
	return all
}

// templateIsGranted: the Tenant's own Instance is judged like one of the IT's.
func templateIsGranted(t *v1alpha1.Tenant) Faults {
	if t.Spec.Instance == nil {
		return nil
	}
	return judge(grant{path: spec.Child("instance"), spec: &t.Spec.Instance.InstanceSpec, tenant: t}, grantRules)
}

var spec = field.NewPath("spec")
