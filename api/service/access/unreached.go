package access

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// unreached remembers which few agencies a role does not reach that reaches nearly
// all: every request asks for it, and it takes a look at each agency. What is known
// holds for one version of who reaches whom, which signing in reads anyway.
type unreached struct {
	mu      sync.Mutex
	version string
	known   map[uuid.UUID]missed
}

type missed struct {
	agencies []uuid.UUID
	few      bool
}

// name gives a viewer the agencies that its role at one does not reach, where they
// are few.
func (u *unreached) name(ctx context.Context, client *db.Client, v *viewer.Viewer, at uuid.UUID, version string) error {
	m, known := u.at(at, version)
	if !known {
		agencies, version, few, err := rule.Unreached(ctx, client, at)
		if err != nil {
			return err
		}
		m = missed{agencies, few}
		u.keep(at, version, m)
	}
	if m.few {
		if v.Beyond == nil {
			v.Beyond = map[uuid.UUID][]uuid.UUID{}
		}
		v.Beyond[at] = m.agencies
	}
	return nil
}

func (u *unreached) at(at uuid.UUID, version string) (missed, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	m, known := u.known[at]
	return m, known && u.version == version
}

func (u *unreached) keep(at uuid.UUID, version string, m missed) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.known == nil || u.version != version {
		u.version, u.known = version, map[uuid.UUID]missed{}
	}
	u.known[at] = m
}
