package policy_test

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func secondsOf(n int) time.Duration { return time.Duration(n) * time.Second }

// kept makes an Instance one that a Tenant keeps.
func kept(i *v1alpha1.Instance) v1alpha1.Instance {
	i.Labels = map[string]string{v1alpha1.LabelTenant: "lao-cai"}
	return *i
}

func TestATenantThatShrinks(t *testing.T) {
	both := func(changes ...func(*v1alpha1.Tenant)) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) {
			for _, change := range changes {
				change(t)
			}
		}
	}
	hosts := func(h ...string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.Hosts = h }
	}
	servers := func(s ...string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.DatabaseServers = s }
	}
	versions := func(v string) func(*v1alpha1.Tenant) {
		return func(t *v1alpha1.Tenant) { t.Spec.Allowed.Versions = v }
	}
	named := func(name string) func(*v1alpha1.Tenant) {
		return both(template(), func(t *v1alpha1.Tenant) { t.Spec.Instance.Name = name })
	}
	same := func(*v1alpha1.Tenant) {}
	onHanoi2 := instance(onServer("hanoi-1"))
	onHanoi2.Status.Database = &v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}
	for name, tc := range map[string]struct {
		old, changed func(*v1alpha1.Tenant)
		instance     v1alpha1.Instance
		want         []fault
		warnings     []string
	}{
		"nothing":                              {same, same, *instance(route("tiendo.laocai.example")), nil, nil},
		"a host that nothing uses":             {same, hosts("*.laocai.example"), *instance(route("tiendo.laocai.example")), nil, nil},
		"a host that was not granted before":   {hosts("a.example"), hosts("b.example"), *instance(route("c.example")), nil, nil},
		"a server that nothing uses":           {same, servers("hanoi-1"), *instance(), nil, nil},
		"servers in another order":             {same, servers("hanoi-2", "hanoi-1"), *instance(), nil, nil},
		"every server, and none is used":       {same, servers(), *instance(external), nil, nil},
		"a host and the template's with it":    {template(route("tiendo.laocai.example")), both(hosts("new.laocai.example"), template(route("new.laocai.example"))), kept(instance(route("tiendo.laocai.example"))), nil, nil},
		"a range that still holds the version": {same, versions("1.2.x"), *instance(), nil, nil},

		"a host in use": {same, hosts("other.laocai.example"), *instance(route("tiendo.laocai.example")),
			[]fault{{"spec.allowed.hosts", v1alpha1.ReasonHostNotAllowed, `["other.laocai.example"]: expected "tiendo.laocai.example" among them: Instance "tiendo" is reached under it`}}, nil},
		"the wildcard of a host in use": {same, hosts("tiendo.laocai.example"), *instance(route("so.laocai.example")),
			[]fault{{"spec.allowed.hosts", v1alpha1.ReasonHostNotAllowed, `expected "so.laocai.example" among them`}}, nil},
		"the host of somebody else's Instance of the template's name": {same, both(hosts("new.laocai.example"), template(route("new.laocai.example"))), *instance(route("tiendo.laocai.example")),
			[]fault{{"spec.allowed.hosts", v1alpha1.ReasonHostNotAllowed, `expected "tiendo.laocai.example" among them`}}, nil},
		"the server that a database is on": {same, servers("hanoi-1"), *onHanoi2,
			[]fault{{"spec.allowed.databaseServers", v1alpha1.ReasonServerNotAllowed, `["hanoi-1"]: expected "hanoi-2" among them: the database of Instance "tiendo" is there`}}, nil},
		"the server that one is about to be made on": {same, servers("hanoi-2"), *instance(),
			[]fault{{"spec.allowed.databaseServers", v1alpha1.ReasonServerNotAllowed, `expected "hanoi-1" among them`}}, nil},
		"every server": {same, servers(), *instance(onServer("hanoi-2")),
			[]fault{{"spec.allowed.databaseServers", v1alpha1.ReasonServerNotAllowed, `[]: expected "hanoi-2" among them`}}, nil},

		"the version that runs": {same, versions(">=1.3.0"), *instance(), nil,
			[]string{`Instance "tiendo" keeps running and is not looked after until it is changed: spec.version: Invalid value: "1.2.0"`}},
		"the registry in use": {same, func(t *v1alpha1.Tenant) { t.Spec.Allowed.Registries = []string{"registry.cgc.example"} }, *instance(registry("mirror.example/tiendo")), nil,
			[]string{`spec.registry: Invalid value: "mirror.example/tiendo"`}},
		"the number of Instances": {same, func(t *v1alpha1.Tenant) { t.Spec.Quota.Instances = pointer(int32(0)) }, *instance(), nil,
			[]string{"spec.quota.instances: 1 Instances are there, more than 0; they stay"}},
		"the quota of what cannot shrink": {same, func(t *v1alpha1.Tenant) { t.Spec.Quota.CPU = pointer(resource.MustParse("1")) }, *instance(), nil, nil},
		"the template goes":               {template(), same, kept(instance()), nil, []string{`Instance "tiendo" stays and is the agency's own from here on; delete it`}},
		"the template has another name":   {template(), named("new"), kept(instance()), nil, []string{`Instance "new" is another one, with a database of its own`}},
		"a template that was never made":  {named("new"), same, *instance(), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			faults, warnings := policy.TenantChange(tenant(tc.old), tenant(tc.changed), []v1alpha1.Instance{tc.instance})
			assertFaults(t, faults, tc.want...)
			assertWarnings(t, warnings, tc.warnings...)
		})
	}
}

