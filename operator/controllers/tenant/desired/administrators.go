package desired

import (
	rbacv1 "k8s.io/api/rbac/v1"
	rbacv1ac "k8s.io/client-go/applyconfigurations/rbac/v1"
)

// AdministratorRole is the ClusterRole of the agency's IT, which comes with the
// operator: manage Instances, read pods, logs and events, and nothing else.
const AdministratorRole = "tiendo-tenant-admin"

// RoleBinding lets the agency's IT manage its Instances; nil where nobody is
// named, since a binding without subjects would only look like one.
func RoleBinding(t Tenant) *rbacv1ac.RoleBindingApplyConfiguration {
	if len(t.Groups) == 0 {
		return nil
	}
	binding := rbacv1ac.RoleBinding(AdministratorsName, t.Namespace).
		WithLabels(labelsOf(t)).
		WithRoleRef(rbacv1ac.RoleRef().WithAPIGroup(rbacv1.GroupName).WithKind("ClusterRole").WithName(AdministratorRole))
	for _, group := range t.Groups {
		binding.WithSubjects(rbacv1ac.Subject().WithAPIGroup(rbacv1.GroupName).WithKind(rbacv1.GroupKind).WithName(group))
	}
	return binding
}
