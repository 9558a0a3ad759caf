//go:build e2e

package e2e_test

import (
	"net/url"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// one is a single replica, for Instances beside the one of the sample.
func one() v1alpha1.Replicas { n := int32(1); return v1alpha1.Replicas{Min: &n} }

// create makes what goes with the scenario.
func (w *world) create(t *testing.T, o client.Object) {
	t.Helper()
	require.NoError(t, w.client.Create(ctx, o))
	t.Cleanup(func() {
		assert.NoError(t, client.IgnoreNotFound(w.client.Delete(ctx, o)))
		w.gone(t, o)
	})
}

func aMissingSecretIsNamed(t *testing.T, w *world) {
	i := &v1alpha1.Instance{
		ObjectMeta: metav1.ObjectMeta{Namespace: laoCai, Name: "own-database"},
		Spec: v1alpha1.InstanceSpec{Version: "1.0.0", Replicas: one(), Database: v1alpha1.Database{
			External: &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "our-postgres"}},
		}},
	}
	w.create(t, i)
	w.troubled(t, laoCai, i.Name, v1alpha1.ReasonSecretMissing, `"our-postgres"`, "in namespace "+laoCai, "create it")

	// The Secret without the key is no better, and says so.
	s := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: laoCai, Name: "our-postgres"}, StringData: map[string]string{"uri": "elsewhere"}}
	w.create(t, s)
	w.troubled(t, laoCai, i.Name, v1alpha1.ReasonSecretMissing, `"url"`, "add the key")

	// With it, the pod starts by itself, and nobody has to touch the Instance.
	w.patch(t, s, map[string]any{"stringData": map[string]string{"url": w.external(t, "e2e_external")}})
	made := w.ready(t, laoCai, i.Name)
	assert.Equal(t, i.Generation, made.Generation)
	assert.Equal(t, v1alpha1.ReasonExternal, meta.FindStatusCondition(made.Status.Conditions, v1alpha1.ConditionDatabaseReady).Reason)
	w.answers(t, laoCai, i.Name)

	// Somebody else's database is somebody else's, whatever becomes of the Instance.
	require.NoError(t, w.client.Delete(ctx, made))
	w.gone(t, made)
	assert.True(t, w.database.has(t, "e2e_external"))
	require.NoError(t, w.client.Get(ctx, key(laoCai, "our-postgres"), s))
}

// external makes a database as an agency would have one, and returns its URL.
func (w *world) external(t *testing.T, name string) string {
	t.Helper()
	const password = "a password for a test alone"
	db := w.database.admin(t)
	admin := pq.QuoteIdentifier(string(w.database.read(t, "username")))
	if !w.database.has(t, name) {
		for _, statement := range []string{
			"CREATE ROLE " + name + " LOGIN PASSWORD " + pq.QuoteLiteral(password),
			"GRANT " + name + " TO " + admin,
			"CREATE DATABASE " + name + " OWNER " + name,
		} {
			_, err := db.Exec(statement)
			require.NoError(t, err)
		}
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(name, password), Host: w.database.host, Path: "/" + name, RawQuery: "sslmode=require"}
	return u.String()
}

func aFullQuotaIsNamed(t *testing.T, w *world) {
	// Each server fits by itself, and not beside the others.
	i := &v1alpha1.Instance{
		ObjectMeta: metav1.ObjectMeta{Namespace: laoCai, Name: "large"},
		Spec: v1alpha1.InstanceSpec{Version: "1.0.0", Resources: v1alpha1.Resources{
			Limits: corev1.ResourceList{corev1.ResourceMemory: resource.MustParse("4Gi")},
		}},
	}
	w.create(t, i)
	w.troubled(t, laoCai, i.Name, v1alpha1.ReasonQuotaExceeded, "exceeded quota: tenant-quota", "limits.memory=8Gi", "ask for less")
	w.answers(t, laoCai, "tiendo")
}
