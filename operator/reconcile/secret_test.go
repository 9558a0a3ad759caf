package reconcile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

func (w *world) secret(url string) *corev1ac.SecretApplyConfiguration {
	return corev1ac.Secret("tiendo-database", w.namespace).WithLabels(owner.Labels()).WithData(map[string][]byte{"url": []byte(url)})
}

func (w *world) liveSecret(t *testing.T) *corev1.Secret {
	t.Helper()
	var s corev1.Secret
	require.NoError(t, w.admin.Get(ctx, types.NamespacedName{Namespace: w.namespace, Name: "tiendo-database"}, &s))
	return &s
}

func (w *world) applySecret(t *testing.T, url string) bool {
	t.Helper()
	changed, err := w.ApplySecret(ctx, w.secret(url))
	require.NoError(t, err)
	return changed
}

func TestTheOperatorReadsNoSecret(t *testing.T) {
	w := newWorld(t)
	w.applySecret(t, "one")
	err := w.Client.Get(ctx, types.NamespacedName{Namespace: w.namespace, Name: "tiendo-database"}, &corev1.Secret{})
	assert.True(t, apierrors.IsForbidden(err), "got %v", err)
}

func TestASecretIsWrittenWhenItDiffers(t *testing.T) {
	w := newWorld(t)
	assert.True(t, w.applySecret(t, "one"))
	assert.False(t, w.applySecret(t, "one"), "what was applied is remembered")
	assert.True(t, w.applySecret(t, "two"))
	assert.Equal(t, "two", string(w.liveSecret(t).Data["url"]))
}

func TestAnotherOperatorTakesUpTheSecretsOfTheOneBefore(t *testing.T) {
	w := newWorld(t)
	w.applySecret(t, "one")
	next := func() *world {
		return &world{&reconcile.Applier{Client: w.Client, Live: w.Client}, w.admin, w.traffic, w.namespace}
	}
	next().applySecret(t, "one")
	before := w.liveSecret(t).ResourceVersion
	next().applySecret(t, "one")
	assert.Equal(t, before, w.liveSecret(t).ResourceVersion, "the same once more changes nothing")
	next().applySecret(t, "two")
	assert.Equal(t, "two", string(w.liveSecret(t).Data["url"]))
}

func TestASecretThatIsMissedIsWrittenAgain(t *testing.T) {
	w := newWorld(t)
	w.applySecret(t, "one")
	require.NoError(t, w.admin.Delete(ctx, w.liveSecret(t)))
	w.ForgetSecret(types.NamespacedName{Namespace: w.namespace, Name: "tiendo-database"})
	assert.True(t, w.applySecret(t, "one"))
	assert.Equal(t, "one", string(w.liveSecret(t).Data["url"]))
}

func TestASecretOfSomebodyElseIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	theirs := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: w.namespace, Name: "tiendo-database"}, Data: map[string][]byte{"theirs": []byte("x")}}
	require.NoError(t, w.admin.Create(ctx, theirs))
	_, err := w.ApplySecret(ctx, w.secret("one"))
	told := reconcile.As(err)
	require.NotNil(t, told, "got %v", err)
	assert.Equal(t, v1alpha1.ReasonNameTaken, told.Reason)
	key := types.NamespacedName{Namespace: w.namespace, Name: "tiendo-database"}
	require.NoError(t, w.RemoveSecret(ctx, key, owner))
	assert.Equal(t, map[string][]byte{"theirs": []byte("x")}, w.liveSecret(t).Data)
}

func TestOurSecretsAreRemoved(t *testing.T) {
	w := newWorld(t)
	w.applySecret(t, "one")
	key := types.NamespacedName{Namespace: w.namespace, Name: "tiendo-database"}
	require.NoError(t, w.RemoveSecret(ctx, key, owner))
	assert.True(t, apierrors.IsNotFound(w.admin.Get(ctx, key, &corev1.Secret{})))
	require.NoError(t, w.RemoveSecret(ctx, key, owner), "what is gone is gone")
}
