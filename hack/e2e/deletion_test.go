//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

func aDeletedInstanceLeavesItsData(t *testing.T, w *world) {
	i := w.ready(t, laoCai, "tiendo")
	name := i.Status.Database.Name
	db := w.databaseOf(t, laoCai, "tiendo")
	_, err := db.Exec(`CREATE TABLE IF NOT EXISTS e2e_marker AS SELECT 'still here' AS said`)
	require.NoError(t, err)
	require.NoError(t, db.Close())

	w.kubectl(t, "-n", laoCai, "delete", "instance", "tiendo", "--timeout", patience.String())
	w.endings(t, laoCai, "tiendo")
	assert.Empty(t, w.servers(t, laoCai, "tiendo"))
	assert.True(t, w.database.has(t, name))
	var tombstone corev1.ConfigMap
	require.NoError(t, w.client.Get(ctx, key(laoCai, "tiendo-retained"), &tombstone))
	assert.Equal(t, name, tombstone.Data["database"])
	assert.Equal(t, "cgc-hanoi-1", tombstone.Data["server"])
	require.NoError(t, w.client.Get(ctx, key(laoCai, "tiendo-database"), &corev1.Secret{}), "its Secret stays")

	w.apply(t, w.sample(t, "Instance", "tiendo"))
	i = w.ready(t, laoCai, "tiendo")
	assert.Equal(t, name, i.Status.Database.Name)
	var said string
	require.NoError(t, w.databaseOf(t, laoCai, "tiendo").QueryRow(`SELECT said FROM e2e_marker`).Scan(&said))
	assert.Equal(t, "still here", said)
	w.answers(t, laoCai, "tiendo")
	w.gone(t, &tombstone)
}

func aConfirmedDeletionLeavesNothing(t *testing.T, w *world) {
	i := w.ready(t, ministry, "tiendo")
	name, before := i.Status.Database.Name, w.serving(t, ministry)
	tenant := &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "bo-yt"}}
	w.patch(t, tenant, map[string]any{"spec": map[string]any{"deletionPolicy": "Delete"}})

	// One word is not enough: everything runs on.
	require.NoError(t, w.client.Delete(ctx, tenant))
	eventually(t, func() error {
		require.NoError(t, w.client.Get(ctx, client.ObjectKeyFromObject(tenant), tenant))
		c := meta.FindStatusCondition(tenant.Status.Conditions, v1alpha1.ConditionReady)
		if c == nil || c.Reason != v1alpha1.ReasonConfirmationMissing {
			return notYet("nobody asks for a second word:\n%s", conditionsOf(tenant.Status.Conditions))
		}
		assert.Contains(t, c.Message, "kubectl annotate --overwrite tenant bo-yt tiendo.vn/confirm-deletion=bo-yt")
		return nil
	})
	w.kubectl(t, "annotate", "tenant", "bo-yt", v1alpha1.AnnotationConfirmDeletion+"=yes")
	w.answers(t, ministry, "tiendo")
	assert.Equal(t, before, w.serving(t, ministry))
	assert.True(t, w.database.has(t, name))

	w.kubectl(t, "annotate", "--overwrite", "tenant", "bo-yt", v1alpha1.AnnotationConfirmDeletion+"=bo-yt")
	w.gone(t, tenant)
	w.gone(t, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ministry}})
	assert.False(t, w.database.has(t, name), "the database is gone")
	w.answers(t, laoCai, "tiendo")
	w.answers(t, national, "tiendo")
}

// endings waits until servers that were told to end have ended.
func (w *world) endings(t *testing.T, namespace, name string) {
	t.Helper()
	eventually(t, func() error {
		var list corev1.PodList
		require.NoError(t, w.client.List(ctx, &list, client.InNamespace(namespace),
			client.MatchingLabels{v1alpha1.LabelInstance: name, v1alpha1.LabelComponent: v1alpha1.ComponentServer}))
		for _, pod := range list.Items {
			if !pod.DeletionTimestamp.IsZero() {
				return notYet("pod %s is still ending", pod.Name)
			}
		}
		return nil
	})
}
