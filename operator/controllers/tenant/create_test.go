package tenant_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestATenantGetsItsNamespace(t *testing.T) {
	o := start(t)
	of := province("lao-cai")
	apply(t, of)
	ready(t, of)

	assert.Equal(t, "Tỉnh Lào Cai", of.Status.Agency)
	assert.Equal(t, "tenant-lao-cai", of.Status.Namespace)
	assert.Zero(t, of.Status.Instances)
	assert.Equal(t, of.Generation, of.Status.ObservedGeneration)
	assert.Contains(t, of.Finalizers, v1alpha1.Finalizer)
	assert.True(t, meta.IsStatusConditionTrue(of.Status.Conditions, v1alpha1.ConditionNamespaceReady))
	assert.Len(t, of.Status.Conditions, 2, conditions(of))
	isReady, _ := o.passes.knows("lao-cai")
	assert.True(t, isReady)

	var n corev1.Namespace
	require.NoError(t, admin(t).Get(ctx, client.ObjectKey{Name: "tenant-lao-cai"}, &n))
	assert.Equal(t, "restricted", n.Labels["pod-security.kubernetes.io/enforce"])
	assert.Equal(t, "lao-cai", n.Labels[v1alpha1.LabelTenant])
	assert.Equal(t, "lao-cai", n.Labels[v1alpha1.LabelAgency])
	assert.Equal(t, map[string][]string{
		"ResourceQuota": {"tenant-quota"}, "LimitRange": {"tenant-limits"}, "RoleBinding": {"tenant-administrators"},
		"NetworkPolicy": {"tenant-deny-all", "tenant-dns", "tenant-servers"},
	}, inside(t, of))
}

func TestATenantCostsFewWrites(t *testing.T) {
	o := start(t)
	of := province("dien-bien", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way: kubectl -n tenant-dien-bien get instance tiendo")
	i := instance(of, "tiendo")
	report(t, i, "", condition(v1alpha1.ConditionReady, metav1.ConditionFalse, v1alpha1.ReasonProgressing, "version 1.2.0 migrates"))
	report(t, i, "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	// Namespace, quota, limits, three policies, binding, Instance: eight objects. And
	// the finalizer, and the status on the way and at the end.
	writes := about(o.Writes(), "dien-bien")
	assert.LessOrEqual(t, len(writes), 11, "%s", strings.Join(writes, "\n"))
}

func TestASecondPassWritesNothing(t *testing.T) {
	first := start(t)
	of := province("lai-chau", keeping, func(t *v1alpha1.Tenant) {
		t.Spec.Instance.Database.CloudNativePG = &v1alpha1.CloudNativePG{}
		t.Spec.Instance.Plan.Embedded = &v1alpha1.EmbeddedPlan{}
		t.Spec.Instance.Resources.Limits = corev1.ResourceList{"memory": resource.MustParse("1024Mi")}
	})
	apply(t, of)
	i := instance(of, "tiendo")
	report(t, i, "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	assert.Contains(t, inside(t, of)["NetworkPolicy"], "tenant-databases")

	settled, passes := len(about(first.Writes(), "lai-chau")), first.passes.of("lai-chau")
	change(t, of, func(t *v1alpha1.Tenant) { metav1.SetMetaDataAnnotation(&t.ObjectMeta, "look", "again") })
	operatortest.Eventually(t, func() error {
		if first.passes.of("lai-chau") == passes {
			return operatortest.NotYet("there was no other pass")
		}
		return nil
	})
	assert.Empty(t, about(first.Writes(), "lai-chau")[settled:], "a pass over what is as it should be")
	first.stop()

	second := start(t)
	operatortest.Eventually(t, func() error {
		if second.passes.of("lai-chau") == 0 {
			return operatortest.NotYet("there was no pass")
		}
		return nil
	})
	assert.Empty(t, about(second.Writes(), "lai-chau"), "an operator that starts anew")
}

func TestWhatHappensIsTakenDownOnce(t *testing.T) {
	start(t)
	of := province("son-la")
	apply(t, of)
	ready(t, of)
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Suspended = true })
	says(t, of, v1alpha1.ConditionSuspended, metav1.ConditionTrue, v1alpha1.ReasonSuspended, "")
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Suspended = false })
	ready(t, of)
	operatortest.Eventually(t, func() error {
		var list eventsv1.EventList
		if err := admin(t).List(ctx, &list); err != nil {
			return err
		}
		var notes []string
		for _, e := range list.Items {
			if e.Regarding.Kind == "Tenant" && e.Regarding.Name == "son-la" {
				notes = append(notes, e.Type+" "+e.Reason)
			}
		}
		slices.Sort(notes)
		// The recorder may count the second as one more of the first.
		if notes = slices.Compact(notes); !slices.Equal(notes, []string{"Normal Ready"}) {
			return operatortest.NotYet("events: %q", notes)
		}
		return nil
	})
}

func TestASuspendedTenant(t *testing.T) {
	start(t)
	of := province("hoa-binh", func(t *v1alpha1.Tenant) { t.Spec.Suspended = true })
	apply(t, of)
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionFalse, v1alpha1.ReasonSuspended, "Set its spec.suspended to false to serve again")
	says(t, of, v1alpha1.ConditionSuspended, metav1.ConditionTrue, v1alpha1.ReasonSuspended, "Tenant hoa-binh is suspended: no server runs, and data stays")
	assert.Nil(t, meta.FindStatusCondition(of.Status.Conditions, v1alpha1.ConditionReconciling))
	assert.Contains(t, inside(t, of)["NetworkPolicy"], "tenant-deny-all", "what separates tenants stays")
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Suspended = false })
	ready(t, of)
	assert.Nil(t, meta.FindStatusCondition(of.Status.Conditions, v1alpha1.ConditionSuspended))
}

// about are the writes that concern a Tenant, its namespace or what is in it.
func about(writes []string, name string) []string {
	return slices.DeleteFunc(writes, func(w string) bool {
		return !strings.Contains(w+"/", "/"+name+"/") && !strings.Contains(w+"/", "/tenant-"+name+"/")
	})
}

// inside lists what is in a Tenant's namespace, by kind.
func inside(t *testing.T, of *v1alpha1.Tenant) map[string][]string {
	t.Helper()
	names := map[string][]string{}
	for kind, list := range map[string]client.ObjectList{
		"ResourceQuota": &corev1.ResourceQuotaList{}, "LimitRange": &corev1.LimitRangeList{},
		"NetworkPolicy": &networkingv1.NetworkPolicyList{}, "RoleBinding": &rbacv1.RoleBindingList{},
	} {
		require.NoError(t, admin(t).List(ctx, list, client.InNamespace(of.NamespaceName())))
		items, err := meta.ExtractList(list)
		require.NoError(t, err)
		for _, item := range items {
			names[kind] = append(names[kind], item.(client.Object).GetName())
		}
		slices.Sort(names[kind])
	}
	return names
}
