package operatortest_test

import (
	"context"
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

func TestMain(m *testing.M) { operatortest.Main(m) }

func TestTheControlPlaneKnowsOurKinds(t *testing.T) {
	c := operatortest.Get(t)
	var tenants v1alpha1.TenantList
	assert.NoError(t, c.Client.List(context.Background(), &tenants))
}

func TestNobodyMayDoAnythingWithoutARole(t *testing.T) {
	somebody := operatortest.Get(t).As(t, "somebody")
	err := somebody.List(context.Background(), &v1alpha1.TenantList{})
	assert.True(t, apierrors.IsForbidden(err), "got %v", err)
}

func TestNamespacesAreDeletedForGood(t *testing.T) {
	c := operatortest.Get(t)
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "gone-"}}
	require.NoError(t, c.Client.Create(context.Background(), namespace))
	require.NoError(t, c.Client.Delete(context.Background(), namespace))
	operatortest.Eventually(t, func() error {
		err := c.Client.Get(context.Background(), client.ObjectKeyFromObject(namespace), namespace)
		if apierrors.IsNotFound(err) {
			return nil
		}
		return operatortest.NotYet("the namespace is still there: %v", err)
	})
}
