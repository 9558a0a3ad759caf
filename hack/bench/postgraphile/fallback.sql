-- What the resolvers answer, as functions: duties, progress, disagreements. The
-- views are there for their types, to which relations can be tied.

-- What an agency owes in a window, once each, with where it stands.
CREATE VIEW peer.duties AS
  SELECT NULL::text AS role, NULL::uuid AS indicator_id, NULL::uuid AS through_id, NULL::uuid AS inherited_from_id, NULL::text AS narrative,
    NULL::uuid AS figure_id, NULL::text AS state, NULL::timestamptz AS due_at, NULL::boolean AS late
  WHERE false;
COMMENT ON VIEW peer.duties IS $$
@behavior -query:resource:list -query:resource:connection
@foreignKey (indicator_id) references public.indicators (id)|@fieldName indicator
@foreignKey (through_id) references public.agencies (id)|@fieldName through
@foreignKey (inherited_from_id) references public.indicators (id)|@fieldName inheritedFrom
@foreignKey (figure_id) references public.figures (id)|@fieldName figure
$$;
CREATE FUNCTION peer.agencies_duties(a public.agencies, of_window text) RETURNS SETOF peer.duties LANGUAGE sql STABLE AS $$
  WITH RECURSIVE slot AS MATERIALIZED (
    SELECT w.*, w.covers_to AS day,
      (SELECT max(c.due_at) FROM public.window_changes c WHERE c.window_id = w.id AND c.kind <> 'ADJUST'
        AND (NOT EXISTS (SELECT FROM public.window_change_agencies o WHERE o.window_change_id = c.id)
          OR EXISTS (SELECT FROM public.window_change_agencies o WHERE o.window_change_id = c.id AND o.agency_id = a.id))) AS granted
    FROM public.reporting_windows w WHERE w.code = of_window
  ), part AS (
    SELECT a.id AS over FROM slot
    WHERE a.kind <> 'GROUP' AND (a.active_from IS NULL OR a.active_from <= slot.day) AND (a.active_to IS NULL OR a.active_to >= slot.day)
    UNION
    SELECT m.agency_id FROM part p JOIN public.agency_memberships m ON m.member_of_id = p.over, slot
    WHERE (m.valid_from IS NULL OR m.valid_from <= slot.day) AND (m.valid_to IS NULL OR m.valid_to >= slot.day)
  ), named AS MATERIALIZED (
    SELECT s.agency_id, s.indicator_id, s.role FROM public.assignments s, slot
    WHERE s.role IN ('MEASURE', 'IMPLEMENT') AND s.indicator_id IS NOT NULL
      AND (s.valid_from IS NULL OR s.valid_from <= slot.day) AND (s.valid_to IS NULL OR s.valid_to >= slot.day)
  ), below AS (
    SELECT n.agency_id, n.role, i.id, i.kind, NULL::uuid AS inherited FROM named n JOIN part p ON p.over = n.agency_id JOIN public.indicators i ON i.id = n.indicator_id
    UNION ALL
    SELECT b.agency_id, b.role, i.id, i.kind, coalesce(b.inherited, b.id) FROM below b JOIN public.indicators i ON i.parent_id = b.id
    WHERE b.kind = 'GROUP' AND NOT EXISTS (SELECT FROM named n WHERE n.indicator_id = i.id AND n.role = b.role)
  ), owed AS MATERIALIZED (
    SELECT DISTINCT ON (b.id) b.role, b.id, nullif(b.agency_id, a.id) AS through, b.inherited
    FROM below b JOIN public.agencies g ON g.id = b.agency_id WHERE b.kind = 'INDICATOR'
    ORDER BY b.id, b.role, b.agency_id <> a.id, g.code_key COLLATE "C"
  ), report AS (
    SELECT s.* FROM public.submissions s WHERE s.agency_id = a.id AND s.window_id = (SELECT id FROM slot)
  ), shown AS (
    SELECT DISTINCT ON (f.indicator_id) f.* FROM public.figures f
    WHERE f.agency_id = a.id AND f.window_id = (SELECT id FROM slot) AND f.indicator_id IN (SELECT id FROM owed) AND f.superseded_at IS NULL
    ORDER BY f.indicator_id, CASE WHEN f.approved_at IS NOT NULL THEN 1 WHEN f.prefilled THEN 0 ELSE 2 END DESC, f.recorded_at DESC, f.id DESC
  ), stood AS (
    SELECT f.*, s.submitted_at, v.action, v.at AS reviewed_at, v.until FROM shown f LEFT JOIN public.submissions s ON s.id = f.submission_id
    LEFT JOIN LATERAL (SELECT r.action, r.at, r.until FROM public.review_figures x JOIN public.reviews r ON r.id = x.review_id
      WHERE x.figure_id = f.id AND r.action IN ('RETURN', 'REOPEN') ORDER BY r.at DESC, r.id DESC LIMIT 1) v ON true
  ), figure AS (
    SELECT f.indicator_id, f.id, CASE
      WHEN f.prefilled AND f.approved_at IS NULL THEN 'PREFILLED'
      WHEN f.approved_at IS NOT NULL THEN CASE WHEN f.action = 'REOPEN' AND f.until > now() THEN 'REOPENED' ELSE 'APPROVED' END
      WHEN f.submitted_at IS NULL OR f.recorded_at > f.submitted_at THEN 'DRAFT'
      WHEN f.action = 'RETURN' AND f.reviewed_at >= f.submitted_at THEN 'RETURNED'
      ELSE 'SUBMITTED' END AS state
    FROM stood f
  ), duty AS (
    SELECT 0 AS part, p.code_key AS plan_key, i.code_key, o.role, o.id AS indicator_id, o.through, o.inherited, NULL::text AS narrative,
      f.id AS figure_id, coalesce(f.state, 'MISSING') AS state
    FROM owed o JOIN public.indicators i ON i.id = o.id JOIN public.plans p ON p.id = i.plan_id LEFT JOIN figure f ON f.indicator_id = o.id
    UNION ALL
    SELECT n.ordinality::int, NULL, NULL, (SELECT min(role) FROM owed), NULL, NULL, NULL, n.kind, NULL, CASE
      WHEN t.id IS NULL THEN 'MISSING' WHEN r.submitted_at IS NULL OR t.recorded_at > r.submitted_at THEN 'DRAFT' ELSE r.status END
    FROM slot CROSS JOIN LATERAL jsonb_array_elements_text(CASE jsonb_typeof(slot.required_narratives) WHEN 'array' THEN slot.required_narratives END) WITH ORDINALITY n (kind, ordinality)
    LEFT JOIN report r ON true
    LEFT JOIN LATERAL (SELECT t.* FROM public.narratives t WHERE t.submission_id = r.id AND t.kind = n.kind AND t.superseded_at IS NULL
      ORDER BY t.recorded_at DESC, t.id DESC LIMIT 1) t ON true
    WHERE EXISTS (SELECT FROM owed)
  )
  SELECT d.role, d.indicator_id, d.through, d.inherited, d.narrative, d.figure_id, d.state, greatest(s.due_at, s.granted),
    CASE WHEN d.state IN ('SUBMITTED', 'APPROVED', 'REOPENED') THEN coalesce((SELECT late FROM report), false) ELSE now() > greatest(s.due_at, s.granted) END
  FROM duty d, slot s ORDER BY d.part, d.plan_key COLLATE "C", d.code_key COLLATE "C"
