package compile

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/amount"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// Figures, and who measures them.
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

// measuredBy is who measures an indicator: its own assignments in the order
// printed, or those of the nearest heading above that has any. That is found
// once for all indicators; the lists stand by the id of the indicator in one
// value, which each row reads.
func measuredBy(a *asked, ctx context.Context, t *text) error {
	agency, err := a.c.source("Agency")
	if err != nil {
		return err
	}
	agency.alias = "measures" // the same wherever it is asked, and so worked out once
	object, err := a.c.object(ctx, agency, a.field.Selections)
	if err != nil {
		return err
	}
	t.literal("[")
	lists := strings.NewReplacer("{object}", object, "{agency}", agency.alias).Replace(measuring)
	t.expression("coalesce(", a.c.once(lists), " ->> ", a.of.column("id"), "::text, '')")
	t.literal("]")
	return nil
}

const measuring = `(WITH RECURSIVE own AS MATERIALIZED (
SELECT a.indicator_id, string_agg({object}, ',' ORDER BY a.position, a.id) AS list
FROM assignments AS a JOIN agencies AS {agency} ON {agency}.id = a.agency_id
WHERE a.role = 'MEASURE' AND a.valid_to IS NULL AND a.indicator_id IS NOT NULL GROUP BY a.indicator_id
), below AS (
SELECT i.id, own.list FROM indicators AS i LEFT JOIN own ON own.indicator_id = i.id WHERE i.parent_id IS NULL
UNION ALL
SELECT i.id, coalesce(own.list, below.list) FROM below JOIN indicators AS i ON i.parent_id = below.id LEFT JOIN own ON own.indicator_id = i.id
) SELECT jsonb_object_agg(below.id, below.list) FROM below WHERE below.list IS NOT NULL)`
