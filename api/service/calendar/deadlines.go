package calendar

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Deadlines is dates that hold for one agency in one window.
type Deadlines struct {
	// From when figures can be submitted.
	OpensAt time.Time
	// Last moment on time.
	DueAt time.Time
	// Last moment at which a late report is excused.
	GraceUntil time.Time
	// From when nothing can be submitted.
	LocksAt time.Time
}

// DeadlinesOf returns the dates that hold for agencies in a window: those of
// the window, or later ones that were granted to each.
func DeadlinesOf(ctx context.Context, client *db.Client, w *db.ReportingWindow, agencies ...uuid.UUID) (map[uuid.UUID]*Deadlines, error) {
	g, err := grantsIn(ctx, client, w.ID)
	if err != nil {
		return nil, err
	}
	dates := make(map[uuid.UUID]*Deadlines, len(agencies))
	for _, id := range agencies {
		dates[id] = g.deadlines(w, id)
	}
	return dates, nil
}

// grants are the changes that let agencies report longer, by window and agency;
// those for everybody have no agency.
type grants map[uuid.UUID]map[uuid.UUID][]*db.WindowChange

// everybody stands for the agency of a change that names none.
var everybody = uuid.Nil

// grantsIn reads the grants of windows, whoever asks: who may see the dates of
// an agency is for the caller to find out.
func grantsIn(ctx context.Context, client *db.Client, windows ...uuid.UUID) (grants, error) {
	changes, err := client.WindowChange.Query().
		Where(windowchange.WindowIDIn(windows...), windowchange.KindNEQ(windowchange.KindADJUST)).WithAgencies().
		All(viewer.NewContext(ctx, viewer.System("calendar")))
	if err != nil {
		return nil, err
	}
	g := grants{}
	for _, c := range changes {
		if g[c.WindowID] == nil {
			g[c.WindowID] = map[uuid.UUID][]*db.WindowChange{}
		}
		to := []uuid.UUID{everybody}
		if len(c.Edges.Agencies) > 0 {
			to = to[:0]
		}
		for _, a := range c.Edges.Agencies {
			to = append(to, a.ID)
		}
		for _, id := range to {
			g[c.WindowID][id] = append(g[c.WindowID][id], c)
		}
	}
	return g, nil
}

// deadlines puts what was granted over the dates of the window. A grant gives
// time and never takes any: new dates for everybody that are later still hold
// for those who were granted some before.
func (g grants) deadlines(w *db.ReportingWindow, agency uuid.UUID) *Deadlines {
	d := &Deadlines{OpensAt: w.OpensAt, DueAt: w.DueAt, GraceUntil: w.GraceUntil, LocksAt: w.LocksAt}
	to := []uuid.UUID{everybody}
	if agency != everybody {
		to = append(to, agency)
	}
	for _, id := range to {
		for _, c := range g[w.ID][id] {
			if c.OpensAt != nil && c.OpensAt.Before(d.OpensAt) {
				d.OpensAt = *c.OpensAt
			}
			d.DueAt = later(d.DueAt, c.DueAt)
			d.GraceUntil = later(d.GraceUntil, c.GraceUntil)
			d.LocksAt = later(d.LocksAt, c.LocksAt)
		}
	}
	d.GraceUntil = later(d.GraceUntil, &d.DueAt)
	d.LocksAt = later(d.LocksAt, &d.GraceUntil)
	return d
}

// later returns the later of two times; nil is none.
func later(t time.Time, granted *time.Time) time.Time {
	if granted != nil && granted.After(t) {
		return *granted
	}
	return t
}

// locked says whether nothing can be submitted at a time.
func (d *Deadlines) locked(t time.Time) bool { return !OnTime(t, d.LocksAt) }

// judge says whether what came at a time is late, and excused.
func (d *Deadlines) judge(t time.Time) (late, excused bool) {
	late = !OnTime(t, d.DueAt)
	return late, late && OnTime(t, d.GraceUntil)
}
