package policy

import (
	"fmt"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// InstanceAmong judges an Instance against the others of its namespace, itself
// left out by its name: no two may have one host, since only one of them would
// be reached. A webhook passes every one, a reconciler those that came first.
func InstanceAmong(i *v1alpha1.Instance, others []v1alpha1.Instance) Faults {
	if i.Spec.Route == nil {
		return nil
	}
	var all Faults
	for _, o := range others {
		if o.Name != i.Name && o.Spec.Route != nil && o.Spec.Route.Host == i.Spec.Route.Host {
			all = append(all, fault(v1alpha1.ReasonHostTaken, spec.Child("route", "host"), i.Spec.Route.Host,
				fmt.Sprintf("Instance %q is reached under this host; expected one that no other Instance has", o.Name))...)
		}
	}
	return all
}

// InstanceBefore returns the Instances that came before one.
func InstanceBefore(i *v1alpha1.Instance, instances []v1alpha1.Instance) []v1alpha1.Instance {
	var before []v1alpha1.Instance
	for _, o := range instances {
		switch {
		case o.CreationTimestamp.Before(&i.CreationTimestamp),
			o.CreationTimestamp.Equal(&i.CreationTimestamp) && o.Name < i.Name:
			before = append(before, o)
		}
	}
	return before
}
