package desired_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestMain(m *testing.M) { operatortest.Main(m) }

var installing sync.Once

// controlPlane is a real one that knows the kinds of others, for its admin.
func controlPlane(t *testing.T) client.Client {
	t.Helper()
	cluster := operatortest.Get(t)
	installing.Do(func() {
		_, err := envtest.InstallCRDs(cluster.Admin, envtest.CRDInstallOptions{
			Paths: []string{kindsOfOthers()}, ErrorIfPathMissing: true})
		require.NoError(t, err)
	})
	return cluster.Client
}

// kindsOfOthers is a folder with the kinds of others. The whole definitions are
// too long to keep here: TIENDO_TEST_CRDS names a folder with them.
func kindsOfOthers() string {
	if folder := os.Getenv("TIENDO_TEST_CRDS"); folder != "" {
		return folder
	}
	return "testdata/crds"
}

// The controllers of the cluster write to what we apply: to the Deployment, the
// Jobs, the autoscaler. None of that is a difference.
func TestWhatControllersWriteIsNoDifference(t *testing.T) {
	cluster := controlPlane(t)
	i := placed(t, cluster, cases["autoscaling that begins"])
	for _, object := range objects(i) {
		applied(t, cluster, object, i)
	}
	operatortest.Eventually(t, func() error { return podsOfAll(cluster, i) })
	for _, object := range objects(i) {
		require.False(t, applied(t, cluster, object, i), title(t, object))
	}
}

// podsOfAll reports whether every component has its pods, and the Deployment's
// controller has said so.
func podsOfAll(cluster client.Client, i desired.Instance) error {
	var pods corev1.PodList
	if err := cluster.List(context.Background(), &pods, client.InNamespace(i.Namespace)); err != nil {
		return err
	}
	count := map[string]int{}
	for _, pod := range pods.Items {
		count[pod.Labels[v1alpha1.LabelComponent]]++
	}
	want := map[string]int{v1alpha1.ComponentServer: 2, v1alpha1.ComponentMigration: 1, v1alpha1.ComponentPlan: 1}
	if fmt.Sprint(count) != fmt.Sprint(want) {
		return operatortest.NotYet("pods %v, want %v", count, want)
	}
	var deployment appsv1.Deployment
	key := client.ObjectKey{Namespace: i.Namespace, Name: desired.ServerName(i)}
	if err := cluster.Get(context.Background(), key, &deployment); err != nil {
		return err
	}
	if deployment.Status.Replicas != 2 {
		return operatortest.NotYet("the Deployment's status says %d replicas", deployment.Status.Replicas)
	}
	return nil
}
