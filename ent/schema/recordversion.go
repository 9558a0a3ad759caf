package schema

import (
	"context"
	"fmt"

	"entgo.io/ent"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submissionversion"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// recordVersion keeps what a report was after each change: reads as of a time
// are made from it. Reports are therefore changed one by one.
func recordVersion(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if m.Op().Is(ent.OpUpdate) {
			return nil, fmt.Errorf("submissions are changed one by one: each change has a version")
		}
		value, err := next.Mutate(ctx, m)
		if err != nil || m.Op().Is(ent.OpDelete|ent.OpDeleteOne) {
			return value, err
		}
		s := value.(*db.Submission)
		err = m.(*db.SubmissionMutation).Client().SubmissionVersion.Create().
			SetSubmissionID(s.ID).SetVersion(s.Version).SetChangedAt(s.ChangedAt).
			SetStatus(submissionversion.Status(s.Status)).
			SetNillableSubmittedAt(s.SubmittedAt).SetSubmittedOrder(s.SubmittedOrder).SetNillableApprovedAt(s.ApprovedAt).
			SetLate(s.Late).SetExcused(s.Excused).
			SetDrafted(s.Drafted).SetSubmitted(s.Submitted).SetReturned(s.Returned).SetApproved(s.Approved).
			SetNillableSubmittedByID(s.SubmittedByID).SetNillableSubmittedForID(s.SubmittedForID).SetNillableReviewerID(s.ReviewerID).
			Exec(viewer.NewContext(ctx, viewer.System("history")))
		return value, err
	})
}
