package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

func signIn(issuer string) *v1alpha1.SignIn {
	return &v1alpha1.SignIn{Issuer: issuer, Audience: "tiendo"}
}

func bucket(url string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) { s.Evidence = &v1alpha1.Evidence{Bucket: v1alpha1.Bucket{URL: url}} }
}

func TestPortsThatAPlatformAdminOpens(t *testing.T) {
	assert.Equal(t, []int32{443}, policy.EgressPorts(tenant(), nil))
	assert.Equal(t, []int32{443, 8443, 9000, 9443}, policy.EgressPorts(tenant(
		func(t *v1alpha1.Tenant) { t.Spec.SignIn = signIn("https://id.example:8443/realm") },
		template(bucket("s3://minio.example:9000/b"), func(s *v1alpha1.InstanceSpec) { s.SignIn = signIn("https://other.example") }),
	), []int32{9443, 443}))
}

func TestPortsThatStayClosed(t *testing.T) {
	for name, tc := range map[string]struct {
		spec func(*v1alpha1.InstanceSpec)
		want []string
	}{
		"nothing outside":        {version("1.2.0"), nil},
		"a bucket on https":      {bucket("s3://minio.example/b"), nil},
		"a bucket that is open":  {bucket("s3://minio.example:9000/b"), nil},
		"a bucket elsewhere":     {bucket("s3://minio.example:9001/b"), []string{"spec.evidence.bucket.url: port 9001 is not one that pods of tenants may reach ([443 9000])"}},
		"a bucket without TLS":   {bucket("s3://minio.example/b?insecure=true"), []string{"port 80 is not"}},
		"a provider elsewhere":   {func(s *v1alpha1.InstanceSpec) { s.SignIn = signIn("https://id.example:8443") }, []string{"spec.signIn.issuer: port 8443"}},
		"a URL that is no URL":   {bucket("s3://[minio/b"), nil},
		"a port that is no port": {bucket("s3://minio:0/b"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			assertWarnings(t, policy.ClosedPorts(instance(tc.spec), tenant(), []int32{9000}), tc.want...)
		})
	}
}
