package calendar

import (
	"context"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// judgeAgain decides again whether reports came late, of the given agencies or
// of all where that is nil. Only reports that did can change: no date is moved
// to before now. It follows from the change of dates, so it asks no role of
// its own.
func judgeAgain(ctx context.Context, tx *change.Tx, w *db.ReportingWindow, agencies []uuid.UUID) error {
	ctx = viewer.NewContext(ctx, viewer.System("calendar"))
	q := tx.Submission.Query().Where(submission.WindowID(w.ID), submission.Late(true)).Order(db.Asc(submission.FieldID))
	if agencies != nil {
		q.Where(submission.AgencyIDIn(agencies...))
	}
	if tx.Dialect() == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate() })
	}
	reports, err := q.WithAgency().All(ctx)
	if err != nil || len(reports) == 0 {
		return err
	}
	came, err := whenTheyCame(ctx, tx.Client, reports)
	if err != nil {
		return err
	}
	g, err := grantsIn(ctx, tx.Client, w.ID)
	if err != nil {
		return err
	}
	for _, r := range reports {
		d := g.deadlines(w, r.AgencyID)
		late, excused := d.judge(came[r.ID])
		if came[r.ID].IsZero() || late == r.Late && excused == r.Excused {
			continue
		}
		if err := tx.Submission.UpdateOneID(r.ID).AddVersion(1).SetChangedAt(tx.At).SetLate(late).SetExcused(excused).Exec(ctx); err != nil {
			return err
		}
		tx.Record(audit.Entry{Action: "submission.judge", Entity: "Submission", EntityID: &r.ID, Agency: &r.AgencyID,
			Label:  r.Edges.Agency.Code + " " + w.Code,
			Before: map[string]any{"late": r.Late, "excused": r.Excused},
			After:  map[string]any{"late": late, "excused": excused, "dueAt": d.DueAt.UTC()}})
	}
	return nil
}

// whenTheyCame returns the time by which each report is judged: when it was
// last submitted or, once it was approved, when what was approved first was
// submitted.
func whenTheyCame(ctx context.Context, client *db.Client, reports []*db.Submission) (map[uuid.UUID]time.Time, error) {
	came := make(map[uuid.UUID]time.Time, len(reports))
	approved := map[uuid.UUID]time.Time{}
	var ids []uuid.UUID
	for _, r := range reports {
		if r.SubmittedAt != nil {
			came[r.ID] = *r.SubmittedAt
		}
		if r.ApprovedAt != nil {
			approved[r.ID], ids = *r.ApprovedAt, append(ids, r.ID)
		}
	}
	steps, err := client.Review.Query().Where(review.SubmissionIDIn(ids...), review.ActionEQ(review.ActionSUBMIT)).
		Order(db.Asc(review.FieldAt, review.FieldID)).All(ctx)
	for _, s := range steps {
		if !s.At.After(approved[s.SubmissionID]) {
			came[s.SubmissionID] = s.At
		}
	}
	return came, err
}
