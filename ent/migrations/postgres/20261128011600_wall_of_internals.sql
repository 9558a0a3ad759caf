-- +goose Up

-- The wall of row security around what is the program's own, too: what callers were
-- answered, what is queued for an agency, how long its chain of events is, and which
-- rows of its own belong together. Nobody is shown these tables by mistake.
-- As before, a policy binds nobody until tiendo migrate up enables row security there.

-- Whom a change concerns is asked past the policy of the table that says it, which asks
-- for the change. The setting is the statement's own.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION "viewer_is_concerned"("change" uuid) RETURNS SETOF boolean LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT AS
$$
DECLARE
  viewer text := current_setting('tiendo.viewer', true);
  concerned uuid[];
BEGIN
  PERFORM set_config('tiendo.viewer', '*', true);
  concerned := ARRAY(SELECT c.agency_id FROM window_change_agencies c WHERE c.window_change_id = change);
  PERFORM set_config('tiendo.viewer', viewer, true);
  RETURN QUERY SELECT viewer_has(one) OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches(one)) FROM unnest(concerned) one;
END
$$;
-- +goose StatementEnd

-- Those that return sets become part of the statement, so they cannot have a search_path,
-- and pg_dump reads without one.
-- +goose StatementBegin
DO $do$ BEGIN
  EXECUTE format('CREATE FUNCTION "viewer_sees_change"("change" uuid) RETURNS SETOF integer LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT 1 FROM %1$I.window_changes c WHERE c.id = change $$', current_schema());
  EXECUTE format('CREATE FUNCTION "viewer_sees_review"("review" uuid) RETURNS SETOF integer LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT 1 FROM %1$I.reviews r WHERE r.id = review $$', current_schema());
END $do$;
-- +goose StatementEnd

-- window_change_agencies: as the change.
CREATE POLICY "viewer" ON "window_change_agencies" USING (viewer_sees_all()
    OR EXISTS (SELECT FROM viewer_sees_change("window_change_agencies"."window_change_id") OFFSET 0));

-- review_figures: as the review.
CREATE POLICY "viewer" ON "review_figures" USING (viewer_sees_all()
    OR EXISTS (SELECT FROM viewer_sees_review("review_figures"."review_id") OFFSET 0));

-- jobs: those of one's agencies.
CREATE POLICY "viewer" ON "jobs" USING (viewer_sees_all()
    OR viewer_has("jobs"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("jobs"."agency_id") OFFSET 0));

-- What only programs of the instance read.
CREATE POLICY "viewer" ON "idempotency_keys" USING (viewer_sees_all());
CREATE POLICY "viewer" ON "event_chains" USING (viewer_sees_all());
CREATE POLICY "viewer" ON "seals" USING (viewer_sees_all());
CREATE POLICY "viewer" ON "persisted_documents" USING (viewer_sees_all());
CREATE POLICY "viewer" ON "usage_counts" USING (viewer_sees_all());

-- +goose Down
DROP POLICY "viewer" ON "usage_counts";
DROP POLICY "viewer" ON "persisted_documents";
DROP POLICY "viewer" ON "seals";
DROP POLICY "viewer" ON "event_chains";
DROP POLICY "viewer" ON "idempotency_keys";
DROP POLICY "viewer" ON "jobs";
DROP POLICY "viewer" ON "review_figures";
DROP POLICY "viewer" ON "window_change_agencies";
ALTER TABLE "usage_counts" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "persisted_documents" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "seals" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "event_chains" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "idempotency_keys" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "jobs" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "review_figures" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
ALTER TABLE "window_change_agencies" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP FUNCTION "viewer_sees_review"(uuid);
DROP FUNCTION "viewer_sees_change"(uuid);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION "viewer_is_concerned"("change" uuid) RETURNS SETOF boolean LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT AS
$$ SELECT viewer_has(c.agency_id) OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches(c.agency_id)) FROM window_change_agencies c WHERE c.window_change_id = change $$;
-- +goose StatementEnd
