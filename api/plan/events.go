package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/tiendo-vn/tiendo/api/audit"
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
	e := w.event(actionOf(s.Change), s.Entity, s.Label)
	e.EntityID, e.Before, e.After = &s.have.id, old, next
	w.events = append(w.events, e)
	return nil
}

// noteLoad prepares the event of the load, with its counts.
func (w *writer) noteLoad(r Report) error {
	counts, err := toJSON(r.Counts)
	if err != nil {
		return err
	}
	e := w.event(loadAction, "Bundle", r.Bundle)
	e.After = counts
	w.events = append(w.events, e)
	return nil
}

func (w *writer) event(action, entity, label string) audit.Entry {
	return audit.Entry{At: w.now, Actor: actor, Action: action, Entity: entity, Label: label}
}

// actionOf names a change, such as "reportingWindow.update".
func actionOf(c Change) string {
	return strings.ToLower(c.Entity[:1]) + c.Entity[1:] + "." + string(c.Kind)
}

// saveEvents adds the events that were prepared to the chain of the instance.
func (w *writer) saveEvents(ctx context.Context) error {
	on, err := dialectOf(ctx, w.tx)
	if err == nil {
		_, err = audit.Record(ctx, w.tx, on, w.events...)
	}
	if err != nil {
		return fmt.Errorf("add events: %w", err)
	}
	return nil
}
