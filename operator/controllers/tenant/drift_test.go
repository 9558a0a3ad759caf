package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// What somebody changes by hand is put right by the event, not by a timer: the
// reconciler has none.
func TestDriftIsPutRight(t *testing.T) {
	start(t)
	of := province("ha-giang", keeping)
	apply(t, of)
	report(t, instance(of, "tiendo"), "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	at := metav1.ObjectMeta{Namespace: of.NamespaceName()}
	policy := func(name string) *networkingv1.NetworkPolicy {
		p := &networkingv1.NetworkPolicy{ObjectMeta: at}
		p.Name = name
		return p
	}
	for name, tc := range map[string]struct {
		object client.Object
		name   string
		spoil  func(client.Object)
	}{
		"a namespace with weaker security": {&corev1.Namespace{}, of.NamespaceName(), func(o client.Object) {
			o.GetLabels()["pod-security.kubernetes.io/enforce"] = "privileged"
		}},
		"a namespace without security": {&corev1.Namespace{}, of.NamespaceName(), func(o client.Object) {
			delete(o.GetLabels(), "pod-security.kubernetes.io/enforce")
		}},
		"a wider quota": {&corev1.ResourceQuota{ObjectMeta: at}, desired.QuotaName, func(o client.Object) {
			o.(*corev1.ResourceQuota).Spec.Hard[corev1.ResourceLimitsMemory] = resource.MustParse("64Gi")
		}},
		"a quota that counts less": {&corev1.ResourceQuota{ObjectMeta: at}, desired.QuotaName, func(o client.Object) {
			delete(o.(*corev1.ResourceQuota).Spec.Hard, corev1.ResourceRequestsStorage)
		}},
		"other limits": {&corev1.LimitRange{ObjectMeta: at}, desired.LimitsName, func(o client.Object) {
			o.(*corev1.LimitRange).Spec.Limits[0].Default[corev1.ResourceMemory] = resource.MustParse("4Gi")
		}},
		"a policy that denies nothing coming in": {policy(desired.DenyAllName), desired.DenyAllName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{}}
		}},
		"a policy that denies nothing going out": {policy(desired.DenyAllName), desired.DenyAllName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		}},
		"a policy that denies for some pods only": {policy(desired.DenyAllName), desired.DenyAllName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.PodSelector.MatchLabels = map[string]string{"some": "pods"}
		}},
		"servers that a policy no longer selects": {policy(desired.ServersName), desired.ServersName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.PodSelector.MatchLabels["some"] = "pods"
		}},
		"names on another port": {policy(desired.DNSName), desired.DNSName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.Egress[0].Ports = nil
		}},
		"servers open to everybody": {policy(desired.ServersName), desired.ServersName, func(o client.Object) {
			o.(*networkingv1.NetworkPolicy).Spec.Ingress[0].From = nil
		}},
		"one administrator more": {&rbacv1.RoleBinding{ObjectMeta: at}, desired.AdministratorsName, func(o client.Object) {
			b := o.(*rbacv1.RoleBinding)
			b.Subjects = append(b.Subjects, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: "mallory"})
		}},
		"another version of the Instance": {&v1alpha1.Instance{ObjectMeta: at}, "tiendo", func(o client.Object) {
			o.(*v1alpha1.Instance).Spec.Version = "9.9.9"
		}},
		"an Instance without its annotation": {&v1alpha1.Instance{ObjectMeta: at}, "tiendo", func(o client.Object) {
			o.SetAnnotations(nil)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.object.SetName(tc.name)
			require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(tc.object), tc.object))
			before := tc.object.DeepCopyObject().(client.Object)
			change(t, tc.object, tc.spoil)
			require.NotEqual(t, content(before), content(tc.object), "nothing was spoilt")
			restored(t, before)
		})
		if tc.name == of.NamespaceName() {
			continue
		}
		t.Run(name+", deleted", func(t *testing.T) {
			tc.object.SetName(tc.name)
			require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(tc.object), tc.object))
			before := tc.object.DeepCopyObject().(client.Object)
			require.NoError(t, admin(t).Delete(ctx, tc.object))
			restored(t, before)
		})
	}
}

