package service

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/target"
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

// tallyInDatabase sums in one statement, joined to the targets by which the
// figures are judged.
func tallyInDatabase(ctx context.Context, q *db.FigureQuery, byID map[uuid.UUID]*db.Indicator) (map[slot]sum, error) {
	var rows []struct {
		IndicatorID uuid.UUID       `sql:"indicator_id"`
		WindowID    uuid.UUID       `sql:"window_id"`
		Count       int             `sql:"count"`
		Total       decimal.Decimal `sql:"total"`
		Met         int             `sql:"met"`
	}
	err := q.Modify(func(s *sql.Selector) {
		goals, measures := sql.Table(target.Table).As("goals"), sql.Table(indicator.Table).As("measures")
		s.Join(measures).On(measures.C(indicator.FieldID), s.C(figure.FieldIndicatorID))
		s.LeftJoin(goals).OnP(sql.And(
			sql.ColumnsEQ(goals.C(target.FieldIndicatorID), s.C(figure.FieldIndicatorID)),
			sql.In(goals.C(target.FieldID), goalIDs(byID)...)))
		value := valueOf(s, measures)
		s.Select(s.C(figure.FieldIndicatorID), s.C(figure.FieldWindowID))
		s.AppendSelectExprAs(sql.Expr("COUNT(*)"), "count")
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) { b.WriteString("SUM(" + value + ")") }), "total")
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("COUNT(*) FILTER (WHERE " + meets(value, goals, measures) + ")")
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

// goalIDs are the targets with a number, of the indicators that have one.
func goalIDs(byID map[uuid.UUID]*db.Indicator) []any {
	ids := []any{uuid.Nil} // no list in SQL is empty
	for _, i := range byID {
		if t := goal(i); t != nil {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// valueOf is Value, in SQL.
func valueOf(s *sql.Selector, measures *sql.SelectTable) string {
	return fmt.Sprintf("COALESCE(%s, ROUND(%s * CASE %s WHEN 'PERCENT' THEN 100 ELSE 1 END / %s, %d))",
		s.C(figure.FieldStatedValue), s.C(figure.FieldNumerator), measures.C(indicator.FieldUnit), s.C(figure.FieldDenominator), Digits)
}

// meets is Meets, in SQL: false where there is no target.
func meets(value string, goals, measures *sql.SelectTable) string {
	return fmt.Sprintf(`CASE %[2]s WHEN 'EQ' THEN CASE %[4]s WHEN 'DOWN' THEN %[1]s <= %[3]s ELSE %[1]s >= %[3]s END
		WHEN 'GT' THEN %[1]s > %[3]s WHEN 'GTE' THEN %[1]s >= %[3]s WHEN 'LT' THEN %[1]s < %[3]s
		WHEN 'LTE' THEN %[1]s <= %[3]s WHEN 'TOP' THEN %[1]s <= %[3]s ELSE FALSE END`,
		value, goals.C(target.FieldComparator), goals.C(target.FieldValue), measures.C(indicator.FieldDirection))
}
