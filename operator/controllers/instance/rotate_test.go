package instance_test

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// url is what the pods of an Instance open the database with, but for the files.
func (w *world) url(name string) string {
	w.Helper()
	var s corev1.Secret
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name + "-database"}, &s))
	return withoutFiles(string(s.Data["url"]))
}

// opens reports whether a URL opens its database.
func opens(t testing.TB, url string) error {
	t.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.PingContext(ctx)
}

func TestThePasswordIsRotatedWithoutAGap(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	before := w.url("tiendo")
	assert.NoError(t, opens(t, before))
	var old corev1.PodList
	w.must(w.List(ctx, &old, client.InNamespace(w.name), client.MatchingLabels{v1alpha1.LabelComponent: v1alpha1.ComponentServer}))
	hold := func(finalizers string) {
		pod := old.Items[0].DeepCopy()
		w.must(w.Patch(ctx, pod, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":`+finalizers+`}}`))))
	}
	hold(`["test/ending"]`)

	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if pod.Labels[v1alpha1.LabelComponent] == v1alpha1.ComponentServer && pod.Annotations[v1alpha1.AnnotationCredentials] == "2" {
			return operatortest.Fate{Phase: corev1.PodRunning} // the new servers are still starting
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations = map[string]string{v1alpha1.AnnotationRotate: "2026-11"} })
	operatortest.Eventually(t, func() error {
		if w.url("tiendo") == before {
			return operatortest.NotYet("a new URL")
		}
		return nil
	})
	after := w.url("tiendo")
	assert.NoError(t, opens(t, before), "servers that have not changed over still get in")
	assert.NoError(t, opens(t, after))

	w.pods(operatortest.Usual)
	w.ready("tiendo", "1.0.0")
	w.settled("tiendo")
	assert.NoError(t, opens(t, before), "a server on its way out still gets in")
	hold("null")
	operatortest.Eventually(t, func() error {
		if opens(t, before) == nil {
			return operatortest.NotYet("the old password still works")
		}
		return nil
	})
	assert.NoError(t, opens(t, after))
	i := w.get("tiendo")
	assert.Equal(t, int64(2), i.Status.Database.Credentials)

	t.Run("and again, by another word", func(t *testing.T) {
		w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations[v1alpha1.AnnotationRotate] = "2026-12" })
		w.until("tiendo", func(i *v1alpha1.Instance) error {
			if d := i.Status.Database; d.Credentials != 3 || d.Retired != 2 {
				return operatortest.NotYet("number 3 in use and 2 retired: %+v", d)
			}
			return nil
		})
		assert.NoError(t, opens(t, w.url("tiendo")))
		assert.Error(t, opens(t, after))
	})
}

func TestAPasswordThatSomebodyChangedIsPutRight(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	role := w.get("tiendo").Status.Database.Name + "_a"
	pg.Do(t, "ALTER ROLE "+role+" PASSWORD 'stolen'")
	assert.Error(t, opens(t, w.url("tiendo")))
	w.stop()
	w.start()
	operatortest.Eventually(t, func() error { return opens(t, w.url("tiendo")) })
}

func TestASecretThatPodsMissIsMadeAgain(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	before := w.url("tiendo")
	var s corev1.Secret
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-database"}, &s))
	w.must(w.Delete(ctx, &s))
	w.pods(func(*corev1.Pod) operatortest.Fate {
		err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-database"}, &corev1.Secret{})
		if err != nil {
			return operatortest.Waits("CreateContainerConfigError", `secret "tiendo-database" not found`)
		}
		return operatortest.Runs()
	})
	operatortest.Eventually(t, func() error {
		var again corev1.Secret
		err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-database"}, &again)
		if err == nil && withoutFiles(string(again.Data["url"])) != before {
			return errors.New("another password")
		}
		return err
	})
	w.ready("tiendo", "1.0.0")
}

func TestNoSecretLeavesItsPlace(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	password := passwordOf(t, w.url("tiendo"))
	assert.NotContains(t, pg.Log(t), password, "PostgreSQL's log")
	w.everything(func(kind, text string) {
		assert.NotContains(t, text, password, kind)
		assert.NotContains(t, text, pg.Password, kind)
	})
}
