-- $1 is the code of the window. What a heading's row assigns is owed of each
-- measure below it whose own row, and every heading between, names nobody in that
-- role. Agencies owe what they and their groups owe together, each indicator
-- once; that is counted once for all agencies of the same groups, because most
-- have the same.
WITH RECURSIVE slot AS MATERIALIZED (
  SELECT id, covers_to AS day FROM reporting_windows WHERE code = $1
), named AS MATERIALIZED (
  SELECT a.agency_id, a.indicator_id, a.role FROM assignments a, slot
  WHERE a.role IN ('MEASURE', 'IMPLEMENT') AND a.indicator_id IS NOT NULL
    AND (a.valid_from IS NULL OR a.valid_from <= slot.day) AND (a.valid_to IS NULL OR a.valid_to >= slot.day)
), below AS (
  SELECT n.agency_id, n.role, i.id, i.kind FROM named n JOIN indicators i ON i.id = n.indicator_id
  UNION ALL
  SELECT b.agency_id, b.role, i.id, i.kind FROM below b JOIN indicators i ON i.parent_id = b.id
  WHERE b.kind = 'GROUP' AND NOT EXISTS (SELECT 1 FROM named n WHERE n.indicator_id = i.id AND n.role = b.role)
), duty AS MATERIALIZED (
  SELECT DISTINCT agency_id, id AS indicator_id FROM below WHERE kind = 'INDICATOR'
), part AS (
  SELECT a.id AS agency_id, a.id AS over FROM agencies a, slot
  WHERE a.kind <> 'GROUP' AND (a.active_from IS NULL OR a.active_from <= slot.day) AND (a.active_to IS NULL OR a.active_to >= slot.day)
  UNION
  SELECT p.agency_id, m.agency_id FROM part p JOIN agency_memberships m ON m.member_of_id = p.over, slot
  WHERE (m.valid_from IS NULL OR m.valid_from <= slot.day) AND (m.valid_to IS NULL OR m.valid_to >= slot.day)
), belongs AS (
  SELECT agency_id, array_agg(over ORDER BY over) AS groups FROM part
  WHERE over IN (SELECT agency_id FROM duty) GROUP BY agency_id
), counted AS (
  SELECT g.groups, count(DISTINCT d.indicator_id) AS owed
  FROM (SELECT DISTINCT groups FROM belongs) g JOIN duty d ON d.agency_id = ANY (g.groups) GROUP BY g.groups
), far AS MATERIALIZED (
  SELECT b.agency_id, c.owed, coalesce(s.drafted, 0) AS drafted, coalesce(s.submitted, 0) AS submitted,
    coalesce(s.returned, 0) AS returned, coalesce(s.approved, 0) AS approved,
    CASE WHEN s.late THEN s.submitted + s.approved ELSE 0 END AS late,
    greatest(0, c.owed - coalesce(s.submitted + s.approved, 0)) AS missing
  FROM belongs b JOIN counted c ON c.groups = b.groups
  LEFT JOIN submissions s ON s.agency_id = b.agency_id AND s.window_id = (SELECT id FROM slot)
), page AS (
  SELECT f.*, a.code, a.code_key, a.name, a.kind FROM far f JOIN agencies a ON a.id = f.agency_id
  ORDER BY f.missing DESC, a.code_key COLLATE "C", a.id LIMIT 50
)
SELECT '{"data":{"reportingWindow":{"progress":' || (
    SELECT '{"agencies":' || count(*) || ',"owed":' || sum(owed) || ',"drafted":' || sum(drafted) || ',"submitted":' || sum(submitted)
      || ',"returned":' || sum(returned) || ',"approved":' || sum(approved) || ',"late":' || sum(late) || ',"missing":' || sum(missing) || '}' FROM far)
  || ',"progressByAgency":{"totalCount":' || (SELECT count(*) FROM far) || ',"edges":['
  || string_agg('{"node":{"agency":{"code":' || to_json(code) || ',"name":' || to_json(name) || ',"kind":"' || kind || '"},"owed":' || owed
    || ',"drafted":' || drafted || ',"submitted":' || submitted || ',"returned":' || returned || ',"approved":' || approved
    || ',"late":' || late || ',"missing":' || missing || '}}', ',' ORDER BY missing DESC, code_key COLLATE "C", agency_id)
  || '],"pageInfo":{"hasNextPage":' || (SELECT count(*) > 50 FROM far) || '}}}}}'
FROM page
