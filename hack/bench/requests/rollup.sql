-- $1 is the year. The figures are summed first, by keys alone; names come to
-- the 220 rows that are left. What meets a target is decided before as far as
-- it can be: comparing comparators row by row costs as much as the sums.
WITH measure AS (
  SELECT i.id, i.code, i.code_key, i.name, t.value AS goal, t.comparator IN ('GT', 'LT') AS strict,
    t.comparator IN ('GT', 'GTE') OR t.comparator = 'EQ' AND i.direction IS DISTINCT FROM 'DOWN' AS up
  FROM indicators i LEFT JOIN targets t ON t.indicator_id = i.id AND t.year = $1 AND t.superseded_at IS NULL AND t.value IS NOT NULL AND t.kind <> 'BASELINE'
  WHERE i.plan_id = (SELECT id FROM plans WHERE code = '2021-2025') AND i.kind = 'INDICATOR'
), slot AS (
  SELECT id, code, quarter FROM reporting_windows WHERE year = $1
), sum AS (
  SELECT f.indicator_id, f.window_id, count(*) AS count, sum(v.value) AS total,
    count(*) FILTER (WHERE CASE WHEN m.up THEN v.value >= m.goal ELSE v.value <= m.goal END AND NOT (m.strict AND v.value = m.goal)) AS met
  FROM figures f
  JOIN measure m ON m.id = f.indicator_id
  CROSS JOIN LATERAL (SELECT coalesce(f.stated_value, round(f.numerator * 100 / f.denominator, 12)) AS value) v
  WHERE f.window_id = ANY (ARRAY(SELECT id FROM slot)) AND f.approved_at IS NOT NULL AND f.superseded_at IS NULL
  GROUP BY f.indicator_id, f.window_id
)
SELECT '{"data":{"rollUp":[' || coalesce(string_agg('{"indicator":{"code":' || to_json(m.code) || ',"name":' || to_json(m.name)
  || '},"window":{"code":"' || w.code || '"},"count":' || coalesce(s.count, 0)
  || ',"mean":' || coalesce('"' || trim_scale(round(s.total / s.count, 12)) || '"', 'null')
  || ',"shareMeetingTarget":' || CASE WHEN m.goal IS NULL OR s.count IS NULL THEN 'null' ELSE '"' || trim_scale(round(s.met::numeric / s.count, 12)) || '"' END
  || '}', ',' ORDER BY m.code_key, w.quarter), '') || ']}}'
FROM measure m CROSS JOIN slot w LEFT JOIN sum s ON s.indicator_id = m.id AND s.window_id = w.id
