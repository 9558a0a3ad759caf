-- +goose Up
-- create "submission_versions" table
CREATE TABLE "submission_versions" ("id" uuid NOT NULL, "submission_id" uuid NOT NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "version" bigint NOT NULL DEFAULT 1, "changed_at" timestamptz NOT NULL, "submitted_at" timestamptz NULL, "submitted_order" timestamptz NOT NULL, "approved_at" timestamptz NULL, "late" boolean NOT NULL DEFAULT false, "excused" boolean NOT NULL DEFAULT false, "drafted" bigint NOT NULL DEFAULT 0, "submitted" bigint NOT NULL DEFAULT 0, "returned" bigint NOT NULL DEFAULT 0, "approved" bigint NOT NULL DEFAULT 0, "submitted_by_id" uuid NULL, "submitted_for_id" uuid NULL, "reviewer_id" uuid NULL, PRIMARY KEY ("id"));
-- create index "submissionversion_submission_id_changed_at" to table: "submission_versions"
CREATE INDEX "submissionversion_submission_id_changed_at" ON "submission_versions" ("submission_id", "changed_at");
-- create index "submissionversion_submission_id_version" to table: "submission_versions"
CREATE UNIQUE INDEX "submissionversion_submission_id_version" ON "submission_versions" ("submission_id", "version");
-- set comment to table: "submission_versions"
COMMENT ON TABLE "submission_versions" IS 'A report as it was after one change.';
-- set comment to column: "id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "submission_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submission_id" IS 'The report.';
-- set comment to column: "status" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."status" IS 'Where it stands.';
-- set comment to column: "version" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."version" IS 'Grows with every change; a change names the version it read.';
-- set comment to column: "changed_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."changed_at" IS 'When it last changed.';
-- set comment to column: "submitted_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_at" IS 'When it was last submitted; null for drafts.';
-- set comment to column: "submitted_order" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_order" IS 'submittedAt, or the end of time: an order without nulls.';
-- set comment to column: "approved_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."approved_at" IS 'When it was first approved as a whole.';
-- set comment to column: "late" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."late" IS 'Whether it came after the agency''s due date: judged by the submission that stands or was first approved, not by those returned.';
-- set comment to column: "excused" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."excused" IS 'Whether it came after the due date but within the grace.';
-- set comment to column: "drafted" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."drafted" IS 'Figures entered and not submitted.';
-- set comment to column: "submitted" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted" IS 'Figures that wait for review.';
-- set comment to column: "returned" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."returned" IS 'Figures sent back.';
-- set comment to column: "approved" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."approved" IS 'Figures approved.';
-- set comment to column: "submitted_by_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_by_id" IS 'Who submitted it.';
-- set comment to column: "submitted_for_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_for_id" IS 'For whom it was submitted, where that was by delegation.';
-- set comment to column: "reviewer_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."reviewer_id" IS 'Who reviewed it last.';
-- create "seals" table
CREATE TABLE "seals" ("id" uuid NOT NULL, "day" date NOT NULL, "at" timestamptz NOT NULL, "heads" jsonb NOT NULL, "previous_hash" bytea NULL, "hash" bytea NOT NULL, PRIMARY KEY ("id"));
-- create index "seal_day" to table: "seals"
CREATE UNIQUE INDEX "seal_day" ON "seals" ("day");
-- set comment to table: "seals"
COMMENT ON TABLE "seals" IS 'The heads of all chains of events, chained once a day.';
-- set comment to column: "id" on table: "seals"
COMMENT ON COLUMN "seals"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "day" on table: "seals"
COMMENT ON COLUMN "seals"."day" IS 'The day, in Viet Nam; unique.';
-- set comment to column: "at" on table: "seals"
COMMENT ON COLUMN "seals"."at" IS 'When.';
-- set comment to column: "heads" on table: "seals"
COMMENT ON COLUMN "seals"."heads" IS 'Sequence and hash of every head, by chain.';
-- set comment to column: "previous_hash" on table: "seals"
COMMENT ON COLUMN "seals"."previous_hash" IS 'Hash of the seal before.';
-- set comment to column: "hash" on table: "seals"
COMMENT ON COLUMN "seals"."hash" IS 'SHA-256 over the heads and the seal before.';
-- create "event_chains" table
CREATE TABLE "event_chains" ("id" uuid NOT NULL, "chain" character varying NOT NULL, "sequence" bigint NOT NULL, "hash" bytea NULL, PRIMARY KEY ("id"));
-- create index "eventchain_chain" to table: "event_chains"
CREATE UNIQUE INDEX "eventchain_chain" ON "event_chains" ("chain");
-- set comment to table: "event_chains"
COMMENT ON TABLE "event_chains" IS 'The head of a chain of events.';
-- set comment to column: "id" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "chain" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."chain" IS 'Key of the agency, or instance; unique.';
-- set comment to column: "sequence" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."sequence" IS 'Place of the last event.';
-- set comment to column: "hash" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."hash" IS 'Hash of the last event.';
-- create "idempotency_keys" table
CREATE TABLE "idempotency_keys" ("id" uuid NOT NULL, "caller_id" uuid NOT NULL, "key" character varying NOT NULL, "operation" character varying NOT NULL, "input_hash" bytea NOT NULL, "answer" jsonb NOT NULL, "at" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- create index "idempotencykey_at" to table: "idempotency_keys"
CREATE INDEX "idempotencykey_at" ON "idempotency_keys" ("at");
-- create index "idempotencykey_caller_id_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX "idempotencykey_caller_id_key" ON "idempotency_keys" ("caller_id", "key");
-- set comment to table: "idempotency_keys"
COMMENT ON TABLE "idempotency_keys" IS 'The answer to a change that a client may repeat.';
-- set comment to column: "id" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "caller_id" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."caller_id" IS 'Who asked.';
-- set comment to column: "key" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."key" IS 'The client''s key.';
-- set comment to column: "operation" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."operation" IS 'The change that was asked for.';
-- set comment to column: "input_hash" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."input_hash" IS 'SHA-256 of what it was asked with: one key is for one change.';
-- set comment to column: "answer" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."answer" IS 'The answer given.';
-- set comment to column: "at" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."at" IS 'When.';
-- modify "people" table
ALTER TABLE "people" ADD COLUMN "email" character varying NULL;
-- set comment to column: "email" on table: "people"
COMMENT ON COLUMN "people"."email" IS 'Where reminders go; as the sign-in provider says.';
-- create "role_grants" table
CREATE TABLE "role_grants" ("id" uuid NOT NULL, "role" character varying NOT NULL, "at" timestamptz NOT NULL, "until" timestamptz NULL, "revoked_at" timestamptz NULL, "person_id" uuid NOT NULL, "agency_id" uuid NOT NULL, "author_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "role_grants_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "role_grants_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "role_grants_people_person" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "role_grant_in_force" to table: "role_grants"
CREATE UNIQUE INDEX "role_grant_in_force" ON "role_grants" ("person_id", "agency_id", "role") WHERE (revoked_at IS NULL);
-- create index "rolegrant_agency_id_role" to table: "role_grants"
CREATE INDEX "rolegrant_agency_id_role" ON "role_grants" ("agency_id", "role");
-- set comment to table: "role_grants"
COMMENT ON TABLE "role_grants" IS 'A role of a person at an agency.';
-- set comment to column: "id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "role" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."role" IS 'The role.';
-- set comment to column: "at" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."at" IS 'When it was granted.';
-- set comment to column: "until" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."until" IS 'When it ends by itself; null for never.';
-- set comment to column: "revoked_at" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."revoked_at" IS 'When it was taken back.';
-- set comment to column: "person_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."person_id" IS 'Who has the role.';
-- set comment to column: "agency_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."agency_id" IS 'Where.';
-- set comment to column: "author_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."author_id" IS 'Who granted it; null where a program of the instance did.';
-- create "delegations" table
CREATE TABLE "delegations" ("id" uuid NOT NULL, "role" character varying NOT NULL, "starts_at" timestamptz NOT NULL, "ends_at" timestamptz NOT NULL, "reason" character varying NOT NULL, "at" timestamptz NOT NULL, "revoked_at" timestamptz NULL, "grant_id" uuid NOT NULL, "agency_id" uuid NOT NULL, "from_id" uuid NOT NULL, "to_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "delegations_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "delegations_people_from" FOREIGN KEY ("from_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "delegations_people_to" FOREIGN KEY ("to_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "delegations_role_grants_grant" FOREIGN KEY ("grant_id") REFERENCES "role_grants" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "delegation_in_order" CHECK (starts_at < ends_at), CONSTRAINT "delegation_to_other_hand" CHECK (from_id <> to_id));
-- create index "delegation_agency_id" to table: "delegations"
CREATE INDEX "delegation_agency_id" ON "delegations" ("agency_id");
-- create index "delegation_from_id" to table: "delegations"
CREATE INDEX "delegation_from_id" ON "delegations" ("from_id");
-- create index "delegation_grant_id" to table: "delegations"
CREATE INDEX "delegation_grant_id" ON "delegations" ("grant_id");
-- create index "delegation_to_id_ends_at" to table: "delegations"
CREATE INDEX "delegation_to_id_ends_at" ON "delegations" ("to_id", "ends_at");
-- set comment to table: "delegations"
COMMENT ON TABLE "delegations" IS 'A role lent for an absence.';
-- set comment to column: "id" on table: "delegations"
COMMENT ON COLUMN "delegations"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "role" on table: "delegations"
COMMENT ON COLUMN "delegations"."role" IS 'The role.';
-- set comment to column: "starts_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."starts_at" IS 'First moment.';
-- set comment to column: "ends_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."ends_at" IS 'Last moment.';
-- set comment to column: "reason" on table: "delegations"
COMMENT ON COLUMN "delegations"."reason" IS 'Why.';
-- set comment to column: "at" on table: "delegations"
COMMENT ON COLUMN "delegations"."at" IS 'When it was made.';
-- set comment to column: "revoked_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."revoked_at" IS 'When it was taken back.';
-- set comment to column: "grant_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."grant_id" IS 'The role that is lent.';
-- set comment to column: "agency_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."agency_id" IS 'Where the role is lent: the agency of the grant, or one it reaches.';
-- set comment to column: "from_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."from_id" IS 'Whose role it is.';
-- set comment to column: "to_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."to_id" IS 'Who acts meanwhile.';
-- modify "events" table
ALTER TABLE "events" ADD COLUMN "actor_id" uuid NULL, ADD COLUMN "on_behalf_of" character varying NULL, ADD COLUMN "sequence" bigint NOT NULL DEFAULT 0, ADD COLUMN "previous_hash" bytea NULL, ADD COLUMN "hash" bytea NULL, ADD COLUMN "agency_id" uuid NULL, ADD CONSTRAINT "events_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "event_agency_id_sequence" to table: "events"
CREATE UNIQUE INDEX "event_agency_id_sequence" ON "events" ("agency_id", "sequence") WHERE (agency_id IS NOT NULL);
-- create index "event_at_id" to table: "events"
CREATE INDEX "event_at_id" ON "events" ("at", "id");
-- create index "event_instance_chain" to table: "events"
CREATE UNIQUE INDEX "event_instance_chain" ON "events" ("sequence") WHERE ((agency_id IS NULL) AND (sequence > 0));
-- set comment to column: "action" on table: "events"
COMMENT ON COLUMN "events"."action" IS 'What, such as submission.submit.';
-- set comment to column: "actor_id" on table: "events"
COMMENT ON COLUMN "events"."actor_id" IS 'The person; null for a program.';
-- set comment to column: "on_behalf_of" on table: "events"
COMMENT ON COLUMN "events"."on_behalf_of" IS 'For whom, where it was by delegation.';
-- set comment to column: "sequence" on table: "events"
COMMENT ON COLUMN "events"."sequence" IS 'Place in its chain, from 1; 0 for events older than chains.';
-- set comment to column: "previous_hash" on table: "events"
COMMENT ON COLUMN "events"."previous_hash" IS 'Hash of the event before in the chain.';
-- set comment to column: "hash" on table: "events"
COMMENT ON COLUMN "events"."hash" IS 'SHA-256 over the event and the hash before.';
-- set comment to column: "agency_id" on table: "events"
COMMENT ON COLUMN "events"."agency_id" IS 'The agency concerned; null for the instance.';
-- modify "submissions" table
ALTER TABLE "submissions" ADD CONSTRAINT "submission_counts_positive" CHECK ((drafted >= 0) AND (submitted >= 0) AND (returned >= 0) AND (approved >= 0)), ADD COLUMN "changed_at" timestamptz NOT NULL, ADD COLUMN "excused" boolean NOT NULL DEFAULT false, ADD COLUMN "drafted" bigint NOT NULL DEFAULT 0, ADD COLUMN "submitted" bigint NOT NULL DEFAULT 0, ADD COLUMN "returned" bigint NOT NULL DEFAULT 0, ADD COLUMN "approved" bigint NOT NULL DEFAULT 0, ADD COLUMN "submitted_for_id" uuid NULL, ADD CONSTRAINT "submissions_people_submitted_for" FOREIGN KEY ("submitted_for_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "submission_reviewer_id" to table: "submissions"
CREATE INDEX "submission_reviewer_id" ON "submissions" ("reviewer_id");
-- create index "submission_submitted_by_id" to table: "submissions"
CREATE INDEX "submission_submitted_by_id" ON "submissions" ("submitted_by_id");
-- set comment to column: "approved_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved_at" IS 'When it was first approved as a whole.';
-- set comment to column: "late" on table: "submissions"
COMMENT ON COLUMN "submissions"."late" IS 'Whether it came after the agency''s due date: judged by the submission that stands or was first approved, not by those returned.';
-- set comment to column: "reviewer_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."reviewer_id" IS 'Who reviewed it last.';
-- set comment to column: "changed_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."changed_at" IS 'When it last changed.';
-- set comment to column: "excused" on table: "submissions"
COMMENT ON COLUMN "submissions"."excused" IS 'Whether it came after the due date but within the grace.';
-- set comment to column: "drafted" on table: "submissions"
COMMENT ON COLUMN "submissions"."drafted" IS 'Figures entered and not submitted.';
-- set comment to column: "submitted" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted" IS 'Figures that wait for review.';
-- set comment to column: "returned" on table: "submissions"
COMMENT ON COLUMN "submissions"."returned" IS 'Figures sent back.';
-- set comment to column: "approved" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved" IS 'Figures approved.';
-- set comment to column: "submitted_for_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_for_id" IS 'For whom it was submitted, where that was by delegation.';
-- create "evidence" table
CREATE TABLE "evidence" ("id" uuid NOT NULL, "agency_id" uuid NOT NULL, "hash" character varying NOT NULL, "name" character varying NOT NULL, "media_type" character varying NOT NULL, "size" bigint NOT NULL, "at" timestamptz NOT NULL, "submission_id" uuid NOT NULL, "indicator_id" uuid NULL, "author_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "evidence_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "evidence_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "evidence_submissions_submission" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "evidence_agency_id" to table: "evidence"
CREATE INDEX "evidence_agency_id" ON "evidence" ("agency_id");
-- create index "evidence_submission_id_indicator_id" to table: "evidence"
CREATE INDEX "evidence_submission_id_indicator_id" ON "evidence" ("submission_id", "indicator_id");
-- set comment to table: "evidence"
COMMENT ON TABLE "evidence" IS 'A file that proves figures of a report.';
-- set comment to column: "id" on table: "evidence"
COMMENT ON COLUMN "evidence"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "agency_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."agency_id" IS 'Who reports.';
-- set comment to column: "hash" on table: "evidence"
COMMENT ON COLUMN "evidence"."hash" IS 'SHA-256 of the content, in hexadecimal.';
-- set comment to column: "name" on table: "evidence"
COMMENT ON COLUMN "evidence"."name" IS 'Name of the file.';
-- set comment to column: "media_type" on table: "evidence"
COMMENT ON COLUMN "evidence"."media_type" IS 'Media type, judged by the content.';
-- set comment to column: "size" on table: "evidence"
COMMENT ON COLUMN "evidence"."size" IS 'Size in bytes.';
-- set comment to column: "at" on table: "evidence"
COMMENT ON COLUMN "evidence"."at" IS 'When it was attached.';
-- set comment to column: "submission_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."submission_id" IS 'The report.';
-- set comment to column: "indicator_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."indicator_id" IS 'The indicator whose figure it proves, or null for the whole report.';
-- set comment to column: "author_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."author_id" IS 'Who attached it.';
-- create "jobs" table
CREATE TABLE "jobs" ("id" uuid NOT NULL, "kind" character varying NOT NULL, "key" character varying NOT NULL, "payload" jsonb NULL, "state" character varying NOT NULL DEFAULT 'READY', "run_at" timestamptz NOT NULL, "attempts" bigint NOT NULL DEFAULT 0, "locked_until" timestamptz NULL, "locked_by" uuid NULL, "last_error" character varying NULL, "at" timestamptz NOT NULL, "finished_at" timestamptz NULL, "agency_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "jobs_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "job_agency_id_run_at" to table: "jobs"
CREATE INDEX "job_agency_id_run_at" ON "jobs" ("agency_id", "run_at");
-- create index "job_key" to table: "jobs"
CREATE UNIQUE INDEX "job_key" ON "jobs" ("key");
-- create index "job_run_at_id" to table: "jobs"
CREATE INDEX "job_run_at_id" ON "jobs" ("run_at", "id");
-- create index "job_state_run_at" to table: "jobs"
CREATE INDEX "job_state_run_at" ON "jobs" ("state", "run_at");
-- set comment to table: "jobs"
COMMENT ON TABLE "jobs" IS 'Something to be done later and surely.';
-- set comment to column: "id" on table: "jobs"
COMMENT ON COLUMN "jobs"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "kind" on table: "jobs"
COMMENT ON COLUMN "jobs"."kind" IS 'What is to be done, such as digest.mail.';
-- set comment to column: "key" on table: "jobs"
COMMENT ON COLUMN "jobs"."key" IS 'What makes it this job and no other; unique: a job is not queued twice.';
-- set comment to column: "payload" on table: "jobs"
COMMENT ON COLUMN "jobs"."payload" IS 'What it needs to know.';
-- set comment to column: "state" on table: "jobs"
COMMENT ON COLUMN "jobs"."state" IS 'Where it stands.';
-- set comment to column: "run_at" on table: "jobs"
COMMENT ON COLUMN "jobs"."run_at" IS 'Not before.';
-- set comment to column: "attempts" on table: "jobs"
COMMENT ON COLUMN "jobs"."attempts" IS 'How often it was tried.';
-- set comment to column: "locked_until" on table: "jobs"
COMMENT ON COLUMN "jobs"."locked_until" IS 'Until when a runner has it; after that another may take it.';
-- set comment to column: "locked_by" on table: "jobs"
COMMENT ON COLUMN "jobs"."locked_by" IS 'The runner that has it.';
-- set comment to column: "last_error" on table: "jobs"
COMMENT ON COLUMN "jobs"."last_error" IS 'Why the last attempt failed.';
-- set comment to column: "at" on table: "jobs"
COMMENT ON COLUMN "jobs"."at" IS 'When it was queued.';
-- set comment to column: "finished_at" on table: "jobs"
COMMENT ON COLUMN "jobs"."finished_at" IS 'When it was done, or given up.';
-- set comment to column: "agency_id" on table: "jobs"
COMMENT ON COLUMN "jobs"."agency_id" IS 'The agency concerned; null for the instance.';
-- create "machine_tokens" table
CREATE TABLE "machine_tokens" ("id" uuid NOT NULL, "name" character varying NOT NULL, "hint" character varying NOT NULL, "hash" bytea NOT NULL, "role" character varying NOT NULL, "scopes" jsonb NOT NULL, "at" timestamptz NOT NULL, "expires_at" timestamptz NOT NULL, "revoked_at" timestamptz NULL, "last_used_at" timestamptz NULL, "person_id" uuid NOT NULL, "agency_id" uuid NOT NULL, "author_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "machine_tokens_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "machine_tokens_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "machine_tokens_people_person" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "machinetoken_agency_id" to table: "machine_tokens"
CREATE INDEX "machinetoken_agency_id" ON "machine_tokens" ("agency_id");
-- create index "machinetoken_at_id" to table: "machine_tokens"
CREATE INDEX "machinetoken_at_id" ON "machine_tokens" ("at", "id");
-- create index "machinetoken_hash" to table: "machine_tokens"
CREATE UNIQUE INDEX "machinetoken_hash" ON "machine_tokens" ("hash");
-- set comment to table: "machine_tokens"
COMMENT ON TABLE "machine_tokens" IS 'The credential of a program that acts at an agency.';
-- set comment to column: "id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "name" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."name" IS 'What it is for.';
-- set comment to column: "hint" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."hint" IS 'How it begins, to tell tokens apart.';
-- set comment to column: "hash" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."hash" IS 'SHA-256 of the token.';
-- set comment to column: "role" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."role" IS 'The role it has.';
-- set comment to column: "scopes" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."scopes" IS 'What it may do of what the role may.';
-- set comment to column: "at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."at" IS 'When it was made.';
-- set comment to column: "expires_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."expires_at" IS 'Until when it is good.';
-- set comment to column: "revoked_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."revoked_at" IS 'When it was revoked.';
-- set comment to column: "last_used_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."last_used_at" IS 'When it was last used, to the minute.';
-- set comment to column: "person_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."person_id" IS 'The name under which it acts.';
-- set comment to column: "agency_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."agency_id" IS 'Where it acts.';
-- set comment to column: "author_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."author_id" IS 'Who made it.';
-- modify "narratives" table
ALTER TABLE "narratives" ADD CONSTRAINT "narrative_answered_whole" CHECK (((answer IS NULL) AND (answered_at IS NULL)) OR ((answer IS NOT NULL) AND (answered_at IS NOT NULL))), ADD CONSTRAINT "narrative_routed_later" CHECK ((routed_at IS NULL) OR ((routed_to_id IS NOT NULL) AND (routed_at >= recorded_at))), ADD CONSTRAINT "narrative_routed_to_date" CHECK ((answer_due_on IS NULL) OR (routed_to_id IS NOT NULL)), ADD COLUMN "agency_id" uuid NOT NULL, ADD COLUMN "recorded_at" timestamptz NOT NULL, ADD COLUMN "superseded_at" timestamptz NULL, ADD COLUMN "routed_at" timestamptz NULL, ADD COLUMN "answered_at" timestamptz NULL, ADD COLUMN "answered_by_id" uuid NULL, ADD CONSTRAINT "narratives_people_answered_by" FOREIGN KEY ("answered_by_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- create index "narrative_agency_id" to table: "narratives"
CREATE INDEX "narrative_agency_id" ON "narratives" ("agency_id");
-- set comment to column: "agency_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."agency_id" IS 'Who reports.';
-- set comment to column: "recorded_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."recorded_at" IS 'When it was written.';
-- set comment to column: "superseded_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."superseded_at" IS 'When another text took its place; null for the one in force.';
-- set comment to column: "routed_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."routed_at" IS 'When it was routed, where that was after it was written: the text itself is as old as it was.';
-- set comment to column: "answered_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."answered_at" IS 'When it was answered.';
-- set comment to column: "answered_by_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."answered_by_id" IS 'Who answered.';
-- drop index "figure_in_force" from table: "figures"
DROP INDEX "figure_in_force";
-- modify "figures" table
ALTER TABLE "figures" ADD COLUMN "prefilled" boolean NOT NULL DEFAULT false, ADD COLUMN "approved_at" timestamptz NULL;
-- what documents print counts as approved when it became known
UPDATE "figures" SET "approved_at" = "recorded_at";
-- modify "figures" table
ALTER TABLE "figures" ADD CONSTRAINT "figure_published_if_approved" CHECK ((published_at IS NULL) OR (approved_at IS NOT NULL));
-- create index "figure_in_force" to table: "figures"
CREATE UNIQUE INDEX "figure_in_force" ON "figures" ("indicator_id", "agency_id", "window_id", "grade", "source") WHERE ((superseded_at IS NULL) AND (approved_at IS NOT NULL) AND (window_id IS NOT NULL) AND (legal_document_id IS NULL));
-- create index "figure_pending" to table: "figures"
CREATE UNIQUE INDEX "figure_pending" ON "figures" ("submission_id", "indicator_id") WHERE ((superseded_at IS NULL) AND (approved_at IS NULL) AND (submission_id IS NOT NULL));
-- set comment to column: "prefilled" on table: "figures"
COMMENT ON COLUMN "figures"."prefilled" IS 'Whether it is the last known figure, put in as a suggestion and not confirmed by anybody.';
-- set comment to column: "approved_at" on table: "figures"
COMMENT ON COLUMN "figures"."approved_at" IS 'When it was approved; null while it waits. What a document prints is approved.';
-- create "reviews" table
CREATE TABLE "reviews" ("id" uuid NOT NULL, "agency_id" uuid NOT NULL, "action" character varying NOT NULL, "at" timestamptz NOT NULL, "comment" character varying NULL, "until" timestamptz NULL, "version" bigint NOT NULL, "submission_id" uuid NOT NULL, "author_id" uuid NOT NULL, "for_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "reviews_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "reviews_people_on_behalf_of" FOREIGN KEY ("for_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "reviews_submissions_submission" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "review_agency_id" to table: "reviews"
CREATE INDEX "review_agency_id" ON "reviews" ("agency_id");
-- create index "review_author_id" to table: "reviews"
CREATE INDEX "review_author_id" ON "reviews" ("author_id");
-- create index "review_submission_id_at_id" to table: "reviews"
CREATE INDEX "review_submission_id_at_id" ON "reviews" ("submission_id", "at", "id");
-- set comment to table: "reviews"
COMMENT ON TABLE "reviews" IS 'A step in the life of a report.';
-- set comment to column: "id" on table: "reviews"
COMMENT ON COLUMN "reviews"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "agency_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."agency_id" IS 'Who reports.';
-- set comment to column: "action" on table: "reviews"
COMMENT ON COLUMN "reviews"."action" IS 'What was done.';
-- set comment to column: "at" on table: "reviews"
COMMENT ON COLUMN "reviews"."at" IS 'When.';
-- set comment to column: "comment" on table: "reviews"
COMMENT ON COLUMN "reviews"."comment" IS 'What was said: why it was returned or reopened.';
-- set comment to column: "until" on table: "reviews"
COMMENT ON COLUMN "reviews"."until" IS 'Until when reopened figures may be changed.';
-- set comment to column: "version" on table: "reviews"
COMMENT ON COLUMN "reviews"."version" IS 'The version of the report that this step made.';
-- set comment to column: "submission_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."submission_id" IS 'The report.';
-- set comment to column: "author_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."author_id" IS 'Who did it.';
-- set comment to column: "for_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."for_id" IS 'For whom, where it was by delegation.';
-- create "review_figures" table
CREATE TABLE "review_figures" ("review_id" uuid NOT NULL, "figure_id" uuid NOT NULL, PRIMARY KEY ("review_id", "figure_id"), CONSTRAINT "review_figures_figure_id" FOREIGN KEY ("figure_id") REFERENCES "figures" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "review_figures_review_id" FOREIGN KEY ("review_id") REFERENCES "reviews" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create "waivers" table
CREATE TABLE "waivers" ("id" uuid NOT NULL, "agency_id" uuid NOT NULL, "check_code" character varying NOT NULL, "reason" character varying NOT NULL, "at" timestamptz NOT NULL, "submission_id" uuid NOT NULL, "indicator_id" uuid NULL, "author_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "waivers_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "waivers_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "waivers_submissions_submission" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "waiver_agency_id" to table: "waivers"
CREATE INDEX "waiver_agency_id" ON "waivers" ("agency_id");
-- create index "waiver_submission_id_indicator_id_check_code" to table: "waivers"
CREATE INDEX "waiver_submission_id_indicator_id_check_code" ON "waivers" ("submission_id", "indicator_id", "check_code");
-- set comment to table: "waivers"
COMMENT ON TABLE "waivers" IS 'A warning that was waived, and why.';
-- set comment to column: "id" on table: "waivers"
COMMENT ON COLUMN "waivers"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "agency_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."agency_id" IS 'Who reports.';
-- set comment to column: "check_code" on table: "waivers"
COMMENT ON COLUMN "waivers"."check_code" IS 'Code of the check that warned.';
-- set comment to column: "reason" on table: "waivers"
COMMENT ON COLUMN "waivers"."reason" IS 'Why it may pass.';
-- set comment to column: "at" on table: "waivers"
COMMENT ON COLUMN "waivers"."at" IS 'When.';
-- set comment to column: "submission_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."submission_id" IS 'The report.';
-- set comment to column: "indicator_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."indicator_id" IS 'The indicator, or null for the whole report.';
-- set comment to column: "author_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."author_id" IS 'Who waived it.';
-- create "webhooks" table
CREATE TABLE "webhooks" ("id" uuid NOT NULL, "url" character varying NOT NULL, "secret" character varying NOT NULL, "at" timestamptz NOT NULL, "removed_at" timestamptz NULL, "agency_id" uuid NOT NULL, "author_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "webhooks_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "webhooks_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "webhook_agency_id" to table: "webhooks"
CREATE INDEX "webhook_agency_id" ON "webhooks" ("agency_id");
-- set comment to table: "webhooks"
COMMENT ON TABLE "webhooks" IS 'An address of an agency''s system that takes digests.';
-- set comment to column: "id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "url" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."url" IS 'Where digests are posted; https.';
-- set comment to column: "secret" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."secret" IS 'Signs what is posted; shown once.';
-- set comment to column: "at" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."at" IS 'When it was made.';
-- set comment to column: "removed_at" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."removed_at" IS 'Since when it is no longer used.';
-- set comment to column: "agency_id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."agency_id" IS 'Whose system it is.';
-- set comment to column: "author_id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."author_id" IS 'Who made it.';
-- create "window_changes" table
CREATE TABLE "window_changes" ("id" uuid NOT NULL, "kind" character varying NOT NULL, "opens_at" timestamptz NULL, "due_at" timestamptz NULL, "grace_until" timestamptz NULL, "locks_at" timestamptz NULL, "opened_before" timestamptz NOT NULL, "due_before" timestamptz NOT NULL, "grace_before" timestamptz NOT NULL, "locked_before" timestamptz NOT NULL, "reason" character varying NOT NULL, "section" character varying NULL, "at" timestamptz NOT NULL, "window_id" uuid NOT NULL, "legal_document_id" uuid NULL, "author_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "window_changes_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "window_changes_people_by" FOREIGN KEY ("author_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "window_changes_reporting_windows_window" FOREIGN KEY ("window_id") REFERENCES "reporting_windows" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "windowchange_legal_document_id" to table: "window_changes"
CREATE INDEX "windowchange_legal_document_id" ON "window_changes" ("legal_document_id");
-- create index "windowchange_window_id_at" to table: "window_changes"
CREATE INDEX "windowchange_window_id_at" ON "window_changes" ("window_id", "at");
-- set comment to table: "window_changes"
COMMENT ON TABLE "window_changes" IS 'A change to the dates of a window, and why.';
-- set comment to column: "id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "kind" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."kind" IS 'ADJUST: new dates for everybody; EXTEND: a later due date; REOPEN: after the lock, until a date.';
-- set comment to column: "opens_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."opens_at" IS 'New opening; null where it stays.';
-- set comment to column: "due_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."due_at" IS 'New due date; null where it stays.';
-- set comment to column: "grace_until" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."grace_until" IS 'New end of grace; null where it stays.';
-- set comment to column: "locks_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."locks_at" IS 'New lock; null where it stays.';
-- set comment to column: "opened_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."opened_before" IS 'Opening of the window before the change.';
-- set comment to column: "due_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."due_before" IS 'Due date of the window before the change.';
-- set comment to column: "grace_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."grace_before" IS 'End of grace of the window before the change.';
-- set comment to column: "locked_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."locked_before" IS 'Lock of the window before the change.';
-- set comment to column: "reason" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."reason" IS 'Why.';
-- set comment to column: "section" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."section" IS 'Section of the document.';
-- set comment to column: "at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."at" IS 'When it was decided here.';
-- set comment to column: "window_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."window_id" IS 'The window.';
-- set comment to column: "legal_document_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."legal_document_id" IS 'The document it rests on.';
-- set comment to column: "author_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."author_id" IS 'Who decided.';
-- create "window_change_agencies" table
CREATE TABLE "window_change_agencies" ("window_change_id" uuid NOT NULL, "agency_id" uuid NOT NULL, PRIMARY KEY ("window_change_id", "agency_id"), CONSTRAINT "window_change_agencies_agency_id" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "window_change_agencies_window_change_id" FOREIGN KEY ("window_change_id") REFERENCES "window_changes" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);

-- +goose Down
-- reverse: create "window_change_agencies" table
DROP TABLE "window_change_agencies";
-- reverse: set comment to column: "author_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."author_id" IS '';
-- reverse: set comment to column: "legal_document_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."legal_document_id" IS '';
-- reverse: set comment to column: "window_id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."window_id" IS '';
-- reverse: set comment to column: "at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."at" IS '';
-- reverse: set comment to column: "section" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."section" IS '';
-- reverse: set comment to column: "reason" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."reason" IS '';
-- reverse: set comment to column: "locked_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."locked_before" IS '';
-- reverse: set comment to column: "grace_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."grace_before" IS '';
-- reverse: set comment to column: "due_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."due_before" IS '';
-- reverse: set comment to column: "opened_before" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."opened_before" IS '';
-- reverse: set comment to column: "locks_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."locks_at" IS '';
-- reverse: set comment to column: "grace_until" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."grace_until" IS '';
-- reverse: set comment to column: "due_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."due_at" IS '';
-- reverse: set comment to column: "opens_at" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."opens_at" IS '';
-- reverse: set comment to column: "kind" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."kind" IS '';
-- reverse: set comment to column: "id" on table: "window_changes"
COMMENT ON COLUMN "window_changes"."id" IS '';
-- reverse: set comment to table: "window_changes"
COMMENT ON TABLE "window_changes" IS '';
-- reverse: create index "windowchange_window_id_at" to table: "window_changes"
DROP INDEX "windowchange_window_id_at";
-- reverse: create index "windowchange_legal_document_id" to table: "window_changes"
DROP INDEX "windowchange_legal_document_id";
-- reverse: create "window_changes" table
DROP TABLE "window_changes";
-- reverse: set comment to column: "author_id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."author_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."agency_id" IS '';
-- reverse: set comment to column: "removed_at" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."removed_at" IS '';
-- reverse: set comment to column: "at" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."at" IS '';
-- reverse: set comment to column: "secret" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."secret" IS '';
-- reverse: set comment to column: "url" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."url" IS '';
-- reverse: set comment to column: "id" on table: "webhooks"
COMMENT ON COLUMN "webhooks"."id" IS '';
-- reverse: set comment to table: "webhooks"
COMMENT ON TABLE "webhooks" IS '';
-- reverse: create index "webhook_agency_id" to table: "webhooks"
DROP INDEX "webhook_agency_id";
-- reverse: create "webhooks" table
DROP TABLE "webhooks";
-- reverse: set comment to column: "author_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."author_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."indicator_id" IS '';
-- reverse: set comment to column: "submission_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."submission_id" IS '';
-- reverse: set comment to column: "at" on table: "waivers"
COMMENT ON COLUMN "waivers"."at" IS '';
-- reverse: set comment to column: "reason" on table: "waivers"
COMMENT ON COLUMN "waivers"."reason" IS '';
-- reverse: set comment to column: "check_code" on table: "waivers"
COMMENT ON COLUMN "waivers"."check_code" IS '';
-- reverse: set comment to column: "agency_id" on table: "waivers"
COMMENT ON COLUMN "waivers"."agency_id" IS '';
-- reverse: set comment to column: "id" on table: "waivers"
COMMENT ON COLUMN "waivers"."id" IS '';
-- reverse: set comment to table: "waivers"
COMMENT ON TABLE "waivers" IS '';
-- reverse: create index "waiver_submission_id_indicator_id_check_code" to table: "waivers"
DROP INDEX "waiver_submission_id_indicator_id_check_code";
-- reverse: create index "waiver_agency_id" to table: "waivers"
DROP INDEX "waiver_agency_id";
-- reverse: create "waivers" table
DROP TABLE "waivers";
-- reverse: create "review_figures" table
DROP TABLE "review_figures";
-- reverse: set comment to column: "for_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."for_id" IS '';
-- reverse: set comment to column: "author_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."author_id" IS '';
-- reverse: set comment to column: "submission_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."submission_id" IS '';
-- reverse: set comment to column: "version" on table: "reviews"
COMMENT ON COLUMN "reviews"."version" IS '';
-- reverse: set comment to column: "until" on table: "reviews"
COMMENT ON COLUMN "reviews"."until" IS '';
-- reverse: set comment to column: "comment" on table: "reviews"
COMMENT ON COLUMN "reviews"."comment" IS '';
-- reverse: set comment to column: "at" on table: "reviews"
COMMENT ON COLUMN "reviews"."at" IS '';
-- reverse: set comment to column: "action" on table: "reviews"
COMMENT ON COLUMN "reviews"."action" IS '';
-- reverse: set comment to column: "agency_id" on table: "reviews"
COMMENT ON COLUMN "reviews"."agency_id" IS '';
-- reverse: set comment to column: "id" on table: "reviews"
COMMENT ON COLUMN "reviews"."id" IS '';
-- reverse: set comment to table: "reviews"
COMMENT ON TABLE "reviews" IS '';
-- reverse: create index "review_submission_id_at_id" to table: "reviews"
DROP INDEX "review_submission_id_at_id";
-- reverse: create index "review_author_id" to table: "reviews"
DROP INDEX "review_author_id";
-- reverse: create index "review_agency_id" to table: "reviews"
DROP INDEX "review_agency_id";
-- reverse: create "reviews" table
DROP TABLE "reviews";
-- reverse: set comment to column: "approved_at" on table: "figures"
COMMENT ON COLUMN "figures"."approved_at" IS '';
-- reverse: set comment to column: "prefilled" on table: "figures"
COMMENT ON COLUMN "figures"."prefilled" IS '';
-- reverse: create index "figure_pending" to table: "figures"
DROP INDEX "figure_pending";
-- reverse: create index "figure_in_force" to table: "figures"
DROP INDEX "figure_in_force";
-- reverse: modify "figures" table
ALTER TABLE "figures" DROP COLUMN "approved_at", DROP COLUMN "prefilled", DROP CONSTRAINT "figure_published_if_approved";
-- reverse: drop index "figure_in_force" from table: "figures"
CREATE UNIQUE INDEX "figure_in_force" ON "figures" ("indicator_id", "agency_id", "window_id", "grade", "source") WHERE ((superseded_at IS NULL) AND (window_id IS NOT NULL) AND (legal_document_id IS NULL));
-- reverse: set comment to column: "answered_by_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."answered_by_id" IS '';
-- reverse: set comment to column: "answered_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."answered_at" IS '';
-- reverse: set comment to column: "routed_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."routed_at" IS '';
-- reverse: set comment to column: "superseded_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."superseded_at" IS '';
-- reverse: set comment to column: "recorded_at" on table: "narratives"
COMMENT ON COLUMN "narratives"."recorded_at" IS '';
-- reverse: set comment to column: "agency_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."agency_id" IS '';
-- reverse: create index "narrative_agency_id" to table: "narratives"
DROP INDEX "narrative_agency_id";
-- reverse: modify "narratives" table
ALTER TABLE "narratives" DROP CONSTRAINT "narratives_people_answered_by", DROP COLUMN "answered_by_id", DROP COLUMN "answered_at", DROP COLUMN "routed_at", DROP COLUMN "superseded_at", DROP COLUMN "recorded_at", DROP COLUMN "agency_id", DROP CONSTRAINT "narrative_routed_to_date", DROP CONSTRAINT "narrative_routed_later", DROP CONSTRAINT "narrative_answered_whole";
-- reverse: set comment to column: "author_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."author_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."agency_id" IS '';
-- reverse: set comment to column: "person_id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."person_id" IS '';
-- reverse: set comment to column: "last_used_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."last_used_at" IS '';
-- reverse: set comment to column: "revoked_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."revoked_at" IS '';
-- reverse: set comment to column: "expires_at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."expires_at" IS '';
-- reverse: set comment to column: "at" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."at" IS '';
-- reverse: set comment to column: "scopes" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."scopes" IS '';
-- reverse: set comment to column: "role" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."role" IS '';
-- reverse: set comment to column: "hash" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."hash" IS '';
-- reverse: set comment to column: "hint" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."hint" IS '';
-- reverse: set comment to column: "name" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."name" IS '';
-- reverse: set comment to column: "id" on table: "machine_tokens"
COMMENT ON COLUMN "machine_tokens"."id" IS '';
-- reverse: set comment to table: "machine_tokens"
COMMENT ON TABLE "machine_tokens" IS '';
-- reverse: create index "machinetoken_hash" to table: "machine_tokens"
DROP INDEX "machinetoken_hash";
-- reverse: create index "machinetoken_at_id" to table: "machine_tokens"
DROP INDEX "machinetoken_at_id";
-- reverse: create index "machinetoken_agency_id" to table: "machine_tokens"
DROP INDEX "machinetoken_agency_id";
-- reverse: create "machine_tokens" table
DROP TABLE "machine_tokens";
-- reverse: set comment to column: "agency_id" on table: "jobs"
COMMENT ON COLUMN "jobs"."agency_id" IS '';
-- reverse: set comment to column: "finished_at" on table: "jobs"
COMMENT ON COLUMN "jobs"."finished_at" IS '';
-- reverse: set comment to column: "at" on table: "jobs"
COMMENT ON COLUMN "jobs"."at" IS '';
-- reverse: set comment to column: "last_error" on table: "jobs"
COMMENT ON COLUMN "jobs"."last_error" IS '';
-- reverse: set comment to column: "locked_by" on table: "jobs"
COMMENT ON COLUMN "jobs"."locked_by" IS '';
-- reverse: set comment to column: "locked_until" on table: "jobs"
COMMENT ON COLUMN "jobs"."locked_until" IS '';
-- reverse: set comment to column: "attempts" on table: "jobs"
COMMENT ON COLUMN "jobs"."attempts" IS '';
-- reverse: set comment to column: "run_at" on table: "jobs"
COMMENT ON COLUMN "jobs"."run_at" IS '';
-- reverse: set comment to column: "state" on table: "jobs"
COMMENT ON COLUMN "jobs"."state" IS '';
-- reverse: set comment to column: "payload" on table: "jobs"
COMMENT ON COLUMN "jobs"."payload" IS '';
-- reverse: set comment to column: "key" on table: "jobs"
COMMENT ON COLUMN "jobs"."key" IS '';
-- reverse: set comment to column: "kind" on table: "jobs"
COMMENT ON COLUMN "jobs"."kind" IS '';
-- reverse: set comment to column: "id" on table: "jobs"
COMMENT ON COLUMN "jobs"."id" IS '';
-- reverse: set comment to table: "jobs"
COMMENT ON TABLE "jobs" IS '';
-- reverse: create index "job_state_run_at" to table: "jobs"
DROP INDEX "job_state_run_at";
-- reverse: create index "job_run_at_id" to table: "jobs"
DROP INDEX "job_run_at_id";
-- reverse: create index "job_key" to table: "jobs"
DROP INDEX "job_key";
-- reverse: create index "job_agency_id_run_at" to table: "jobs"
DROP INDEX "job_agency_id_run_at";
-- reverse: create "jobs" table
DROP TABLE "jobs";
-- reverse: set comment to column: "author_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."author_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."indicator_id" IS '';
-- reverse: set comment to column: "submission_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."submission_id" IS '';
-- reverse: set comment to column: "at" on table: "evidence"
COMMENT ON COLUMN "evidence"."at" IS '';
-- reverse: set comment to column: "size" on table: "evidence"
COMMENT ON COLUMN "evidence"."size" IS '';
-- reverse: set comment to column: "media_type" on table: "evidence"
COMMENT ON COLUMN "evidence"."media_type" IS '';
-- reverse: set comment to column: "name" on table: "evidence"
COMMENT ON COLUMN "evidence"."name" IS '';
-- reverse: set comment to column: "hash" on table: "evidence"
COMMENT ON COLUMN "evidence"."hash" IS '';
-- reverse: set comment to column: "agency_id" on table: "evidence"
COMMENT ON COLUMN "evidence"."agency_id" IS '';
-- reverse: set comment to column: "id" on table: "evidence"
COMMENT ON COLUMN "evidence"."id" IS '';
-- reverse: set comment to table: "evidence"
COMMENT ON TABLE "evidence" IS '';
-- reverse: create index "evidence_submission_id_indicator_id" to table: "evidence"
DROP INDEX "evidence_submission_id_indicator_id";
-- reverse: create index "evidence_agency_id" to table: "evidence"
DROP INDEX "evidence_agency_id";
-- reverse: create "evidence" table
DROP TABLE "evidence";
-- reverse: set comment to column: "submitted_for_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_for_id" IS '';
-- reverse: set comment to column: "approved" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved" IS '';
-- reverse: set comment to column: "returned" on table: "submissions"
COMMENT ON COLUMN "submissions"."returned" IS '';
-- reverse: set comment to column: "submitted" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted" IS '';
-- reverse: set comment to column: "drafted" on table: "submissions"
COMMENT ON COLUMN "submissions"."drafted" IS '';
-- reverse: set comment to column: "excused" on table: "submissions"
COMMENT ON COLUMN "submissions"."excused" IS '';
-- reverse: set comment to column: "changed_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."changed_at" IS '';
-- reverse: set comment to column: "reviewer_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."reviewer_id" IS 'Who reviews it.';
-- reverse: set comment to column: "late" on table: "submissions"
COMMENT ON COLUMN "submissions"."late" IS 'Whether the first submission that was later approved came after the window''s due date.';
-- reverse: set comment to column: "approved_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved_at" IS 'When it was approved.';
-- reverse: create index "submission_submitted_by_id" to table: "submissions"
DROP INDEX "submission_submitted_by_id";
-- reverse: create index "submission_reviewer_id" to table: "submissions"
DROP INDEX "submission_reviewer_id";
-- reverse: modify "submissions" table
ALTER TABLE "submissions" DROP CONSTRAINT "submissions_people_submitted_for", DROP COLUMN "submitted_for_id", DROP COLUMN "approved", DROP COLUMN "returned", DROP COLUMN "submitted", DROP COLUMN "drafted", DROP COLUMN "excused", DROP COLUMN "changed_at", DROP CONSTRAINT "submission_counts_positive";
-- reverse: set comment to column: "agency_id" on table: "events"
COMMENT ON COLUMN "events"."agency_id" IS '';
-- reverse: set comment to column: "hash" on table: "events"
COMMENT ON COLUMN "events"."hash" IS '';
-- reverse: set comment to column: "previous_hash" on table: "events"
COMMENT ON COLUMN "events"."previous_hash" IS '';
-- reverse: set comment to column: "sequence" on table: "events"
COMMENT ON COLUMN "events"."sequence" IS '';
-- reverse: set comment to column: "on_behalf_of" on table: "events"
COMMENT ON COLUMN "events"."on_behalf_of" IS '';
-- reverse: set comment to column: "actor_id" on table: "events"
COMMENT ON COLUMN "events"."actor_id" IS '';
-- reverse: set comment to column: "action" on table: "events"
COMMENT ON COLUMN "events"."action" IS 'What, such as plan.load.';
-- reverse: create index "event_instance_chain" to table: "events"
DROP INDEX "event_instance_chain";
-- reverse: create index "event_at_id" to table: "events"
DROP INDEX "event_at_id";
-- reverse: create index "event_agency_id_sequence" to table: "events"
DROP INDEX "event_agency_id_sequence";
-- reverse: modify "events" table
ALTER TABLE "events" DROP CONSTRAINT "events_agencies_agency", DROP COLUMN "agency_id", DROP COLUMN "hash", DROP COLUMN "previous_hash", DROP COLUMN "sequence", DROP COLUMN "on_behalf_of", DROP COLUMN "actor_id";
-- reverse: set comment to column: "to_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."to_id" IS '';
-- reverse: set comment to column: "from_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."from_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."agency_id" IS '';
-- reverse: set comment to column: "grant_id" on table: "delegations"
COMMENT ON COLUMN "delegations"."grant_id" IS '';
-- reverse: set comment to column: "revoked_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."revoked_at" IS '';
-- reverse: set comment to column: "at" on table: "delegations"
COMMENT ON COLUMN "delegations"."at" IS '';
-- reverse: set comment to column: "reason" on table: "delegations"
COMMENT ON COLUMN "delegations"."reason" IS '';
-- reverse: set comment to column: "ends_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."ends_at" IS '';
-- reverse: set comment to column: "starts_at" on table: "delegations"
COMMENT ON COLUMN "delegations"."starts_at" IS '';
-- reverse: set comment to column: "role" on table: "delegations"
COMMENT ON COLUMN "delegations"."role" IS '';
-- reverse: set comment to column: "id" on table: "delegations"
COMMENT ON COLUMN "delegations"."id" IS '';
-- reverse: set comment to table: "delegations"
COMMENT ON TABLE "delegations" IS '';
-- reverse: create index "delegation_to_id_ends_at" to table: "delegations"
DROP INDEX "delegation_to_id_ends_at";
-- reverse: create index "delegation_grant_id" to table: "delegations"
DROP INDEX "delegation_grant_id";
-- reverse: create index "delegation_from_id" to table: "delegations"
DROP INDEX "delegation_from_id";
-- reverse: create index "delegation_agency_id" to table: "delegations"
DROP INDEX "delegation_agency_id";
-- reverse: create "delegations" table
DROP TABLE "delegations";
-- reverse: set comment to column: "author_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."author_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."agency_id" IS '';
-- reverse: set comment to column: "person_id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."person_id" IS '';
-- reverse: set comment to column: "revoked_at" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."revoked_at" IS '';
-- reverse: set comment to column: "until" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."until" IS '';
-- reverse: set comment to column: "at" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."at" IS '';
-- reverse: set comment to column: "role" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."role" IS '';
-- reverse: set comment to column: "id" on table: "role_grants"
COMMENT ON COLUMN "role_grants"."id" IS '';
-- reverse: set comment to table: "role_grants"
COMMENT ON TABLE "role_grants" IS '';
-- reverse: create index "rolegrant_agency_id_role" to table: "role_grants"
DROP INDEX "rolegrant_agency_id_role";
-- reverse: create index "role_grant_in_force" to table: "role_grants"
DROP INDEX "role_grant_in_force";
-- reverse: create "role_grants" table
DROP TABLE "role_grants";
-- reverse: set comment to column: "email" on table: "people"
COMMENT ON COLUMN "people"."email" IS '';
-- reverse: modify "people" table
ALTER TABLE "people" DROP COLUMN "email";
-- reverse: set comment to column: "at" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."at" IS '';
-- reverse: set comment to column: "answer" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."answer" IS '';
-- reverse: set comment to column: "input_hash" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."input_hash" IS '';
-- reverse: set comment to column: "operation" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."operation" IS '';
-- reverse: set comment to column: "key" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."key" IS '';
-- reverse: set comment to column: "caller_id" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."caller_id" IS '';
-- reverse: set comment to column: "id" on table: "idempotency_keys"
COMMENT ON COLUMN "idempotency_keys"."id" IS '';
-- reverse: set comment to table: "idempotency_keys"
COMMENT ON TABLE "idempotency_keys" IS '';
-- reverse: create index "idempotencykey_caller_id_key" to table: "idempotency_keys"
DROP INDEX "idempotencykey_caller_id_key";
-- reverse: create index "idempotencykey_at" to table: "idempotency_keys"
DROP INDEX "idempotencykey_at";
-- reverse: create "idempotency_keys" table
DROP TABLE "idempotency_keys";
-- reverse: set comment to column: "hash" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."hash" IS '';
-- reverse: set comment to column: "sequence" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."sequence" IS '';
-- reverse: set comment to column: "chain" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."chain" IS '';
-- reverse: set comment to column: "id" on table: "event_chains"
COMMENT ON COLUMN "event_chains"."id" IS '';
-- reverse: set comment to table: "event_chains"
COMMENT ON TABLE "event_chains" IS '';
-- reverse: create index "eventchain_chain" to table: "event_chains"
DROP INDEX "eventchain_chain";
-- reverse: create "event_chains" table
DROP TABLE "event_chains";
-- reverse: set comment to column: "hash" on table: "seals"
COMMENT ON COLUMN "seals"."hash" IS '';
-- reverse: set comment to column: "previous_hash" on table: "seals"
COMMENT ON COLUMN "seals"."previous_hash" IS '';
-- reverse: set comment to column: "heads" on table: "seals"
COMMENT ON COLUMN "seals"."heads" IS '';
-- reverse: set comment to column: "at" on table: "seals"
COMMENT ON COLUMN "seals"."at" IS '';
-- reverse: set comment to column: "day" on table: "seals"
COMMENT ON COLUMN "seals"."day" IS '';
-- reverse: set comment to column: "id" on table: "seals"
COMMENT ON COLUMN "seals"."id" IS '';
-- reverse: set comment to table: "seals"
COMMENT ON TABLE "seals" IS '';
-- reverse: create index "seal_day" to table: "seals"
DROP INDEX "seal_day";
-- reverse: create "seals" table
DROP TABLE "seals";
-- reverse: set comment to column: "reviewer_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."reviewer_id" IS '';
-- reverse: set comment to column: "submitted_for_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_for_id" IS '';
-- reverse: set comment to column: "submitted_by_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_by_id" IS '';
-- reverse: set comment to column: "approved" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."approved" IS '';
-- reverse: set comment to column: "returned" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."returned" IS '';
-- reverse: set comment to column: "submitted" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted" IS '';
-- reverse: set comment to column: "drafted" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."drafted" IS '';
-- reverse: set comment to column: "excused" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."excused" IS '';
-- reverse: set comment to column: "late" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."late" IS '';
-- reverse: set comment to column: "approved_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."approved_at" IS '';
-- reverse: set comment to column: "submitted_order" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_order" IS '';
-- reverse: set comment to column: "submitted_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submitted_at" IS '';
-- reverse: set comment to column: "changed_at" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."changed_at" IS '';
-- reverse: set comment to column: "version" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."version" IS '';
-- reverse: set comment to column: "status" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."status" IS '';
-- reverse: set comment to column: "submission_id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."submission_id" IS '';
-- reverse: set comment to column: "id" on table: "submission_versions"
COMMENT ON COLUMN "submission_versions"."id" IS '';
-- reverse: set comment to table: "submission_versions"
COMMENT ON TABLE "submission_versions" IS '';
-- reverse: create index "submissionversion_submission_id_version" to table: "submission_versions"
DROP INDEX "submissionversion_submission_id_version";
-- reverse: create index "submissionversion_submission_id_changed_at" to table: "submission_versions"
DROP INDEX "submissionversion_submission_id_changed_at";
-- reverse: create "submission_versions" table
DROP TABLE "submission_versions";
