package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// A Disagreement is a year for which sources state different values of one
// measure.
type Disagreement struct {
	Year    int
	Gap     decimal.Decimal
	Figures []*db.Figure
}

// Disagreements returns, for each indicator, the years for which two sources
// state different values of the whole year: approved figures in force of the
// indicator and of the same measure in other plans. Figures of the same source, and of
// single agencies' quarters, do not disagree: they are different things.
func Disagreements(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID][]*Disagreement, error) {
	ofYear := func(q *db.FigureQuery) {
		q.Where(figure.ApprovedAtNotNil(), figure.SupersededAtIsNil(), figure.WindowIDIsNil(), figure.LegalDocumentIDNotNil()).
			WithLegalDocument().WithAgency()
	}
	rows, err := client.Indicator.Query().Where(indicator.IDIn(ids...)).WithFigures(ofYear).
		WithSameAs(func(q *db.IndicatorQuery) { q.WithFigures(ofYear) }).All(ctx)
	if err != nil {
		return nil, err
	}
	result := make(map[uuid.UUID][]*Disagreement, len(rows))
	for _, i := range rows {
		var stated []statement
		for _, measure := range append([]*db.Indicator{i}, i.Edges.SameAs...) {
			for _, f := range measure.Edges.Figures {
				if measure.Unit == nil {
					continue
				}
				v, err := Value(f, *measure.Unit)
				if err != nil {
					return nil, err
				}
				stated = append(stated, statement{f, v})
			}
		}
		result[i.ID] = disagreements(stated)
	}
	return result, nil
}

// A statement is a figure and its number.
type statement struct {
	figure *db.Figure
	value  decimal.Decimal
}

// disagreements groups statements by year and keeps the years whose values
// differ, in order; within a year the smallest value first, of equal ones the first entered.
func disagreements(stated []statement) []*Disagreement {
	slices.SortFunc(stated, func(a, b statement) int {
		return cmp.Or(a.figure.Year-b.figure.Year, a.value.Cmp(b.value), slices.Compare(a.figure.ID[:], b.figure.ID[:]))
	})
	var all []*Disagreement
	for len(stated) > 0 {
		n := 1
		for n < len(stated) && stated[n].figure.Year == stated[0].figure.Year {
			n++
		}
		year := stated[:n]
		if gap := year[n-1].value.Sub(year[0].value); !gap.IsZero() {
			d := &Disagreement{Year: year[0].figure.Year, Gap: gap}
			for _, s := range year {
				d.Figures = append(d.Figures, s.figure)
			}
			all = append(all, d)
		}
		stated = stated[n:]
	}
	return all
}
