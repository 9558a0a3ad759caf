package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// hold keeps an Instance that is deleted, as its own reconciler would.
func hold(t *testing.T, i *v1alpha1.Instance) {
	t.Helper()
	change(t, i, func(i *v1alpha1.Instance) { i.Finalizers = []string{"test/wait"} })
}

func letGo(t *testing.T, i *v1alpha1.Instance) {
	t.Helper()
	change(t, i, func(i *v1alpha1.Instance) { i.Finalizers = nil })
	gone(t, i)
}

// secret is something that an agency would miss.
func secret(t *testing.T, of *v1alpha1.Tenant) *corev1.Secret {
	t.Helper()
	s := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: "tiendo-database"}}
	require.NoError(t, admin(t).Create(ctx, s))
	return s
}

func TestADeletedTenantLeavesItsDataBehind(t *testing.T) {
	o := start(t)
	of := province("quang-ngai", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	kept, own := instance(of, "tiendo"), instance(of, "so")
	hold(t, kept)
	require.NoError(t, admin(t).Create(ctx, own))
	data := secret(t, of)
	before := inside(t, of)

	// Instances of people's come first, and theirs is the word.
	require.NoError(t, admin(t).Delete(ctx, of))
	waits(t, of, v1alpha1.ReasonInstancesRemain, "Instances that the agency made remain in namespace tenant-quang-ngai: so. Delete them first (kubectl -n tenant-quang-ngai delete instance so)")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(kept), kept))
	assert.True(t, kept.DeletionTimestamp.IsZero(), "its own Instance serves until then")
	assert.Equal(t, before, inside(t, of), "and the IT may still come in and delete")

	require.NoError(t, admin(t).Delete(ctx, own))
	waits(t, of, v1alpha1.ReasonDeleting, "Instance tiendo is being deleted")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(kept), kept))
	assert.NotContains(t, kept.Annotations, v1alpha1.AnnotationConfirmDeletion, "nobody asked for the data to go")
	letGo(t, kept)
	gone(t, of)

	var n corev1.Namespace
	require.NoError(t, admin(t).Get(ctx, client.ObjectKey{Name: of.NamespaceName()}, &n))
	assert.Equal(t, "true", n.Labels[v1alpha1.LabelRetained])
	assert.Equal(t, "quang-ngai", n.Labels[v1alpha1.LabelTenant])
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(data), data))
	delete(before, "RoleBinding")
	after := inside(t, of)
	assert.Empty(t, after["RoleBinding"], "nobody administers what is retained")
	delete(after, "RoleBinding")
	assert.Equal(t, before, after, "what separates it from others stays")
	operatortest.Eventually(t, func() error {
		if _, known := o.passes.knows("quang-ngai"); known {
			return operatortest.NotYet("the metric is still there")
		}
		return nil
	})

	// A Tenant of the same name and another agency does not get it.
	stranger := province("binh-dinh", func(t *v1alpha1.Tenant) {
		t.Name, t.Spec.Namespace, t.Spec.DeletionPolicy = "quang-ngai", "tenant-quang-ngai", v1alpha1.DeletionDelete
		t.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: "quang-ngai"}
	})
	apply(t, stranger)
	stalled(t, stranger, v1alpha1.ReasonNamespaceTaken, "namespace tenant-quang-ngai holds what was kept of agency quang-ngai")
	require.NoError(t, admin(t).Delete(ctx, stranger))
	gone(t, stranger)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(data), data), "and takes nothing along")

	// Its own successor does.
	again := province("quang-ngai", keeping)
	apply(t, again)
	waits(t, again, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(&n), &n))
	assert.NotContains(t, n.Labels, v1alpha1.LabelRetained)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(data), data))
	assert.NotEmpty(t, inside(t, again)["RoleBinding"])
}

