package charts_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

func TestNoRoleHoldsWhatNobodyShould(t *testing.T) {
	for name, objects := range renderings(t) {
		t.Run(name, func(t *testing.T) {
			for _, rule := range rules(t, objects) {
				for _, words := range [][]string{rule.APIGroups, rule.Resources, rule.Verbs, rule.ResourceNames, rule.NonResourceURLs} {
					assert.NotContains(t, words, "*", "a wildcard: %v", rule)
				}
				for _, verb := range []string{"escalate", "bind", "impersonate", "deletecollection"} {
					assert.NotContains(t, rule.Verbs, verb)
				}
				for _, resource := range rule.Resources {
					assert.NotContains(t, []string{"roles", "clusterroles", "clusterrolebindings", "serviceaccounts/token", "pods/exec",
						"validatingadmissionpolicies", "validatingadmissionpolicybindings", "validatingwebhookconfigurations", "nodes"}, resource)
				}
			}
		})
	}
}

func TestSecretsAreReadNowhereButAtHome(t *testing.T) {
	for name, objects := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			for role := range ofKind(objects, "ClusterRole") {
				for _, rule := range rulesOf(t, ofKind(objects, "ClusterRole")[role]) {
					if slices.Contains(rule.Resources, "secrets") {
						assert.Subset(t, []string{"create", "patch", "delete"}, rule.Verbs, "ClusterRole %s", role)
					}
				}
			}
			home := ofKind(objects, "Role")
			require.Len(t, home, 1)
			assert.Equal(t, "tiendo-system", home["tiendo-operator"].GetNamespace())
			assert.True(t, allows(rulesOf(t, home["tiendo-operator"]), "", "secrets", "get"))
		})
	}
}

// Nobody can pass on what he does not hold, and the operator may not bind.
func TestTheOperatorHoldsWhatItPassesOn(t *testing.T) {
	for name, objects := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			roles := ofKind(objects, "ClusterRole")
			require.Len(t, roles, 2)
			held, passed := rulesOf(t, roles["tiendo-operator"]), rulesOf(t, roles["tiendo-tenant-admin"])
			require.NotEmpty(t, passed)
			for _, rule := range passed {
				for _, group := range rule.APIGroups {
					for _, resource := range rule.Resources {
						for _, verb := range rule.Verbs {
							assert.True(t, allows(held, group, resource, verb), "%s %s.%s", verb, resource, group)
						}
					}
				}
			}
		})
	}
}

func TestBothInstallationsGiveTheSameRoles(t *testing.T) {
	both := shipped(t)
	for _, kind := range []string{"ClusterRole", "Role"} {
		kustomize, chart := ofKind(both["kustomize"], kind), ofKind(both["chart"], kind)
		assert.Len(t, chart, len(kustomize))
		for name, role := range kustomize {
			require.Contains(t, chart, name)
			assert.Equal(t, rulesOf(t, role), rulesOf(t, chart[name]), "%s %s", kind, name)
			assert.Equal(t, role.GetNamespace(), chart[name].GetNamespace())
		}
	}
	for _, kind := range []string{"ClusterRoleBinding", "RoleBinding"} {
		for name, binding := range ofKind(both["kustomize"], kind) {
			chart := ofKind(both["chart"], kind)[name]
			require.NotNil(t, chart, name)
			assert.Equal(t, binding.Object["subjects"], chart.Object["subjects"])
			assert.Equal(t, binding.Object["roleRef"], chart.Object["roleRef"])
		}
	}
}

// Kinds, policies and webhooks differ in what only one of the two can know.
func TestBothInstallationsBringTheSameKindsAndFences(t *testing.T) {
	both := shipped(t)
	for _, kind := range []string{"CustomResourceDefinition", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration"} {
		kustomize, chart := ofKind(both["kustomize"], kind), ofKind(both["chart"], kind)
		require.NotEmpty(t, kustomize, kind)
		assert.Len(t, chart, len(kustomize), kind)
		for name, object := range kustomize {
			require.Contains(t, chart, name)
			assert.Equal(t, object.Object["spec"], chart[name].Object["spec"], "%s %s", kind, name)
			assert.Equal(t, object.Object["webhooks"], withoutCertificate(t, chart[name]), "%s %s", kind, name)
		}
	}
}

func withoutCertificate(t *testing.T, o *unstructured.Unstructured) any {
	t.Helper()
	webhooks, _, err := unstructured.NestedSlice(o.Object, "webhooks")
	require.NoError(t, err)
	if webhooks == nil {
		return nil
	}
	for _, w := range webhooks {
		unstructured.RemoveNestedField(w.(map[string]any), "clientConfig", "caBundle")
	}
	return webhooks
}

// rules are those of every role among the objects.
func rules(t *testing.T, objects []*unstructured.Unstructured) (all []rbacv1.PolicyRule) {
	t.Helper()
	for _, o := range objects {
		if o.GetKind() == "Role" || o.GetKind() == "ClusterRole" {
			all = append(all, rulesOf(t, o)...)
		}
	}
	return all
}

func rulesOf(t *testing.T, o *unstructured.Unstructured) []rbacv1.PolicyRule {
	t.Helper()
	require.NotNil(t, o)
	var role rbacv1.ClusterRole
	require.NoError(t, runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, &role))
	require.NotEmpty(t, role.Rules, o.GetName())
	require.Nil(t, role.AggregationRule, "%s: rules of others would be added", o.GetName())
	return role.Rules
}

func allows(rules []rbacv1.PolicyRule, group, resource, verb string) bool {
	return slices.ContainsFunc(rules, func(r rbacv1.PolicyRule) bool {
		return len(r.ResourceNames) == 0 && slices.Contains(r.APIGroups, group) && slices.Contains(r.Resources, resource) && slices.Contains(r.Verbs, verb)
	})
}
