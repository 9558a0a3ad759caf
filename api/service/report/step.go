package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// move carries out a change of one report and answers with the report, also
// where the change was refused.
func (s *Service) move(ctx context.Context, operation string, key *string, input any, id uuid.UUID, run func(context.Context, *change.Tx) (*sheet, error)) (*SubmissionPayload, error) {
	p := &SubmissionPayload{ClientMutationID: key}
	var sh *sheet
	_, first, err := change.Do(ctx, s.Store, change.Request{Operation: operation, Key: key, Input: input},
		func(ctx context.Context, tx *change.Tx) (done bool, err error) {
			sh, err = run(ctx, tx)
			return true, err
		})
	if p.UserErrors, err = change.FaultsOf(err); err != nil {
		return p, err
	}
	if p.UserErrors == nil && first.IsZero() {
		p.Submission = sh.saved.Unwrap()
		return p, nil
	}
	p.Submission, err = s.answered(ctx, id, first)
	return p, err
}

// save writes a change of the report and keeps what became of it.
func (s *sheet) save(ctx context.Context, u *db.SubmissionUpdateOne) (err error) {
	s.saved, err = u.Save(ctx)
	return err
}

// step adds a step to the report's history: what was done, to which figures,
// what was said.
func (s *Service) step(ctx context.Context, tx *change.Tx, sh *sheet, action review.Action, figures []uuid.UUID, comment *string, until *time.Time) error {
	return tx.Review.Create().SetSubmissionID(sh.report.ID).SetAgencyID(sh.agency.ID).SetAction(action).SetAt(tx.At).
		SetAuthorID(tx.Viewer.Person).SetNillableForID(forID(tx)).SetNillableComment(comment).SetNillableUntil(until).
		SetVersion(sh.report.Version + 1).AddFigureIDs(figures...).Exec(ctx)
}

// settle puts the report where its figures now stand.
func (s *Service) settle(ctx context.Context, tx *change.Tx, sh *sheet) (submission.Status, error) {
	status := statusAfter(sh)
	u := sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).SetStatus(status)
	if tx.Viewer.Person != uuid.Nil {
		u.SetReviewerID(tx.Viewer.Person)
	}
	if status == approved && sh.report.ApprovedAt == nil {
		u.SetApprovedAt(tx.At)
	}
	return status, sh.save(ctx, u)
}

func figureKeys(figures []*db.Figure) []uuid.UUID {
	ids := make([]uuid.UUID, len(figures))
	for n, f := range figures {
		ids[n] = f.ID
	}
	return ids
}
