// Package v1alpha1 holds the kinds of the group tiendo.vn: Tenant and
// DatabaseServer, which platform admins write, and Instance, which the IT of a
// ministry or province writes.
//
// +kubebuilder:object:generate=true
// +groupName=tiendo.vn
package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion is the group and version of every kind here.
var GroupVersion = schema.GroupVersion{Group: "tiendo.vn", Version: "v1alpha1"}

// AddToScheme makes the kinds known to a scheme.
var AddToScheme = builder.AddToScheme

var builder = runtime.NewSchemeBuilder(func(s *runtime.Scheme) error {
	s.AddKnownTypes(GroupVersion,
		&Tenant{}, &TenantList{},
		&Instance{}, &InstanceList{},
		&DatabaseServer{}, &DatabaseServerList{},
	)
	metav1.AddToGroupVersion(s, GroupVersion)
	return nil
})
