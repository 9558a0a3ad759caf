package service

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// A Cell is one indicator of one agency.
type Cell struct{ Indicator, Agency uuid.UUID }

// LatestFigures returns the approved figure in force of the latest period of
// each cell; of several grades of one period, the one recorded last. All cells
// are of one agency or few: one statement an agency, and those for the edges
// the request selects below the figure.
func LatestFigures(ctx context.Context, client *db.Client, cells []Cell) (map[Cell]*db.Figure, error) {
	byAgency := map[uuid.UUID][]uuid.UUID{}
	for _, c := range cells {
		byAgency[c.Agency] = append(byAgency[c.Agency], c.Indicator)
	}
	latest := make(map[Cell]*db.Figure, len(cells))
	for agencyID, indicators := range byAgency {
		found, err := LastFigures(ctx, client, agencyID, indicators, "")
		if err != nil {
			return nil, err
		}
		for indicatorID, f := range found {
			latest[Cell{indicatorID, agencyID}] = f
		}
	}
	return latest, nil
}

// LastFigures returns the approved figure in force of an agency's latest period
// by indicator: of the periods before one, by its key, or of all where that is
// empty.
func LastFigures(ctx context.Context, client *db.Client, agencyID uuid.UUID, indicators []uuid.UUID, before string) (map[uuid.UUID]*db.Figure, error) {
	q := client.Figure.Query().Where(figure.AgencyID(agencyID), figure.IndicatorIDIn(indicators...),
		figure.ApprovedAtNotNil(), figure.SupersededAtIsNil(), lastOfCell(ctx, before))
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.All(ctx)
	last := make(map[uuid.UUID]*db.Figure, len(rows))
	for _, f := range rows {
		if last[f.IndicatorID] == nil || f.PublishedAt == nil {
			last[f.IndicatorID] = f
		}
	}
	return last, err
}

// lastOfCell keeps the rows behind which no other comes in the same cell. The
// probe for a later one is a range of the index (agency, indicator, period).
// What is not published hides only what is not published either, so that the
// public still finds the last published figure. An unpublished row that is
// left has nothing behind it: it is the later of two.
func lastOfCell(ctx context.Context, before string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		from, later := asof.FigureTable(ctx, s.Dialect(), "later")
		behind := sql.Dialect(s.Dialect()).Select(later(figure.FieldID)).From(from).Where(sql.And(
			sql.ColumnsEQ(later(figure.FieldAgencyID), s.C(figure.FieldAgencyID)),
			sql.ColumnsEQ(later(figure.FieldIndicatorID), s.C(figure.FieldIndicatorID)),
			sql.NotNull(later(figure.FieldApprovedAt)), sql.IsNull(later(figure.FieldSupersededAt)),
			sql.Or(sql.NotNull(later(figure.FieldPublishedAt)), sql.IsNull(s.C(figure.FieldPublishedAt))),
			sql.P(func(b *sql.Builder) {
				b.WriteString("(").IdentComma(later(figure.FieldPeriodKey), later(figure.FieldRecordedAt), later(figure.FieldID)).WriteString(") > (").
					IdentComma(s.C(figure.FieldPeriodKey), s.C(figure.FieldRecordedAt), s.C(figure.FieldID)).WriteString(")")
			})))
		if before != "" {
			s.Where(sql.LT(s.C(figure.FieldPeriodKey), before))
			behind.Where(sql.LT(later(figure.FieldPeriodKey), before))
		}
		s.Where(sql.NotExists(behind))
	}
}
