package report

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// An entry is what is said of one indicator.
type entry struct {
	Value, Numerator, Denominator *decimal.Decimal
	Grade                         figure.Grade
	Source                        figure.Source
	Note, Reason                  *string
}

// row prepares a figure of a report.
func row(tx *change.Tx, report *db.Submission, window *db.ReportingWindow, indicator uuid.UUID, e entry) *db.FigureCreate {
	return tx.Figure.Create().SetIndicatorID(indicator).SetAgencyID(report.AgencyID).SetSubmissionID(report.ID).
		SetYear(window.Year).SetWindowID(window.ID).SetPeriodKey(period(window)).SetRecordedAt(tx.At).
		SetGrade(e.Grade).SetSource(e.Source).SetNillableStatedValue(e.Value).
		SetNillableNumerator(e.Numerator).SetNillableDenominator(e.Denominator).
		SetNillableNote(e.Note).SetNillableReason(e.Reason)
}

// period is a window's place in the order of periods.
func period(w *db.ReportingWindow) string { return fmt.Sprintf("%04d-Q%d", w.Year, w.Quarter) }

// written is an entry as the record keeps it: exact numbers, as text.
func written(f *db.Figure) map[string]any {
	if f == nil {
		return nil
	}
	w := map[string]any{"grade": f.Grade, "source": f.Source}
	for name, v := range map[string]*decimal.Decimal{"value": f.StatedValue, "numerator": f.Numerator, "denominator": f.Denominator} {
		if v != nil {
			w[name] = v.String()
		}
	}
	if f.Note != nil {
		w["note"] = *f.Note
	}
	return w
}

// note records an event of a report and announces it.
func (s *Service) note(tx *change.Tx, report *db.Submission, agency uuid.UUID, action, label string, before, after any) {
	tx.Record(audit.Entry{Action: action, Entity: "Submission", EntityID: &report.ID, Agency: &agency, Label: label, Before: before, After: after})
	tx.Notify(change.Notice{Kind: action, Agency: agency, Window: report.WindowID, Submission: report.ID})
}

// answered reads the report of an answer: as it is, or as it was when the
// change was first made.
func (s *Service) answered(ctx context.Context, id uuid.UUID, first time.Time) (*db.Submission, error) {
	at(ctx, first)
	report, err := s.Client.Submission.Query().Where(submission.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return report, err
}

// at makes the answer be read as of the first time it was given.
func at(ctx context.Context, first time.Time) {
	if !first.IsZero() {
		asof.Set(ctx, first)
	}
}
