-- What a walk along the tables cannot say, as somebody writes it who knows
-- PostGraphile: SQL functions that PostgreSQL inlines, in a schema of their own.
-- A function whose first argument is a row is a field of that row.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;

-- Who measures: the indicator's own row, or the nearest heading above that names
-- anybody. Plans have three levels; a recursion costs several times as much.
CREATE FUNCTION peer.indicators_measured_by(i public.indicators) RETURNS SETOF public.agencies LANGUAGE sql STABLE AS $$
  SELECT g.* FROM public.assignments a JOIN public.agencies g ON g.id = a.agency_id
  WHERE a.role = 'MEASURE' AND a.valid_to IS NULL AND a.indicator_id IS NOT NULL AND a.indicator_id = (
    SELECT up.id FROM (VALUES (1, i.id), (2, i.parent_id), (3, (SELECT parent_id FROM public.indicators WHERE id = i.parent_id))) up (n, id)
    WHERE EXISTS (SELECT FROM public.assignments b WHERE b.indicator_id = up.id AND b.role = 'MEASURE' AND b.valid_to IS NULL) ORDER BY n LIMIT 1)
  ORDER BY a.position, a.id
$$;

-- The figure in force of the latest period that an agency has. A set of one:
-- PostgreSQL inlines sets only.
CREATE FUNCTION peer.indicators_latest_figure(i public.indicators, agency text) RETURNS SETOF public.figures ROWS 1 LANGUAGE sql STABLE AS $$
  SELECT f.* FROM public.figures f
  WHERE f.agency_id = (SELECT id FROM public.agencies WHERE code = agency) AND f.indicator_id = i.id
    AND f.approved_at IS NOT NULL AND f.superseded_at IS NULL
  ORDER BY f.period_key DESC, f.recorded_at DESC, f.id DESC LIMIT 1
$$;

-- The number. Nearly all are stated; looking the unit up in a function of its own
-- lets PostgreSQL inline the other.
CREATE FUNCTION peer.ratio(f public.figures) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT trim_scale(round(f.numerator * CASE (SELECT unit FROM public.indicators WHERE id = f.indicator_id) WHEN 'PERCENT' THEN 100 ELSE 1 END / f.denominator, 12))
$$;
CREATE FUNCTION peer.figures_value(f public.figures) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(f.stated_value, peer.ratio(f))
$$;

-- A row of the roll-up. The view is there for its type, to which relations can
-- be tied.
CREATE VIEW peer.roll_up_rows AS
  SELECT NULL::uuid AS indicator_id, NULL::uuid AS window_id, NULL::bigint AS count, NULL::numeric AS mean, NULL::numeric AS share_meeting_target
  WHERE false;
COMMENT ON VIEW peer.roll_up_rows IS $$
@behavior -query:resource:list -query:resource:connection
@foreignKey (indicator_id) references public.indicators (id)|@fieldName indicator
@foreignKey (window_id) references public.reporting_windows (id)|@fieldName window
$$;
CREATE FUNCTION peer.roll_up(plan text, year bigint) RETURNS SETOF peer.roll_up_rows LANGUAGE sql STABLE AS $$
  WITH measure AS (
    SELECT i.id, i.code_key, t.value AS goal, t.comparator IN ('GT', 'LT') AS strict,
      t.comparator IN ('GT', 'GTE') OR t.comparator = 'EQ' AND i.direction IS DISTINCT FROM 'DOWN' AS up
    FROM public.indicators i LEFT JOIN public.targets t ON t.indicator_id = i.id AND t.year = roll_up.year AND t.superseded_at IS NULL AND t.value IS NOT NULL AND t.kind <> 'BASELINE'
    WHERE i.plan_id = (SELECT id FROM public.plans WHERE code = plan) AND i.kind = 'INDICATOR'
  ), slot AS (
    SELECT w.id, w.quarter FROM public.reporting_windows w WHERE w.year = roll_up.year
  ), sum AS (
    SELECT f.indicator_id, f.window_id, count(*) AS count, sum(v.value) AS total,
      count(*) FILTER (WHERE CASE WHEN m.up THEN v.value >= m.goal ELSE v.value <= m.goal END AND NOT (m.strict AND v.value = m.goal)) AS met
    FROM public.figures f
    JOIN measure m ON m.id = f.indicator_id
    CROSS JOIN LATERAL (SELECT coalesce(f.stated_value, round(f.numerator * 100 / f.denominator, 12)) AS value) v
    WHERE f.window_id = ANY (ARRAY(SELECT id FROM slot)) AND f.approved_at IS NOT NULL AND f.superseded_at IS NULL
    GROUP BY f.indicator_id, f.window_id
  )
  SELECT m.id, w.id, coalesce(s.count, 0), trim_scale(round(s.total / s.count, 12)),
    CASE WHEN m.goal IS NOT NULL AND s.count IS NOT NULL THEN trim_scale(round(s.met::numeric / s.count, 12)) END
  FROM measure m CROSS JOIN slot w LEFT JOIN sum s ON s.indicator_id = m.id AND s.window_id = w.id
  ORDER BY m.code_key, w.quarter
$$;
