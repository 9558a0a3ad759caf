package compile

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// Where sources state different values of one measure.
func init() { register(lasting(map[string]form{"Indicator.disagreements": disagreements})) }

// disagreements are the years for which two documents state different values of
// an indicator, or of the same measure in another plan. What documents state is
// little beside what is reported, and is gone through once for all indicators:
// the lists stand by the id of the indicator in one value, which each row reads.
func disagreements(a *asked, ctx context.Context, t *text) error {
	figures, err := a.c.source("Figure")
	if err != nil {
		return err
	}
	from, err := a.c.from(ctx, figures, nil, func(s *sql.Selector) {
		s.Where(sql.And(sql.NotNull(s.C(figure.FieldApprovedAt)), sql.IsNull(s.C(figure.FieldSupersededAt)),
			sql.IsNull(s.C(figure.FieldWindowID)), sql.NotNull(s.C(figure.FieldLegalDocumentID))))
	})
	if err != nil {
		return err
	}
	stated := source{definition: figures.definition, relation: figures.relation, alias: a.c.alias()}
	lists := ""
	year, err := a.c.objectBy(ctx, "Disagreement", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "year":
			t.expression("apart.year::text")
		case "gap":
			t.expression(`'"' || trim_scale(apart.gap)::text || '"'`)
		case "figures":
			object, err := a.c.object(ctx, stated, f.Selections)
			if err != nil {
				return err
			}
			name := "list" + strconv.Itoa(strings.Count(lists, " AS list"))
			lists += ", string_agg(" + object + ", ',' ORDER BY " + stated.column("number") + ", " + stated.column("id") + ") AS " + name
			t.literal("[")
			t.expression("apart." + name)
			t.literal("]")
		default:
			return unknown{"Disagreement." + f.Name}
		}
		return nil
	})
	if err != nil {
		return err
	}
	all := strings.NewReplacer("{year}", year, "{lists}", lists, "{stated}", stated.alias, "{figures}", figures.alias, "{from}", from, "{number}", valueOf(figures)).Replace(disagreeing)
	t.literal("[")
	t.expression("coalesce(", a.c.once(all), " ->> ", a.of.column("id"), "::text, '')")
	t.literal("]")
	return nil
}

const disagreeing = `(SELECT jsonb_object_agg(by_measure.measure, by_measure.list) FROM (
SELECT apart.measure, string_agg({year}, ',' ORDER BY apart.year) AS list FROM (
SELECT {stated}.measure, {stated}.year, max({stated}.gap) AS gap{lists} FROM (
SELECT numbers.*, same.measure, max(numbers.number) OVER of_year - min(numbers.number) OVER of_year AS gap
FROM (SELECT {figures}.*, {number} AS number{from}) AS numbers
JOIN (SELECT id AS measure, id AS stated FROM indicators UNION ALL SELECT indicator_id, same_a_id FROM indicator_same_as) AS same ON same.stated = numbers.indicator_id
WHERE numbers.number IS NOT NULL WINDOW of_year AS (PARTITION BY same.measure, numbers.year)
) AS {stated} WHERE {stated}.gap <> 0 GROUP BY {stated}.measure, {stated}.year
) AS apart GROUP BY apart.measure) AS by_measure)`
