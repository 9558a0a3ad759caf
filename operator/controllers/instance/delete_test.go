package instance_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// gone waits until an Instance is no more.
func (w *world) gone(name string) {
	w.Helper()
	operatortest.Eventually(w, func() error {
		var i v1alpha1.Instance
		err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &i)
		if apierrors.IsNotFound(err) {
			return nil
		}
		return operatortest.NotYet("the Instance is still there: %v%s", err, said(&i))
	})
}

func (w *world) policy(p v1alpha1.DeletionPolicy) {
	w.Helper()
	w.retry(func() error {
		var tenant v1alpha1.Tenant
		w.must(w.Get(ctx, types.NamespacedName{Name: w.name}, &tenant))
		tenant.Spec.DeletionPolicy = p
		return w.Update(ctx, &tenant)
	})
}

// databases counts the databases of a name.
func databases(t testing.TB, name string) string {
	t.Helper()
	return pg.Text(t, "SELECT count(*)::text FROM pg_database WHERE datname = $1", name)
}

func TestADeletedInstanceLeavesItsDataToTheNextOfItsName(t *testing.T) {
	w := newWorld(t)
	first := w.instance("tiendo")
	w.settled("tiendo")
	name, url := w.get("tiendo").Status.Database.Name, w.url("tiendo")
	pg.Do(t, `COMMENT ON ROLE "`+name+`_owner" IS 'untouched'`)
	pg.Do(t, `COMMENT ON ROLE "`+name+`_owner" IS 'tiendo.vn `+w.name+`/tiendo'`)

	w.must(w.Delete(ctx, first))
	w.gone("tiendo")
	assert.True(t, apierrors.IsNotFound(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, &appsv1.Deployment{})), "nothing runs")
	assert.Equal(t, "1", databases(t, name))
	assert.Equal(t, url, w.url("tiendo"), "the Secret stays")
	var tombstone corev1.ConfigMap
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-retained"}, &tombstone))
	assert.Equal(t, name, tombstone.Data["database"])
	assert.Equal(t, w.server, tombstone.Data["server"])

	w.instance("tiendo")
	w.settled("tiendo")
	assert.Equal(t, url, w.url("tiendo"))
	assert.Equal(t, name, w.get("tiendo").Status.Database.Name)
	assert.NoError(t, opens(t, url))
	assert.True(t, apierrors.IsNotFound(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-retained"}, &tombstone)))
}

func TestDataIsDestroyedOnASecondWordAlone(t *testing.T) {
	w := newWorld(t)
	w.policy(v1alpha1.DeletionDelete)
	i := w.instance("tiendo")
	w.settled("tiendo")
	name := w.get("tiendo").Status.Database.Name
	w.must(w.Delete(ctx, i))
	message := w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonConfirmationMissing)
	assert.Contains(t, message, "kubectl -n "+w.name+" annotate instance tiendo "+v1alpha1.AnnotationConfirmDeletion+"="+w.name)
	assert.Contains(t, message, "Retain")
	assert.Equal(t, int32(2), w.deployment("tiendo").Status.AvailableReplicas, "everything runs on")

	t.Run("another tenant's name is no second word", func(t *testing.T) {
		w.change("tiendo", func(i *v1alpha1.Instance) {
			i.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: "hue"}
		})
		w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonConfirmationMissing)
		assert.Equal(t, "1", databases(t, name))
	})
	w.change("tiendo", func(i *v1alpha1.Instance) {
		i.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: w.name}
	})
	w.gone("tiendo")
	assert.Equal(t, "0", databases(t, name))
	assert.Equal(t, "0", pg.Text(t, "SELECT count(*)::text FROM pg_roles WHERE rolname LIKE $1", name+"%"))
	assert.True(t, apierrors.IsNotFound(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-database"}, &corev1.Secret{})))
}

func TestTheWayBackFromADeletionKeepsTheData(t *testing.T) {
	w := newWorld(t)
	w.policy(v1alpha1.DeletionDelete)
	i := w.instance("tiendo")
	w.settled("tiendo")
	name := w.get("tiendo").Status.Database.Name
	w.must(w.Delete(ctx, i))
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonConfirmationMissing)
	w.policy(v1alpha1.DeletionRetain)
	w.gone("tiendo")
	assert.Equal(t, "1", databases(t, name))
}

func TestASuspendedInstanceStopsAndKeepsItsData(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", func(i *v1alpha1.Instance) { i.Spec.Replicas.Max = new(int32(4)) })
	w.settled("tiendo")
	url := w.url("tiendo")
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Spec.Suspended = true })
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonSuspended), "spec.suspended")
	w.says("tiendo", v1alpha1.ConditionSuspended, v1alpha1.ReasonSuspended)
	operatortest.Eventually(t, func() error {
		if d := w.deployment("tiendo"); *d.Spec.Replicas != 0 || d.Status.Replicas != 0 {
			return operatortest.NotYet("no server: %d of %d", d.Status.Replicas, *d.Spec.Replicas)
		}
		return nil
	})
	assert.NoError(t, opens(t, url))
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Spec.Suspended = false })
	w.ready("tiendo", "1.0.0")
	assert.Equal(t, int32(2), *w.deployment("tiendo").Spec.Replicas)
}

func TestASuspendedTenantSuspendsItsInstances(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	suspend := func(yes bool) {
		w.retry(func() error {
			var tenant v1alpha1.Tenant
			w.must(w.Get(ctx, types.NamespacedName{Name: w.name}, &tenant))
			tenant.Spec.Suspended = yes
			return w.Update(ctx, &tenant)
		})
	}
	suspend(true)
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonSuspended), "Tenant "+w.name)
	suspend(false)
	w.ready("tiendo", "1.0.0")
}
