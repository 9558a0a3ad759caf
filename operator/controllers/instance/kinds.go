package instance

import (
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// hasKind reports whether the cluster has a kind of somebody else's.
func (r *Reconciler) hasKind(kind schema.GroupVersionKind) (bool, error) {
	_, err := r.Client.RESTMapper().RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		return false, nil
	}
	return err == nil, err
}
