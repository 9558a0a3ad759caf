package policy

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// A grant is an Instance's spec, or a Tenant's template of one, before what the
// Tenant grants.
type grant struct {
	path   *field.Path
	spec   *v1alpha1.InstanceSpec
	tenant *v1alpha1.Tenant
	// used is the database that is used already; nil before there is one.
	used *v1alpha1.DatabaseStatus
}

// grantRules are about an Instance and its Tenant.
var grantRules = []func(grant) Faults{
	versionIsAllowed,
	registryIsAllowed,
	kindOfDatabaseStays,
	serverIsAllowed,
	serverStays,
	hostIsAllowed,
	resourcesAddUp,
}

// Instance judges an Instance against its Tenant and the database it has.
func Instance(i *v1alpha1.Instance, t *v1alpha1.Tenant) Faults {
	return judge(grant{path: spec, spec: &i.Spec, tenant: t, used: i.Status.Database}, grantRules)
}

// versionIsAllowed: the Tenant's range holds the version.
func versionIsAllowed(g grant) Faults {
	if detail := versionFault(g.spec.Version, g.tenant.Spec.Allowed.Versions); detail != "" {
		return fault(v1alpha1.ReasonVersionNotAllowed, g.path.Child("version"), g.spec.Version, detail)
	}
	return nil
}

// registryIsAllowed: images come from where the platform admin trusts.
func registryIsAllowed(g grant) Faults {
	allowed := g.tenant.Spec.Allowed.Registries
	if g.spec.Registry == "" && len(allowed) > 0 || slices.Contains(allowed, g.spec.Registry) {
		return nil
	}
	return fault(v1alpha1.ReasonRegistryNotAllowed, g.path.Child("registry"), g.spec.Registry, allowedOf(allowed, "registries"))
}

// kindOfDatabaseStays: nothing moves the data from one kind to another.
func kindOfDatabaseStays(g grant) Faults {
	kind := database(g.spec, nil, g.tenant).Kind
	if g.used == nil || g.used.Kind == "" || g.used.Kind == kind {
		return nil
	}
	return fault(v1alpha1.ReasonInvalid, g.path.Child("database"), kind,
		"expected "+g.used.Kind+", where the data is: nothing moves it. Make a new Instance and copy it")
}

// serverIsAllowed: a shared database is on a server of the Tenant's, the one
// that it is on already too.
func serverIsAllowed(g grant) Faults {
	allowed := g.tenant.Spec.Allowed.DatabaseServers
	d := database(g.spec, g.used, g.tenant)
	if d.Kind != KindShared || d.Server != "" && slices.Contains(allowed, d.Server) {
		return nil
	}
	return fault(v1alpha1.ReasonServerNotAllowed, serverPath(g), d.Server, allowedOf(allowed, "databaseServers"))
}

// serverStays: nothing moves the data to another server either.
func serverStays(g grant) Faults {
	shared := g.spec.Database.Shared
	if g.used == nil || g.used.Server == "" || shared == nil || shared.ServerRef == nil || shared.ServerRef.Name == g.used.Server {
		return nil
	}
	return fault(v1alpha1.ReasonInvalid, serverPath(g), shared.ServerRef.Name,
		"expected \""+g.used.Server+"\", where the data is: nothing moves it. Make a new Instance and copy it")
}

func serverPath(g grant) *field.Path {
	return g.path.Child("database", "shared", "serverRef", "name")
}

// hostIsAllowed: the route's host is one of the Tenant's.
func hostIsAllowed(g grant) Faults {
	allowed := g.tenant.Spec.Allowed.Hosts
	if g.spec.Route == nil || HostAllowed(g.spec.Route.Host, allowed) {
		return nil
	}
	detail := allowedOf(allowed, "hosts")
	if slices.ContainsFunc(allowed, func(h string) bool { return h[0] == '*' }) {
		detail += "; * stands for one label"
	}
	return fault(v1alpha1.ReasonHostNotAllowed, g.path.Child("route", "host"), g.spec.Route.Host, detail)
}

// resourcesAddUp: a pod that asks for more than its limit, or has a limit of
// nothing, is refused much later and elsewhere.
func resourcesAddUp(g grant) Faults {
	var all Faults
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		limit, limited := g.spec.Resources.Limits[name]
		request, asked := g.spec.Resources.Requests[name]
		if limited && limit.Sign() <= 0 {
			all = append(all, fault(v1alpha1.ReasonInvalid, g.path.Child("resources", "limits").Key(string(name)), limit.String(), "expected more than zero")...)
		}
		if asked && request.Sign() < 0 {
			all = append(all, fault(v1alpha1.ReasonInvalid, g.path.Child("resources", "requests").Key(string(name)), request.String(), "expected zero or more")...)
		}
		if limited && asked && request.Cmp(limit) > 0 {
			all = append(all, fault(v1alpha1.ReasonInvalid, g.path.Child("resources", "requests").Key(string(name)), request.String(), "expected at most the limit, "+limit.String())...)
		}
	}
	return all
}

// allowedOf says what was expected of a list of the Tenant's.
func allowedOf(allowed []string, list string) string {
	if len(allowed) == 0 {
		return "the Tenant's allowed." + list + " is empty; ask the platform admin for one"
	}
	return oneOf(allowed) + " (the Tenant's allowed." + list + ")"
}
