package policy

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// A room is an Instance before its Tenant's quota.
type room struct {
	settings Settings
	quota    Quota
}

// roomRules speak when an Instance is written and never later: the API server
// holds the quota, and what runs already is not stopped when it shrinks.
var roomRules = []func(room) Faults{
	serversFit,
	volumesFit,
}

// Room judges whether an Instance could ever fit into its Tenant's quota. What
// fits until an upgrade starts one server more is a warning.
func Room(i *v1alpha1.Instance, t *v1alpha1.Tenant) (Faults, Warnings) {
	r := room{settings: Resolve(i, t), quota: ResolveQuota(t)}
	if faults := judge(r, roomRules); len(faults) > 0 {
		return faults, nil
	}
	return nil, r.upgradeFits()
}

// OneMore judges whether the Tenant may have one Instance more, beside those
// that are in its namespace.
func OneMore(i *v1alpha1.Instance, t *v1alpha1.Tenant, there []v1alpha1.Instance) Faults {
	most := int(ResolveQuota(t).Instances)
	if len(there) < most {
		return nil
	}
	return fault(v1alpha1.ReasonQuotaExceeded, field.NewPath("metadata", "name"), i.Name,
		fmt.Sprintf("expected at most %d Instances (the Tenant's quota.instances), and %d are there; delete one or ask the platform admin for more", most, len(there)))
}

// serversFit: servers that the quota can never hold would wait for ever.
func serversFit(r room) Faults {
	var all Faults
	for _, sum := range r.sums() {
		if most := sum.most(); most < int64(r.settings.Replicas.Min) {
			all = append(all, fault(v1alpha1.ReasonQuotaExceeded, spec.Child("replicas", "min"), r.settings.Replicas.Min,
				fmt.Sprintf("expected at most %d: each server takes %s of the Tenant's quota.%s, %s", most, sum.each.String(), sum.name, sum.quota.String()))...)
		}
	}
	return all
}

// volumesFit: so would PostgreSQL's volumes.
func volumesFit(r room) Faults {
	d := r.settings.Database
	sum := sum{"storage", d.Storage, r.quota.Storage}
	if d.Kind != KindCloudNativePG || sum.most() >= int64(d.Instances) {
		return nil
	}
	return fault(v1alpha1.ReasonQuotaExceeded, spec.Child("database", "cloudNativePG", "storage"), d.Storage.String(),
		fmt.Sprintf("expected %d volumes that fit the Tenant's quota.storage, %s, together", d.Instances, r.quota.Storage.String()))
}

// upgradeFits warns where the quota leaves no room for the one server more that
// an upgrade starts before it stops an old one.
func (r room) upgradeFits() Warnings {
	var all Warnings
	for _, sum := range r.sums() {
		if servers := max(r.settings.Replicas.Min, r.settings.Replicas.Max); sum.most() <= int64(servers) {
			all = append(all, fmt.Sprintf("%d servers of %s leave no room in the Tenant's quota.%s, %s, for the one more that an upgrade starts first: upgrades will wait",
				servers, sum.each.String(), sum.name, sum.quota.String()))
		}
	}
	return all
}

// A sum is what each server takes of a quota.
type sum struct {
	name        string
	each, quota resource.Quantity
}

// most is how many fit.
func (s sum) most() int64 {
	if s.each.Sign() <= 0 {
		return 1 << 32
	}
	return s.quota.MilliValue() / s.each.MilliValue()
}

func (r room) sums() []sum {
	return []sum{
		{"cpu", r.settings.Resources.Requests[corev1.ResourceCPU], r.quota.CPU},
		{"memory", r.settings.Resources.Limits[corev1.ResourceMemory], r.quota.Memory},
	}
}
