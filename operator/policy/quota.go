package policy

import (
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Quota is a Tenant's quota with every default filled in.
type Quota struct {
	CPU, Memory, Storage resource.Quantity
	Instances            int32
}

// ResolveQuota returns a Tenant's quota.
func ResolveQuota(t *v1alpha1.Tenant) Quota {
	q := t.Spec.Quota
	return Quota{
		CPU:       value(q.CPU, resource.MustParse("4")),
		Memory:    value(q.Memory, resource.MustParse("8Gi")),
		Storage:   value(q.Storage, resource.MustParse("50Gi")),
		Instances: value(q.Instances, 2),
	}
}