// restored waits until an object is again as it was.
func restored(t *testing.T, before client.Object) {
	t.Helper()
	now := before.DeepCopyObject().(client.Object)
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(before), now); err != nil {
			return err
		}
		if !equality.Semantic.DeepEqual(content(before), content(now)) {
			return operatortest.NotYet("not as it was: %v\nbut: %v", content(before), content(now))
		}
		return nil
	})
}

// content is what of an object is wanted: all but what the API server writes.
func content(object client.Object) client.Object {
	object = object.DeepCopyObject().(client.Object)
	object.SetResourceVersion("")
	object.SetGeneration(0)
	object.SetUID("")
	object.SetManagedFields(nil)
	object.SetCreationTimestamp(metav1.Time{})
	switch o := object.(type) {
	case *corev1.ResourceQuota:
		o.Status = corev1.ResourceQuotaStatus{}
	case *v1alpha1.Instance:
		o.Status = v1alpha1.InstanceStatus{}
	}
	return object
}

// The API server lets nobody change where a binding leads, so the only way is to
// make it again.
func TestABindingToAnotherRoleIsReplaced(t *testing.T) {
	start(t)
	of := province("cao-bang")
	apply(t, of)
	ready(t, of)
	binding := &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: desired.AdministratorsName}}
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(binding), binding))
	wider := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: binding.Namespace, Name: binding.Name, Labels: binding.Labels},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects:   binding.Subjects,
	}
	// The operator makes its own again at once: be there first.
	operatortest.Eventually(t, func() error {
		if err := admin(t).Delete(ctx, binding.DeepCopy()); client.IgnoreNotFound(err) != nil {
			return err
		}
		return admin(t).Create(ctx, wider.DeepCopy())
	})
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(binding), binding); err != nil {
			return err
		}
		if binding.RoleRef.Name != desired.AdministratorRole {
			return operatortest.NotYet("the binding leads to %s", binding.RoleRef.Name)
		}
		return nil
	})
}

func TestPoliciesFollowServersAndInstances(t *testing.T) {
	start(t)
	of := province("bac-kan", func(t *v1alpha1.Tenant) { t.Spec.Allowed.DatabaseServers = []string{"bac-kan-pg"} })
	apply(t, of)
	ready(t, of)
	open := func() (ports []int32) {
		var p networkingv1.NetworkPolicy
		require.NoError(t, admin(t).Get(ctx, client.ObjectKey{Namespace: of.NamespaceName(), Name: desired.ServersName}, &p))
		for _, rule := range p.Spec.Egress {
			for _, port := range rule.Ports {
				ports = append(ports, port.Port.IntVal)
			}
		}
		return ports
	}
	becomes := func(want ...int32) {
		t.Helper()
		operatortest.Eventually(t, func() error {
			if got := open(); !equality.Semantic.DeepEqual(got, want) {
				return operatortest.NotYet("open ports %v, expected %v", got, want)
			}
			return nil
		})
	}
	becomes(443)

	server := &v1alpha1.DatabaseServer{ObjectMeta: metav1.ObjectMeta{Name: "bac-kan-pg"}, Spec: v1alpha1.DatabaseServerSpec{
		Host: "10.0.0.1", Port: 5433, AdminSecretRef: v1alpha1.LocalSecretReference{Name: "pg"},
	}}
	require.NoError(t, admin(t).Create(ctx, server))
	becomes(5433, 443)

	i := instance(of, "own")
	i.Spec.Database.CloudNativePG = &v1alpha1.CloudNativePG{}
	require.NoError(t, admin(t).Create(ctx, i))
	becomes(5433, 5432, 443)
	assert.Contains(t, inside(t, of)["NetworkPolicy"], desired.DatabasesName)
	require.NoError(t, admin(t).Delete(ctx, i))
	becomes(5433, 443)
	gone(t, &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: desired.DatabasesName}})

	require.NoError(t, admin(t).Delete(ctx, server))
	becomes(443)
}
