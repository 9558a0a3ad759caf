package remind

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// chunk bounds the keys of one statement.
const chunk = 500

// reviews finds reports that wait for a decision, however long ago their
// window locked. They wait for the reviewers whose role reaches the agency, and
// for those whose role reaches an agency that measures what waits.
func (s *survey) reviews(ctx context.Context, b board) error {
	waiting, err := s.client.Submission.Query().Where(submission.SubmittedGT(0)).WithWindow().
		Order(db.Asc(submission.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	measuring, err := s.measuring(ctx, waiting)
	if err != nil {
		return fmt.Errorf("find who measures: %w", err)
	}
	for _, r := range waiting {
		for _, id := range s.above(append(measuring[r.ID], r.AgencyID)...) {
			if s.staff.has(id, viewer.RoleReviewer) {
				b.add(id, item{
					kind: deliver.WaitingForReview, window: r.Edges.Window, due: r.Edges.Window.DueAt, count: 1,
					about: []string{s.agencies[r.AgencyID].Name}, roles: []viewer.Role{viewer.RoleReviewer},
				})
			}
		}
	}
	return nil
}

// measuring returns, for each report, the agencies that measure what waits in it.
func (s *survey) measuring(ctx context.Context, reports []*db.Submission) (map[uuid.UUID][]uuid.UUID, error) {
	if len(reports) == 0 {
		return nil, nil
	}
	plans, err := s.client.Plan.Query().IDs(ctx)
	if err != nil {
		return nil, err
	}
	measures, err := service.MeasuresOfPlans(ctx, s.client, plans)
	if err != nil {
		return nil, err
	}
	by := map[uuid.UUID][]uuid.UUID{} // by indicator
	measuring := map[uuid.UUID][]uuid.UUID{}
	for part := range slices.Chunk(reports, chunk) {
		figures, err := s.waiting(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, f := range figures {
			if _, known := by[f.IndicatorID]; !known {
				by[f.IndicatorID] = measurers(measures, f.IndicatorID)
			}
			measuring[*f.SubmissionID] = append(measuring[*f.SubmissionID], by[f.IndicatorID]...)
		}
	}
	return measuring, nil
}

// measurers are the agencies that measure an indicator, of whatever plan.
func measurers(plans map[uuid.UUID]*service.Measures, indicator uuid.UUID) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, m := range plans {
		for _, a := range m.Of(indicator) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// waiting returns the figures of reports that wait for a decision.
func (s *survey) waiting(ctx context.Context, reports []*db.Submission) ([]*db.Figure, error) {
	ids := make([]uuid.UUID, len(reports))
	for n, r := range reports {
		ids[n] = r.ID
	}
	pending, err := s.client.Figure.Query().
		Where(figure.SubmissionIDIn(ids...), figure.ApprovedAtIsNil(), figure.SupersededAtIsNil(), figure.Prefilled(false)).
		Select(figure.FieldID, figure.FieldSubmissionID, figure.FieldIndicatorID).All(ctx)
	if err != nil {
		return nil, err
	}
	standings := map[uuid.UUID]report.Standing{}
	for part := range slices.Chunk(pending, chunk) {
		keys := make([]uuid.UUID, len(part))
		for n, f := range part {
			keys[n] = f.ID
		}
		some, err := report.Standings(ctx, s.client, keys, s.now)
		if err != nil {
			return nil, err
		}
		for id, standing := range some {
			standings[id] = standing
		}
	}
	return slices.DeleteFunc(pending, func(f *db.Figure) bool { return standings[f.ID].State != report.Submitted }), nil
}

// answering are the roles that may answer a text.
var answering = []viewer.Role{viewer.RoleReporter, viewer.RoleReviewer, viewer.RoleCoordinator}

// answers finds difficulties and proposals whose day for an answer is over. An
// agency learns of them once the report they are in was submitted.
func (s *survey) answers(ctx context.Context, b board) error {
	today, err := time.Parse(time.DateOnly, dayOf(s.now))
	if err != nil {
		return err
	}
	owed, err := s.client.Narrative.Query().
		Where(narrative.RoutedToIDNotNil(), narrative.AnsweredAtIsNil(), narrative.SupersededAtIsNil(), narrative.AnswerDueOnLT(today)).
		WithSubmission(func(q *db.SubmissionQuery) { q.WithWindow() }).Order(db.Asc(narrative.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("read texts: %w", err)
	}
	for _, n := range owed {
		r := n.Edges.Submission
		if r.SubmittedAt == nil || n.RecordedAt.After(*r.SubmittedAt) {
			continue
		}
		b.add(*n.RoutedToID, item{
			kind: deliver.AnswerOwed, window: r.Edges.Window, due: r.Edges.Window.DueAt, count: 1,
			about: []string{s.agencies[n.AgencyID].Name}, roles: answering,
		})
	}
	return nil
}
