package tenant

import (
	"sync"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// written remembers, by a Tenant's name, the status that was written last and
// over which version of the Tenant. The Instance that a pass makes is an event at
// once, and the pass after it often starts before the cache has seen the status:
// without this it would write the same again.
type written struct{ sync.Map }

type over struct {
	version string
	status  v1alpha1.TenantStatus
}

// recall gives a Tenant the status that the cache has not seen.
func (w *written) recall(t *v1alpha1.Tenant) {
	last, ok := w.Load(t.Name)
	if seen, _ := last.(over); ok && seen.version == t.ResourceVersion {
		t.Status = *seen.status.DeepCopy()
	}
}

// remember keeps what was written over a Tenant as it was read.
func (w *written) remember(read, t *v1alpha1.Tenant) {
	w.Store(t.Name, over{read.ResourceVersion, *t.Status.DeepCopy()})
}
