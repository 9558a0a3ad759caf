package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestATenantSaysWhatItsInstanceSays(t *testing.T) {
	start(t)
	of := province("thanh-hoa", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	assert.Equal(t, int32(1), of.Status.Instances)
	i := instance(of, "tiendo")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(i), i))
	assert.Equal(t, "thanh-hoa", i.Labels[v1alpha1.LabelTenant])
	assert.Equal(t, "thanh-hoa", i.Annotations[v1alpha1.AnnotationTemplate])
	assert.Equal(t, of.Spec.Instance.InstanceSpec, i.Spec)

	no := func(reason, message string) metav1.Condition {
		return condition(v1alpha1.ConditionReady, metav1.ConditionFalse, reason, message)
	}
	// Reasons that pass by themselves are repeated where they need somebody to look.
	report(t, i, "", no(v1alpha1.ReasonServerUnreachable, "pg.example does not answer"))
	waits(t, of, v1alpha1.ReasonServerUnreachable, "Instance tiendo: pg.example does not answer")

	report(t, i, "", no(v1alpha1.ReasonMigrationFailed, "version 1.2.0 could not migrate"),
		condition(v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonMigrationFailed, "version 1.2.0 could not migrate"))
	stalled(t, of, v1alpha1.ReasonMigrationFailed, "Instance tiendo: version 1.2.0 could not migrate")
	assert.True(t, meta.IsStatusConditionTrue(of.Status.Conditions, v1alpha1.ConditionNamespaceReady), "the namespace is well all the same")

	report(t, i, "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	assert.Equal(t, "1.2.0", of.Status.Version)
	assert.Equal(t, "https://tiendo.thanh-hoa.example", of.Status.URL)

	report(t, i, "1.2.0", no(v1alpha1.ReasonSuspended, "Instance tiendo is suspended"),
		condition(v1alpha1.ConditionSuspended, metav1.ConditionTrue, v1alpha1.ReasonSuspended, "Instance tiendo is suspended"))
	says(t, of, v1alpha1.ConditionSuspended, metav1.ConditionTrue, v1alpha1.ReasonSuspended, "Instance tiendo is suspended")
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionFalse, v1alpha1.ReasonSuspended, "Instance tiendo is suspended")
	assert.Nil(t, meta.FindStatusCondition(of.Status.Conditions, v1alpha1.ConditionReconciling))

	// What an Instance says of an older spec is no longer true.
	report(t, i, "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Instance.Version = "1.3.0" })
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(i), i))
	assert.Equal(t, "1.3.0", i.Spec.Version)
	assert.Equal(t, "1.2.0", of.Status.Version, "what serves")
}

func TestAnInstanceOfTheAgencysOwnIsNotTakenOver(t *testing.T) {
	start(t)
	of := province("nghe-an")
	apply(t, of)
	ready(t, of)
	own := instance(of, "tiendo")
	require.NoError(t, admin(t).Create(ctx, own))
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "")
	change(t, of, keeping)
	stalled(t, of, v1alpha1.ReasonNameTaken,
		"Instance tiendo in namespace tenant-nghe-an is the agency's own: hand it over (kubectl -n tenant-nghe-an label instance tiendo tiendo.vn/tenant=nghe-an)")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(own), own))
	assert.Equal(t, "1.1.0", own.Spec.Version)
	assert.Empty(t, own.Labels)

	change(t, own, func(i *v1alpha1.Instance) { i.Labels = map[string]string{v1alpha1.LabelTenant: "nghe-an"} })
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(own), own))
	assert.Equal(t, "1.2.0", own.Spec.Version)
}

