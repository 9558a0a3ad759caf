package desired

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// Instance is the Instance that the Tenant keeps; nil where it keeps none. Its
// labels say whose it is, and the annotation says so to people.
func Instance(t Tenant) *unstructured.Unstructured {
	if t.Template == nil {
		return nil
	}
	u := &unstructured.Unstructured{Object: map[string]any{"spec": tree(t.Template.InstanceSpec)}}
	u.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind("Instance"))
	u.SetName(t.Template.Name)
	u.SetNamespace(t.Namespace)
	u.SetLabels(labelsOf(t))
	u.SetAnnotations(map[string]string{v1alpha1.AnnotationTemplate: t.Name})
	return u
}

// tree is a spec as plain values, with nothing in it that is not said.
func tree(spec v1alpha1.InstanceSpec) map[string]any {
	text, err := json.Marshal(spec)
	if err != nil {
		panic(err) // a struct of plain fields
	}
	u := &unstructured.Unstructured{}
	if err := u.UnmarshalJSON([]byte(`{"apiVersion":"v1","kind":"Spec","spec":` + string(text) + `}`)); err != nil {
		panic(err) // what was just written
	}
	return u.Object["spec"].(map[string]any)
}
