package reconcile

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Remove deletes an object, named by its type, namespace and name, where it is
// the owner's, and reports whether it did. What is not there, or somebody else's,
// is left alone.
func (a *Applier) Remove(ctx context.Context, object client.Object, owner Owner) (removed bool, err error) {
	return a.remove(ctx, a.reader(object), object, owner)
}

// RemoveLive is Remove past the cache, for what may have been made a moment ago and
// would never be looked at again.
func (a *Applier) RemoveLive(ctx context.Context, object client.Object, owner Owner) (removed bool, err error) {
	return a.remove(ctx, a.Live, object, owner)
}

func (a *Applier) remove(ctx context.Context, from client.Reader, object client.Object, owner Owner) (removed bool, err error) {
	err = from.Get(ctx, client.ObjectKeyFromObject(object), object)
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil || !owner.Owns(object) || !object.GetDeletionTimestamp().IsZero() {
		return false, err
	}
	uid := object.GetUID()
	err = a.Client.Delete(ctx, object, client.Preconditions{UID: &uid}, client.PropagationPolicy(metav1.DeletePropagationBackground))
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return false, nil // gone, or another one by now: the next event tells
	}
	if err != nil {
		return false, fmt.Errorf("delete %T %q: %w", object, object.GetName(), err)
	}
	return true, nil
}

// reader reads past the cache what is never cached: kinds of others.
func (a *Applier) reader(object client.Object) client.Reader {
	if _, ok := object.(*unstructured.Unstructured); ok {
		return a.Live
	}
	return a.Client
}
