package policy_test

import (
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func version(v string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) { s.Version = v }
}

func registry(r string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) { s.Registry = r }
}

func external(s *v1alpha1.InstanceSpec) {
	s.Database = v1alpha1.Database{External: &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "db"}}}
}

func cloudNativePG(s *v1alpha1.InstanceSpec) {
	s.Database = v1alpha1.Database{CloudNativePG: &v1alpha1.CloudNativePG{}}
}

func limits(name corev1.ResourceName, request, limit string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) {
		s.Resources = v1alpha1.Resources{Limits: corev1.ResourceList{name: resource.MustParse(limit)}}
		if request != "" {
			s.Resources.Requests = corev1.ResourceList{name: resource.MustParse(request)}
		}
	}
}

func TestAnInstanceUnderItsTenant(t *testing.T) {
	none := func(t *v1alpha1.Tenant) { t.Spec.Allowed = v1alpha1.Allowed{Registries: []string{"registry.example"}} }
	grants := func(versions string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = versions }
	}
	same := func(*v1alpha1.Tenant) {}
	const notAllowed = v1alpha1.ReasonVersionNotAllowed
	for name, tc := range map[string]struct {
		tenant func(*v1alpha1.Tenant)
		spec   func(*v1alpha1.InstanceSpec)
		want   []fault
	}{
		"one that says nothing":              {same, version("1.0.0"), nil},
		"the second registry":                {same, registry("mirror.example/tiendo"), nil},
		"the second server":                  {same, onServer("hanoi-2"), nil},
		"a host of the list":                 {same, route("tiendo.laocai.example"), nil},
		"a host under a wildcard":            {same, route("so.laocai.example"), nil},
		"no server granted, and none wanted": {none, external, nil},
		"a cluster of its own":               {none, cloudNativePG, nil},
		"every version":                      {grants(""), version("9.9.9"), nil},

		"a version below the range":     {same, version("0.9.9"), []fault{{"spec.version", notAllowed, `"0.9.9": expected a version within the Tenant's allowed.versions ">=1.0.0 <2.0.0"`}}},
		"a version beyond the range":    {same, version("2.0.0"), []fault{{"spec.version", notAllowed, "within the Tenant's allowed.versions"}}},
		"a pre-release":                 {same, version("1.3.0-rc.1"), []fault{{"spec.version", notAllowed, `takes pre-releases only where a bound of it is one, as in ">=1.0.0-0"`}}},
		"a version with a leading zero": {grants(""), version("01.2.0"), []fault{{"spec.version", notAllowed, "expected a version such as 1.2.0"}}},
		"a range that nobody can read":  {grants("new ones"), version("1.2.0"), []fault{{"spec.version", notAllowed, `"new ones" is no range of versions`}}},
		"another registry":              {same, registry("evil.example"), []fault{{"spec.registry", v1alpha1.ReasonRegistryNotAllowed, `expected one of "registry.cgc.example", "mirror.example/tiendo" (the Tenant's allowed.registries)`}}},
		"a registry below an allowed":   {same, registry("registry.cgc.example/x"), []fault{{"spec.registry", v1alpha1.ReasonRegistryNotAllowed, "expected one of"}}},
		"another server":                {same, onServer("hue-1"), []fault{{"spec.database.shared.serverRef.name", v1alpha1.ReasonServerNotAllowed, `"hue-1": expected one of "hanoi-1", "hanoi-2"`}}},
		"no server granted":             {none, version("1.2.0"), []fault{{"spec.database.shared.serverRef.name", v1alpha1.ReasonServerNotAllowed, "the Tenant's allowed.databaseServers is empty; ask the platform admin for one"}}},
		"another host":                  {same, route("tiendo.hagiang.example"), []fault{{"spec.route.host", v1alpha1.ReasonHostNotAllowed, `expected one of "tiendo.laocai.example", "*.laocai.example" (the Tenant's allowed.hosts); * stands for one label`}}},
		"two labels under a wildcard":   {same, route("a.b.laocai.example"), []fault{{"spec.route.host", v1alpha1.ReasonHostNotAllowed, "* stands for one label"}}},
		"the wildcard's own domain":     {same, route("laocai.example"), []fault{{"spec.route.host", v1alpha1.ReasonHostNotAllowed, "expected one of"}}},
		"a host where none is granted": {none, func(s *v1alpha1.InstanceSpec) { external(s); route("a.example")(s) },
			[]fault{{"spec.route.host", v1alpha1.ReasonHostNotAllowed, "the Tenant's allowed.hosts is empty"}}},
		"a request beyond its limit": {same, limits("memory", "2Gi", "1Gi"), []fault{{"spec.resources.requests[memory]", v1alpha1.ReasonInvalid, `"2Gi": expected at most the limit, 1Gi`}}},
		"a limit of nothing":         {same, limits("memory", "", "0"), []fault{{"spec.resources.limits[memory]", v1alpha1.ReasonInvalid, `"0": expected more than zero`}}},
		"a request below nothing":    {same, limits("cpu", "-1", "1"), []fault{{"spec.resources.requests[cpu]", v1alpha1.ReasonInvalid, `"-1": expected zero or more`}}},
		"several things at once": {same, func(s *v1alpha1.InstanceSpec) {
			version("3.0.0")(s)
			registry("evil.example")(s)
			route("x.example")(s)
		}, []fault{
			{"spec.version", notAllowed, "3.0.0"}, {"spec.registry", v1alpha1.ReasonRegistryNotAllowed, "evil"}, {"spec.route.host", v1alpha1.ReasonHostNotAllowed, "x.example"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			assertFaults(t, policy.Instance(instance(tc.spec), tenant(tc.tenant)), tc.want...)
		})
	}
}

