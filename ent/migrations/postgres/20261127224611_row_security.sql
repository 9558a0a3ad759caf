-- +goose Up

-- A second wall behind the rules of the program: what a session may see of the
-- rows of reports, roles and the record. It works for the viewer in its setting
-- tiendo.viewer: '*' for programs of the instance and inspectors; else 'v', '@'
-- and the key of each agency that the viewer's roles reach, '#' and the key of
-- each indicator it measures, '$' and the person. Where roles reach many agencies
-- it begins with 'w', and the agencies are those where the roles are. Without the
-- setting there is nothing to see.
-- The policies bind nobody until row security is enabled on their table, which
-- tiendo migrate up does where database.rowSecurity says so.
--
-- Statements name some of these tables dozens of times: what is asked of the viewer
-- is a search in a short text, which PostgreSQL need not prepare for. Of reports and
-- figures they read many rows: there it is found out once.
--
-- What is derived of these tables needs no wall: roll_up_sums adds up what is
-- published, which everybody sees, and agency_reach is who is over whom.

-- +goose StatementBegin
CREATE FUNCTION "viewer_sees_all"() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('tiendo.viewer', true) = '*' $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_is_known"() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('tiendo.viewer', true) <> '' $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_is_wide"() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT left(current_setting('tiendo.viewer', true), 1) = 'w' $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_has"("agency" uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT strpos(current_setting('tiendo.viewer', true), '@' || agency::text) > 0 $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_is"("person" uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT strpos(current_setting('tiendo.viewer', true), '$' || person::text) > 0 $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_measures"("indicator" uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT strpos(current_setting('tiendo.viewer', true), '#' || indicator::text) > 0 $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_measures"() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT strpos(current_setting('tiendo.viewer', true), '#') > 0 $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_agencies"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(substr(split_part(split_part(current_setting('tiendo.viewer', true), '#', 1), '$', 1), 3), '@')::uuid[] $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "viewer_over"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN left(current_setting('tiendo.viewer', true), 1) = 'w' THEN string_to_array(substr(split_part(split_part(current_setting('tiendo.viewer', true), '#', 1), '$', 1), 3), '@')::uuid[] END $$;
-- +goose StatementEnd

-- What policies ask of other tables is in functions, on which no table depends. Those
-- that return sets become part of the statement, so they cannot have a search_path, and
-- pg_dump reads without one.
-- +goose StatementBegin
DO $do$ BEGIN
  EXECUTE format('CREATE FUNCTION "viewer_reaches"("agency" uuid) RETURNS SETOF integer LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT 1 FROM %1$I.agency_reach r WHERE r.agency_id = agency AND r.over_id = ANY ((SELECT %1$I.viewer_over())::uuid[]) $$', current_schema());
  EXECUTE format('CREATE FUNCTION "viewer_sees_report"("report" uuid) RETURNS SETOF integer LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT 1 FROM %1$I.submissions s WHERE s.id = report $$', current_schema());
END $do$;
-- +goose StatementEnd

-- Whether roles reach each of the agencies that a change concerns.
-- +goose StatementBegin
CREATE FUNCTION "viewer_is_concerned"("change" uuid) RETURNS SETOF boolean LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT AS
$$ SELECT viewer_has(c.agency_id) OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches(c.agency_id)) FROM window_change_agencies c WHERE c.window_change_id = change $$;
-- +goose StatementEnd

-- The reports that ask the viewer's agencies for an answer.
-- +goose StatementBegin
CREATE FUNCTION "viewer_is_asked"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path FROM CURRENT AS
$$
  WITH at (id) AS (SELECT unnest(viewer_agencies()))
  SELECT array_agg(n.submission_id) FROM narratives n WHERE n.routed_to_id IN (
    SELECT id FROM at UNION SELECT r.agency_id FROM agency_reach r JOIN at ON r.over_id = at.id WHERE viewer_is_wide())
$$;
-- +goose StatementEnd

