package instance_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func routed(w *world) func(*v1alpha1.Instance) {
	return func(i *v1alpha1.Instance) { i.Spec.Route = &v1alpha1.Route{Host: "tiendo." + w.name + ".example"} }
}

func TestAnInstanceComesToServe(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w))
	i := w.ready("tiendo", "1.0.0")

	assert.Equal(t, w.name, i.Status.Tenant)
	assert.Equal(t, "Tỉnh thử "+w.name, i.Status.Agency)
	assert.Equal(t, "https://tiendo."+w.name+".example", i.Status.URL)
	assert.Equal(t, int32(2), i.Status.Replicas)
	assert.Equal(t, "shared", i.Status.Database.Kind)
	for _, kind := range []string{v1alpha1.ConditionDatabaseReady, v1alpha1.ConditionMigrated, v1alpha1.ConditionPlanLoaded, v1alpha1.ConditionAvailable} {
		assert.True(t, meta.IsStatusConditionTrue(i.Status.Conditions, kind), "%s:%s", kind, said(i))
	}
	assert.True(t, meta.IsStatusConditionFalse(i.Status.Conditions, v1alpha1.ConditionRouteReady), "nobody gives addresses here")
	assert.Nil(t, meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionStalled))
	assert.Nil(t, meta.FindStatusCondition(i.Status.Conditions, v1alpha1.ConditionReconciling))
	assert.Equal(t, "registry.example/tiendo/tiendo:1.0.0", w.deployment("tiendo").Spec.Template.Spec.Containers[0].Image)
}

func TestAddressesAreSeen(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w))
	w.ready("tiendo", "1.0.0")
	var ingress networkingv1.Ingress
	w.must(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, &ingress))
	ingress.Status.LoadBalancer.Ingress = []networkingv1.IngressLoadBalancerIngress{{IP: "192.0.2.1"}}
	w.must(w.Status().Update(ctx, &ingress))
	w.says("tiendo", v1alpha1.ConditionRouteReady, v1alpha1.ReasonReady)
}

func TestReadyIsWhatTheInstanceItselfAnswers(t *testing.T) {
	w := newWorld(t)
	w.readyz(errors.New("503 Service Unavailable: not ready: the database is gone"))
	w.instance("tiendo")
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonNotAnswering), "the database is gone")
	w.readyz(nil)
	w.ready("tiendo", "1.0.0")
}

func TestASecondPassWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w), func(i *v1alpha1.Instance) { i.Spec.Replicas.Max = new(int32(4)) })
	before := w.settled("tiendo")
	databases := pg.Statements(t, "tiendo-operator", func() {
		w.stop()
		asked := w.asked.Load()
		w.start() // looks at everything once more
		operatortest.Eventually(t, func() error {
			if w.asked.Load() == asked {
				return operatortest.NotYet("the operator has not come to ask /readyz")
			}
			return nil
		})
		w.settled("tiendo")
	})
	assert.NotEmpty(t, databases, "the new operator looked at the database")
	for _, statement := range databases {
		assert.True(t, strings.HasPrefix(statement, "SELECT"), "written to the database: %s", statement)
	}
	// A new operator applies the Secrets it cannot read; that changes nothing in them.
	// And the one before was stopped as it was about to count the server's databases.
	writes := slices.DeleteFunc(w.writes(), func(write string) bool {
		return strings.Contains(write, "/secrets") || strings.Contains(write, "/databaseservers/")
	})
	assert.Empty(t, writes)
	assert.Equal(t, before, w.get("tiendo").ResourceVersion)
}

// writes are the writes in the world's namespace and to its Tenant.
func (w *world) writes() []string {
	return slices.DeleteFunc(w.traffic.Writes(), func(write string) bool {
		return !strings.Contains(write, "/"+w.name+"/") && !strings.HasSuffix(write, "/"+w.name)
	})
}

// settled waits until an Instance is ready and nothing is written any more, and
// returns its resource version.
func (w *world) settled(name string) string {
	w.Helper()
	w.ready(name, w.get(name).Spec.Version)
	last, calm := -1, 0
	operatortest.Eventually(w, func() error {
		if n := len(w.writes()); n != last {
			last, calm = n, 0
		}
		if calm++; calm < 10 {
			return operatortest.NotYet("%d writes, the last a moment ago", last)
		}
		return nil
	})
	return w.get(name).ResourceVersion
}

func TestDriftIsPutRight(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w))
	w.settled("tiendo")
	named := metav1.ObjectMeta{Namespace: w.name, Name: "tiendo"}
	for name, object := range map[string]client.Object{
		"Deployment": &appsv1.Deployment{ObjectMeta: named}, "Service": &corev1.Service{ObjectMeta: named},
		"ServiceAccount": &corev1.ServiceAccount{ObjectMeta: named}, "Ingress": &networkingv1.Ingress{ObjectMeta: named},
		"PodDisruptionBudget": &policyv1.PodDisruptionBudget{ObjectMeta: named},
	} {
		t.Run("a "+name+" that somebody deletes is made again", func(t *testing.T) {
			w.must(w.Get(ctx, client.ObjectKeyFromObject(object), object))
			uid := object.GetUID()
			w.must(w.Delete(ctx, object))
			operatortest.Eventually(t, func() error {
				if err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, object); err != nil {
					return err
				}
				if object.GetUID() == uid {
					return operatortest.NotYet("the old one is still there")
				}
				return nil
			})
		})
	}
	t.Run("a Deployment that somebody edits is put right", func(t *testing.T) {
		w.must(w.Patch(ctx, w.deployment("tiendo"), client.RawPatch(types.JSONPatchType,
			[]byte(`[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"registry.example/evil:1"},{"op":"replace","path":"/spec/replicas","value":0}]`))))
		operatortest.Eventually(t, func() error {
			d := w.deployment("tiendo")
			if *d.Spec.Replicas != 2 || d.Spec.Template.Spec.Containers[0].Image != "registry.example/tiendo/tiendo:1.0.0" {
				return operatortest.NotYet("it is still as somebody left it")
			}
			return nil
		})
	})
}

func TestTheReplicasOfAutoscalingAreNotFought(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Spec.Replicas = v1alpha1.Replicas{Min: new(int32(2)), Max: new(int32(6))}
	})
	w.settled("tiendo")
	d := w.deployment("tiendo")
	assert.Equal(t, int32(2), *d.Spec.Replicas)
	w.must(w.SubResource("scale").Patch(ctx, d, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"replicas":5}}`)), client.FieldOwner("autoscaler")))
	w.until("tiendo", func(i *v1alpha1.Instance) error {
		if i.Status.Replicas != 5 {
			return operatortest.NotYet("5 servers: %d", i.Status.Replicas)
		}
		return nil
	})
	w.settled("tiendo")
	assert.Equal(t, int32(5), *w.deployment("tiendo").Spec.Replicas)
}

func TestWhatAnInstanceYieldsIsBoundToItByLabelsAlone(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w))
	w.settled("tiendo")
	for _, list := range []client.ObjectList{&appsv1.DeploymentList{}, &batchv1.JobList{}, &corev1.ServiceList{}, &corev1.SecretList{}, &networkingv1.IngressList{}} {
		w.must(w.List(ctx, list, client.InNamespace(w.name), client.MatchingLabels{v1alpha1.LabelTenant: w.name}))
		items, err := meta.ExtractList(list)
		w.must(err)
		assert.NotEmpty(t, items)
		for _, item := range items {
			assert.Empty(t, item.(client.Object).GetOwnerReferences(), "the garbage collector must not stop an Instance whose kind is lost")
		}
	}
}