func TestAnInstanceThatChanges(t *testing.T) {
	serving := func(i v1alpha1.Instance, version string) v1alpha1.Instance {
		i.Status.Version = version
		return i
	}
	for name, tc := range map[string]struct {
		old, changed v1alpha1.Instance
		tenant       *v1alpha1.Tenant
		want         []fault
		warnings     []string
	}{
		"a newer version":                       {*instance(), serving(*instance(), "1.1.0"), tenant(), nil, nil},
		"a first version":                       {*instance(), *instance(), tenant(), nil, nil},
		"a namespace that is nobody's":          {kept(instance()), *instance(), nil, nil, nil},
		"a label of one that nobody keeps":      {kept(instance()), *instance(), tenant(), nil, nil},
		"what the Tenant says, by the operator": {kept(instance()), kept(instance(version("1.3.0"))), tenant(template(version("1.3.0"))), nil, nil},

		"an older version":                {*instance(), serving(*instance(), "1.10.0"), tenant(), nil, []string{"spec.version 1.2.0 is older than 1.10.0, which serves"}},
		"a spec that the Tenant keeps":    {kept(instance()), kept(instance(version("1.3.0"))), tenant(template()), nil, []string{`Tenant "lao-cai" keeps this Instance`}},
		"the label that the Tenant keeps": {kept(instance()), *instance(), tenant(template()), []fault{{"metadata.labels[tiendo.vn/tenant]", v1alpha1.ReasonInvalid, `"": expected "lao-cai" while the Tenant keeps this Instance`}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			faults, warnings := policy.InstanceChange(&tc.old, &tc.changed, tc.tenant)
			assertFaults(t, faults, tc.want...)
			assertWarnings(t, warnings, tc.warnings...)
		})
	}
}

func TestADatabaseServerThatGoes(t *testing.T) {
	server := &v1alpha1.DatabaseServer{Spec: v1alpha1.DatabaseServerSpec{Host: "pg.example"}}
	server.Name = "hanoi-1"
	server.Status.Databases = pointer(int32(3))
	elsewhere := instance()
	elsewhere.Status.Database = &v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}
	nobodys := instance(onServer("hanoi-1"))
	nobodys.Namespace = "nobodys"
	for name, tc := range map[string]struct {
		instance *v1alpha1.Instance
		want     []fault
	}{
		"of an Instance elsewhere":            {elsewhere, nil},
		"of an Instance with an external one": {instance(external), nil},
		"by name": {instance(onServer("hanoi-1")), []fault{{"metadata.name", v1alpha1.ReasonInvalid,
			`"hanoi-1": expected a server without Instances, and these have their database there: "tenant-lao-cai/tiendo"`}}},
		"by default":                          {instance(), []fault{{"metadata.name", v1alpha1.ReasonInvalid, "tenant-lao-cai/tiendo"}}},
		"in a namespace that lost its Tenant": {nobodys, []fault{{"metadata.name", v1alpha1.ReasonInvalid, "nobodys/tiendo"}}},
	} {
		t.Run(name, func(t *testing.T) {
			faults, warnings := policy.ServerDeletion(server, []v1alpha1.Instance{*tc.instance}, []v1alpha1.Tenant{*tenant()})
			assertFaults(t, faults, tc.want...)
			if tc.want == nil {
				assertWarnings(t, warnings, "3 databases of deleted Instances stay on pg.example", `these Tenants still name the server in allowed.databaseServers: "lao-cai"`)
			}
		})
	}
}

func TestServersThatNobodyHasMade(t *testing.T) {
	known := v1alpha1.DatabaseServer{}
	known.Name = "hanoi-1"
	assertWarnings(t, policy.UnknownServers(tenant(), []v1alpha1.DatabaseServer{known}),
		`spec.allowed.databaseServers[1]: there is no DatabaseServer "hanoi-2" yet`)
}
