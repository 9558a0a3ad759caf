package report

import (
	"context"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/evidence"
)

// Evidence returns the files that prove a figure: those of its cell, and those
// of the whole report.
func (s *Service) Evidence(ctx context.Context, f *db.Figure) ([]*db.Evidence, error) {
	if f.SubmissionID == nil {
		return nil, nil
	}
	return s.Client.Evidence.Query().
		Where(evidence.SubmissionID(*f.SubmissionID), evidence.Or(evidence.IndicatorID(f.IndicatorID), evidence.IndicatorIDIsNil())).
		Order(db.Asc(evidence.FieldAt, evidence.FieldID)).All(ctx)
}
