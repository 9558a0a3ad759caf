package compile

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// Who measures: the assignments of the nearest indicator upward that has any in
// the role. It is written twice, for it is read in two ways. Of all indicators
// as of today, one walk down finds every list at once; of one indicator on the
// last day of a window, a walk up is shorter, and every window has its own day.

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

// measuredBy is who measures the indicator on the window's last day: its own
// assignments in the order printed, or those of the nearest heading above that
// has any; null for none.
func (d *due) measuredBy(ctx context.Context, t *text, f graphql.CollectedField) error {
	agency, err := d.c.source("Agency")
	if err != nil {
		return err
	}
	object, err := d.c.object(ctx, agency, f.Selections)
	t.orNull(strings.NewReplacer("{object}", object, "{agency}", agency.alias, "{d}", d.alias, "{day}", d.window.column("covers_to")).Replace(measuringOn))
	return err
}

const measuringOn = `(WITH RECURSIVE up AS (
SELECT i.id, i.parent_id, 0 AS distance FROM indicators AS i WHERE i.id = {d}.indicator_id
UNION ALL
SELECT i.id, i.parent_id, up.distance + 1 FROM up JOIN indicators AS i ON i.id = up.parent_id
), named AS (
SELECT up.distance, a.position, a.id, a.agency_id FROM up JOIN assignments AS a ON a.indicator_id = up.id AND a.role = 'MEASURE'
AND (a.valid_from IS NULL OR a.valid_from <= {day}) AND (a.valid_to IS NULL OR a.valid_to >= {day})
) SELECT '[' || string_agg({object}, ',' ORDER BY named.position, named.id) || ']' FROM named JOIN agencies AS {agency} ON {agency}.id = named.agency_id
WHERE named.distance = (SELECT min(nearest.distance) FROM named AS nearest))`
