package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func TestAnInstanceThatSaysNothing(t *testing.T) {
	assert.Equal(t, policy.Settings{
		Version:  "1.2.0",
		Image:    "registry.cgc.example/tiendo:1.2.0",
		Replicas: policy.ReplicaSettings{Min: 2, TargetCPUUtilization: 70},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi")},
			Limits:   corev1.ResourceList{"memory": resource.MustParse("512Mi")},
		},
		Database:       policy.DatabaseSettings{Kind: policy.KindShared, Server: "hanoi-1"},
		URL:            "http://tiendo.tenant-lao-cai.svc",
		DeletionPolicy: v1alpha1.DeletionRetain,
		Agency:         "Tỉnh Lào Cai",
	}, policy.Resolve(instance(), tenant()))
}

func TestAnInstanceThatSaysEverything(t *testing.T) {
	signIn := &v1alpha1.SignIn{Issuer: "https://id.example", Audience: "tiendo"}
	i := instance(registry("mirror.example/tiendo"), route("so.laocai.example"), func(s *v1alpha1.InstanceSpec) {
		s.Replicas = v1alpha1.Replicas{Min: pointer(int32(3)), Max: pointer(int32(6)), TargetCPUUtilization: pointer(int32(50))}
		s.ImagePullSecrets = []v1alpha1.LocalSecretReference{{Name: "pull"}}
		s.SignIn = signIn
		s.Suspended = true
		s.Database.CloudNativePG = &v1alpha1.CloudNativePG{Instances: pointer(int32(3)), Storage: "20Gi", StorageClass: "fast"}
	})
	s := policy.Resolve(i, tenant(func(t *v1alpha1.Tenant) {
		t.Spec.DisplayName, t.Spec.DeletionPolicy = "Lào Cai", v1alpha1.DeletionDelete
		t.Spec.SignIn = &v1alpha1.SignIn{Issuer: "https://other.example"}
	}))
	assert.Equal(t, "mirror.example/tiendo/tiendo:1.2.0", s.Image)
	assert.Equal(t, policy.ReplicaSettings{Min: 3, Max: 6, TargetCPUUtilization: 50}, s.Replicas)
	assert.Equal(t, []string{"pull"}, s.PullSecrets)
	assert.Equal(t, signIn, s.SignIn)
	assert.Equal(t, policy.DatabaseSettings{Kind: policy.KindCloudNativePG, Instances: 3, Storage: resource.MustParse("20Gi"), StorageClass: "fast"}, s.Database)
	assert.Equal(t, "https://so.laocai.example", s.URL)
	assert.Equal(t, "Instance tiendo", s.SuspendedBy)
	assert.Equal(t, v1alpha1.DeletionDelete, s.DeletionPolicy)
	assert.Equal(t, "Lào Cai", s.Agency)
}

func TestWhatTheTenantSaysForItsInstances(t *testing.T) {
	signIn := &v1alpha1.SignIn{Issuer: "https://id.example", Audience: "tiendo"}
	s := policy.Resolve(instance(), tenant(func(t *v1alpha1.Tenant) { t.Spec.SignIn, t.Spec.Suspended = signIn, true }))
	assert.Equal(t, signIn, s.SignIn)
	assert.Equal(t, "Tenant lao-cai", s.SuspendedBy)
	assert.True(t, s.Suspended())
	assert.False(t, policy.Resolve(instance(), tenant()).Suspended())
}

