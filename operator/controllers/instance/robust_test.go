package instance_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// state is what an Instance yields, without what differs from one world to
// another: names of worlds, and what the API server gives out.
func (w *world) state() map[string]string {
	w.Helper()
	state := map[string]string{}
	for _, list := range []client.ObjectList{
		&appsv1.DeploymentList{}, &batchv1.JobList{}, &corev1.ServiceList{}, &corev1.ServiceAccountList{}, &corev1.ConfigMapList{},
		&networkingv1.IngressList{}, &policyv1.PodDisruptionBudgetList{},
	} {
		w.must(w.List(ctx, list, client.InNamespace(w.name), client.HasLabels{v1alpha1.LabelInstance}))
		items, err := meta.ExtractList(list)
		w.must(err)
		for _, item := range items {
			object := item.(client.Object)
			// What the operator applied is the same; the rest is the API server's.
			var applied []string
			for _, entry := range object.GetManagedFields() {
				if entry.Manager == v1alpha1.FieldOwner {
					applied = append(applied, string(entry.FieldsV1.Raw))
				}
			}
			name := fmt.Sprintf("%T %s %v", object, object.GetLabels()[v1alpha1.LabelComponent], object.GetLabels()[v1alpha1.LabelVersion])
			state[name] = strings.ReplaceAll(strings.Join(applied, ""), w.name, "WORLD")
		}
	}
	return state
}

// dies makes an operator die after each write: it is carried out, and nobody sees
// the answer.
func (w *world) dies() (died *atomic.Bool) {
	died = &atomic.Bool{}
	w.traffic.Answer(func(_ int, r *http.Request) *http.Response {
		if died.Load() {
			return operatortest.Refuse(r, http.StatusServiceUnavailable, "ServiceUnavailable")
		}
		return nil
	})
	w.traffic.Ended(func(int) { died.Store(true) })
	return died
}

// untilSo lets operators live, each until its first write, until something is so.
func (w *world) untilSo(so func() bool) (lives int) {
	w.Helper()
	for lives = 1; lives <= 80; lives++ {
		w.start()
		died := w.dies()
		operatortest.Eventually(w, func() error {
			if died.Load() || so() {
				return nil
			}
			return operatortest.NotYet("the operator neither writes nor is done:%s", w.saidOf("tiendo"))
		})
		w.stop()
		if so() {
			return lives
		}
	}
	w.Fatalf("not so after %d lives:%s", lives, w.saidOf("tiendo"))
	return 0
}

func (w *world) saidOf(name string) string {
	var i v1alpha1.Instance
	if err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &i); err != nil {
		return err.Error()
	}
	return said(&i)
}

func (w *world) isReady(version string) func() bool {
	return func() bool {
		var i v1alpha1.Instance
		err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, &i)
		return err == nil && i.Status.Version == version && i.Status.ObservedGeneration == i.Generation && meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionReady)
	}
}

func TestAnOperatorThatDiesAfterEveryWriteComesToTheSame(t *testing.T) {
	calm := newWorld(t)
	calm.instance("tiendo", routed(calm))
	calm.settled("tiendo")
	calm.change("tiendo", version("1.1.0"))
	calm.ready("tiendo", "1.1.0")
	calm.settled("tiendo")
	calm.stop()

	w := stillWorld(t)
	w.instance("tiendo", routed(w))
	lives := w.untilSo(w.isReady("1.0.0"))
	assert.Greater(t, lives, 10, "one life for each write")
	w.change("tiendo", version("1.1.0"))
	w.untilSo(w.isReady("1.1.0"))
	w.start()
	w.settled("tiendo")
	assert.Equal(t, calm.state(), w.state())
	assert.NoError(t, opens(t, w.url("tiendo")))
	w.stop()

	t.Run("a rotation too", func(t *testing.T) {
		before := w.url("tiendo")
		w.change("tiendo", func(i *v1alpha1.Instance) { i.Annotations = map[string]string{v1alpha1.AnnotationRotate: "1"} })
		w.untilSo(func() bool {
			d := w.get("tiendo").Status.Database
			return d.Credentials == 2 && d.Retired == 1
		})
		assert.NoError(t, opens(t, w.url("tiendo")))
		assert.Error(t, opens(t, before))
	})
	t.Run("a deletion too", func(t *testing.T) {
		name := w.get("tiendo").Status.Database.Name
		w.must(w.Delete(ctx, w.get("tiendo")))
		w.untilSo(func() bool {
			return apierrors.IsNotFound(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, &v1alpha1.Instance{}))
		})
		assert.Equal(t, "1", databases(t, name))
		w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-retained"}, &corev1.ConfigMap{}))
	})
}

