package reconcile

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// AddFinalizer adds the finalizer and reports whether it did. It never adds one
// to an object that is being deleted, which the API server would refuse.
func AddFinalizer(ctx context.Context, c client.Client, object client.Object) (added bool, err error) {
	if !object.GetDeletionTimestamp().IsZero() || controllerutil.ContainsFinalizer(object, v1alpha1.Finalizer) {
		return false, nil
	}
	before := object.DeepCopyObject().(client.Object)
	controllerutil.AddFinalizer(object, v1alpha1.Finalizer)
	if err := c.Patch(ctx, object, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})); err != nil {
		return false, fmt.Errorf("add the finalizer: %w", err)
	}
	return true, nil
}

// RemoveFinalizer lets a deleted object go.
func RemoveFinalizer(ctx context.Context, c client.Client, object client.Object) error {
	if !controllerutil.ContainsFinalizer(object, v1alpha1.Finalizer) {
		return nil
	}
	before := object.DeepCopyObject().(client.Object)
	controllerutil.RemoveFinalizer(object, v1alpha1.Finalizer)
	err := c.Patch(ctx, object, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{}))
	if err = client.IgnoreNotFound(err); err != nil && !apierrors.IsConflict(err) {
		return fmt.Errorf("remove the finalizer: %w", err)
	}
	return err
}
