package policy

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// ServerDeletion judges whether a DatabaseServer may be deleted: not while the
// database of an Instance is on it, whose password could then neither be rotated
// nor taken back.
func ServerDeletion(server *v1alpha1.DatabaseServer, instances []v1alpha1.Instance, tenants []v1alpha1.Tenant) (Faults, Warnings) {
	byNamespace := map[string]*v1alpha1.Tenant{}
	var grantedBy []string
	for n := range tenants {
		t := &tenants[n]
		byNamespace[t.NamespaceName()] = t
		for _, name := range t.Spec.Allowed.DatabaseServers {
			if name == server.Name {
				grantedBy = append(grantedBy, t.Name)
			}
		}
	}
	var users []string
	for n := range instances {
		i := &instances[n]
		t := byNamespace[i.Namespace]
		if t == nil {
			t = &v1alpha1.Tenant{} // its namespace is nobody's: what it says itself counts
		}
		if d := Resolve(i, t).Database; d.Kind == KindShared && d.Server == server.Name {
			users = append(users, i.Namespace+"/"+i.Name)
		}
	}
	if len(users) > 0 {
		return fault(v1alpha1.ReasonInvalid, field.NewPath("metadata", "name"), server.Name,
			"expected a server without Instances, and these have their database there: "+listed(users)+". Delete them first"), nil
	}
	return nil, serverWarnings(server, grantedBy)
}

func serverWarnings(server *v1alpha1.DatabaseServer, grantedBy []string) Warnings {
	var all Warnings
	if left := value(server.Status.Databases, 0); left > 0 {
		all = append(all, fmt.Sprintf("%d databases of deleted Instances stay on %s; their Instances can come back once the DatabaseServer does", left, server.Spec.Host))
	}
	if len(grantedBy) > 0 {
		all = append(all, "these Tenants still name the server in allowed.databaseServers: "+listed(grantedBy))
	}
	return all
}

// UnknownServers warns of servers that a Tenant is granted and nobody has made:
// a typo, or a file that comes later.
func UnknownServers(t *v1alpha1.Tenant, servers []v1alpha1.DatabaseServer) Warnings {
	known := map[string]bool{}
	for _, s := range servers {
		known[s.Name] = true
	}
	var all Warnings
	for i, name := range t.Spec.Allowed.DatabaseServers {
		if !known[name] {
			all = append(all, fmt.Sprintf("%s: there is no DatabaseServer %q yet", spec.Child("allowed", "databaseServers").Index(i), name))
		}
	}
	return all
}