$$;

-- How far a window is, from what is owed down to whom it reaches.
CREATE VIEW peer.far AS
  SELECT NULL::uuid AS agency_id, NULL::bigint AS owed, NULL::bigint AS drafted, NULL::bigint AS submitted, NULL::bigint AS returned,
    NULL::bigint AS approved, NULL::bigint AS late, NULL::bigint AS missing
  WHERE false;
COMMENT ON VIEW peer.far IS $$
@behavior -query:resource:list -query:resource:connection
@foreignKey (agency_id) references public.agencies (id)|@fieldName agency
$$;
CREATE FUNCTION peer.reporting_windows_progress_by_agency(w public.reporting_windows) RETURNS SETOF peer.far LANGUAGE sql STABLE AS $$
  WITH RECURSIVE named AS MATERIALIZED (
    SELECT a.agency_id, a.indicator_id, a.role FROM public.assignments a
    WHERE a.role IN ('MEASURE', 'IMPLEMENT') AND a.indicator_id IS NOT NULL
      AND (a.valid_from IS NULL OR a.valid_from <= w.covers_to) AND (a.valid_to IS NULL OR a.valid_to >= w.covers_to)
  ), below AS (
    SELECT n.agency_id, n.role, i.id, i.kind FROM named n JOIN public.indicators i ON i.id = n.indicator_id
    UNION ALL
    SELECT b.agency_id, b.role, i.id, i.kind FROM below b JOIN public.indicators i ON i.parent_id = b.id
    WHERE b.kind = 'GROUP' AND NOT EXISTS (SELECT 1 FROM named n WHERE n.indicator_id = i.id AND n.role = b.role)
  ), duty AS MATERIALIZED (
    SELECT DISTINCT agency_id, id AS indicator_id FROM below WHERE kind = 'INDICATOR'
  ), part AS (
    SELECT agency_id AS over, agency_id FROM duty
    UNION
    SELECT p.over, m.member_of_id FROM part p JOIN public.agency_memberships m ON m.agency_id = p.agency_id
    WHERE (m.valid_from IS NULL OR m.valid_from <= w.covers_to) AND (m.valid_to IS NULL OR m.valid_to >= w.covers_to)
  ), counted AS (
    SELECT p.agency_id, count(DISTINCT d.indicator_id) AS owed FROM part p JOIN duty d ON d.agency_id = p.over GROUP BY p.agency_id
  )
  SELECT c.agency_id, c.owed, coalesce(s.drafted, 0), coalesce(s.submitted, 0), coalesce(s.returned, 0), coalesce(s.approved, 0),
    CASE WHEN s.late THEN s.submitted + s.approved ELSE 0 END, greatest(0, c.owed - coalesce(s.submitted + s.approved, 0)) AS missing
  FROM counted c JOIN public.agencies a ON a.id = c.agency_id AND a.kind <> 'GROUP'
    AND (a.active_from IS NULL OR a.active_from <= w.covers_to) AND (a.active_to IS NULL OR a.active_to >= w.covers_to)
  LEFT JOIN public.submissions s ON s.agency_id = c.agency_id AND s.window_id = w.id
  ORDER BY missing DESC, a.code_key COLLATE "C", a.id
