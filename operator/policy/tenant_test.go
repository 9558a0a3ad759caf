package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func TestATenantByItself(t *testing.T) {
	code := func(c string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.AgencyCode = c }
	}
	versions := func(v string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = v }
	}
	for name, tc := range map[string]struct {
		change func(*v1alpha1.Tenant)
		want   []fault
	}{
		"everything granted":        {template(route("tiendo.laocai.example"), onServer("hanoi-2")), nil},
		"a ministry":                {code("bo-ca"), nil},
		"every version":             {versions(""), nil},
		"versions with commas":      {versions(">=1.0.0, <2.0.0"), nil},
		"versions of one minor":     {versions("1.2.x || 1.4.x"), nil},
		"a template without a name": {template(), nil},
		"a pre-release, with bounds of it": {func(t *v1alpha1.Tenant) {
			versions(">=1.0.0-0 <2.0.0")(t)
			template(func(s *v1alpha1.InstanceSpec) { s.Version = "1.3.0-rc.1" })(t)
		}, nil},

		"a code with a typo":  {code("lao-cay"), []fault{{"spec.agencyCode", v1alpha1.ReasonUnknownAgency, `"lao-cay": expected the code of an agency of the plan; did you mean "lao-cai"?`}}},
		"a code like none":    {code("atlantis"), []fault{{"spec.agencyCode", v1alpha1.ReasonUnknownAgency, `"atlantis": expected the code of an agency of the plan, such as`}}},
		"the code of a group": {code("cac-bo-nganh"), []fault{{"spec.agencyCode", v1alpha1.ReasonUnknownAgency, "what documents call several of them"}}},
		"a default namespace that is too long": {
			code(strings.Repeat("a", 60)), []fault{
				{"spec.agencyCode", v1alpha1.ReasonUnknownAgency, "expected the code of an agency"},
				{"spec.namespace", v1alpha1.ReasonInvalid, "expected at most 63 characters"},
			},
		},
		"versions that are no range": {versions("one or two"), []fault{{"spec.allowed.versions", v1alpha1.ReasonInvalid, `"one or two": expected a range of versions such as`}}},
		"a quota below nothing": {
			func(t *v1alpha1.Tenant) {
				t.Spec.Quota = v1alpha1.Quota{CPU: pointer(resource.MustParse("-1")), Memory: pointer(resource.MustParse("-1Gi")), Storage: pointer(resource.MustParse("0"))}
			}, []fault{
				{"spec.quota.cpu", v1alpha1.ReasonInvalid, `"-1": expected zero or more`},
				{"spec.quota.memory", v1alpha1.ReasonInvalid, `"-1Gi": expected zero or more`},
			},
		},
		"a template that asks for what is not granted": {
			template(route("tiendo.hagiang.example"), onServer("hue-1"), func(s *v1alpha1.InstanceSpec) { s.Version, s.Registry = "2.0.0", "evil.example" }), []fault{
				{"spec.instance.version", v1alpha1.ReasonVersionNotAllowed, `"2.0.0": expected a version within the Tenant's allowed.versions ">=1.0.0 <2.0.0"`},
				{"spec.instance.registry", v1alpha1.ReasonRegistryNotAllowed, `"evil.example": expected one of "registry.cgc.example", "mirror.example/tiendo"`},
				{"spec.instance.database.shared.serverRef.name", v1alpha1.ReasonServerNotAllowed, `"hue-1": expected one of "hanoi-1", "hanoi-2"`},
				{"spec.instance.route.host", v1alpha1.ReasonHostNotAllowed, `"tiendo.hagiang.example": expected one of "tiendo.laocai.example", "*.laocai.example"`},
			},
		},
	} {
		t.Run(name, func(t *testing.T) { assertFaults(t, policy.Tenant(tenant(tc.change)), tc.want...) })
	}
}

