package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

var noon = metav1.NewTime(time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC))

// tenant is the Tenant of a province with something of everything granted.
func tenant(changes ...func(*v1alpha1.Tenant)) *v1alpha1.Tenant {
	t := &v1alpha1.Tenant{
		ObjectMeta: metav1.ObjectMeta{Name: "lao-cai", CreationTimestamp: noon},
		Spec: v1alpha1.TenantSpec{
			AgencyCode: "lao-cai",
			Cloud:      v1alpha1.Cloud{Type: v1alpha1.CloudAgency},
			Allowed: v1alpha1.Allowed{
				Hosts:           []string{"tiendo.laocai.example", "*.laocai.example"},
				Versions:        ">=1.0.0 <2.0.0",
				Registries:      []string{"registry.cgc.example", "mirror.example/tiendo"},
				DatabaseServers: []string{"hanoi-1", "hanoi-2"},
			},
		},
	}
	for _, change := range changes {
		change(t)
	}
	return t
}

// template gives a Tenant an Instance to keep.
func template(changes ...func(*v1alpha1.InstanceSpec)) func(*v1alpha1.Tenant) {
	return func(t *v1alpha1.Tenant) {
		t.Spec.Instance = &v1alpha1.InstanceTemplate{InstanceSpec: instance(changes...).Spec}
	}
}

// instance is an Instance that is granted all it asks for.
func instance(changes ...func(*v1alpha1.InstanceSpec)) *v1alpha1.Instance {
	i := &v1alpha1.Instance{
		ObjectMeta: metav1.ObjectMeta{Name: "tiendo", Namespace: "tenant-lao-cai", CreationTimestamp: noon},
		Spec:       v1alpha1.InstanceSpec{Version: "1.2.0"},
	}
	for _, change := range changes {
		change(&i.Spec)
	}
	return i
}

func route(host string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) { s.Route = &v1alpha1.Route{Host: host} }
}

func onServer(name string) func(*v1alpha1.InstanceSpec) {
	return func(s *v1alpha1.InstanceSpec) {
		s.Database.Shared = &v1alpha1.SharedDatabase{ServerRef: &v1alpha1.ServerReference{Name: name}}
	}
}

func pointer[T any](value T) *T { return &value }

// fault is what a test expects of one: its field, its reason and words of it.
type fault struct {
	field, reason, words string
}

// assertFaults checks that there are these faults and no others, in this order.
func assertFaults(t *testing.T, got policy.Faults, want ...fault) {
	t.Helper()
	require.Len(t, got, len(want), "%s", got.Message())
	for i, w := range want {
		assert.Equal(t, w.field, got[i].Field)
		assert.Equal(t, w.reason, got[i].Reason)
		assert.Contains(t, got[i].Error.Error(), w.words)
	}
}

// assertWarnings checks that each warning holds the words of its place.
func assertWarnings(t *testing.T, got policy.Warnings, want ...string) {
	t.Helper()
	require.Len(t, got, len(want), "%q", got)
	for i, words := range want {
		assert.Contains(t, got[i], words)
	}
}
