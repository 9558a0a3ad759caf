-- The roll-up from the sums that are kept of published figures: all that are
-- approved are published here.
CREATE FUNCTION peer.roll_up_kept(plan text, year bigint) RETURNS SETOF peer.roll_up_rows LANGUAGE sql STABLE AS $$
  WITH slot AS (
    SELECT w.id, w.quarter FROM public.reporting_windows w WHERE w.year = roll_up_kept.year
  ), kept AS (
    SELECT s.indicator_id, s.window_id, sum(s.count) AS count, sum(s.total) AS total, sum(s.met) AS met
    FROM public.roll_up_sums s WHERE s.window_id = ANY (ARRAY(SELECT id FROM slot)) GROUP BY s.indicator_id, s.window_id HAVING sum(s.count) > 0
  )
  SELECT i.id, w.id, coalesce(s.count, 0)::bigint, trim_scale(round(s.total / s.count, 12)), CASE WHEN EXISTS (
      SELECT FROM public.targets t WHERE t.indicator_id = i.id AND t.year = roll_up_kept.year AND t.superseded_at IS NULL AND t.value IS NOT NULL AND t.kind <> 'BASELINE'
    ) THEN trim_scale(round(s.met / s.count, 12)) END
  FROM public.indicators i CROSS JOIN slot w LEFT JOIN kept s ON s.indicator_id = i.id AND s.window_id = w.id
  WHERE i.plan_id = (SELECT id FROM public.plans WHERE code = plan) AND i.kind = 'INDICATOR'
  ORDER BY i.code_key, w.quarter
$$;