func TestTheServerOfASharedDatabase(t *testing.T) {
	onHanoi2 := v1alpha1.DatabaseStatus{Kind: policy.KindShared, Server: "hanoi-2"}
	for name, tc := range map[string]struct {
		spec func(*v1alpha1.InstanceSpec)
		used *v1alpha1.DatabaseStatus
		want string
	}{
		"the Tenant's first":         {version("1.2.0"), nil, "hanoi-1"},
		"the one named":              {onServer("hanoi-2"), nil, "hanoi-2"},
		"the one it was made on":     {version("1.2.0"), &onHanoi2, "hanoi-2"},
		"and that before one named":  {onServer("hanoi-1"), &onHanoi2, "hanoi-2"},
		"the first, while unknown":   {version("1.2.0"), &v1alpha1.DatabaseStatus{Kind: policy.KindShared}, "hanoi-1"},
		"none of an external one":    {external, &v1alpha1.DatabaseStatus{Kind: policy.KindExternal}, ""},
		"none of CloudNativePG's":    {cloudNativePG, nil, ""},
		"shared said, and no server": {func(s *v1alpha1.InstanceSpec) { s.Database.Shared = &v1alpha1.SharedDatabase{} }, nil, "hanoi-1"},
	} {
		t.Run(name, func(t *testing.T) {
			i := instance(tc.spec)
			i.Status.Database = tc.used
			assert.Equal(t, tc.want, policy.Resolve(i, tenant()).Database.Server)
		})
	}
}

func TestOtherDatabasesHaveDefaultsToo(t *testing.T) {
	assert.Equal(t, policy.DatabaseSettings{Kind: policy.KindExternal, SecretName: "db", SecretKey: "url"},
		policy.Resolve(instance(external), tenant()).Database)
	assert.Equal(t, policy.DatabaseSettings{Kind: policy.KindCloudNativePG, Instances: 2, Storage: resource.MustParse("10Gi")},
		policy.Resolve(instance(cloudNativePG), tenant()).Database)
}

func TestResourcesThatAreHalfSaid(t *testing.T) {
	for name, tc := range map[string]struct {
		spec func(*v1alpha1.InstanceSpec)
		want string // cpu and memory asked for, cpu and memory at most
	}{
		"a small memory limit lowers the request": {limits("memory", "", "64Mi"), "100m 64Mi 0 64Mi"},
		"a small CPU limit lowers the request":    {limits("cpu", "", "50m"), "50m 128Mi 50m 512Mi"},
		"a request of their own stays":            {limits("memory", "256Mi", "1Gi"), "100m 256Mi 0 1Gi"},
		"a large request without a limit is a limit": {func(s *v1alpha1.InstanceSpec) {
			s.Resources.Requests = corev1.ResourceList{"memory": resource.MustParse("1Gi")}
		}, "100m 1Gi 0 1Gi"},
	} {
		t.Run(name, func(t *testing.T) {
			r := policy.Resolve(instance(tc.spec), tenant()).Resources
			assert.Equal(t, tc.want, r.Requests.Cpu().String()+" "+r.Requests.Memory().String()+" "+r.Limits.Cpu().String()+" "+r.Limits.Memory().String())
		})
	}
}

func TestTheQuotaOfATenant(t *testing.T) {
	assert.Equal(t, policy.Quota{
		CPU: resource.MustParse("4"), Memory: resource.MustParse("8Gi"), Storage: resource.MustParse("50Gi"), Instances: 2,
	}, policy.ResolveQuota(tenant()))
	assert.Equal(t, policy.Quota{
		CPU: resource.MustParse("1"), Memory: resource.MustParse("8Gi"), Storage: resource.MustParse("0"), Instances: 0,
	}, policy.ResolveQuota(tenant(func(t *v1alpha1.Tenant) {
		t.Spec.Quota = v1alpha1.Quota{CPU: pointer(resource.MustParse("1")), Storage: pointer(resource.MustParse("0")), Instances: pointer(int32(0))}
	})))
}

func TestTheNameOfATemplate(t *testing.T) {
	assert.Empty(t, policy.TemplateName(tenant()))
	assert.Equal(t, "tiendo", policy.TemplateName(tenant(template())))
	assert.Equal(t, "so", policy.TemplateName(tenant(template(), func(t *v1alpha1.Tenant) { t.Spec.Instance.Name = "so" })))
}
