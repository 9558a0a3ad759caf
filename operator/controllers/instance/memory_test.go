package instance_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// status changes what the operator remembers, while it is stopped.
func (w *world) status(patch string) {
	w.Helper()
	w.must(w.Status().Patch(ctx, w.get("tiendo"), client.RawPatch(types.MergePatchType, []byte(`{"status":`+patch+`}`))))
}

func rotate(word string) func(*v1alpha1.Instance) {
	return func(i *v1alpha1.Instance) {
		i.Annotations = map[string]string{v1alpha1.AnnotationRotate: word}
	}
}

// retired waits until a URL opens nothing any more.
func (w *world) retired(url string) {
	w.Helper()
	operatortest.Eventually(w, func() error {
		if opens(w, url) == nil {
			return operatortest.NotYet("the old password still works%s", w.saidOf("tiendo"))
		}
		return nil
	})
}

// A status goes with its Instance, and Instances go with their kind.
func TestALostStatusLosesNoDatabase(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	url := w.url("tiendo")
	w.stop()
	w.databaseServer(w.name + "-2")
	t.Cleanup(func() {
		w.must(w.Delete(ctx, &v1alpha1.DatabaseServer{ObjectMeta: metav1.ObjectMeta{Name: w.name + "-2"}}))
	})
	w.retry(func() error {
		var tenant v1alpha1.Tenant
		w.must(w.Get(ctx, types.NamespacedName{Name: w.name}, &tenant))
		tenant.Spec.Allowed.DatabaseServers = []string{w.name + "-2", w.server}
		return w.Update(ctx, &tenant)
	})
	w.status(`null`)
	w.must(w.Patch(ctx, w.deployment("tiendo"), client.RawPatch(types.MergePatchType,
		[]byte(`{"spec":{"template":{"metadata":{"annotations":{"tiendo.vn/key":"deadbeef"}}}}}`))))
	w.start()
	w.ready("tiendo", "1.0.0")
	d := w.get("tiendo").Status.Database
	assert.Equal(t, w.server, d.Server, "the data is where it was")
	assert.Equal(t, "deadbeef", d.Key, "another operator made the password")
	w.says("tiendo", v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonRetained)
	assert.Equal(t, url, w.url("tiendo"))
	assert.NoError(t, opens(t, url))
}

func TestALostKeyLocksNobodyOut(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	url := w.url("tiendo")
	w.stop()
	// A rotation had begun, and the key went before the server could be reached.
	w.status(`{"database":{"credentials":2,"retired":0,"key":"deadbeef"}}`)
	w.start()
	w.says("tiendo", v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonRetained)
	w.settled("tiendo")
	assert.NoError(t, opens(t, url), "nobody knows which password the servers use")
	w.change("tiendo", rotate("lost"))
	w.until("tiendo", func(i *v1alpha1.Instance) error {
		if d := i.Status.Database; d.Credentials != 3 || d.Retired != 2 {
			return operatortest.NotYet("number 3 in use and 2 retired: %+v", d)
		}
		return nil
	})
	w.says("tiendo", v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonReady)
	assert.NoError(t, opens(t, w.url("tiendo")))
}

func TestAPasswordEndsWhileNothingRuns(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	before := w.url("tiendo")
	w.change("tiendo", suspended(true))
	w.stopped("tiendo")
	w.change("tiendo", rotate("leaked"))
	w.retired(before)
	assert.NoError(t, opens(t, w.url("tiendo")))
}

func TestAPasswordEndsWhileAnUpgradeIsStalled(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	before := w.url("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fails(1, "tiendo: migrate: no")
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonMigrationFailed)
	w.change("tiendo", rotate("leaked"))
	w.retired(before)
	assert.NoError(t, opens(t, w.url("tiendo")))
	assert.Equal(t, "1.0.0", image(w.deployment("tiendo")))
}

func TestServersHearThatTheirDatabaseServerHasMoved(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	before := w.deployment("tiendo").Generation
	w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Host = "localhost" })
	operatortest.Eventually(t, func() error {
		if w.deployment("tiendo").Generation == before {
			return operatortest.NotYet("servers start anew: they read the URL once%s", w.saidOf("tiendo"))
		}
		return nil
	})
	assert.Contains(t, w.url("tiendo"), "@localhost:")
	w.ready("tiendo", "1.0.0")
}

func TestAnotherExternalDatabaseIsMigrated(t *testing.T) {
	w := newWorld(t)
	external := func(secret string) func(*v1alpha1.Instance) {
		return func(i *v1alpha1.Instance) {
			i.Spec.Database.External = &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: secret}}
		}
	}
	w.instance("tiendo", external("mine"))
	w.settled("tiendo")
	secret := func() string {
		for _, v := range w.deployment("tiendo").Spec.Template.Spec.Volumes {
			if v.Name == "database" {
				return v.Projected.Sources[0].Secret.Name
			}
		}
		return ""
	}
	assert.Equal(t, "mine", secret())
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if pod.Labels[v1alpha1.LabelComponent] == v1alpha1.ComponentMigration {
			return operatortest.Fate{Phase: corev1.PodRunning} // it takes its time
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", external("another"))
	w.says("tiendo", v1alpha1.ConditionMigrated, v1alpha1.ReasonProgressing)
	assert.Equal(t, "mine", secret(), "servers stay with what is migrated")
	w.pods(operatortest.Usual)
	w.ready("tiendo", "1.0.0")
	assert.Equal(t, "another", secret())
}
