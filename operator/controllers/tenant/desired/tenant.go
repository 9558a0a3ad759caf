package desired

import (
	"maps"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// A Tenant is all that the objects of a Tenant depend on. Defaults have been
// filled in and rules checked by whoever makes one.
type Tenant struct {
	// Name is the Tenant's, Namespace that of what is in it.
	Name, Namespace string
	// Labels say whose the objects are; every object carries them.
	Labels map[string]string
	// Agency is the agency's code.
	Agency string
	// Retained says that the Tenant is gone, and its namespace is kept.
	Retained bool
	// Quota bounds what runs in the namespace together.
	Quota policy.Quota
	// Groups are who may manage Instances.
	Groups []string
	// Network is who may talk to whom.
	Network Network
	// Template is the Instance that the Tenant keeps; nil for none.
	Template *v1alpha1.InstanceTemplate
}

// Names of what is in the namespace. No Instance yields anything of these kinds.
const (
	QuotaName          = "tenant-quota"
	LimitsName         = "tenant-limits"
	AdministratorsName = "tenant-administrators"
	DenyAllName        = "tenant-deny-all"
	DNSName            = "tenant-dns"
	ServersName        = "tenant-servers"
	DatabasesName      = "tenant-databases"
)

// labelsOf are the labels of an object.
func labelsOf(t Tenant) map[string]string {
	labels := map[string]string{v1alpha1.LabelAgency: t.Agency}
	maps.Copy(labels, t.Labels)
	return labels
}
