package instance_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// withoutFiles is a URL for a test, which has no files mounted.
func withoutFiles(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	query := u.Query()
	query.Del("sslrootcert")
	query.Set("sslmode", "require")
	u.RawQuery = query.Encode()
	return u.String()
}

func passwordOf(t testing.TB, text string) string {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	password, _ := u.User.Password()
	require.NotEmpty(t, password)
	return password
}

// everything shows a test all that others than the operator and the pods may read.
func (w *world) everything(show func(kind, text string)) {
	w.Helper()
	for kind, list := range map[string]client.ObjectList{
		"Pods": &corev1.PodList{}, "Deployments": &appsv1.DeploymentList{}, "Jobs": &batchv1.JobList{}, "Events": &eventsv1.EventList{},
		"ConfigMaps": &corev1.ConfigMapList{}, "Instances": &v1alpha1.InstanceList{}, "Tenants": &v1alpha1.TenantList{}, "DatabaseServers": &v1alpha1.DatabaseServerList{},
	} {
		w.must(w.List(ctx, list))
		text, err := json.Marshal(list)
		w.must(err)
		show(kind, string(text))
	}
}

func (w *world) retry(do func() error) {
	w.Helper()
	w.must(retry.RetryOnConflict(retry.DefaultBackoff, do))
}
