package desired_test

import (
	"net/netip"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

// usual is the case that the golden files of the others are compared with.
const usual = "a shared database and a provider"

// longName has as many characters as an Instance's name may have.
var longName = "so-" + strings.Repeat("thong-tin-truyen-thong-", 2)[:37]

// cases are Instances by what is particular about them.
var cases = map[string]func(*desired.Instance){
	usual: func(*desired.Instance) {},
	"a shared database that trusts the network": func(i *desired.Instance) { i.Database.CA = "" },
	"a database cluster of its own": func(i *desired.Instance) {
		i.Database = desired.Database{Kind: desired.DatabaseCloudNativePG, Cluster: desired.Cluster{Instances: 2, Storage: "20Gi", StorageClass: "fast"}}
	},
	"a database cluster with one server": func(i *desired.Instance) {
		i.Database = desired.Database{Kind: desired.DatabaseCloudNativePG, Cluster: desired.Cluster{Instances: 1, Storage: "10Gi"}}
	},
	"an external database": func(i *desired.Instance) {
		i.Database = desired.Database{Kind: desired.DatabaseExternal, SecretName: "our-postgres", SecretKey: "uri"}
	},
	"nobody signs in": func(i *desired.Instance) { i.SignIn = nil },
	"a provider with certificates of its own": func(i *desired.Instance) {
		i.SignIn.CAConfigMap, i.SignIn.CA = "id-ca", certificate
	},
	"autoscaling that begins": func(i *desired.Instance) { i.Replicas.Max = 6 },
	"autoscaling under way": func(i *desired.Instance) {
		i.Replicas.Max, i.LiveReplicas = 6, new(int32(4))
	},
	"suspended while autoscaling": func(i *desired.Instance) {
		i.Replicas.Max, i.LiveReplicas, i.Suspended = 6, new(int32(4)), true
	},
	"a bundle from a ConfigMap": func(i *desired.Instance) {
		i.Plan = desired.Plan{ConfigMap: "ke-hoach-2023", Hash: "4f2a"}
	},
	"evidence in a bucket": func(i *desired.Instance) {
		i.Evidence = &desired.Evidence{URL: "s3://minio.storage.svc:9000/lao-cai?insecure=true", SecretName: "minio"}
	},
	"an Ingress with a certificate of its own": func(i *desired.Instance) {
		i.Route = &desired.Route{Host: "tiendo.laocai.example", TLSSecret: "laocai-tls", IngressClass: "nginx"}
	},
	"an Ingress without a certificate of its own": func(i *desired.Instance) {
		i.Route = &desired.Route{Host: "tiendo.laocai.example"}
	},
	"a Gateway of another namespace": func(i *desired.Instance) {
		i.Route = &desired.Route{Host: "tiendo.laocai.example", Gateway: &desired.Gateway{Name: "public", Namespace: "gateways", Section: "https"}}
	},
	"a Gateway of the namespace": func(i *desired.Instance) {
		i.Route = &desired.Route{Host: "tiendo.laocai.example", Gateway: &desired.Gateway{Name: "public"}}
	},
	"a cluster that collects metrics": func(i *desired.Instance) { i.Monitored = true },
	"proxies in front": func(i *desired.Instance) {
		i.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.244.0.0/16"), netip.MustParsePrefix("fd00:10::/56")}
	},
	"an image that has to be asked for": func(i *desired.Instance) {
		i.PullSecrets = []string{"registry-b", "registry-a", "registry-b"}
	},
	"quantities in words of their own": func(i *desired.Instance) {
		i.Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1000m"), corev1.ResourceMemory: resource.MustParse("1024Mi")}
		i.Resources.Limits = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("2.50"), corev1.ResourceMemory: resource.MustParse("2048Mi")}
	},
	"the longest name": func(i *desired.Instance) { i.Name = longName },
}