-- Texts ask reports and reports ask texts: one of the two does it past the policies. The
-- setting is the statement's own: only a superuser may give one to a function.
-- +goose StatementBegin
CREATE FUNCTION "report_was_submitted"("report" uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT AS
$$
DECLARE
  viewer text := current_setting('tiendo.viewer', true);
  found boolean;
BEGIN
  PERFORM set_config('tiendo.viewer', '*', true);
  found := EXISTS (SELECT 1 FROM submissions s WHERE s.id = report AND s.submitted_at IS NOT NULL);
  PERFORM set_config('tiendo.viewer', viewer, true);
  RETURN found;
END
$$;
-- +goose StatementEnd

-- figures: what is published, one's agencies' own, and of what one measures what was approved
-- or submitted.
CREATE POLICY "viewer" ON "figures" USING ("figures"."published_at" IS NOT NULL AND (SELECT viewer_is_known())
    OR (SELECT viewer_sees_all())
    OR "figures"."agency_id" = ANY ((SELECT viewer_agencies())::uuid[])
    OR EXISTS (SELECT FROM viewer_reaches("figures"."agency_id") OFFSET 0)
    OR viewer_measures("figures"."indicator_id") AND ("figures"."approved_at" IS NOT NULL OR report_was_submitted("figures"."submission_id")));

-- submissions: one's agencies' own, submitted ones where one measures, and those that ask one's
-- agencies.
CREATE POLICY "viewer" ON "submissions" USING ((SELECT viewer_sees_all())
    OR "submissions"."agency_id" = ANY ((SELECT viewer_agencies())::uuid[])
    OR EXISTS (SELECT FROM viewer_reaches("submissions"."agency_id") OFFSET 0)
    OR "submissions"."submitted_at" IS NOT NULL AND viewer_measures()
    OR "submissions"."id" = ANY ((SELECT viewer_is_asked())::uuid[]));

-- submission_versions: as the report.
CREATE POLICY "viewer" ON "submission_versions" USING (viewer_sees_all()
    OR EXISTS (SELECT FROM viewer_sees_report("submission_versions"."submission_id") OFFSET 0));

-- narratives: one's agencies' own, those that ask them, and where one measures what was submitted.
CREATE POLICY "viewer" ON "narratives" USING (viewer_sees_all()
    OR viewer_has("narratives"."agency_id")
    OR viewer_has("narratives"."routed_to_id")
    OR viewer_is_wide() AND (EXISTS (SELECT FROM viewer_reaches("narratives"."agency_id") OFFSET 0) OR EXISTS (SELECT FROM viewer_reaches("narratives"."routed_to_id") OFFSET 0))
    OR viewer_measures() AND report_was_submitted("narratives"."submission_id"));

-- reviews: one's agencies' own, and where one measures those of what was submitted.
CREATE POLICY "viewer" ON "reviews" USING (viewer_sees_all()
    OR viewer_has("reviews"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("reviews"."agency_id") OFFSET 0)
    OR viewer_measures() AND report_was_submitted("reviews"."submission_id"));

-- evidence: one's agencies' own, and where one measures that of what was submitted.
CREATE POLICY "viewer" ON "evidence" USING (viewer_sees_all()
    OR viewer_has("evidence"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("evidence"."agency_id") OFFSET 0)
    OR viewer_measures() AND report_was_submitted("evidence"."submission_id"));

-- waivers: one's agencies' own, and where one measures those of what was submitted.
CREATE POLICY "viewer" ON "waivers" USING (viewer_sees_all()
    OR viewer_has("waivers"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("waivers"."agency_id") OFFSET 0)
    OR viewer_measures() AND report_was_submitted("waivers"."submission_id"));

-- events: those of one's agencies.
CREATE POLICY "viewer" ON "events" USING (viewer_sees_all()
    OR viewer_has("events"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("events"."agency_id") OFFSET 0));

-- role_grants: one's own, and those at one's agencies.
CREATE POLICY "viewer" ON "role_grants" USING (viewer_sees_all()
    OR viewer_is("role_grants"."person_id")
    OR viewer_has("role_grants"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("role_grants"."agency_id") OFFSET 0));

-- delegations: from and to oneself, and at one's agencies.
CREATE POLICY "viewer" ON "delegations" USING (viewer_sees_all()
    OR viewer_is("delegations"."from_id")
    OR viewer_is("delegations"."to_id")
    OR viewer_has("delegations"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("delegations"."agency_id") OFFSET 0));

-- machine_tokens: at one's agencies.
CREATE POLICY "viewer" ON "machine_tokens" USING (viewer_sees_all()
    OR viewer_has("machine_tokens"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("machine_tokens"."agency_id") OFFSET 0));

-- webhooks: at one's agencies.
CREATE POLICY "viewer" ON "webhooks" USING (viewer_sees_all()
    OR viewer_has("webhooks"."agency_id")
    OR viewer_is_wide() AND EXISTS (SELECT FROM viewer_reaches("webhooks"."agency_id") OFFSET 0));

-- window_changes: new dates for everybody, and others at the agencies concerned.
CREATE POLICY "viewer" ON "window_changes" USING (viewer_sees_all()
    OR viewer_is_known() AND (SELECT bool_or(has) FROM viewer_is_concerned("window_changes"."id") has) IS NOT FALSE);

-- What keeps sums sees all that they are of, also for who has not said for whom it works.
ALTER FUNCTION "roll_up_refresh"(uuid[], uuid[]) RENAME TO "roll_up_refresh_seen";
ALTER FUNCTION "roll_up_fill"() RENAME TO "roll_up_fill_seen";

-- +goose StatementBegin
CREATE FUNCTION "roll_up_refresh"("of_indicators" uuid[], "in_windows" uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  viewer text := current_setting('tiendo.viewer', true);
BEGIN
  PERFORM set_config('tiendo.viewer', '*', true);
  PERFORM roll_up_refresh_seen(of_indicators, in_windows);
  PERFORM set_config('tiendo.viewer', viewer, true);
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION "roll_up_fill"() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  viewer text := current_setting('tiendo.viewer', true);
BEGIN
  PERFORM set_config('tiendo.viewer', '*', true);
  PERFORM roll_up_fill_seen();
  PERFORM set_config('tiendo.viewer', viewer, true);
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION "roll_up_fill"();
DROP FUNCTION "roll_up_refresh"(uuid[], uuid[]);
ALTER FUNCTION "roll_up_fill_seen"() RENAME TO "roll_up_fill";
ALTER FUNCTION "roll_up_refresh_seen"(uuid[], uuid[]) RENAME TO "roll_up_refresh";
DROP POLICY "viewer" ON "window_changes";
DROP POLICY "viewer" ON "webhooks";
DROP POLICY "viewer" ON "machine_tokens";
DROP POLICY "viewer" ON "delegations";
DROP POLICY "viewer" ON "role_grants";
DROP POLICY "viewer" ON "events";
DROP POLICY "viewer" ON "waivers";
DROP POLICY "viewer" ON "evidence";
DROP POLICY "viewer" ON "reviews";
DROP POLICY "viewer" ON "narratives";
DROP POLICY "viewer" ON "submission_versions";
DROP POLICY "viewer" ON "submissions";
DROP POLICY "viewer" ON "figures";
DROP FUNCTION "report_was_submitted"(uuid);
DROP FUNCTION "viewer_is_asked"();
DROP FUNCTION "viewer_is_concerned"(uuid);
DROP FUNCTION "viewer_sees_report"(uuid);
DROP FUNCTION "viewer_reaches"(uuid);
DROP FUNCTION "viewer_over"();
DROP FUNCTION "viewer_agencies"();
DROP FUNCTION "viewer_measures"();
DROP FUNCTION "viewer_measures"(uuid);
DROP FUNCTION "viewer_is"(uuid);
DROP FUNCTION "viewer_has"(uuid);
DROP FUNCTION "viewer_is_wide"();
DROP FUNCTION "viewer_is_known"();
DROP FUNCTION "viewer_sees_all"();
