package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// actor is what the event log names as the one who changed things.
const actor = "plan.load"

// loadAction marks the event of a whole load; its label names the bundle.
const loadAction = "plan.load"

// note prepares the event of a changed row. It is about the row that was there
// before: for a version, the one that is no longer in force.
func (w *writer) note(s step) error {
	before, after := map[string]any{}, map[string]any{}
	for _, f := range s.Fields {
		before[f.Name], after[f.Name] = f.Before, f.After
	}
	old, err := toJSON(before)
	if err != nil {
		return err
	}
	next, err := toJSON(after)
	if err != nil {
		return err
	}
	w.events = append(w.events, w.event(actionOf(s.Change), s.Entity, s.Label).
		SetEntityID(s.have.id).SetBefore(old).SetAfter(next))
	return nil
}

// noteLoad prepares the event of the load, with its counts.
func (w *writer) noteLoad(r Report) error {
	counts, err := toJSON(r.Counts)
	if err != nil {
		return err
	}
	w.events = append(w.events, w.event(loadAction, "Bundle", r.Bundle).SetAfter(counts))
	return nil
}

func (w *writer) event(action, entity, label string) *db.EventCreate {
	return w.tx.Event.Create().SetAt(w.now).SetActor(actor).SetAction(action).SetEntity(entity).SetLabel(label)
}

// actionOf names a change, such as "reportingWindow.update".
func actionOf(c Change) string {
	return strings.ToLower(c.Entity[:1]) + c.Entity[1:] + "." + string(c.Kind)
}

// saveEvents writes the events that were prepared.
func (w *writer) saveEvents(ctx context.Context) error {
	for chunk := range slices.Chunk(w.events, chunkSize) {
		if err := w.tx.Event.CreateBulk(chunk...).Exec(ctx); err != nil {
			return fmt.Errorf("add events: %w", err)
		}
	}
	return nil
}
