package service

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// tally sums the figures of each slot.
func tally(ctx context.Context, client *db.Client, on string, indicators []*db.Indicator, windows []*db.ReportingWindow, kind *agency.Kind) (map[slot]sum, error) {
	q := figuresOf(client, indicators, windows, kind)
	byID := make(map[uuid.UUID]*db.Indicator, len(indicators))
	for _, i := range indicators {
		byID[i.ID] = i
	}
	if on == dialect.Postgres {
		return tallyInDatabase(ctx, q, byID)
	}
	return tallyHere(ctx, q, byID)
}

// tallyHere sums row by row.
func tallyHere(ctx context.Context, q *db.FigureQuery, byID map[uuid.UUID]*db.Indicator) (map[slot]sum, error) {
	rows, err := q.All(ctx)
	if err != nil {
		return nil, err
	}
	sums := map[slot]sum{}
	for _, f := range rows {
		i := byID[f.IndicatorID]
		v, err := Value(f, *i.Unit)
		if err != nil {
			return nil, err
		}
		at := slot{f.IndicatorID, *f.WindowID}
		s := sums[at]
		s.count, s.total = s.count+1, s.total.Add(v)
		if t := goal(i); t != nil && Meets(v, t, i.Direction) {
			s.met++
		}
		sums[at] = s
	}
	return sums, nil
}

// tallyInDatabase sums in one statement. How many meet the target is counted
// by comparing with the target, which the statement carries as parameters.
func tallyInDatabase(ctx context.Context, q *db.FigureQuery, byID map[uuid.UUID]*db.Indicator) (map[slot]sum, error) {
	var rows []struct {
		IndicatorID uuid.UUID       `sql:"indicator_id"`
		WindowID    uuid.UUID       `sql:"window_id"`
		Count       int             `sql:"count"`
		Total       decimal.Decimal `sql:"total"`
		Met         int             `sql:"met"`
	}
	err := q.Modify(func(s *sql.Selector) {
		value := sql.ExprFunc(func(b *sql.Builder) { writeValue(b, s) })
		s.Select(s.C(figure.FieldIndicatorID), s.C(figure.FieldWindowID))
		s.AppendSelectExprAs(sql.Expr("COUNT(*)"), "count")
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) { b.WriteString("SUM(").Join(value).WriteString(")") }), "total")
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("COUNT(*) FILTER (WHERE ")
			writeMeets(b, s, byID)
			b.WriteString(")")
		}), "met")
		s.GroupBy(s.C(figure.FieldIndicatorID), s.C(figure.FieldWindowID))
	}).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	sums := make(map[slot]sum, len(rows))
	for _, r := range rows {
		sums[slot{r.IndicatorID, r.WindowID}] = sum{count: r.Count, met: r.Met, total: r.Total}
	}
	return sums, nil
}

// writeValue writes the number of a figure: Value, in SQL. A numerator is
// scaled to percent where the unit is one; ranks are never fractions.
func writeValue(b *sql.Builder, s *sql.Selector) {
	b.WriteString("COALESCE(").Ident(s.C(figure.FieldStatedValue)).WriteString(", ROUND(").
		Ident(s.C(figure.FieldNumerator)).WriteString(" * 100 / ").Ident(s.C(figure.FieldDenominator)).
		WriteString(", 12))")
}

// writeMeets writes the condition that a figure meets its indicator's target.
func writeMeets(b *sql.Builder, s *sql.Selector, byID map[uuid.UUID]*db.Indicator) {
	b.WriteString("CASE ").Ident(s.C(figure.FieldIndicatorID))
	n := 0
	for id, i := range byID {
		t := goal(i)
		if t == nil {
			continue
		}
		n++
		b.WriteString(" WHEN ").Arg(id).WriteString(" THEN ")
		writeValue(b, s)
		b.WriteString(operator(t, i)).Arg(*t.Value)
	}
	if n == 0 {
		b.WriteString(" WHEN NULL THEN FALSE")
	}
	b.WriteString(" ELSE FALSE END")
}

// operator is Meets, in SQL.
func operator(t *db.Target, i *db.Indicator) string {
	switch *t.Comparator {
	case "GT":
		return " > "
	case "GTE":
		return " >= "
	case "LT":
		return " < "
	case "LTE", "TOP":
		return " <= "
	}
	if i.Direction != nil && *i.Direction == indicator.DirectionDOWN {
		return " <= "
	}
	return " >= "
}
