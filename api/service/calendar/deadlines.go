package calendar

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// DeadlinesOf returns the dates that hold for agencies in a window: those of
// the window, and over them what was granted to each, in the order granted.
func DeadlinesOf(ctx context.Context, client *db.Client, w *db.ReportingWindow, agencies ...uuid.UUID) (map[uuid.UUID]*Deadlines, error) {
	changes, err := client.WindowChange.Query().
		Where(windowchange.WindowID(w.ID), windowchange.KindNEQ(windowchange.KindADJUST)).
		Order(db.Asc(windowchange.FieldAt, windowchange.FieldID)).WithAgencies().
		All(viewer.NewContext(ctx, viewer.System("calendar")))
	if err != nil {
		return nil, err
	}
	dates := make(map[uuid.UUID]*Deadlines, len(agencies))
	for _, id := range agencies {
		d := &Deadlines{OpensAt: w.OpensAt, DueAt: w.DueAt, GraceUntil: w.GraceUntil, LocksAt: w.LocksAt}
		for _, c := range changes {
			named := slices.ContainsFunc(c.Edges.Agencies, func(a *db.Agency) bool { return a.ID == id })
			if named || len(c.Edges.Agencies) == 0 {
				d.apply(c)
			}
		}
		dates[id] = d
	}
	return dates, nil
}

// apply puts what a change grants over the dates.
func (d *Deadlines) apply(c *db.WindowChange) {
	if c.OpensAt != nil {
		d.OpensAt = *c.OpensAt
	}
	if c.DueAt != nil {
		d.DueAt = *c.DueAt
	}
	if c.GraceUntil != nil {
		d.GraceUntil = *c.GraceUntil
	}
	if c.LocksAt != nil {
		d.LocksAt = *c.LocksAt
	}
}
