package instance_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
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

// What a program says as it ends is repeated to people who may read no Secret.
func TestASecretThatAProgramPrintsIsNotRepeated(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	url, keys := w.url("tiendo"), &corev1.Secret{}
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-keys"}, keys))
	secrets := []string{passwordOf(t, url), string(keys.Data["secret.key"]), "their-own"}
	lines := "cannot open " + url + " with " + strings.Join(secrets[:2], " or ") + "; postgres://me:their-own@elsewhere/x"
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fails(1, lines)
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonMigrationFailed), "@elsewhere/x")
	w.pods(operatortest.Usual)
	w.readyz(errors.New(lines))
	w.change("tiendo", version("1.2.0"))
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonNotAnswering), "@elsewhere/x")
	w.everything(func(kind, text string) {
		if kind == "Pods" { // who may read pods reads what they print
			return
		}
		for _, secret := range secrets {
			assert.NotContains(t, text, secret, kind)
		}
	})
}
