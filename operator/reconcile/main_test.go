package reconcile_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

func TestMain(m *testing.M) { operatortest.Main(m) }

var (
	ctx   = context.Background()
	owner = reconcile.Owner{Tenant: "lao-cai", Instance: "tiendo"}
)

// world is a tenant's namespace, seen by the operator, which may do no more than
// its role says, and by the admin.
type world struct {
	*reconcile.Applier
	admin     client.Client
	traffic   *operatortest.Traffic
	namespace string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c := operatortest.Get(t)
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "tenant-", Labels: map[string]string{v1alpha1.LabelTenant: "lao-cai"}}}
	require.NoError(t, c.Client.Create(ctx, namespace))
	config, traffic := operatortest.Watch(c.Operator(t))
	operator, err := client.New(config, client.Options{Scheme: operatortest.Scheme()})
	require.NoError(t, err)
	w := &world{&reconcile.Applier{Client: operator, Live: operator}, c.Client, traffic, namespace.Name}
	// The admission policies are in force a moment after they were made.
	operatortest.Eventually(t, func() error {
		err := operator.Create(ctx, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: "default", GenerateName: "fence-"}}, client.DryRunAll)
		if err != nil {
			return nil
		}
		return operatortest.NotYet("the operator may still write to the default namespace")
	})
	return w
}