func TestFaultsOfTheApiServerPass(t *testing.T) {
	for name, fault := range map[string]func(*http.Request) *http.Response{
		"conflict":          func(r *http.Request) *http.Response { return operatortest.Refuse(r, 409, "Conflict") },
		"too many requests": func(r *http.Request) *http.Response { return operatortest.Refuse(r, 429, "TooManyRequests") },
		"internal error":    func(r *http.Request) *http.Response { return operatortest.Refuse(r, 500, "InternalError") },
		"not to be reached": func(r *http.Request) *http.Response { return operatortest.Refuse(r, 503, "ServiceUnavailable") },
	} {
		t.Run(name, func(t *testing.T) {
			w := stillWorld(t)
			w.instance("tiendo", routed(w))
			w.start()
			w.traffic.Answer(func(write int, r *http.Request) *http.Response {
				if write%3 != 0 {
					return fault(r) // two of three writes fail
				}
				return nil
			})
			w.ready("tiendo", "1.0.0")
			assert.NoError(t, opens(t, w.url("tiendo")))
		})
	}
}

func TestACacheThatLagsBehindDoesNoHarm(t *testing.T) {
	w := stillWorld(t)
	w.instance("tiendo", routed(w))
	w.lag = 50 * time.Millisecond
	w.start()
	w.ready("tiendo", "1.0.0")
	w.change("tiendo", version("1.1.0"))
	w.ready("tiendo", "1.1.0")
	w.settled("tiendo")
	var jobs batchv1.JobList
	w.must(w.List(ctx, &jobs, client.InNamespace(w.name)))
	assert.Len(t, jobs.Items, 2, "nothing was done twice")
}

func TestAnInstanceSurvivesItsKind(t *testing.T) {
	w := newWorld(t)
	i := w.instance("tiendo", routed(w))
	w.settled("tiendo")
	before, url := w.uids(), w.url("tiendo")

	var crd apiextensionsv1.CustomResourceDefinition
	w.must(w.Get(ctx, types.NamespacedName{Name: "instances.tiendo.vn"}, &crd))
	w.must(w.Delete(ctx, &crd))
	operatortest.Eventually(t, func() error {
		if err := w.Get(ctx, client.ObjectKeyFromObject(&crd), &crd); !apierrors.IsNotFound(err) {
			return operatortest.NotYet("the kind is still there: %v", err)
		}
		return nil
	})
	assert.Equal(t, before, w.uids(), "everything runs on")
	assert.NoError(t, opens(t, url))
	w.stop()

	w.cluster.InstallCRDs(t)
	again := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: "tiendo"}, Spec: i.Spec}
	operatortest.Eventually(t, func() error { return w.Create(ctx, again) })
	w.start()
	w.settled("tiendo")
	assert.Equal(t, before, w.uids(), "what ran was taken up as it was")
	assert.Equal(t, url, w.url("tiendo"))
}

// uids are the identities of what runs.
func (w *world) uids() map[string]types.UID {
	w.Helper()
	uids := map[string]types.UID{}
	for _, list := range []client.ObjectList{&appsv1.DeploymentList{}, &corev1.ServiceList{}, &corev1.PodList{}, &corev1.SecretList{}, &batchv1.JobList{}} {
		w.must(w.List(ctx, list, client.InNamespace(w.name), client.HasLabels{v1alpha1.LabelInstance}))
		items, err := meta.ExtractList(list)
		w.must(err)
		for _, item := range items {
			object := item.(client.Object)
			uids[object.GetName()+string(object.GetUID())] = object.GetUID()
		}
	}
	return uids
}
