package jobs

import (
	"maps"
	"slices"
	"sync"

	"github.com/google/uuid"
)

// doing are the jobs that a runner is at. It does not claim them again, even
// when its hold is over: a machine that stood still, or was very busy, wakes up
// in the midst of a job, and would begin it once more beside itself.
type doing struct {
	mu  sync.Mutex
	ids map[uuid.UUID]struct{}
}

func newDoing() *doing { return &doing{ids: map[uuid.UUID]struct{}{}} }

// begin notes that a job is being done.
func (d *doing) begin(id uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ids[id] = struct{}{}
}

// end notes that it is not any more, and that it is written down how it went.
func (d *doing) end(id uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ids, id)
}

// all are the jobs that are being done.
func (d *doing) all() []uuid.UUID {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.ids))
}