$$;
CREATE TYPE peer.progress AS (agencies bigint, owed bigint, drafted bigint, submitted bigint, returned bigint, approved bigint, late bigint, missing bigint);
CREATE FUNCTION peer.reporting_windows_progress(w public.reporting_windows) RETURNS peer.progress LANGUAGE sql STABLE AS $$
  SELECT count(*), sum(owed)::bigint, sum(drafted)::bigint, sum(submitted)::bigint, sum(returned)::bigint, sum(approved)::bigint, sum(late)::bigint, sum(missing)::bigint
  FROM peer.reporting_windows_progress_by_agency(w)
$$;

-- Years for which two documents state different values of a measure, those of the
-- same measure in other plans included.
CREATE FUNCTION peer.stated(indicator uuid) RETURNS SETOF public.figures LANGUAGE sql STABLE AS $$
  SELECT f.* FROM (SELECT indicator AS id UNION ALL SELECT same_a_id FROM public.indicator_same_as WHERE indicator_id = indicator) m
  JOIN public.figures f ON f.indicator_id = m.id
  WHERE f.approved_at IS NOT NULL AND f.superseded_at IS NULL AND f.window_id IS NULL AND f.legal_document_id IS NOT NULL
$$;
CREATE VIEW peer.disagreements AS SELECT NULL::uuid AS indicator_id, NULL::bigint AS year, NULL::numeric AS gap WHERE false;
COMMENT ON VIEW peer.disagreements IS '@behavior -query:resource:list -query:resource:connection';
CREATE FUNCTION peer.indicators_disagreements(i public.indicators) RETURNS SETOF peer.disagreements LANGUAGE sql STABLE AS $$
  SELECT i.id, f.year, max(peer.figures_value(f)) - min(peer.figures_value(f)) FROM peer.stated(i.id) f
  GROUP BY f.year HAVING max(peer.figures_value(f)) > min(peer.figures_value(f)) ORDER BY f.year
$$;
CREATE FUNCTION peer.disagreements_figures(d peer.disagreements) RETURNS SETOF public.figures LANGUAGE sql STABLE AS $$
  SELECT f.* FROM peer.stated(d.indicator_id) f WHERE f.year = d.year ORDER BY peer.figures_value(f)
$$;
