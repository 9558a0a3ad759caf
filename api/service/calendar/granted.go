package calendar

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Grant is what a change of a window grants to an agency, or to everybody
// where it names none.
type Grant struct {
	Window     uuid.UUID  `json:"window_id"`
	Agency     *uuid.UUID `json:"agency_id"`
	OpensAt    *time.Time `json:"opens_at"`
	DueAt      *time.Time `json:"due_at"`
	GraceUntil *time.Time `json:"grace_until"`
	LocksAt    *time.Time `json:"locks_at"`
}

// Granted returns all grants, whoever asks: who may see the dates of an agency
// is for the caller to find out.
func Granted(ctx context.Context, client *db.Client) ([]Grant, error) {
	changes, err := client.WindowChange.Query().Where(windowchange.KindNEQ(windowchange.KindADJUST)).WithAgencies().
		All(viewer.NewContext(ctx, viewer.System("calendar")))
	all := []Grant{}
	for _, c := range changes {
		g := Grant{Window: c.WindowID, OpensAt: c.OpensAt, DueAt: c.DueAt, GraceUntil: c.GraceUntil, LocksAt: c.LocksAt}
		if len(c.Edges.Agencies) == 0 {
			all = append(all, g)
		}
		for _, a := range c.Edges.Agencies {
			g.Agency = &a.ID
			all = append(all, g)
		}
	}
	return all, err
}
