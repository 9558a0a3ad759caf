package instance_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func (w *world) find(name string) (*appsv1.Deployment, error) {
	var d appsv1.Deployment
	return &d, w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, &d)
}

func TestADeletedInstanceIsNeverCalledReady(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", func(i *v1alpha1.Instance) { i.Finalizers = []string{"test.tiendo.vn/hold"} })
	w.settled("tiendo")
	w.readyEvents(func(before int) {
		w.must(w.Delete(ctx, w.get("tiendo")))
		operatortest.Eventually(t, func() error {
			if i := w.get("tiendo"); len(i.Finalizers) != 1 {
				return operatortest.NotYet("the operator's finalizer is gone: %v%s", i.Finalizers, said(i))
			} else if meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionReady) {
				return operatortest.NotYet("the pass that took the finalizer away has written the status: %s", said(i))
			}
			return nil
		})
		w.stop()
		i := w.get("tiendo")
		assert.False(t, meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionReady), said(i))
		w.readyEvents(func(after int) { assert.Equal(t, before, after, "nothing serves any more") })
	})
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Finalizers = nil })
}

func (w *world) readyEvents(show func(int)) {
	w.Helper()
	var list eventsv1.EventList
	w.must(w.List(ctx, &list, client.InNamespace(w.name)))
	n := 0
	for _, e := range list.Items {
		if e.Regarding.Kind == "Instance" && e.Reason == v1alpha1.ReasonReady {
			n++
		}
	}
	show(n)
}

func TestANamespaceThatGoesTakesItsInstanceAlong(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	name := w.get("tiendo").Status.Database.Name
	w.must(w.Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: w.name}}))
	w.must(client.IgnoreNotFound(w.Delete(ctx, &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: w.name, Name: "tiendo"}})))
	w.gone("tiendo")
	assert.Equal(t, "1", databases(t, name), "the data stays")
}

func TestANamespaceThatBecomesATenantsIsNoticed(t *testing.T) {
	w := newWorld(t)
	other := w.name + "-other"
	w.must(w.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: other}}))
	i := &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: other, Name: "tiendo"}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}
	w.must(w.Create(ctx, i))
	reason := func(want string) {
		operatortest.Eventually(t, func() error {
			w.must(w.Get(ctx, client.ObjectKeyFromObject(i), i))
			c := meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReady)
			if c == nil || !strings.Contains(c.Message, want) {
				return operatortest.NotYet("%q:%s", want, said(i))
			}
			return nil
		})
	}
	reason("belongs to no Tenant")
	w.must(w.Patch(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: other}},
		client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":{"`+v1alpha1.LabelTenant+`":"nobody"}}}`))))
	reason("there is no Tenant of that name")
	w.must(w.Delete(ctx, i))
	w.must(w.Patch(ctx, i, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`))))
	w.must(w.Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: other}}))
}
