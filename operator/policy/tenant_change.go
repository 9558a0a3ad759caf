package policy

import (
	"fmt"
	"slices"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// TenantChange judges what a Tenant is changed to against the Instances of its
// namespace.
//
// Taking away a host or a database server that an Instance uses is refused: the
// host could be another agency's a moment later, while the old route still
// stands, and the data would stay on a server that nobody may reach. Versions,
// registries and quota may shrink below what runs, with a warning: a bad version
// must be withdrawable at once, and none of these stops what runs.
func TenantChange(old, changed *v1alpha1.Tenant, instances []v1alpha1.Instance) (Faults, Warnings) {
	var faults Faults
	var warnings Warnings
	for n := range instances {
		i := asChanged(&instances[n], changed)
		faults = append(faults, hostInUse(old, changed, i)...)
		faults = append(faults, serverInUse(old, changed, i)...)
		warnings = append(warnings, noLongerAllowed(old, changed, i)...)
	}
	warnings = append(warnings, fewerThanThere(changed, len(instances))...)
	return faults, append(warnings, templateGoes(old, changed, instances)...)
}

// asChanged is an Instance as the changed Tenant will have it: one file may
// change the host that is granted and the host that the template has.
func asChanged(i *v1alpha1.Instance, changed *v1alpha1.Tenant) *v1alpha1.Instance {
	if !IsTemplated(i, changed) {
		return i
	}
	i = i.DeepCopy()
	i.Spec = changed.Spec.Instance.InstanceSpec
	return i
}

func hostInUse(old, changed *v1alpha1.Tenant, i *v1alpha1.Instance) Faults {
	if i.Spec.Route == nil || !HostAllowed(i.Spec.Route.Host, old.Spec.Allowed.Hosts) || HostAllowed(i.Spec.Route.Host, changed.Spec.Allowed.Hosts) {
		return nil
	}
	return fault(v1alpha1.ReasonHostNotAllowed, spec.Child("allowed", "hosts"), left(changed.Spec.Allowed.Hosts),
		fmt.Sprintf("expected %q among them: Instance %q is reached under it. Change or remove its route first", i.Spec.Route.Host, i.Name))
}

func serverInUse(old, changed *v1alpha1.Tenant, i *v1alpha1.Instance) Faults {
	d := Resolve(i, old).Database
	if d.Kind != KindShared || !slices.Contains(old.Spec.Allowed.DatabaseServers, d.Server) || slices.Contains(changed.Spec.Allowed.DatabaseServers, d.Server) {
		return nil
	}
	return fault(v1alpha1.ReasonServerNotAllowed, spec.Child("allowed", "databaseServers"), left(changed.Spec.Allowed.DatabaseServers),
		fmt.Sprintf("expected %q among them: the database of Instance %q is there. Delete the Instance first", d.Server, i.Name))
}

// noLongerAllowed warns of Instances that run what they could not start any more.
func noLongerAllowed(old, changed *v1alpha1.Tenant, i *v1alpha1.Instance) Warnings {
	var all Warnings
	for _, rule := range []func(grant) Faults{versionIsAllowed, registryIsAllowed} {
		before := rule(grant{path: spec, spec: &i.Spec, tenant: old})
		if now := rule(grant{path: spec, spec: &i.Spec, tenant: changed}); len(now) > 0 && len(before) == 0 {
			all = append(all, fmt.Sprintf("Instance %q keeps running and is not looked after until it is changed: %s", i.Name, now.Message()))
		}
	}
	return all
}

func fewerThanThere(changed *v1alpha1.Tenant, there int) Warnings {
	if most := ResolveQuota(changed).Instances; there > int(most) {
		return Warnings{fmt.Sprintf("spec.quota.instances: %d Instances are there, more than %d; they stay, and no other can be made", there, most)}
	}
	return nil
}

// templateGoes warns that an Instance does not go with its template, and that
// another name is another Instance.
func templateGoes(old, changed *v1alpha1.Tenant, instances []v1alpha1.Instance) Warnings {
	name, now := TemplateName(old), TemplateName(changed)
	there := slices.ContainsFunc(instances, func(i v1alpha1.Instance) bool { return IsTemplated(&i, old) })
	switch {
	case name == now || !there:
		return nil
	case now == "":
		return Warnings{fmt.Sprintf("Instance %q stays and is the agency's own from here on; delete it where it is not wanted", name)}
	default:
		return Warnings{fmt.Sprintf("Instance %q stays and is the agency's own from here on; Instance %q is another one, with a database of its own", name, now)}
	}
}

// left is what a list still holds, as a fault shows it: [] and not null.
func left(values []string) []string { return append([]string{}, values...) }