func TestATenantThatNeverHadItsNamespaceLeavesItAlone(t *testing.T) {
	start(t)
	there := namespace(t, "tenant-phu-yen", nil)
	of := province("phu-yen", func(t *v1alpha1.Tenant) { t.Spec.DeletionPolicy = v1alpha1.DeletionDelete })
	apply(t, of)
	stalled(t, of, v1alpha1.ReasonNamespaceTaken, "nobody gave it")
	before := there.ResourceVersion
	require.NoError(t, admin(t).Delete(ctx, of))
	gone(t, of)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(there), there))
	assert.Equal(t, before, there.ResourceVersion)
}

func TestDataIsDeletedOnASecondWord(t *testing.T) {
	start(t)
	of := province("khanh-hoa", keeping, func(t *v1alpha1.Tenant) { t.Spec.DeletionPolicy = v1alpha1.DeletionDelete })
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	kept := instance(of, "tiendo")
	hold(t, kept)
	data := secret(t, of)

	require.NoError(t, admin(t).Delete(ctx, of))
	waits(t, of, v1alpha1.ReasonConfirmationMissing, "kubectl annotate --overwrite tenant khanh-hoa tiendo.vn/confirm-deletion=khanh-hoa")
	assert.Contains(t, conditions(of), `kubectl patch tenant khanh-hoa --type merge -p '{"spec":{"deletionPolicy":"Retain"}}'`, "the way back")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(kept), kept))
	assert.True(t, kept.DeletionTimestamp.IsZero(), "nothing is deleted yet")

	// Another word is none.
	change(t, of, func(t *v1alpha1.Tenant) {
		metav1.SetMetaDataAnnotation(&t.ObjectMeta, v1alpha1.AnnotationConfirmDeletion, "yes")
	})
	waits(t, of, v1alpha1.ReasonConfirmationMissing, "nothing is deleted yet")

	change(t, of, func(t *v1alpha1.Tenant) {
		metav1.SetMetaDataAnnotation(&t.ObjectMeta, v1alpha1.AnnotationConfirmDeletion, "khanh-hoa")
	})
	waits(t, of, v1alpha1.ReasonDeleting, "Instance tiendo is being deleted")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(kept), kept))
	assert.Equal(t, "khanh-hoa", kept.Annotations[v1alpha1.AnnotationConfirmDeletion], "the word is passed on")
	assert.False(t, kept.DeletionTimestamp.IsZero())
	letGo(t, kept)
	gone(t, of)
	var n corev1.Namespace
	assert.True(t, apierrors.IsNotFound(admin(t).Get(ctx, client.ObjectKey{Name: of.NamespaceName()}, &n)))
	assert.True(t, apierrors.IsNotFound(admin(t).Get(ctx, client.ObjectKeyFromObject(data), data)))
}

// A namespace that does not go holds the Tenant, which says why.
func TestANamespaceThatDoesNotGo(t *testing.T) {
	start(t)
	of := province("ninh-thuan", func(t *v1alpha1.Tenant) {
		t.Spec.DeletionPolicy = v1alpha1.DeletionDelete
		t.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: "ninh-thuan"}
	})
	apply(t, of)
	ready(t, of)
	stuck := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: of.NamespaceName(), Name: "stuck", Finalizers: []string{"test/wait"}}}
	require.NoError(t, admin(t).Create(ctx, stuck))
	require.NoError(t, admin(t).Delete(ctx, of))
	waits(t, of, v1alpha1.ReasonDeleting, "namespace tenant-ninh-thuan is being deleted (Some ")
	change(t, stuck, func(c *corev1.ConfigMap) { c.Finalizers = nil })
	gone(t, of)
}

func TestTheWayBackFromADeletion(t *testing.T) {
	start(t)
	of := province("binh-thuan", func(t *v1alpha1.Tenant) { t.Spec.DeletionPolicy = v1alpha1.DeletionDelete })
	apply(t, of)
	ready(t, of)
	data := secret(t, of)
	require.NoError(t, admin(t).Delete(ctx, of))
	waits(t, of, v1alpha1.ReasonConfirmationMissing, "nothing is deleted yet")
	before := of.DeepCopy()
	of.Spec.DeletionPolicy = v1alpha1.DeletionRetain
	require.NoError(t, admin(t).Patch(ctx, of, client.MergeFrom(before)))
	gone(t, of)
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(data), data))
}
