package watch

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// pause is the least time between two answers about a window's progress: many
// agencies submit in its last minutes.
const pause = time.Second

// ProgressChange is how far a window is.
type ProgressChange struct {
	// What happened.
	Kind ChangeKind
	// How far it is now.
	Progress *service.WindowProgress
	// When.
	At time.Time
}

// Progress tells how far a window is, whenever that changes, at most once a
// second. The error is db.IsNotFound for a code that is not there.
func (s *Service) Progress(ctx context.Context, windowCode string) (<-chan *ProgressChange, error) {
	w, err := s.Client.ReportingWindow.Query().Where(reportingwindow.Code(windowCode)).Only(ctx)
	if err != nil {
		return nil, err
	}
	known, err := s.progress(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	match := func(c live.Change) bool { return c.Window == w.ID }
	return listen(ctx, s, match, func(ctx context.Context, signal live.Signal) (*ProgressChange, error) {
		select { // what comes meanwhile waits in the hub, and is found unchanged
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		now, err := s.progress(ctx, w.ID)
		if err != nil {
			return nil, err
		}
		told := &ProgressChange{Kind: Refetch, Progress: now, At: s.at(signal)}
		if !signal.Refetch {
			told.Kind = Changed
			if now == nil || known != nil && *now == *known {
				return nil, nil
			}
		}
		known = now
		return told, nil
	}), nil
}

func (s *Service) progress(ctx context.Context, window uuid.UUID) (*service.WindowProgress, error) {
	rows, err := service.ProgressOf(ctx, s.Client, []uuid.UUID{window})
	if err != nil {
		return nil, err
	}
	return service.Total(rows[window]), nil
}
