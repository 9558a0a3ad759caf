package watch

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// SubmissionChange is something that happened to a report.
type SubmissionChange struct {
	// What happened.
	Kind ChangeKind
	// What was done, such as submission.submit; null for REFETCH.
	Action *string
	// The report as it is now.
	Submission *db.Submission
	// Who did it.
	By *db.Person
	// When.
	At time.Time
}

// Submission tells what happens to one report, as long as the viewer may see
// it. A report one may not see changes as little as one that does not exist.
func (s *Service) Submission(ctx context.Context, id uuid.UUID) <-chan *SubmissionChange {
	match := func(c live.Change) bool { return c.Submission == id }
	return listen(ctx, s, match, func(ctx context.Context, signal live.Signal) (*SubmissionChange, error) {
		r, err := s.Client.Submission.Query().Where(submission.ID(id)).Only(ctx)
		if db.IsNotFound(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		told := &SubmissionChange{Kind: Refetch, Submission: r, At: s.at(signal)}
		if !signal.Refetch {
			told.Kind, told.Action = Changed, &signal.Kind
			told.By, err = s.actor(ctx, signal.Event)
		}
		return told, err
	})
}
