package watch

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// DutyChange is something that happened to what an agency owes.
type DutyChange struct {
	// What happened.
	Kind ChangeKind
	// What was done, such as figures.put; null for REFETCH.
	Action *string
	// The first of duties; null for REFETCH.
	Duty *service.Duty
	// What is owed that was changed.
	Duties []*service.Duty
	// Who did it.
	By *db.Person
	// When.
	At time.Time
}

// Duties tells what happens to what an agency owes in a window: what the viewer
// sees of it that is not as it was. The error is db.IsNotFound for a code that
// is not there.
func (s *Service) Duties(ctx context.Context, agencyCode, windowCode string) (<-chan *DutyChange, error) {
	a, err := s.Client.Agency.Query().Where(agency.Code(agencyCode)).Only(ctx)
	if err != nil {
		return nil, err
	}
	w, err := s.Client.ReportingWindow.Query().Where(reportingwindow.Code(windowCode)).Only(ctx)
	if err != nil {
		return nil, err
	}
	seen, err := s.owed(ctx, a.ID, windowCode)
	if err != nil {
		return nil, err
	}
	known := standing(seen)
	match := func(c live.Change) bool {
		return c.Window == w.ID && (c.Agency == a.ID || c.Agency == uuid.Nil)
	}
	return listen(ctx, s, match, func(ctx context.Context, signal live.Signal) (*DutyChange, error) {
		duties, err := s.owed(ctx, a.ID, windowCode)
		if err != nil {
			return nil, err
		}
		told := &DutyChange{Kind: Refetch, At: s.at(signal), Duties: []*service.Duty{}}
		now := standing(duties)
		for _, d := range duties {
			if key := dutyKey(d); now[key] != known[key] {
				told.Duties = append(told.Duties, d)
			}
		}
		known = now
		if signal.Refetch {
			told.Duties = []*service.Duty{}
			return told, nil
		}
		if len(told.Duties) == 0 {
			return nil, nil
		}
		told.Kind, told.Action, told.Duty = Changed, &signal.Kind, told.Duties[0]
		told.By, err = s.actor(ctx, signal.Event)
		return told, err
	}), nil
}

func (s *Service) owed(ctx context.Context, agencyID uuid.UUID, window string) ([]*service.Duty, error) {
	return s.Reports.Duties(ctx, agencyID, window)
}

// standing says where duties stand, by key.
func standing(duties []*service.Duty) map[string]string {
	at := make(map[string]string, len(duties))
	for _, d := range duties {
		state, figure, late, due := "", "", false, ""
		if d.State != nil {
			state = string(*d.State)
		}
		if d.Figure != nil {
			figure = d.Figure.ID.String()
		}
		if d.Late != nil {
			late = *d.Late
		}
		if d.DueAt != nil {
			due = d.DueAt.String()
		}
		at[dutyKey(d)] = fmt.Sprint(state, figure, late, due)
	}
	return at
}

func dutyKey(d *service.Duty) string {
	if d.Indicator != nil {
		return d.Indicator.ID.String()
	}
	if d.Narrative != nil {
		return string(*d.Narrative)
	}
	return ""
}
