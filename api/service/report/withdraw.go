package report

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/submissionversion"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Withdraw takes the last submission of a report back before anything in it
// was decided: the report stands where it stood before. What was approved or
// returned earlier stays so.
func (s *Service) Withdraw(ctx context.Context, in WithdrawSubmissionInput) (*SubmissionPayload, error) {
	return s.move(ctx, "withdrawSubmission", in.ClientMutationID, in, in.ID, func(ctx context.Context, tx *change.Tx) (*sheet, error) {
		sh, _, err := s.begin(ctx, tx, Withdraw, "id", in.ID, &in.Version)
		if err != nil {
			return nil, err
		}
		before, err := beforeSubmission(ctx, tx, sh.report)
		if err != nil {
			return nil, err
		}
		stood := *sh.report
		stood.SubmittedAt = before.SubmittedAt
		for _, c := range sh.cells {
			if c.pending != nil {
				c.standing = standing(c.pending, &stood, c.pending.Edges.Reviews, tx.At)
			}
		}
		status := submission.Status(before.Status)
		late, excused := sh.late(before.SubmittedAt)
		u := sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).SetStatus(status).SetLate(late).SetExcused(excused)
		if err := sh.save(ctx, submittedAs(u, before)); err != nil {
			return nil, err
		}
		s.note(tx, sh.report, sh.agency.ID, "submission.withdraw", sh.label(),
			map[string]any{"status": submitted}, map[string]any{"status": status})
		return sh, s.step(ctx, tx, sh, review.ActionWITHDRAW, nil, nil, nil)
	})
}

// beforeSubmission returns the report as it was before it was last submitted.
func beforeSubmission(ctx context.Context, tx *change.Tx, report *db.Submission) (*db.SubmissionVersion, error) {
	ctx = viewer.NewContext(ctx, viewer.System("report"))
	last, err := tx.Review.Query().Where(review.SubmissionID(report.ID), review.ActionEQ(review.ActionSUBMIT), review.At(*report.SubmittedAt)).Only(ctx)
	if err != nil {
		return nil, err
	}
	return tx.SubmissionVersion.Query().Where(submissionversion.SubmissionID(report.ID), submissionversion.Version(last.Version-1)).Only(ctx)
}

// submittedAs puts when and by whom a report was submitted into a change of it.
func submittedAs(u *db.SubmissionUpdateOne, v *db.SubmissionVersion) *db.SubmissionUpdateOne {
	if v.SubmittedAt == nil {
		return u.ClearSubmittedAt().ClearSubmittedByID().ClearSubmittedForID()
	}
	u.SetSubmittedAt(*v.SubmittedAt).SetNillableSubmittedByID(v.SubmittedByID)
	if v.SubmittedForID == nil {
		return u.ClearSubmittedForID()
	}
	return u.SetSubmittedForID(*v.SubmittedForID)
}
