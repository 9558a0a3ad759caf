package tenant

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
)

// worth lets through the changes of an object that a pass could put right: the
// status of a ResourceQuota, which changes with every pod, is none of them.
type worth struct{ predicate.Funcs }

// Update is whether a change is one of more than a quota's status.
func (worth) Update(e event.UpdateEvent) bool {
	old, ok := e.ObjectOld.(*corev1.ResourceQuota)
	changed, also := e.ObjectNew.(*corev1.ResourceQuota)
	if !ok || !also {
		return true
	}
	return !equality.Semantic.DeepEqual(old.Spec, changed.Spec) || !equality.Semantic.DeepEqual(old.Labels, changed.Labels)
}
