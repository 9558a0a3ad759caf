//go:build e2e

package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// uninstall takes the chart away and waits until the operator is gone.
func (w *world) uninstall(t *testing.T) {
	t.Helper()
	d := w.operatorDeployment(t)
	w.run(t, "helm", "uninstall", "tiendo-operator", "--namespace", operatortest.Namespace, "--wait")
	w.gone(t, d)
}

func aNewInstallationTakesUpWhatRuns(t *testing.T, w *world) {
	before := w.serving(t, laoCai, national)
	generation := w.ready(t, laoCai, "tiendo").Generation
	theirs, ours := w.crowd(t, laoCai, "tiendo"), w.crowd(t, national, "tiendo")

	w.uninstall(t)
	var tenants v1alpha1.TenantList
	require.NoError(t, w.client.List(ctx, &tenants))
	assert.NotEmpty(t, tenants.Items)
	for _, tenant := range tenants.Items {
		assert.True(t, tenant.DeletionTimestamp.IsZero(), tenant.Name)
	}
	assert.Equal(t, generation, w.instance(t, laoCai, "tiendo").Generation)

	// A newer operator comes back.
	w.installOperator(t, "1.1.0")
	for _, namespace := range []string{laoCai, national} {
		w.looksAgain(t, namespace)
		w.ready(t, namespace, "tiendo")
	}
	theirs.wasAnsweredOnTheWay(t)
	ours.wasAnsweredOnTheWay(t)
	assert.Equal(t, before, w.serving(t, laoCai, national))
}

// looksAgain waits until the operator has looked at an Instance since now: it puts
// right what is wrong.
func (w *world) looksAgain(t *testing.T, namespace string) {
	t.Helper()
	w.kubectl(t, "-n", namespace, "delete", "poddisruptionbudget", "tiendo")
	eventually(t, func() error {
		out, err := w.try(nil, "kubectl", "-n", namespace, "get", "poddisruptionbudget", "tiendo")
		if err != nil {
			return notYet("%s", out)
		}
		return nil
	})
}

func losingTheKindsStopsNobody(t *testing.T, w *world) {
	before := w.serving(t, laoCai, national)
	database := w.ready(t, laoCai, "tiendo").Status.Database
	theirs, ours := w.crowd(t, laoCai, "tiendo"), w.crowd(t, national, "tiendo")
	w.uninstall(t)
	w.kubectl(t, "delete", "crd", "instances.tiendo.vn", "--wait=false")

	// Finalizers hold the Instances, and so the kind, until an operator is back.
	kind := &apiextensionsv1.CustomResourceDefinition{ObjectMeta: metav1.ObjectMeta{Name: "instances.tiendo.vn"}}
	eventually(t, func() error {
		require.NoError(t, w.client.Get(ctx, key("", kind.Name), kind))
		if kind.DeletionTimestamp.IsZero() || w.instance(t, laoCai, "tiendo").DeletionTimestamp.IsZero() {
			return notYet("the kind is not being deleted yet")
		}
		return nil
	})
	assert.Equal(t, before, w.serving(t, laoCai, national))

	w.installOperator(t, "1.1.0")
	eventually(t, func() error {
		uid := kind.UID
		err := w.client.Get(ctx, key("", kind.Name), kind)
		if apierrors.IsNotFound(err) || err == nil && kind.UID != uid {
			return nil
		}
		if err != nil {
			return err
		}
		return notYet("the kind is still there")
	})
	assert.Equal(t, before, w.serving(t, laoCai, national))

	// The kinds come back with the chart, the national unit's Instance with its Tenant,
	// and the province's by hand.
	w.installOperator(t, "1.1.0")
	w.kubectl(t, "wait", "--for=condition=Established", "crd/instances.tiendo.vn", "--timeout", patience.String())
	eventually(t, func() error {
		out, err := w.try(nil, "kubectl", "apply", "-f", "config/samples/instance.yaml")
		if err != nil {
			return notYet("%s", out)
		}
		return nil
	})
	i := w.ready(t, laoCai, "tiendo")
	assert.Equal(t, database.Name, i.Status.Database.Name)
	assert.Equal(t, database.Credentials, i.Status.Database.Credentials)
	assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionAvailable))
	w.ready(t, national, "tiendo")
	w.looksAgain(t, laoCai)
	theirs.wasAnsweredOnTheWay(t)
	ours.wasAnsweredOnTheWay(t)
	assert.Equal(t, before, w.serving(t, laoCai, national))
}
