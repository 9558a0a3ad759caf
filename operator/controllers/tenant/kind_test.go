package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// Whoever deletes the kind, or a chart that carries it, means no province by it.
func TestDeletingTheKindTouchesNothing(t *testing.T) {
	start(t)
	of := province("kon-tum", keeping, func(t *v1alpha1.Tenant) {
		t.Spec.DeletionPolicy = v1alpha1.DeletionDelete
		t.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: "kon-tum"}
	})
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	before := versions(t, of)
	require.Len(t, before, 8, "%v", before)

	kind := without(t, "tenants.tiendo.vn")
	assert.Equal(t, before, versions(t, of))
	installed(t, kind)
	assert.Equal(t, before, versions(t, of))

	// The same Tenant is taken up where it was.
	again := province("kon-tum", keeping)
	apply(t, again)
	waits(t, again, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	assert.Equal(t, before, versions(t, again), "and nothing had to be written again")
}

func TestATenantWithoutTheKindOfItsInstance(t *testing.T) {
	start(t)
	of := province("gia-lai", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	kind := without(t, "instances.tiendo.vn")
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Instance.Version = "1.3.0" })
	waits(t, of, v1alpha1.ReasonKindMissing, "the kind Instance is being deleted or not installed; what runs is left alone")
	installed(t, kind)
	change(t, of, func(t *v1alpha1.Tenant) { metav1.SetMetaDataAnnotation(&t.ObjectMeta, "look", "again") })
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
}

// without deletes a kind, waits until it is gone, and returns it.
func without(t *testing.T, name string) *apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	kind := &apiextensionsv1.CustomResourceDefinition{ObjectMeta: metav1.ObjectMeta{Name: name}}
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(kind), kind))
	require.NoError(t, admin(t).Delete(ctx, kind.DeepCopy()))
	gone(t, &apiextensionsv1.CustomResourceDefinition{ObjectMeta: metav1.ObjectMeta{Name: name}})
	t.Cleanup(func() { installed(t, kind) })
	return kind
}

// installed brings a kind back, where it is not there, and waits until it serves.
func installed(t *testing.T, kind *apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	back := &apiextensionsv1.CustomResourceDefinition{ObjectMeta: metav1.ObjectMeta{Name: kind.Name}, Spec: kind.Spec}
	if err := admin(t).Create(ctx, back); client.IgnoreAlreadyExists(err) != nil {
		require.NoError(t, err)
	}
	list := map[string]client.ObjectList{"tenants.tiendo.vn": &v1alpha1.TenantList{}, "instances.tiendo.vn": &v1alpha1.InstanceList{}}[kind.Name]
	operatortest.Eventually(t, func() error { return admin(t).List(ctx, list) })
}

// versions are the resourceVersions of what a Tenant yields.
func versions(t *testing.T, of *v1alpha1.Tenant) map[string]string {
	t.Helper()
	all := map[string]string{}
	var n corev1.Namespace
	require.NoError(t, admin(t).Get(ctx, client.ObjectKey{Name: of.NamespaceName()}, &n))
	all["Namespace"] = n.ResourceVersion
	for kind, list := range map[string]client.ObjectList{
		"ResourceQuota": &corev1.ResourceQuotaList{}, "LimitRange": &corev1.LimitRangeList{},
		"NetworkPolicy": &networkingv1.NetworkPolicyList{}, "RoleBinding": &rbacv1.RoleBindingList{}, "Instance": &v1alpha1.InstanceList{},
	} {
		require.NoError(t, admin(t).List(ctx, list, client.InNamespace(of.NamespaceName())))
		items, err := meta.ExtractList(list)
		require.NoError(t, err)
		for _, item := range items {
			o := item.(client.Object)
			all[kind+" "+o.GetName()] = o.GetResourceVersion()
			if kind == "ResourceQuota" {
				all[kind+" "+o.GetName()] = o.(*corev1.ResourceQuota).Spec.Hard.Cpu().String() // its status is counted
			}
		}
	}
	return all
}
