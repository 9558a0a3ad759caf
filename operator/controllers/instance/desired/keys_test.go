package desired_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestWhatMakesAnotherRunNecessary(t *testing.T) {
	external := func(i *desired.Instance) {
		i.Database = desired.Database{Kind: desired.DatabaseExternal, SecretName: "our-postgres", SecretKey: "url"}
	}
	base := instance()
	for name, tc := range map[string]struct {
		change        func(*desired.Instance)
		migrate, load bool // whether they are necessary
		newJob        bool // whether one that has not ended yet is another
	}{
		"nothing": {change: func(*desired.Instance) {}},
		"an image": {migrate: true, load: true, newJob: true,
			change: func(i *desired.Instance) { i.Image = "registry.example/tiendo:1.3.0" }},
		"another server": {migrate: true, load: true, newJob: true,
			change: func(i *desired.Instance) { i.Database.Server = "cgc-hanoi-2" }},
		"another database": {migrate: true, load: true, newJob: true,
			change: func(i *desired.Instance) { i.Database.Name = "tiendo_other" }},
		"another kind of database": {migrate: true, load: true, newJob: true, change: external},
		"a word to try again": {migrate: true, load: true, newJob: true,
			change: func(i *desired.Instance) { i.Retry = "2" }},
		"a bundle's content": {load: true,
			change: func(i *desired.Instance) { i.Plan.Hash = "77aa" }},
		"a password":   {change: func(i *desired.Instance) { i.Database.Credentials = 2 }},
		"certificates": {change: func(i *desired.Instance) { i.Database.CA = "" }},
		"suspension":   {change: func(i *desired.Instance) { i.Suspended = true }},
		"replicas":     {change: func(i *desired.Instance) { i.Replicas.Max = 20 }},
		"a route":      {change: func(i *desired.Instance) { i.Route = &desired.Route{Host: "a.example"} }},
		"a provider":   {change: func(i *desired.Instance) { i.SignIn = nil }},
		"memory": {newJob: true, change: func(i *desired.Instance) {
			i.Resources.Limits = corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("1Gi")}
		}},
		"a pull secret": {newJob: true, change: func(i *desired.Instance) { i.PullSecrets = []string{"registry"} }},
	} {
		t.Run(name, func(t *testing.T) {
			i := instance(tc.change)
			assert.Equal(t, tc.migrate, desired.MigrationKey(i) != desired.MigrationKey(base), "migration")
			assert.Equal(t, tc.load, desired.PlanKey(i) != desired.PlanKey(base), "plan")
			assert.Equal(t, tc.newJob, desired.MigrationJobName(i) != desired.MigrationJobName(base), "migration's Job")
			assert.Equal(t, tc.newJob || tc.load, desired.PlanJobName(i) != desired.PlanJobName(base), "plan's Job")
		})
	}
}

// Each part ends where it ends: no two Instances share a key because their parts
// read the same when put together.
func TestDistinctInputsHaveDistinctKeys(t *testing.T) {
	words := []string{"", "a", "b", "ab", "a,b", `a","b`, "[]", "null", "a\x00b"}
	migrations, plans := map[string]bool{}, map[string]bool{}
	count := 0
	for _, image := range words {
		for _, first := range words {
			for _, second := range words {
				for _, kind := range []desired.DatabaseKind{desired.DatabaseShared, desired.DatabaseExternal} {
					i := desired.Instance{Image: image, Retry: second, Plan: desired.Plan{Hash: first}, Database: desired.Database{
						Kind: kind, Server: first, Name: second, SecretName: first, SecretKey: second}}
					migrations[desired.MigrationKey(i)], plans[desired.PlanKey(i)] = true, true
					count++
				}
			}
		}
	}
	assert.Len(t, migrations, count)
	assert.Len(t, plans, count)
}

func TestWhatRollsTheServers(t *testing.T) {
	ca := func(content string) func(*desired.Instance) {
		return func(i *desired.Instance) { i.SignIn.CAConfigMap, i.SignIn.CA = "id-ca", content }
	}
	for name, tc := range map[string]struct {
		before, after func(*desired.Instance)
		want          bool
	}{
		"a password":                  {after: func(i *desired.Instance) { i.Database.Credentials = 2 }, want: true},
		"the server's certificates":   {after: func(i *desired.Instance) { i.Database.CA = "other" }, want: true},
		"the provider's certificates": {before: ca("old"), after: ca("new"), want: true},
		"where evidence is kept":      {after: func(i *desired.Instance) { i.Evidence = &desired.Evidence{URL: "s3://a/b", SecretName: "s"} }, want: true},
		"a bundle":                    {after: func(i *desired.Instance) { i.Plan = desired.Plan{ConfigMap: "p", Hash: "1"} }},
		"a word to try again":         {after: func(i *desired.Instance) { i.Retry = "again" }},
		"a share of the connections":  {after: func(i *desired.Instance) { i.Replicas.Max = 6 }, want: true},
		"servers that autoscaling adds": {before: func(i *desired.Instance) { i.Replicas.Max, i.LiveReplicas = 6, new(int32(2)) },
			after: func(i *desired.Instance) { i.Replicas.Max, i.LiveReplicas = 6, new(int32(5)) }},
		"suspension": {after: func(i *desired.Instance) { i.Suspended = true }},
		"a certificate of the route": {before: func(i *desired.Instance) { i.Route = &desired.Route{Host: "a.example"} },
			after: func(i *desired.Instance) { i.Route = &desired.Route{Host: "a.example", TLSSecret: "tls"} }},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.before == nil {
				tc.before = func(*desired.Instance) {}
			}
			before := desired.Deployment(instance(tc.before)).Spec.Template
			after := desired.Deployment(instance(tc.after)).Spec.Template
			assert.Equal(t, tc.want, string(text(t, before)) != string(text(t, after)))
		})
	}
}
