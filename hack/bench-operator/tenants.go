package main

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

const (
	version  = "1.0.0"
	registry = "registry.example/tiendo"
	server   = "shared"
	release  = "tiendo"
)

// group is "Các bộ, ngành, địa phương" of the plan: its ministries and agencies of
// that rank, and its provinces.
func group() []agencies.Agency {
	var all []agencies.Agency
	for _, a := range agencies.All() {
		if a.Kind == agencies.KindMinistry || a.Kind == agencies.KindProvince {
			all = append(all, a)
		}
	}
	return all
}

// bodies are n agencies: those of the group, and where they are too few, invented
// ones, which the operator that is measured has in its table.
func bodies(n int) (all, invented []agencies.Agency) {
	all = group()
	if n <= len(all) {
		return all[:n], nil
	}
	for i := range n - len(all) {
		invented = append(invented, agencies.Agency{
			Code: fmt.Sprintf("them-%03d", i+1), Name: fmt.Sprintf("Tỉnh thứ %d", i+1), NameEn: fmt.Sprintf("Province %d", i+1), Kind: agencies.KindProvince,
		})
	}
	return append(all, invented...), invented
}

// host is what an agency's Instance is reached under.
func host(code string) string { return "tiendo." + code + ".example" }

// tenant is what a platform admin writes for an agency: one file is enough.
func tenant(a agencies.Agency) *v1alpha1.Tenant {
	return &v1alpha1.Tenant{
		ObjectMeta: metav1.ObjectMeta{Name: a.Code},
		Spec: v1alpha1.TenantSpec{
			AgencyCode:     a.Code,
			Cloud:          v1alpha1.Cloud{Type: v1alpha1.CloudCentral},
			Administrators: v1alpha1.Administrators{Groups: []string{a.Code + ":it"}},
			Allowed: v1alpha1.Allowed{
				Hosts: []string{host(a.Code)}, Versions: ">=1.0.0 <2.0.0",
				Registries: []string{registry}, DatabaseServers: []string{server},
			},
			Instance: &v1alpha1.InstanceTemplate{InstanceSpec: v1alpha1.InstanceSpec{
				Version: version, Route: &v1alpha1.Route{Host: host(a.Code)},
			}},
		},
	}
}
