// Package plan brings plan bundles into the database and says how the two
// differ.
//
// A load compares a bundle with what is there and writes only what differs:
// loading the same bundle again writes nothing. Descriptive fields are updated
// in place, with an event that keeps the values before; targets and figures are
// superseded by new versions; what the bundle lacks is kept and reported.
package plan

import (
	"context"
	"fmt"
	"time"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Options adjusts a load.
type Options struct {
	// Progress is told after every statement how many rows of an entity are
	// written; nil for none.
	Progress func(stage string, done, total int)
	// Now is the clock; nil for the real one.
	Now func() time.Time
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return instant(o.Now())
	}
	return instant(time.Now())
}

// Load brings a bundle into the database, in one transaction: all of it or
// nothing. Where nothing differs and this very bundle was loaded before, it
// writes nothing at all, not even an event.
//
// Several programs may load at once, as replicas do that start together: they
// take turns, and the one that comes second with the same bundle finds nothing
// left to do. Whoever else writes what a load is about to write makes it fail on
// a key; it then tries again.
func Load(ctx context.Context, client *db.Client, b *bundle.Bundle, opts Options) (Report, error) {
	ctx = viewer.NewContext(ctx, viewer.System(actor))
	report, err := loadOnce(ctx, client, b, opts)
	if db.IsConstraintError(err) {
		report, err = loadOnce(ctx, client, b, opts)
	}
	if err != nil {
		return Report{}, fmt.Errorf("load plan bundle %s: %w", nameOf(b), err)
	}
	return report, nil
}

func loadOnce(ctx context.Context, client *db.Client, b *bundle.Bundle, opts Options) (report Report, err error) {
	err = withTx(ctx, client, func(tx *db.Client) error {
		if err := turn(ctx, tx); err != nil {
			return err
		}
		steps, r, err := plan(ctx, tx, b)
		if err != nil {
			return err
		}
		loaded, err := Loaded(ctx, tx, b)
		if err != nil {
			return err
		}
		if r.Written = len(r.Changes) > 0 || !loaded; r.Written {
			w := &writer{tx: tx, now: opts.now(), bundle: nameOf(b), progress: opts.Progress}
			err = w.load(ctx, steps, r)
		}
		report = r
		return err
	})
	return report, err
}

// Diff says what a load would do, and writes nothing. The order is that of the
// entities, then of the bundle; what would be kept comes last of its entity.
func Diff(ctx context.Context, client *db.Client, b *bundle.Bundle) ([]Change, error) {
	ctx = viewer.NewContext(ctx, viewer.Inspector("plan.diff"))
	steps, _, err := plan(ctx, client, b)
	if err != nil {
		return nil, fmt.Errorf("compare plan bundle %s: %w", nameOf(b), err)
	}
	var changes []Change
	for _, s := range steps {
		changes = append(changes, s.Change)
	}
	return changes, nil
}

// Loaded says whether this very bundle was loaded before, by its digest, with
// one query.
func Loaded(ctx context.Context, client *db.Client, b *bundle.Bundle) (bool, error) {
	ctx = viewer.NewContext(ctx, viewer.Inspector("plan.loaded"))
	return client.Event.Query().Where(event.Action(loadAction), event.LabelEQ(labelOf(b))).Exist(ctx)
}

// plan checks the bundle, also one that was built by hand, and decides what to
// do with it.
func plan(ctx context.Context, client *db.Client, b *bundle.Bundle) ([]step, Report, error) {
	if err := b.Check().Err(); err != nil {
		return nil, Report{}, err
	}
	s, err := read(ctx, client, b)
	if err != nil {
		return nil, Report{}, err
	}
	steps, err := changes(b, s)
	if err != nil {
		return nil, Report{}, err
	}
	return steps, newReport(b, s, steps), nil
}

// load carries out the steps, entity by entity, and records what was done.
func (w *writer) load(ctx context.Context, steps []step, r Report) error {
	byEntity := map[string][]step{}
	for _, s := range steps {
		if s.Kind != Keep {
			byEntity[s.Entity] = append(byEntity[s.Entity], s)
		}
	}
	for _, e := range entities {
		if len(byEntity[e.name]) == 0 {
			continue
		}
		if err := e.write(ctx, w, byEntity[e.name]); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	if err := w.noteLoad(r); err != nil {
		return err
	}
	return w.saveEvents(ctx)
}
