-- $1 is the code of the agency. measured_at is the indicator, or the nearest
-- heading above it, that names who measures. Objects are put together as text:
-- several times cheaper than json_build_object.
WITH RECURSIVE tree AS (
  SELECT i.id, i.parent_id, i.code, i.code_key, i.name, i.unit, 1 AS depth,
    CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.indicator_id = i.id AND a.role = 'MEASURE' AND a.valid_to IS NULL) THEN i.id END AS measured_at
  FROM indicators i
  WHERE i.plan_id = (SELECT id FROM plans WHERE code = '2021-2025') AND i.parent_id IS NULL
  UNION ALL
  SELECT i.id, i.parent_id, i.code, i.code_key, i.name, i.unit, t.depth + 1,
    CASE WHEN EXISTS (SELECT 1 FROM assignments a WHERE a.indicator_id = i.id AND a.role = 'MEASURE' AND a.valid_to IS NULL) THEN i.id ELSE t.measured_at END
  FROM tree t JOIN indicators i ON i.parent_id = t.id
), target AS (
  SELECT indicator_id, string_agg('{"year":' || year || ',"kind":"' || kind
    || '","comparator":' || coalesce('"' || comparator || '"', 'null')
    || ',"value":' || coalesce('"' || trim_scale(value) || '"', 'null')
    || ',"text":' || to_json(text) || '}', ',' ORDER BY year, kind, version) AS list
  FROM targets WHERE superseded_at IS NULL GROUP BY indicator_id
), measuring AS (
  SELECT a.indicator_id, string_agg('{"code":' || to_json(g.code) || ',"shortName":' || coalesce(to_json(g.short_name)::text, 'null') || '}',
    ',' ORDER BY a.position, a.id) AS list
  FROM assignments a JOIN agencies g ON g.id = a.agency_id
  WHERE a.role = 'MEASURE' AND a.valid_to IS NULL AND a.indicator_id IS NOT NULL GROUP BY a.indicator_id
), latest AS (
  SELECT DISTINCT ON (indicator_id) indicator_id, stated_value, numerator, denominator, grade, text, window_id
  FROM figures WHERE agency_id = (SELECT id FROM agencies WHERE code = $1) AND approved_at IS NOT NULL AND superseded_at IS NULL
  ORDER BY indicator_id, period_key DESC, recorded_at DESC, id DESC
), node AS (
  SELECT t.id, t.parent_id, t.code_key, t.depth, '{"code":' || to_json(t.code) || ',"name":' || to_json(t.name)
    || ',"unit":' || coalesce('"' || t.unit || '"', 'null')
    || ',"targets":[' || coalesce(g.list, '') || '],"measuredBy":[' || coalesce(m.list, '')
    || '],"latestFigure":' || coalesce('{"value":"'
      || trim_scale(coalesce(f.stated_value, round(f.numerator * CASE t.unit WHEN 'PERCENT' THEN 100 ELSE 1 END / f.denominator, 12)))
      || '","grade":"' || f.grade || '","text":' || coalesce(to_json(f.text)::text, 'null')
      || ',"window":' || coalesce('{"code":"' || w.code || '"}', 'null') || '}', 'null') AS body
  FROM tree t
  LEFT JOIN target g ON g.indicator_id = t.id
  LEFT JOIN measuring m ON m.indicator_id = t.measured_at
  LEFT JOIN latest f ON f.indicator_id = t.id
  LEFT JOIN reporting_windows w ON w.id = f.window_id
), lowest AS (
  SELECT parent_id, string_agg(body || '}', ',' ORDER BY code_key, id) AS list FROM node WHERE depth = 3 GROUP BY parent_id
), middle AS (
  SELECT n.parent_id, string_agg(n.body || ',"children":[' || coalesce(c.list, '') || ']}', ',' ORDER BY n.code_key, n.id) AS list
  FROM node n LEFT JOIN lowest c ON c.parent_id = n.id WHERE n.depth = 2 GROUP BY n.parent_id
)
SELECT '{"data":{"plan":{"name":' || (SELECT to_json(name) FROM plans WHERE code = '2021-2025') || ',"indicators":{"edges":['
  || string_agg('{"node":' || n.body || ',"children":[' || coalesce(c.list, '') || ']}}', ',' ORDER BY n.code_key, n.id) || ']}}}}'
FROM node n LEFT JOIN middle c ON c.parent_id = n.id WHERE n.depth = 1
