package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
)

// FigureState is where a figure stands in review.
type FigureState string

// The values.
const (
	// Entered, not submitted.
	Draft FigureState = "DRAFT"
	// Waits for review.
	Submitted FigureState = "SUBMITTED"
	// Sent back.
	Returned FigureState = "RETURNED"
	// Approved.
	Approved FigureState = "APPROVED"
	// Approved, and open for change for a time.
	Reopened FigureState = "REOPENED"
)

// A Standing is where a figure stands, and until when it is open if it was
// reopened.
type Standing struct {
	State FigureState
	Until *time.Time
}

// Standings returns where figures stand now, or as of the context's time, by
// key.
func (s *Service) Standings(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]Standing, error) {
	return Standings(ctx, client, ids, s.Clock())
}

// Standings returns where figures stand at a time, by key. What a figure's
// state is, is not kept: it follows from the times on the figure and its
// report, and from the reviews, so that it can be told for any time.
func Standings(ctx context.Context, client *db.Client, ids []uuid.UUID, now time.Time) (map[uuid.UUID]Standing, error) {
	if at, ok := asof.At(ctx); ok {
		now = at
	}
	rows, err := client.Figure.Query().Where(figure.IDIn(ids...)).WithSubmission().
		WithReviews(func(q *db.ReviewQuery) {
			q.Where(review.ActionIn(review.ActionRETURN, review.ActionREOPEN)).Order(db.Asc(review.FieldAt, review.FieldID))
		}).All(ctx)
	if err != nil {
		return nil, err
	}
	standings := make(map[uuid.UUID]Standing, len(rows))
	for _, f := range rows {
		standings[f.ID] = standing(f, f.Edges.Submission, f.Edges.Reviews, now)
	}
	return standings, nil
}

// standing judges one figure. A figure entered since the report was last
// submitted is a draft; a return counts until the report is submitted again.
func standing(f *db.Figure, report *db.Submission, reviews []*db.Review, now time.Time) Standing {
	var last *db.Review
	if len(reviews) > 0 {
		last = reviews[len(reviews)-1]
	}
	switch {
	case f.ApprovedAt != nil:
		if last != nil && last.Action == review.ActionREOPEN && last.Until.After(now) && f.SupersededAt == nil {
			return Standing{Reopened, last.Until}
		}
		return Standing{State: Approved}
	case f.SupersededAt != nil && last != nil:
		return Standing{State: Returned} // it was, when another took its place
	case f.SupersededAt != nil, report == nil || report.SubmittedAt == nil || f.RecordedAt.After(*report.SubmittedAt):
		return Standing{State: Draft}
	case last != nil && last.Action == review.ActionRETURN && !last.At.Before(*report.SubmittedAt):
		return Standing{State: Returned}
	}
	return Standing{State: Submitted}
}
