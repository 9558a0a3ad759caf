package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// state is what the database has, as far as a bundle may speak of it: the
// catalogue, and what belongs to the plans of the bundle. Agencies' own
// indicators and what agencies reported are not the bundle's.
type state struct {
	*names
	// plans are the codes of the bundle's plans.
	plans []string
	// rows are the rows in force, by entity.
	rows map[string][]record
	// wanted counts the rows of the bundle, by entity.
	wanted map[string]int
}

// read takes the state in a number of queries that does not depend on the
// number of rows.
func read(ctx context.Context, client *db.Client, b *bundle.Bundle) (*state, error) {
	s := &state{names: newNames(), rows: map[string][]record{}, wanted: map[string]int{}}
	for _, p := range b.Plans {
		s.plans = append(s.plans, p.Code)
	}
	for _, e := range entities {
		if err := e.read(ctx, client, s); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.name, err)
		}
	}
	return s, nil
}

// add registers a row and returns it for what only some entities have.
func (s *state) add(entity string, id uuid.UUID, fields []field, parts ...string) *record {
	key := keyOf(parts...)
	s.learn(entity, key, id)
	s.rows[entity] = append(s.rows[entity], record{key: key, id: id, fields: fields})
	rows := s.rows[entity]
	return &rows[len(rows)-1]
}

// known links only to rows that were read: the others are not the bundle's.
func (s *state) known(edge string, ids []uuid.UUID) link {
	l := link{name: edge}
	for _, id := range ids {
		if _, ok := s.keys[id]; ok {
			l.ids = append(l.ids, id)
		}
	}
	return l
}
