package reconcile

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// WriteStatus applies the status of after where it differs from that of before,
// once, and reports whether it wrote. Conditions of others stay theirs.
func WriteStatus(ctx context.Context, c client.Client, before, after client.Object) (changed bool, err error) {
	old, err := status(before)
	if err != nil {
		return false, err
	}
	now, err := status(after)
	if err != nil || equality.Semantic.DeepEqual(old, now) {
		return false, err
	}
	gvk, err := apiutil.GVKForObject(after, c.Scheme())
	if err != nil {
		return false, err
	}
	u := &unstructured.Unstructured{Object: map[string]any{"status": now}}
	u.SetGroupVersionKind(gvk)
	u.SetName(after.GetName())
	u.SetNamespace(after.GetNamespace())
	u.SetUID(after.GetUID()) // another object of the same name is not meant
	err = c.Status().Apply(ctx, client.ApplyConfigurationFromUnstructured(u), client.FieldOwner(v1alpha1.FieldOwner), client.ForceOwnership)
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("status of %s %q: %w", gvk.Kind, after.GetName(), err)
	}
	return true, nil
}

func status(object client.Object) (any, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, err
	}
	return content["status"], nil
}