func TestATemplateThatIsRemovedHandsItsInstanceOver(t *testing.T) {
	o := start(t)
	of := province("ha-tinh", keeping)
	apply(t, of)
	i := instance(of, "tiendo")
	report(t, i, "1.2.0", condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "it answers"))
	ready(t, of)
	before := i.DeepCopy()
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Instance = nil })
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(i), i); err != nil {
			return err
		}
		if len(i.Labels)+len(i.Annotations) > 0 {
			return operatortest.NotYet("labels %v, annotations %v", i.Labels, i.Annotations)
		}
		return nil
	})
	assert.Equal(t, before.Spec, i.Spec, "not a field of it changed")
	assert.Equal(t, before.UID, i.UID)
	says(t, of, v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReady, "namespace tenant-ha-tinh is there with its limits")
	assert.Equal(t, int32(1), of.Status.Instances)
	assert.Empty(t, of.Status.Version)
	assert.Empty(t, of.Status.URL)

	// The IT applies its own file and meets no conflict.
	u := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"version": "1.3.0"}}}
	u.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind("Instance"))
	u.SetName(i.Name)
	u.SetNamespace(i.Namespace)
	it := operatortest.Get(t).As(t, "chi", "ha-tinh:it")
	require.NoError(t, it.Apply(ctx, client.ApplyConfigurationFromUnstructured(u), client.FieldOwner("kubectl")))

	// And the operator does not touch it any more.
	n, passes := len(about(o.Writes(), "ha-tinh")), o.passes.of("ha-tinh")
	change(t, of, func(t *v1alpha1.Tenant) { metav1.SetMetaDataAnnotation(&t.ObjectMeta, "look", "again") })
	operatortest.Eventually(t, func() error {
		if o.passes.of("ha-tinh") == passes {
			return operatortest.NotYet("there was no other pass")
		}
		return nil
	})
	assert.Empty(t, about(o.Writes(), "ha-tinh")[n:])
}

func TestATemplateOfAnotherNameIsAnotherInstance(t *testing.T) {
	start(t)
	of := province("quang-binh", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	change(t, of, func(t *v1alpha1.Tenant) { t.Spec.Instance.Name = "so" })
	waits(t, of, v1alpha1.ReasonProgressing, "Instance so")
	i := instance(of, "tiendo")
	require.NoError(t, admin(t).Get(ctx, client.ObjectKeyFromObject(i), i))
	assert.Empty(t, i.Labels, "the first one is the agency's own")
	assert.Equal(t, int32(2), of.Status.Instances)
}

func TestATemplateThatDoesNotFit(t *testing.T) {
	start(t)
	of := province("quang-tri", func(t *v1alpha1.Tenant) { t.Spec.Quota.Instances = new(int32(1)) })
	apply(t, of)
	ready(t, of)
	require.NoError(t, admin(t).Create(ctx, instance(of, "own")))
	change(t, of, keeping)
	stalled(t, of, v1alpha1.ReasonQuotaExceeded, "Instance tiendo does not fit quota.instances, 1, beside those of the agency")

	// Room is an event too.
	require.NoError(t, admin(t).Delete(ctx, instance(of, "own")))
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
}

func TestATemplateThatItsInstanceRefuses(t *testing.T) {
	start(t)
	of := province("quang-nam")
	apply(t, of)
	ready(t, of)
	own := instance(of, "tiendo")
	own.Spec.Database.CloudNativePG = &v1alpha1.CloudNativePG{}
	require.NoError(t, admin(t).Create(ctx, own))
	change(t, of, func(t *v1alpha1.Tenant) {
		keeping(t)
		t.Spec.Instance.Database.External = &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "db"}}
	})
	stalled(t, of, v1alpha1.ReasonNameTaken, "is the agency's own: hand it over")
	change(t, own, func(i *v1alpha1.Instance) { i.Labels = map[string]string{v1alpha1.LabelTenant: "quang-nam"} })
	stalled(t, of, v1alpha1.ReasonInvalid, "spec.instance cannot become Instance tiendo")
	assert.Contains(t, conditions(of), "the kind of database cannot be changed")
}

func TestAnInstanceThatTheITDeletesComesBack(t *testing.T) {
	start(t)
	of := province("da-nang", keeping)
	apply(t, of)
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo")
	i := instance(of, "tiendo")
	change(t, i, func(i *v1alpha1.Instance) { i.Finalizers = []string{"test/wait"} })
	require.NoError(t, admin(t).Delete(ctx, i))
	waits(t, of, v1alpha1.ReasonDeleting, "Instance tiendo is being deleted; it is made again when it is gone")
	first := i.UID
	change(t, i, func(i *v1alpha1.Instance) { i.Finalizers = nil })
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(i), i); err != nil {
			return err
		}
		if i.UID == first {
			return operatortest.NotYet("the first one is still there")
		}
		return nil
	})
	waits(t, of, v1alpha1.ReasonProgressing, "Instance tiendo is on its way")
}
