package compile

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/amount"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// Figures.
func init() {
	register(lasting(map[string]form{
		"Figure.value":           figureValue,
		"Indicator.latestFigure": latestFigure,
		"Indicator.measuredBy":   measuredBy,
	}))
}

// valueOf is the number of a figure: service.Value in SQL.
func valueOf(f source) string {
	return amount.Of(f.column("stated_value"), f.column("numerator"), f.column("denominator"),
		"(SELECT measured.unit FROM indicators AS measured WHERE measured.id = "+f.column("indicator_id")+")")
}

func figureValue(a *asked, _ context.Context, t *text) error {
	t.expression(`coalesce('"' || trim_scale(`, valueOf(a.of), `)::text || '"', chr(1))`)
	return nil
}

// latestFigure is the approved figure in force of the latest period that the
// viewer sees; of several grades of one period, the one recorded last.
func latestFigure(a *asked, ctx context.Context, t *text) error {
	agency := "(SELECT named.id FROM agencies AS named WHERE named.code = " + a.c.arg(a.text("agency"), "text") + ")"
	latest, err := a.c.row(ctx, a, "Figure", []string{"period_key DESC", "recorded_at DESC", "id DESC"}, func(s *sql.Selector) {
		s.Where(sql.And(
			sql.ExprP(s.C(figure.FieldAgencyID)+" = "+agency), sql.ExprP(s.C(figure.FieldIndicatorID)+" = "+a.of.column("id")),
			sql.NotNull(s.C(figure.FieldApprovedAt)), sql.IsNull(s.C(figure.FieldSupersededAt))))
	})
	t.orNull(latest)
	return err
}
