package charts_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestTheAPIServerTakesEveryRenderedManifest(t *testing.T) {
	c := operatortest.Get(t)
	standIn(t, c, "cert-manager.io", "v1", "Issuer")
	standIn(t, c, "cert-manager.io", "v1", "Certificate")
	standIn(t, c, "monitoring.coreos.com", "v1", "ServiceMonitor")
	namespace(t, c, elsewhere, nil)

	for name, objects := range renderings(t) {
		t.Run(name, func(t *testing.T) {
			for _, o := range objects {
				assert.NoError(t, dryRun(c, o), "%s %q", o.GetKind(), o.GetName())
			}
		})
	}
}

// A Deployment or Job is taken whatever its pods look like; whether they are let
// in shows only with a pod.
func TestRestrictedNamespacesTakeEveryPod(t *testing.T) {
	c := operatortest.Get(t)
	namespace(t, c, "restricted", map[string]string{"pod-security.kubernetes.io/enforce": "restricted"})
	account(t, c, "restricted")

	pods := 0
	for name, objects := range renderings(t) {
		t.Run(name, func(t *testing.T) {
			for _, o := range objects {
				template, found, err := unstructured.NestedMap(o.Object, "spec", "template")
				require.NoError(t, err)
				if !found || o.GetKind() != "Deployment" && o.GetKind() != "Job" {
					continue
				}
				pods++
				assert.NoError(t, c.Client.Create(context.Background(), podOf(t, template), client.DryRunAll), "%s %q", o.GetKind(), o.GetName())
			}
		})
	}
	assert.GreaterOrEqual(t, pods, 15, "as many pods were tried")
}

func TestARestrictedNamespaceRefusesAPodThatIsNot(t *testing.T) {
	c := operatortest.Get(t)
	namespace(t, c, "restricted", map[string]string{"pod-security.kubernetes.io/enforce": "restricted"})
	account(t, c, "restricted")
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "restricted", Name: "open"},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "open", Image: "open"}}},
	}
	err := c.Client.Create(context.Background(), pod, client.DryRunAll)
	assert.ErrorContains(t, err, "violates PodSecurity")
}

// podOf is a pod of a template, with the one account that the namespace has.
func podOf(t *testing.T, template map[string]any) *corev1.Pod {
	t.Helper()
	pod := &corev1.Pod{}
	require.NoError(t, runtime.DefaultUnstructuredConverter.FromUnstructured(template, pod))
	pod.Namespace, pod.Name = "restricted", "tried"
	pod.Spec.ServiceAccountName, pod.Spec.PriorityClassName = "", ""
	return pod
}

// dryRun applies an object on the server without keeping it; a field that its
// kind does not have is an error.
func dryRun(c *operatortest.Cluster, o *unstructured.Unstructured) error {
	text, err := o.MarshalJSON()
	if err != nil {
		return err
	}
	return c.Client.Patch(context.Background(), o.DeepCopy(), client.RawPatch(types.ApplyPatchType, text),
		client.DryRunAll, client.FieldOwner("try"), client.ForceOwnership, client.FieldValidation(metav1.FieldValidationStrict))
}

// standIn makes a kind known that somebody else's operator brings along.
func standIn(t *testing.T, c *operatortest.Cluster, group, version, kind string) {
	t.Helper()
	keep, plural := true, strings.ToLower(kind)+"s"
	crd := &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: plural + "." + group},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: group, Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Kind: kind, ListKind: kind + "List", Plural: plural, Singular: strings.ToLower(kind)},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: version, Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &keep}},
			}},
		},
	}
	if err := c.Client.Create(context.Background(), crd); !apierrors.IsAlreadyExists(err) {
		require.NoError(t, err)
	}
	operatortest.Eventually(t, func() error {
		list := &unstructured.UnstructuredList{}
		list.SetAPIVersion(group + "/" + version)
		list.SetKind(kind + "List")
		return c.Client.List(context.Background(), list)
	})
}

// namespace makes a namespace where there is none of that name.
func namespace(t *testing.T, c *operatortest.Cluster, name string, labels map[string]string) {
	t.Helper()
	err := c.Client.Create(context.Background(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}})
	if !apierrors.IsAlreadyExists(err) {
		require.NoError(t, err)
	}
}

// account waits for the account that every namespace gets, without which no pod is
// taken.
func account(t *testing.T, c *operatortest.Cluster, namespace string) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		return c.Client.Get(context.Background(), client.ObjectKey{Namespace: namespace, Name: "default"}, &corev1.ServiceAccount{})
	})
}
