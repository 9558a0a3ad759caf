package policy

import (
	"fmt"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// TenantAmong judges a Tenant against others, itself left out by its name: no two
// may have an agency, a namespace or a host in common. A webhook passes every
// Tenant there is, a reconciler those that came first.
func TenantAmong(t *v1alpha1.Tenant, others []v1alpha1.Tenant) Faults {
	var all Faults
	for i := range others {
		if o := &others[i]; o.Name != t.Name {
			all = append(all, sharedAgency(t, o)...)
			all = append(all, sharedNamespace(t, o)...)
			all = append(all, sharedHosts(t, o)...)
		}
	}
	return all
}

// Before returns the Tenants that came before one: in a conflict the older one
// keeps what it has. Those of one second are told apart by their names.
func Before(t *v1alpha1.Tenant, tenants []v1alpha1.Tenant) []v1alpha1.Tenant {
	var before []v1alpha1.Tenant
	for _, o := range tenants {
		switch {
		case o.CreationTimestamp.Before(&t.CreationTimestamp),
			o.CreationTimestamp.Equal(&t.CreationTimestamp) && o.Name < t.Name:
			before = append(before, o)
		}
	}
	return before
}

// sharedAgency: an agency is on a cluster once; two would each have half its
// figures.
func sharedAgency(t, other *v1alpha1.Tenant) Faults {
	if t.Spec.AgencyCode != other.Spec.AgencyCode {
		return nil
	}
	return fault(v1alpha1.ReasonAgencyTaken, spec.Child("agencyCode"), t.Spec.AgencyCode,
		fmt.Sprintf("Tenant %q has this agency; expected an agency that no other Tenant has", other.Name))
}

// sharedNamespace: what is in a namespace belongs to one agency.
func sharedNamespace(t, other *v1alpha1.Tenant) Faults {
	if t.NamespaceName() != other.NamespaceName() {
		return nil
	}
	return fault(v1alpha1.ReasonNamespaceTaken, spec.Child("namespace"), t.NamespaceName(),
		fmt.Sprintf("Tenant %q has this namespace; expected one that no other Tenant has", other.Name))
}

// sharedHosts: whoever may use a host can take its visitors, and their tokens.
func sharedHosts(t, other *v1alpha1.Tenant) Faults {
	var all Faults
	for i, mine := range t.Spec.Allowed.Hosts {
		for _, theirs := range other.Spec.Allowed.Hosts {
			if overlap(mine, theirs) {
				all = append(all, fault(v1alpha1.ReasonHostTaken, spec.Child("allowed", "hosts").Index(i), mine,
					fmt.Sprintf("Tenant %q may use %q; expected hosts that no other Tenant may use", other.Name, theirs))...)
			}
		}
	}
	return all
}
