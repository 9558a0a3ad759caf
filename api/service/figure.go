package service

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// Digits is how many digits a quotient keeps after the point.
const Digits = 12

var hundred = decimal.NewFromInt(100)

// Value returns the number of a figure: as stated, or numerator over
// denominator, in percent where that is the unit. The parts stay exact until
// this one division, rounded half away from zero to Digits.
func Value(f *db.Figure, unit indicator.Unit) (decimal.Decimal, error) {
	switch {
	case f.StatedValue != nil:
		return *f.StatedValue, nil
	case f.Numerator == nil || f.Denominator == nil || f.Denominator.IsZero():
		return decimal.Decimal{}, fmt.Errorf("service: figure %s has neither a value nor a fraction", f.ID)
	case unit == indicator.UnitPERCENT:
		return f.Numerator.Mul(hundred).DivRound(*f.Denominator, Digits), nil
	}
	return f.Numerator.DivRound(*f.Denominator, Digits), nil
}

// Units returns the unit of each indicator that has one.
func Units(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]indicator.Unit, error) {
	rows, err := client.Indicator.Query().Where(indicator.IDIn(ids...), indicator.UnitNotNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	units := make(map[uuid.UUID]indicator.Unit, len(rows))
	for _, i := range rows {
		units[i.ID] = *i.Unit
	}
	return units, nil
}

// A Cell is one indicator of one agency.
type Cell struct{ Indicator, Agency uuid.UUID }

// LatestFigures returns the figure in force of the latest period of each
// cell; of several grades of one period, the one recorded last. All cells are
// of one agency or few: one statement an agency, and those for the edges the
// request selects below the figure.
func LatestFigures(ctx context.Context, client *db.Client, cells []Cell) (map[Cell]*db.Figure, error) {
	byAgency := map[uuid.UUID][]uuid.UUID{}
	for _, c := range cells {
		byAgency[c.Agency] = append(byAgency[c.Agency], c.Indicator)
	}
	latest := make(map[Cell]*db.Figure, len(cells))
	for agencyID, indicators := range byAgency {
		q, err := client.Figure.Query().
			Where(figure.AgencyID(agencyID), figure.IndicatorIDIn(indicators...), figure.SupersededAtIsNil(), lastOfCell).
			CollectFields(ctx)
		if err != nil {
			return nil, err
		}
		rows, err := q.All(ctx)
		if err != nil {
			return nil, err
		}
		for _, f := range rows {
			if at := (Cell{f.IndicatorID, f.AgencyID}); latest[at] == nil || f.PublishedAt == nil {
				latest[at] = f
			}
		}
	}
	return latest, nil
}

// lastOfCell keeps the rows behind which no other comes in the same cell. The
// probe for a later one is a range of the index (agency, indicator, period).
// What is not published hides only what is not published either, so that the
// public still finds the last published figure. An unpublished row that is
// left has nothing behind it: it is the later of two.
func lastOfCell(s *sql.Selector) {
	later := sql.Dialect(s.Dialect()).Table(figure.Table).As("later")
	s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString("NOT EXISTS (SELECT 1 FROM ").Ident(figure.Table).WriteString(" AS ").Ident("later").WriteString(" WHERE ")
		for _, c := range []string{figure.FieldAgencyID, figure.FieldIndicatorID} {
			b.Ident(later.C(c)).WriteString(" = ").Ident(s.C(c)).WriteString(" AND ")
		}
		b.Ident(later.C(figure.FieldSupersededAt)).WriteString(" IS NULL AND (").Ident(later.C(figure.FieldPublishedAt)).
			WriteString(" IS NOT NULL OR ").Ident(s.C(figure.FieldPublishedAt)).WriteString(" IS NULL) AND (")
		b.IdentComma(later.C(figure.FieldPeriodKey), later.C(figure.FieldRecordedAt), later.C(figure.FieldID)).WriteString(") > (")
		b.IdentComma(s.C(figure.FieldPeriodKey), s.C(figure.FieldRecordedAt), s.C(figure.FieldID)).WriteString("))")
	}))
}