func TestADatabaseStaysWhereItIs(t *testing.T) {
	for name, tc := range map[string]struct {
		used v1alpha1.DatabaseStatus
		spec func(*v1alpha1.InstanceSpec)
		want []fault
	}{
		"the same":                        {v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}, onServer("hanoi-2"), nil},
		"no longer named":                 {v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}, version("1.2.0"), nil},
		"external still":                  {v1alpha1.DatabaseStatus{Kind: policy.KindExternal}, external, nil},
		"nothing made yet":                {v1alpha1.DatabaseStatus{}, external, nil},
		"another server":                  {v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}, onServer("hanoi-1"), []fault{{"spec.database.shared.serverRef.name", v1alpha1.ReasonInvalid, `"hanoi-1": expected "hanoi-2", where the data is`}}},
		"a server no longer granted":      {v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hue-1"}, version("1.2.0"), []fault{{"spec.database.shared.serverRef.name", v1alpha1.ReasonServerNotAllowed, `"hue-1": expected one of`}}},
		"external in place of shared":     {v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-1"}, external, []fault{{"spec.database", v1alpha1.ReasonInvalid, `"external": expected shared, where the data is`}}},
		"shared by leaving external away": {v1alpha1.DatabaseStatus{Kind: policy.KindExternal}, version("1.2.0"), []fault{{"spec.database", v1alpha1.ReasonInvalid, `"shared": expected external`}}},
	} {
		t.Run(name, func(t *testing.T) {
			i := instance(tc.spec)
			i.Status.Database = &tc.used
			assertFaults(t, policy.Instance(i, tenant()), tc.want...)
		})
	}
}

func TestTwoInstancesOfOneNamespace(t *testing.T) {
	named := func(name string, changes ...func(*v1alpha1.InstanceSpec)) v1alpha1.Instance {
		i := *instance(changes...)
		i.Name = name
		return i
	}
	mine := instance(route("a.laocai.example"))
	assertFaults(t, policy.InstanceAmong(mine, []v1alpha1.Instance{*mine, named("b", route("b.laocai.example")), named("c")}))
	assertFaults(t, policy.InstanceAmong(instance(), []v1alpha1.Instance{named("b", route("b.laocai.example"))}))
	assertFaults(t, policy.InstanceAmong(mine, []v1alpha1.Instance{named("b", route("a.laocai.example"))}),
		fault{"spec.route.host", v1alpha1.ReasonHostTaken, `"a.laocai.example": Instance "b" is reached under this host`})

	later := named("later")
	later.CreationTimestamp.Time = noon.Add(secondsOf(1))
	before := policy.InstanceBefore(mine, []v1alpha1.Instance{later, *mine, named("a-twin"), named("z-twin")})
	if len(before) != 1 || before[0].Name != "a-twin" {
		t.Errorf("expected a-twin alone before %s, got %v", mine.Name, before)
	}
}