func TestTwoTenants(t *testing.T) {
	other := func(changes ...func(*v1alpha1.Tenant)) v1alpha1.Tenant {
		return *tenant(append([]func(*v1alpha1.Tenant){func(t *v1alpha1.Tenant) {
			t.Name, t.Spec.AgencyCode, t.Spec.Allowed.Hosts = "ha-giang", "ha-giang", []string{"tiendo.hagiang.example"}
		}}, changes...)...)
	}
	hosts := func(h ...string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.Hosts = h }
	}
	for name, tc := range map[string]struct {
		mine  []string
		other v1alpha1.Tenant
		want  []fault
	}{
		"nothing in common":                  {[]string{"a.example"}, other(), nil},
		"itself":                             {[]string{"a.example"}, *tenant(hosts("a.example")), nil},
		"a host two labels below a wildcard": {[]string{"a.b.c.example"}, other(hosts("*.c.example")), nil},
		"a wildcard's own domain":            {[]string{"c.example"}, other(hosts("*.c.example")), nil},
		"wildcards of different depth":       {[]string{"*.b.c.example"}, other(hosts("*.c.example")), nil},
		"a host that ends in the other's":    {[]string{"notc.example"}, other(hosts("c.example", "*.otc.example")), nil},

		"one agency": {[]string{"a.example"}, other(func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Namespace = "lao-cai", "other" }),
			[]fault{{"spec.agencyCode", v1alpha1.ReasonAgencyTaken, `"lao-cai": Tenant "ha-giang" has this agency`}}},
		"one namespace, of which one is a default": {[]string{"a.example"}, other(func(t *v1alpha1.Tenant) { t.Spec.Namespace = "tenant-lao-cai" }),
			[]fault{{"spec.namespace", v1alpha1.ReasonNamespaceTaken, `"tenant-lao-cai": Tenant "ha-giang" has this namespace`}}},
		"one host": {[]string{"a.example", "b.example"}, other(hosts("c.example", "b.example")),
			[]fault{{"spec.allowed.hosts[1]", v1alpha1.ReasonHostTaken, `"b.example": Tenant "ha-giang" may use "b.example"`}}},
		"a host under the other's wildcard": {[]string{"a.c.example"}, other(hosts("*.c.example")),
			[]fault{{"spec.allowed.hosts[0]", v1alpha1.ReasonHostTaken, `"a.c.example": Tenant "ha-giang" may use "*.c.example"`}}},
		"a wildcard over the other's host": {[]string{"*.c.example"}, other(hosts("a.c.example")),
			[]fault{{"spec.allowed.hosts[0]", v1alpha1.ReasonHostTaken, `"*.c.example": Tenant "ha-giang" may use "a.c.example"`}}},
		"one wildcard": {[]string{"*.c.example"}, other(hosts("*.c.example")),
			[]fault{{"spec.allowed.hosts[0]", v1alpha1.ReasonHostTaken, `may use "*.c.example"`}}},
		"all of it": {[]string{"c.example"}, other(hosts("c.example"), func(t *v1alpha1.Tenant) { t.Spec.AgencyCode = "lao-cai" }), []fault{
			{"spec.agencyCode", v1alpha1.ReasonAgencyTaken, "ha-giang"},
			{"spec.namespace", v1alpha1.ReasonNamespaceTaken, "ha-giang"},
			{"spec.allowed.hosts[0]", v1alpha1.ReasonHostTaken, "ha-giang"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			assertFaults(t, policy.TenantAmong(tenant(hosts(tc.mine...)), []v1alpha1.Tenant{tc.other}), tc.want...)
		})
	}
}

func TestTheOlderTenantWins(t *testing.T) {
	at := func(name string, seconds int) v1alpha1.Tenant {
		o := *tenant()
		o.Name, o.CreationTimestamp.Time = name, noon.Add(secondsOf(seconds))
		return o
	}
	all := []v1alpha1.Tenant{at("older", -1), at("newer", 1), at("a-twin", 0), at("lao-cai", 0), at("z-twin", 0)}
	var names []string
	for _, o := range policy.Before(tenant(), all) {
		names = append(names, o.Name)
	}
	assert.Equal(t, []string{"older", "a-twin"}, names, "those of one second go by their names")
}

func TestFaultsAsAnAnswerAndAsACondition(t *testing.T) {
	kind := schema.GroupKind{Group: "tiendo.vn", Kind: "Tenant"}
	assert.NoError(t, policy.Tenant(tenant()).Invalid(kind, "lao-cai"))
	assert.Empty(t, policy.Tenant(tenant()).Reason())

	faults := policy.Tenant(tenant(func(t *v1alpha1.Tenant) { t.Spec.AgencyCode, t.Spec.Allowed.Versions = "lao-cay", "x y" }))
	err := faults.Invalid(kind, "lao-cai")
	require.True(t, apierrors.IsInvalid(err))
	assert.ErrorContains(t, err, `Tenant.tiendo.vn "lao-cai" is invalid: [spec.agencyCode: Invalid value: "lao-cay"`)
	assert.ErrorContains(t, err, "spec.allowed.versions")
	assert.Equal(t, v1alpha1.ReasonUnknownAgency, faults.Reason())
	assert.Contains(t, faults.Message(), `did you mean "lao-cai"?; spec.allowed.versions: Invalid value: "x y"`)
}
