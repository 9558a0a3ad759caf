-- $1 is the code of the window, ($2, $3) the place to go on from. A cursor is
-- what the graph's is: the key, what tells times of this order from others, and
-- the time. An id is a tag and the key. Names are looked up one by one: joins read
-- all of a small table.
WITH page AS MATERIALIZED (
  SELECT id, status, submitted_at, submitted_order, late, version, agency_id, submitted_by_id, reviewer_id,
    row_number() OVER (ORDER BY submitted_order DESC, id DESC) AS place
  FROM submissions
  WHERE window_id = (SELECT id FROM reporting_windows WHERE code = $1) AND status = 'SUBMITTED' AND (submitted_order, id) < ($2::timestamptz, $3::uuid)
  ORDER BY submitted_order DESC, id DESC LIMIT 51
), edge AS (
  SELECT s.place,
    encode(uuid_send(s.id) || '\x74c53c'::bytea || timestamptz_send(s.submitted_order), 'base64') AS cursor,
    '","node":{"id":"' || replace(replace(replace(encode('\x0a'::bytea || uuid_send(s.id), 'base64'), '=', ''), '+', '-'), '/', '_')
      || '","status":"' || s.status || '","submittedAt":"' || to_char(s.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || '","late":' || s.late || ',"version":' || s.version
      || ',"agency":' || (SELECT '{"code":' || to_json(code) || ',"name":' || to_json(name) || ',"kind":"' || kind || '"}' FROM agencies WHERE id = s.agency_id)
      || ',"submittedBy":' || coalesce((SELECT '{"name":' || to_json(name) || '}' FROM people WHERE id = s.submitted_by_id), 'null')
      || ',"reviewer":' || coalesce((SELECT '{"name":' || to_json(name) || '}' FROM people WHERE id = s.reviewer_id), 'null') || '}}' AS body
  FROM page s WHERE s.place <= 50
)
SELECT '{"data":{"submissions":{"edges":[' || coalesce(string_agg('{"cursor":"' || cursor || body, ',' ORDER BY place), '')
  || '],"pageInfo":{"hasNextPage":' || (SELECT count(*) > 50 FROM page)
  || ',"endCursor":' || coalesce('"' || (array_agg(cursor ORDER BY place DESC))[1] || '"', 'null') || '}}}}'
FROM edge