func TestAnInstanceInItsTenantsQuota(t *testing.T) {
	quota := func(cpu, memory, storage string) *v1alpha1.Tenant {
		return tenant(func(t *v1alpha1.Tenant) {
			t.Spec.Quota = v1alpha1.Quota{CPU: pointer(resource.MustParse(cpu)), Memory: pointer(resource.MustParse(memory)), Storage: pointer(resource.MustParse(storage))}
		})
	}
	servers := func(least, most int32) func(*v1alpha1.InstanceSpec) {
		return func(s *v1alpha1.InstanceSpec) { s.Replicas = v1alpha1.Replicas{Min: &least, Max: &most} }
	}
	const exceeded = v1alpha1.ReasonQuotaExceeded
	for name, tc := range map[string]struct {
		tenant   *v1alpha1.Tenant
		spec     func(*v1alpha1.InstanceSpec)
		want     []fault
		warnings []string
	}{
		"the defaults":               {tenant(), version("1.2.0"), nil, nil},
		"as many as fit":             {quota("1", "2Gi", "0"), servers(2, 3), nil, nil},
		"one too few for an upgrade": {quota("1", "2Gi", "0"), servers(4, 4), nil, []string{"4 servers of 512Mi leave no room in the Tenant's quota.memory, 2Gi, for the one more that an upgrade starts first"}},
		"autoscaling up to the end":  {quota("300m", "8Gi", "0"), servers(2, 3), nil, []string{"3 servers of 100m leave no room in the Tenant's quota.cpu, 300m"}},
		"more than memory holds":     {quota("4", "1Gi", "0"), servers(3, 3), []fault{{"spec.replicas.min", exceeded, "3: expected at most 2: each server takes 512Mi of the Tenant's quota.memory, 1Gi"}}, nil},
		"more than CPUs hold":        {quota("100m", "8Gi", "0"), servers(2, 2), []fault{{"spec.replicas.min", exceeded, "2: expected at most 1: each server takes 100m of the Tenant's quota.cpu, 100m"}}, nil},
		"volumes that fit":           {quota("4", "8Gi", "20Gi"), cloudNativePG, nil, nil},
		"volumes beyond the quota":   {quota("4", "8Gi", "19Gi"), cloudNativePG, []fault{{"spec.database.cloudNativePG.storage", exceeded, `"10Gi": expected 2 volumes that fit the Tenant's quota.storage, 19Gi, together`}}, nil},
		"no storage needed":          {quota("4", "8Gi", "0"), external, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			faults, warnings := policy.Room(instance(tc.spec), tc.tenant)
			assertFaults(t, faults, tc.want...)
			assertWarnings(t, warnings, tc.warnings...)
		})
	}
}

func TestOneInstanceMore(t *testing.T) {
	there := make([]v1alpha1.Instance, 2)
	assertFaults(t, policy.OneMore(instance(), tenant(), there[:1]))
	assertFaults(t, policy.OneMore(instance(), tenant(), there),
		fault{"metadata.name", v1alpha1.ReasonQuotaExceeded, `"tiendo": expected at most 2 Instances (the Tenant's quota.instances), and 2 are there`})
}

func TestWhatIsListedIsBounded(t *testing.T) {
	assertFaults(t, policy.Instance(instance(route("x.example")), tenant(func(t *v1alpha1.Tenant) {
		t.Spec.Allowed.Hosts = nil
		for n := range 10 {
			t.Spec.Allowed.Hosts = append(t.Spec.Allowed.Hosts, fmt.Sprintf("h%d.example", n))
		}
	})), fault{"spec.route.host", v1alpha1.ReasonHostNotAllowed, `"h7.example" and 2 more (the Tenant's allowed.hosts)`})
}
