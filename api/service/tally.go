package service

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/privacy"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/amount"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// tally sums the figures of each slot, as the context reads them.
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

// A sumRow is the sum of a slot as the database gives it.
type sumRow struct {
	IndicatorID uuid.UUID       `sql:"indicator_id"`
	WindowID    uuid.UUID       `sql:"window_id"`
	Count       int             `sql:"count"`
	Total       decimal.Decimal `sql:"total"`
	Met         int             `sql:"met"`
}

// bySlot returns sums by their slot.
func bySlot(rows []sumRow) map[slot]sum {
	sums := make(map[slot]sum, len(rows))
	for _, r := range rows {
		sums[slot{r.IndicatorID, r.WindowID}] = sum{count: r.Count, met: r.Met, total: r.Total}
	}
	return sums
}

// tallyKept takes the sums that are kept, and those of what has none.
func tallyKept(ctx context.Context, client *db.Client, planCode string, year int, kind *agency.Kind) (map[slot]sum, error) {
	v, known := viewer.FromContext(ctx)
	if !known {
		return nil, privacy.Denyf("service: nobody asks for the roll-up")
	}
	query, args := RollUpSums(v, planCode, year, kind).Query()
	found, err := client.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []sumRow
	err = sql.ScanSlice(found, &rows)
	return bySlot(rows), err
}

// tallyInDatabase sums in one statement, joined to the targets by which the
// figures are judged.
func tallyInDatabase(ctx context.Context, q *db.FigureQuery, byID map[uuid.UUID]*db.Indicator) (map[slot]sum, error) {
	var rows []sumRow
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
			b.WriteString("COUNT(*) FILTER (WHERE " + meets(value, goals.C(target.FieldComparator), goals.C(target.FieldValue), measures.C(indicator.FieldDirection)) + ")")
		}), "met")
		s.GroupBy(s.C(figure.FieldIndicatorID), s.C(figure.FieldWindowID))
	}).Scan(ctx, &rows)
	return bySlot(rows), err
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
	return amount.Of(s.C(figure.FieldStatedValue), s.C(figure.FieldNumerator), s.C(figure.FieldDenominator), measures.C(indicator.FieldUnit))
}

// meets is Meets, by the function that the sums are kept with: false where there
// is no target.
func meets(value, comparator, goal, direction string) string {
	return fmt.Sprintf("roll_up_meets(%s, %s, %s, %s)", value, comparator, goal, direction)
}
