package instance

import (
	"sync"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// written remembers, by an Instance's name, the status that was written last and
// over which version of the Instance. A pass often starts before the cache has
// seen what the one before it wrote: it would take an old status up again, and
// leave a new one as it is that no longer holds.
type written struct{ sync.Map }

type over struct {
	version string
	status  v1alpha1.InstanceStatus
}

// recall gives an Instance the status that the cache has not seen.
func (w *written) recall(i *v1alpha1.Instance) {
	last, ok := w.Load(client.ObjectKeyFromObject(i))
	if seen, _ := last.(over); ok && seen.version == i.ResourceVersion {
		i.Status = *seen.status.DeepCopy()
	}
}

// remember keeps what was written over a version of an Instance.
func (w *written) remember(version string, i *v1alpha1.Instance) {
	w.Store(client.ObjectKeyFromObject(i), over{version, *i.Status.DeepCopy()})
}
