package desired_test

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// usual is the case that the golden files of the others are compared with.
const usual = "a province"

// tenant is a province with a database server in the cluster.
func tenant(change func(*desired.Tenant)) desired.Tenant {
	t := desired.Tenant{
		Name: "lao-cai", Namespace: "tenant-lao-cai", Agency: "lao-cai",
		Labels: map[string]string{v1alpha1.LabelManagedBy: v1alpha1.FieldOwner, v1alpha1.LabelTenant: "lao-cai"},
		Quota: policy.Quota{
			CPU: resource.MustParse("4"), Memory: resource.MustParse("8Gi"), Storage: resource.MustParse("50Gi"), Instances: 2,
		},
		Groups: []string{"lao-cai:it", "lao-cai:leads"},
		Network: desired.Network{
			Operator: "tiendo-system", Ingress: []string{"ingress-nginx"}, Monitoring: []string{"monitoring"}, CloudNativePG: "cnpg-system",
			Ports:   []int32{443},
			Servers: []desired.Server{{Host: "pg-1.databases.svc", Port: 5432}},
		},
	}
	change(&t)
	return t
}

// cases are Tenants by what is particular about them.
var cases = map[string]func(*desired.Tenant){
	usual:                          func(*desired.Tenant) {},
	"nobody administers":           func(t *desired.Tenant) { t.Groups = nil },
	"deleted and retained":         func(t *desired.Tenant) { t.Retained = true },
	"no database server":           func(t *desired.Tenant) { t.Network.Servers = nil },
	"a bucket on a port":           func(t *desired.Tenant) { t.Network.Ports = []int32{443, 9000} },
	"an external database":         func(t *desired.Tenant) { t.Network.External = true },
	"a database cluster":           func(t *desired.Tenant) { t.Network.Clusters = true },
	"no ingress nor monitoring":    func(t *desired.Tenant) { t.Network.Ingress, t.Network.Monitoring = nil, nil },
	"a cluster without monitoring": func(t *desired.Tenant) { t.Network.Clusters, t.Network.Monitoring = true, nil },
	"servers by address and outside": func(t *desired.Tenant) {
		t.Network.Servers = []desired.Server{
			{Host: "10.1.2.3", Port: 5432}, {Host: "fd12::5", Port: 6432}, {Host: "pg.laocai.example", Port: 5433},
			{Host: "pg-1.databases.svc.cluster.local.", Port: 5432},
		}
	},
	"a quota in other words": func(t *desired.Tenant) {
		t.Quota = policy.Quota{CPU: resource.MustParse("2500m"), Memory: resource.MustParse("2048Mi"), Storage: resource.MustParse("0"), Instances: 0}
	},
	"an Instance of its own": func(t *desired.Tenant) {
		t.Template = &v1alpha1.InstanceTemplate{Name: "tiendo", InstanceSpec: v1alpha1.InstanceSpec{Version: "1.2.0"}}
	},
	"an Instance with settings": func(t *desired.Tenant) {
		t.Template = &v1alpha1.InstanceTemplate{Name: "so", InstanceSpec: v1alpha1.InstanceSpec{
			Version:   "1.2.0",
			Replicas:  v1alpha1.Replicas{Min: new(int32(3))},
			Resources: v1alpha1.Resources{Limits: corev1.ResourceList{"memory": resource.MustParse("1024Mi")}},
			Plan:      v1alpha1.Plan{Embedded: &v1alpha1.EmbeddedPlan{}},
			Route:     &v1alpha1.Route{Host: "tiendo.laocai.example"},
			Suspended: true,
		}}
	},
}
