package reconcile

import (
	"context"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// KindGoes reports whether a kind itself is being deleted, "instances" say: then
// its objects go with it, and nobody meant what runs because of them.
func KindGoes(ctx context.Context, live client.Reader, plural string) (bool, error) {
	var crd apiextensionsv1.CustomResourceDefinition
	err := live.Get(ctx, types.NamespacedName{Name: plural + "." + v1alpha1.GroupVersion.Group}, &crd)
	if apierrors.IsNotFound(err) {
		return true, nil
	}
	return err == nil && !crd.DeletionTimestamp.IsZero(), err
}
