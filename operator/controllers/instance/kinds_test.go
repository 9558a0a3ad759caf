package instance_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// install gives the cluster a kind of somebody else's until the test ends, or
// until what is returned is called.
func (w *world) install(kind schema.GroupVersionKind, plural string) (uninstall func()) {
	w.Helper()
	anything := true
	crd := &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: plural + "." + kind.Group, Annotations: map[string]string{"api-approved.kubernetes.io": "unapproved, for a test"}},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: kind.Group, Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Kind: kind.Kind, ListKind: kind.Kind + "List", Plural: plural},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: kind.Version, Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything}},
			}},
		},
	}
	w.must(w.Create(ctx, crd))
	operatortest.Eventually(w, func() error {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(kind.GroupVersion().WithKind(kind.Kind + "List"))
		return w.List(ctx, list)
	})
	uninstall = func() {
		w.must(client.IgnoreNotFound(w.Delete(ctx, crd.DeepCopy())))
		operatortest.Eventually(w, func() error {
			if err := w.Get(ctx, client.ObjectKeyFromObject(crd), &apiextensionsv1.CustomResourceDefinition{}); !apierrors.IsNotFound(err) {
				return operatortest.NotYet("the kind is still there: %v", err)
			}
			return nil
		})
	}
	w.Cleanup(uninstall)
	return uninstall
}

func (w *world) there(kind schema.GroupVersionKind, name string) bool {
	w.Helper()
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(kind)
	err := w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: name}, u)
	if !apierrors.IsNotFound(err) {
		w.must(err)
	}
	return err == nil
}

func look(i *v1alpha1.Instance) {
	if i.Annotations == nil {
		i.Annotations = map[string]string{}
	}
	i.Annotations["look"] += "."
}

func TestKindsOfOthersComeAndGo(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", routed(w))
	w.settled("tiendo")
	gateway := func(i *v1alpha1.Instance) { i.Spec.Route.GatewayRef = &v1alpha1.GatewayReference{Name: "public"} }
	ingress := func() error {
		return w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo"}, &networkingv1.Ingress{})
	}
	w.change("tiendo", gateway)
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonKindMissing)
	assert.NoError(t, ingress(), "the old way in stays until there is a new one")

	routes := w.install(desired.HTTPRouteKind, "httproutes")
	w.change("tiendo", look)
	w.ready("tiendo", "1.0.0")
	assert.True(t, w.there(desired.HTTPRouteKind, "tiendo"))
	assert.True(t, apierrors.IsNotFound(ingress()))

	routes()
	w.change("tiendo", look)
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonKindMissing)
	w.change("tiendo", func(i *v1alpha1.Instance) { i.Spec.Route.GatewayRef = nil })
	w.ready("tiendo", "1.0.0")

	monitors := w.install(desired.ServiceMonitorKind, "servicemonitors")
	w.change("tiendo", look)
	operatortest.Eventually(t, func() error {
		if !w.there(desired.ServiceMonitorKind, "tiendo") {
			return operatortest.NotYet("a ServiceMonitor")
		}
		return nil
	})
	monitors()
	w.change("tiendo", version("1.1.0"))
	w.ready("tiendo", "1.1.0")
}

func TestADeletedInstanceLeavesNoHalfMadeDatabase(t *testing.T) {
	w := newWorld(t)
	w.policy(v1alpha1.DeletionDelete)
	w.install(desired.ClusterKind, "clusters")
	w.instance("tiendo", func(i *v1alpha1.Instance) { i.Spec.Database.CloudNativePG = &v1alpha1.CloudNativePG{} })
	w.says("tiendo", v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonProgressing)
	assert.True(t, w.there(desired.ClusterKind, "tiendo-db"))
	w.change("tiendo", func(i *v1alpha1.Instance) {
		i.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: w.name}
	})
	w.must(w.Delete(ctx, w.get("tiendo")))
	w.gone("tiendo")
	assert.False(t, w.there(desired.ClusterKind, "tiendo-db"))
}

func TestADatabaseOfOthersIsNotCalledDestroyed(t *testing.T) {
	for _, policy := range []v1alpha1.DeletionPolicy{v1alpha1.DeletionDelete, v1alpha1.DeletionRetain} {
		t.Run(string(policy), func(t *testing.T) {
			w := newWorld(t)
			w.policy(policy)
			w.instance("tiendo", func(i *v1alpha1.Instance) {
				i.Spec.Database.External = &v1alpha1.ExternalDatabase{SecretRef: v1alpha1.SecretKeyReference{Name: "mine"}}
			})
			w.settled("tiendo")
			w.must(w.Delete(ctx, w.get("tiendo")))
			w.gone("tiendo")
			assert.True(t, apierrors.IsNotFound(w.Get(ctx, types.NamespacedName{Namespace: w.name, Name: "tiendo-retained"}, &corev1.ConfigMap{})))
		})
	}
}

func TestADatabaseThatCannotBeDestroyedHasAWayOut(t *testing.T) {
	w := newWorld(t)
	w.policy(v1alpha1.DeletionDelete)
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Annotations = map[string]string{v1alpha1.AnnotationConfirmDeletion: w.name}
	})
	w.settled("tiendo")
	var server v1alpha1.DatabaseServer
	w.must(w.Get(ctx, types.NamespacedName{Name: w.server}, &server))
	w.must(client.IgnoreNotFound(w.Patch(ctx, &server, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"port":1}}`)))))
	w.must(w.Delete(ctx, w.get("tiendo")))
	w.until("tiendo", func(i *v1alpha1.Instance) error {
		if !strings.Contains(said(i), "Tenant "+w.name+" to Retain") {
			return operatortest.NotYet("the way out")
		}
		return nil
	})
	w.policy(v1alpha1.DeletionRetain)
	w.gone("tiendo")
}

func TestServersThatAutoscalingAddsAreNoOutage(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo", func(i *v1alpha1.Instance) {
		i.Spec.Replicas = v1alpha1.Replicas{Min: new(int32(2)), Max: new(int32(6))}
	})
	w.settled("tiendo")
	before := w.get("tiendo").ResourceVersion
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if pod.Status.Phase == corev1.PodRunning || pod.Labels[v1alpha1.LabelComponent] != v1alpha1.ComponentServer {
			return operatortest.Usual(pod)
		}
		return operatortest.Fate{Phase: corev1.PodPending} // a new one takes its time
	})
	w.must(w.SubResource("scale").Patch(ctx, w.deployment("tiendo"), client.RawPatch(types.MergePatchType, []byte(`{"spec":{"replicas":3}}`)), client.FieldOwner("autoscaler")))
	operatortest.Eventually(t, func() error {
		if d := w.deployment("tiendo"); d.Status.UpdatedReplicas != 3 {
			return operatortest.NotYet("a third server starts: %d", d.Status.UpdatedReplicas)
		}
		return nil
	})
	w.settled("tiendo")
	assert.Equal(t, before, w.get("tiendo").ResourceVersion, said(w.get("tiendo")))
}
