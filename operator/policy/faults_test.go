package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func TestFaultsThatWereThereBefore(t *testing.T) {
	before := policy.Instance(instance(version("0.1.0"), route("x.example")), tenant())
	after := policy.Instance(instance(version("0.2.0"), route("x.example")), tenant())
	assertFaults(t, after.Beyond(before), fault{"spec.version", v1alpha1.ReasonVersionNotAllowed, "0.2.0"})
	assert.Empty(t, before.Beyond(after).Beyond(before))
	assert.Len(t, after.Beyond(nil), 2)
}

func TestANamespaceThatIsNoTenants(t *testing.T) {
	assertFaults(t, policy.Belongs(instance(), tenant()))
	assertFaults(t, policy.Belongs(instance(), nil),
		fault{"metadata.namespace", v1alpha1.ReasonNoTenant, `"tenant-lao-cai": expected the namespace of a Tenant`})
	assertFaults(t, policy.Belongs(instance(), tenant(func(t *v1alpha1.Tenant) { t.Spec.Namespace = "laocai" })),
		fault{"metadata.namespace", v1alpha1.ReasonNoTenant, `expected "laocai": this namespace is labelled as that of Tenant "lao-cai"`})
}
