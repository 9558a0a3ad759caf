package report

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// lastBefore returns an agency's last approved figures of periods before a
// window, by indicator: what a draft suggests and what jumps are measured
// from. Of one period, the one recorded last.
func lastBefore(ctx context.Context, client *db.Client, agencyID uuid.UUID, w *db.ReportingWindow, indicators []uuid.UUID) (map[uuid.UUID]*db.Figure, error) {
	rows, err := client.Figure.Query().
		Where(figure.AgencyID(agencyID), figure.IndicatorIDIn(indicators...), figure.ApprovedAtNotNil(), figure.SupersededAtIsNil(),
			func(s *sql.Selector) { s.Where(sql.LT(s.C(figure.FieldPeriodKey), period(w))) }).
		Order(func(s *sql.Selector) {
			s.OrderBy(sql.Asc(s.C(figure.FieldPeriodKey)), sql.Asc(s.C(figure.FieldRecordedAt)), sql.Asc(s.C(figure.FieldID)))
		}).All(ctx)
	if err != nil {
		return nil, err
	}
	last := make(map[uuid.UUID]*db.Figure, len(rows))
	for _, f := range rows {
		last[f.IndicatorID] = f
	}
	return last, nil
}

// suggestion is what a draft says of the last known figure.
func suggestion(last *db.Figure) entry {
	return entry{Value: last.StatedValue, Numerator: last.Numerator, Denominator: last.Denominator, Grade: last.Grade, Source: suggestedSource(last)}
}
