-- +goose NO TRANSACTION
-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
-- create "new_events" table
CREATE TABLE `new_events` (`id` uuid NOT NULL, `at` datetime NOT NULL, `actor` text NOT NULL, `actor_id` uuid NULL, `on_behalf_of` text NULL, `action` text NOT NULL, `entity` text NOT NULL, `entity_id` uuid NULL, `label` text NULL, `before` json NULL, `after` json NULL, `sequence` integer NOT NULL DEFAULT (0), `previous_hash` blob NULL, `hash` blob NULL, `agency_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `events_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "events" to new temporary table "new_events"
INSERT INTO `new_events` (`id`, `at`, `actor`, `action`, `entity`, `entity_id`, `label`, `before`, `after`) SELECT `id`, `at`, `actor`, `action`, `entity`, `entity_id`, `label`, `before`, `after` FROM `events`;
-- drop "events" table after copying rows
DROP TABLE `events`;
-- rename temporary table "new_events" to "events"
ALTER TABLE `new_events` RENAME TO `events`;
-- create index "event_action_label" to table: "events"
CREATE INDEX `event_action_label` ON `events` (`action`, `label`);
-- create index "event_entity_id_at" to table: "events"
CREATE INDEX `event_entity_id_at` ON `events` (`entity_id`, `at`);
-- create index "event_at_id" to table: "events"
CREATE INDEX `event_at_id` ON `events` (`at`, `id`);
-- create index "event_agency_id_sequence" to table: "events"
CREATE UNIQUE INDEX `event_agency_id_sequence` ON `events` (`agency_id`, `sequence`) WHERE agency_id IS NOT NULL;
-- create index "event_instance_chain" to table: "events"
CREATE UNIQUE INDEX `event_instance_chain` ON `events` (`sequence`) WHERE agency_id IS NULL AND sequence > 0;
-- create "new_figures" table
CREATE TABLE `new_figures` (`id` uuid NOT NULL, `year` integer NOT NULL, `grade` text NOT NULL, `source` text NOT NULL, `stated_value` text NULL, `numerator` text NULL, `denominator` text NULL, `text` text NULL, `note` text NULL, `recorded_at` datetime NOT NULL, `period_key` text NOT NULL, `superseded_at` datetime NULL, `reason` text NULL, `prefilled` bool NOT NULL DEFAULT (false), `approved_at` datetime NULL, `published_at` datetime NULL, `indicator_id` uuid NOT NULL, `agency_id` uuid NOT NULL, `window_id` uuid NULL, `submission_id` uuid NULL, `legal_document_id` uuid NULL, `supersedes_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `figures_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_reporting_windows_window` FOREIGN KEY (`window_id`) REFERENCES `reporting_windows` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_figures_superseded_by` FOREIGN KEY (`supersedes_id`) REFERENCES `figures` (`id`) ON DELETE NO ACTION, CONSTRAINT `figure_denominator_not_zero` CHECK (denominator IS NULL OR CAST(denominator AS numeric) <> 0), CONSTRAINT `figure_document_named` CHECK (source <> 'DOCUMENT' OR legal_document_id IS NOT NULL), CONSTRAINT `figure_published_if_approved` CHECK (published_at IS NULL OR approved_at IS NOT NULL), CONSTRAINT `figure_value_or_fraction` CHECK (stated_value IS NOT NULL AND numerator IS NULL AND denominator IS NULL OR stated_value IS NULL AND numerator IS NOT NULL AND denominator IS NOT NULL));
-- copy rows from old table "figures" to new temporary table "new_figures"
INSERT INTO `new_figures` (`id`, `year`, `grade`, `source`, `stated_value`, `numerator`, `denominator`, `text`, `note`, `recorded_at`, `period_key`, `superseded_at`, `reason`, `published_at`, `indicator_id`, `agency_id`, `window_id`, `submission_id`, `legal_document_id`, `supersedes_id`, `approved_at`) SELECT `id`, `year`, `grade`, `source`, `stated_value`, `numerator`, `denominator`, `text`, `note`, `recorded_at`, `period_key`, `superseded_at`, `reason`, `published_at`, `indicator_id`, `agency_id`, `window_id`, `submission_id`, `legal_document_id`, `supersedes_id`, `recorded_at` FROM `figures`;
-- drop "figures" table after copying rows
DROP TABLE `figures`;
-- rename temporary table "new_figures" to "figures"
ALTER TABLE `new_figures` RENAME TO `figures`;
-- create index "figures_supersedes_id_key" to table: "figures"
CREATE UNIQUE INDEX `figures_supersedes_id_key` ON `figures` (`supersedes_id`);
-- create index "figure_in_force" to table: "figures"
CREATE UNIQUE INDEX `figure_in_force` ON `figures` (`indicator_id`, `agency_id`, `window_id`, `grade`, `source`) WHERE superseded_at IS NULL AND approved_at IS NOT NULL AND window_id IS NOT NULL AND legal_document_id IS NULL;
-- create index "figure_pending" to table: "figures"
CREATE UNIQUE INDEX `figure_pending` ON `figures` (`submission_id`, `indicator_id`) WHERE superseded_at IS NULL AND approved_at IS NULL AND submission_id IS NOT NULL;
-- create index "figure_of_year_in_force" to table: "figures"
CREATE UNIQUE INDEX `figure_of_year_in_force` ON `figures` (`indicator_id`, `agency_id`, `year`, `grade`, `source`) WHERE superseded_at IS NULL AND window_id IS NULL AND legal_document_id IS NULL;
-- create index "figure_of_document_in_force" to table: "figures"
CREATE UNIQUE INDEX `figure_of_document_in_force` ON `figures` (`legal_document_id`, `indicator_id`, `agency_id`, `period_key`, `grade`) WHERE superseded_at IS NULL AND legal_document_id IS NOT NULL;
-- create index "figure_agency_id_indicator_id_period_key_id" to table: "figures"
CREATE INDEX `figure_agency_id_indicator_id_period_key_id` ON `figures` (`agency_id`, `indicator_id`, `period_key`, `id`);
-- create index "figure_indicator_id_period_key_id" to table: "figures"
CREATE INDEX `figure_indicator_id_period_key_id` ON `figures` (`indicator_id`, `period_key`, `id`);
-- create index "figure_indicator_id_window_id" to table: "figures"
CREATE INDEX `figure_indicator_id_window_id` ON `figures` (`indicator_id`, `window_id`);
-- create index "figure_submission_id" to table: "figures"
CREATE INDEX `figure_submission_id` ON `figures` (`submission_id`);
-- create index "figure_window_id" to table: "figures"
CREATE INDEX `figure_window_id` ON `figures` (`window_id`);
-- create index "figure_legal_document_id" to table: "figures"
CREATE INDEX `figure_legal_document_id` ON `figures` (`legal_document_id`);
-- create index "figure_period_key_id" to table: "figures"
CREATE INDEX `figure_period_key_id` ON `figures` (`period_key`, `id`);
-- create index "figure_recorded_at_id" to table: "figures"
CREATE INDEX `figure_recorded_at_id` ON `figures` (`recorded_at`, `id`);
-- create "new_narratives" table
CREATE TABLE `new_narratives` (`id` uuid NOT NULL, `agency_id` uuid NOT NULL, `kind` text NOT NULL, `body` text NOT NULL, `recorded_at` datetime NOT NULL, `superseded_at` datetime NULL, `routed_at` datetime NULL, `answer_due_on` date NULL, `answer` text NULL, `answered_at` datetime NULL, `submission_id` uuid NOT NULL, `indicator_id` uuid NULL, `routed_to_id` uuid NULL, `answered_by_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `narratives_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `narratives_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `narratives_agencies_routed_to` FOREIGN KEY (`routed_to_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `narratives_people_answered_by` FOREIGN KEY (`answered_by_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `narrative_answered_whole` CHECK (answer IS NULL AND answered_at IS NULL OR answer IS NOT NULL AND answered_at IS NOT NULL), CONSTRAINT `narrative_routed_later` CHECK (routed_at IS NULL OR routed_to_id IS NOT NULL AND routed_at >= recorded_at), CONSTRAINT `narrative_routed_to_date` CHECK (answer_due_on IS NULL OR routed_to_id IS NOT NULL));
-- copy rows from old table "narratives" to new temporary table "new_narratives"
INSERT INTO `new_narratives` (`id`, `kind`, `body`, `answer_due_on`, `answer`, `submission_id`, `indicator_id`, `routed_to_id`) SELECT `id`, `kind`, `body`, `answer_due_on`, `answer`, `submission_id`, `indicator_id`, `routed_to_id` FROM `narratives`;
-- drop "narratives" table after copying rows
DROP TABLE `narratives`;
-- rename temporary table "new_narratives" to "narratives"
ALTER TABLE `new_narratives` RENAME TO `narratives`;
-- create index "narrative_submission_id_kind" to table: "narratives"
CREATE INDEX `narrative_submission_id_kind` ON `narratives` (`submission_id`, `kind`);
-- create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
CREATE INDEX `narrative_routed_to_id_answer_due_on` ON `narratives` (`routed_to_id`, `answer_due_on`);
-- create index "narrative_indicator_id" to table: "narratives"
CREATE INDEX `narrative_indicator_id` ON `narratives` (`indicator_id`);
-- create index "narrative_agency_id" to table: "narratives"
CREATE INDEX `narrative_agency_id` ON `narratives` (`agency_id`);
-- add column "email" to table: "people"
ALTER TABLE `people` ADD COLUMN `email` text NULL;
-- create "new_submissions" table
CREATE TABLE `new_submissions` (`id` uuid NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `version` integer NOT NULL DEFAULT (1), `changed_at` datetime NOT NULL, `created_at` datetime NOT NULL, `submitted_at` datetime NULL, `submitted_order` datetime NOT NULL, `approved_at` datetime NULL, `late` bool NOT NULL DEFAULT (false), `excused` bool NOT NULL DEFAULT (false), `drafted` integer NOT NULL DEFAULT (0), `submitted` integer NOT NULL DEFAULT (0), `returned` integer NOT NULL DEFAULT (0), `approved` integer NOT NULL DEFAULT (0), `agency_id` uuid NOT NULL, `window_id` uuid NOT NULL, `submitted_by_id` uuid NULL, `submitted_for_id` uuid NULL, `reviewer_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `submissions_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_reporting_windows_window` FOREIGN KEY (`window_id`) REFERENCES `reporting_windows` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_people_submitted_by` FOREIGN KEY (`submitted_by_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_people_submitted_for` FOREIGN KEY (`submitted_for_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_people_reviewer` FOREIGN KEY (`reviewer_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `submission_counts_positive` CHECK (drafted >= 0 AND submitted >= 0 AND returned >= 0 AND approved >= 0), CONSTRAINT `submission_has_a_time` CHECK (status = 'DRAFT' OR submitted_at IS NOT NULL), CONSTRAINT `submission_version_positive` CHECK (version > 0));
-- copy rows from old table "submissions" to new temporary table "new_submissions"
INSERT INTO `new_submissions` (`id`, `status`, `version`, `created_at`, `submitted_at`, `submitted_order`, `approved_at`, `late`, `agency_id`, `window_id`, `submitted_by_id`, `reviewer_id`) SELECT `id`, `status`, `version`, `created_at`, `submitted_at`, `submitted_order`, `approved_at`, `late`, `agency_id`, `window_id`, `submitted_by_id`, `reviewer_id` FROM `submissions`;
-- drop "submissions" table after copying rows
DROP TABLE `submissions`;
-- rename temporary table "new_submissions" to "submissions"
ALTER TABLE `new_submissions` RENAME TO `submissions`;
-- create index "submission_agency_id_window_id" to table: "submissions"
CREATE UNIQUE INDEX `submission_agency_id_window_id` ON `submissions` (`agency_id`, `window_id`);
-- create index "submission_window_id_status_submitted_order_id" to table: "submissions"
CREATE INDEX `submission_window_id_status_submitted_order_id` ON `submissions` (`window_id`, `status`, `submitted_order`, `id`);
-- create index "submission_submitted_order_id" to table: "submissions"
CREATE INDEX `submission_submitted_order_id` ON `submissions` (`submitted_order`, `id`);
-- create index "submission_created_at_id" to table: "submissions"
CREATE INDEX `submission_created_at_id` ON `submissions` (`created_at`, `id`);
-- create index "submission_submitted_by_id" to table: "submissions"
CREATE INDEX `submission_submitted_by_id` ON `submissions` (`submitted_by_id`);
-- create index "submission_reviewer_id" to table: "submissions"
CREATE INDEX `submission_reviewer_id` ON `submissions` (`reviewer_id`);
-- create "delegations" table
CREATE TABLE `delegations` (`id` uuid NOT NULL, `role` text NOT NULL, `starts_at` datetime NOT NULL, `ends_at` datetime NOT NULL, `reason` text NOT NULL, `at` datetime NOT NULL, `revoked_at` datetime NULL, `grant_id` uuid NOT NULL, `agency_id` uuid NOT NULL, `from_id` uuid NOT NULL, `to_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `delegations_role_grants_grant` FOREIGN KEY (`grant_id`) REFERENCES `role_grants` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegations_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegations_people_from` FOREIGN KEY (`from_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegations_people_to` FOREIGN KEY (`to_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegation_in_order` CHECK (starts_at < ends_at), CONSTRAINT `delegation_to_other_hand` CHECK (from_id <> to_id));
-- create index "delegation_to_id_ends_at" to table: "delegations"
CREATE INDEX `delegation_to_id_ends_at` ON `delegations` (`to_id`, `ends_at`);
-- create index "delegation_from_id" to table: "delegations"
CREATE INDEX `delegation_from_id` ON `delegations` (`from_id`);
-- create index "delegation_agency_id" to table: "delegations"
CREATE INDEX `delegation_agency_id` ON `delegations` (`agency_id`);
-- create index "delegation_grant_id" to table: "delegations"
CREATE INDEX `delegation_grant_id` ON `delegations` (`grant_id`);
-- create "event_chains" table
CREATE TABLE `event_chains` (`id` uuid NOT NULL, `chain` text NOT NULL, `sequence` integer NOT NULL, `hash` blob NULL, PRIMARY KEY (`id`));
-- create index "eventchain_chain" to table: "event_chains"
CREATE UNIQUE INDEX `eventchain_chain` ON `event_chains` (`chain`);
-- create "evidence" table
CREATE TABLE `evidence` (`id` uuid NOT NULL, `agency_id` uuid NOT NULL, `hash` text NOT NULL, `name` text NOT NULL, `media_type` text NOT NULL, `size` integer NOT NULL, `at` datetime NOT NULL, `submission_id` uuid NOT NULL, `indicator_id` uuid NULL, `author_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `evidence_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `evidence_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `evidence_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "evidence_submission_id_indicator_id" to table: "evidence"
CREATE INDEX `evidence_submission_id_indicator_id` ON `evidence` (`submission_id`, `indicator_id`);
-- create index "evidence_agency_id" to table: "evidence"
CREATE INDEX `evidence_agency_id` ON `evidence` (`agency_id`);
-- create "idempotency_keys" table
CREATE TABLE `idempotency_keys` (`id` uuid NOT NULL, `caller_id` uuid NOT NULL, `key` text NOT NULL, `operation` text NOT NULL, `input_hash` blob NOT NULL, `answer` json NOT NULL, `at` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "idempotencykey_caller_id_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX `idempotencykey_caller_id_key` ON `idempotency_keys` (`caller_id`, `key`);
-- create index "idempotencykey_at" to table: "idempotency_keys"
CREATE INDEX `idempotencykey_at` ON `idempotency_keys` (`at`);
-- create "jobs" table
CREATE TABLE `jobs` (`id` uuid NOT NULL, `kind` text NOT NULL, `key` text NOT NULL, `payload` json NULL, `state` text NOT NULL DEFAULT ('READY'), `run_at` datetime NOT NULL, `attempts` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `locked_by` uuid NULL, `last_error` text NULL, `at` datetime NOT NULL, `finished_at` datetime NULL, `agency_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `jobs_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION);
-- create index "job_key" to table: "jobs"
CREATE UNIQUE INDEX `job_key` ON `jobs` (`key`);
-- create index "job_state_run_at" to table: "jobs"
CREATE INDEX `job_state_run_at` ON `jobs` (`state`, `run_at`);
-- create index "job_run_at_id" to table: "jobs"
CREATE INDEX `job_run_at_id` ON `jobs` (`run_at`, `id`);
-- create index "job_agency_id_run_at" to table: "jobs"
CREATE INDEX `job_agency_id_run_at` ON `jobs` (`agency_id`, `run_at`);
-- create "machine_tokens" table
CREATE TABLE `machine_tokens` (`id` uuid NOT NULL, `name` text NOT NULL, `hint` text NOT NULL, `hash` blob NOT NULL, `role` text NOT NULL, `scopes` json NOT NULL, `at` datetime NOT NULL, `expires_at` datetime NOT NULL, `revoked_at` datetime NULL, `last_used_at` datetime NULL, `person_id` uuid NOT NULL, `agency_id` uuid NOT NULL, `author_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `machine_tokens_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `machine_tokens_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `machine_tokens_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "machinetoken_hash" to table: "machine_tokens"
CREATE UNIQUE INDEX `machinetoken_hash` ON `machine_tokens` (`hash`);
-- create index "machinetoken_agency_id" to table: "machine_tokens"
CREATE INDEX `machinetoken_agency_id` ON `machine_tokens` (`agency_id`);
-- create index "machinetoken_at_id" to table: "machine_tokens"
CREATE INDEX `machinetoken_at_id` ON `machine_tokens` (`at`, `id`);
-- create "reviews" table
CREATE TABLE `reviews` (`id` uuid NOT NULL, `agency_id` uuid NOT NULL, `action` text NOT NULL, `at` datetime NOT NULL, `comment` text NULL, `until` datetime NULL, `version` integer NOT NULL, `submission_id` uuid NOT NULL, `author_id` uuid NOT NULL, `for_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `reviews_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `reviews_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `reviews_people_on_behalf_of` FOREIGN KEY (`for_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "review_submission_id_at_id" to table: "reviews"
CREATE INDEX `review_submission_id_at_id` ON `reviews` (`submission_id`, `at`, `id`);
-- create index "review_agency_id" to table: "reviews"
CREATE INDEX `review_agency_id` ON `reviews` (`agency_id`);
-- create index "review_author_id" to table: "reviews"
CREATE INDEX `review_author_id` ON `reviews` (`author_id`);
-- create "role_grants" table
CREATE TABLE `role_grants` (`id` uuid NOT NULL, `role` text NOT NULL, `at` datetime NOT NULL, `until` datetime NULL, `revoked_at` datetime NULL, `person_id` uuid NOT NULL, `agency_id` uuid NOT NULL, `author_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `role_grants_people_person` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `role_grants_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `role_grants_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "role_grant_in_force" to table: "role_grants"
CREATE UNIQUE INDEX `role_grant_in_force` ON `role_grants` (`person_id`, `agency_id`, `role`) WHERE revoked_at IS NULL;
-- create index "rolegrant_agency_id_role" to table: "role_grants"
CREATE INDEX `rolegrant_agency_id_role` ON `role_grants` (`agency_id`, `role`);
-- create "seals" table
CREATE TABLE `seals` (`id` uuid NOT NULL, `day` date NOT NULL, `at` datetime NOT NULL, `heads` json NOT NULL, `previous_hash` blob NULL, `hash` blob NOT NULL, PRIMARY KEY (`id`));
-- create index "seal_day" to table: "seals"
CREATE UNIQUE INDEX `seal_day` ON `seals` (`day`);
-- create "submission_versions" table
CREATE TABLE `submission_versions` (`id` uuid NOT NULL, `submission_id` uuid NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `version` integer NOT NULL DEFAULT (1), `changed_at` datetime NOT NULL, `submitted_at` datetime NULL, `submitted_order` datetime NOT NULL, `approved_at` datetime NULL, `late` bool NOT NULL DEFAULT (false), `excused` bool NOT NULL DEFAULT (false), `drafted` integer NOT NULL DEFAULT (0), `submitted` integer NOT NULL DEFAULT (0), `returned` integer NOT NULL DEFAULT (0), `approved` integer NOT NULL DEFAULT (0), `submitted_by_id` uuid NULL, `submitted_for_id` uuid NULL, `reviewer_id` uuid NULL, PRIMARY KEY (`id`));
-- create index "submissionversion_submission_id_version" to table: "submission_versions"
CREATE UNIQUE INDEX `submissionversion_submission_id_version` ON `submission_versions` (`submission_id`, `version`);
-- create index "submissionversion_submission_id_changed_at" to table: "submission_versions"
CREATE INDEX `submissionversion_submission_id_changed_at` ON `submission_versions` (`submission_id`, `changed_at`);
-- create "waivers" table
CREATE TABLE `waivers` (`id` uuid NOT NULL, `agency_id` uuid NOT NULL, `check_code` text NOT NULL, `reason` text NOT NULL, `at` datetime NOT NULL, `submission_id` uuid NOT NULL, `indicator_id` uuid NULL, `author_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `waivers_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `waivers_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `waivers_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "waiver_submission_id_indicator_id_check_code" to table: "waivers"
CREATE INDEX `waiver_submission_id_indicator_id_check_code` ON `waivers` (`submission_id`, `indicator_id`, `check_code`);
-- create index "waiver_agency_id" to table: "waivers"
CREATE INDEX `waiver_agency_id` ON `waivers` (`agency_id`);
-- create "webhooks" table
CREATE TABLE `webhooks` (`id` uuid NOT NULL, `url` text NOT NULL, `secret` text NOT NULL, `at` datetime NOT NULL, `removed_at` datetime NULL, `agency_id` uuid NOT NULL, `author_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhooks_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `webhooks_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "webhook_agency_id" to table: "webhooks"
CREATE INDEX `webhook_agency_id` ON `webhooks` (`agency_id`);
-- create "window_changes" table
CREATE TABLE `window_changes` (`id` uuid NOT NULL, `kind` text NOT NULL, `opens_at` datetime NULL, `due_at` datetime NULL, `grace_until` datetime NULL, `locks_at` datetime NULL, `opened_before` datetime NOT NULL, `due_before` datetime NOT NULL, `grace_before` datetime NOT NULL, `locked_before` datetime NOT NULL, `reason` text NOT NULL, `section` text NULL, `at` datetime NOT NULL, `window_id` uuid NOT NULL, `legal_document_id` uuid NULL, `author_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `window_changes_reporting_windows_window` FOREIGN KEY (`window_id`) REFERENCES `reporting_windows` (`id`) ON DELETE NO ACTION, CONSTRAINT `window_changes_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `window_changes_people_by` FOREIGN KEY (`author_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION);
-- create index "windowchange_window_id_at" to table: "window_changes"
CREATE INDEX `windowchange_window_id_at` ON `window_changes` (`window_id`, `at`);
-- create index "windowchange_legal_document_id" to table: "window_changes"
CREATE INDEX `windowchange_legal_document_id` ON `window_changes` (`legal_document_id`);
-- create "review_figures" table
CREATE TABLE `review_figures` (`review_id` uuid NOT NULL, `figure_id` uuid NOT NULL, PRIMARY KEY (`review_id`, `figure_id`), CONSTRAINT `review_figures_review_id` FOREIGN KEY (`review_id`) REFERENCES `reviews` (`id`) ON DELETE CASCADE, CONSTRAINT `review_figures_figure_id` FOREIGN KEY (`figure_id`) REFERENCES `figures` (`id`) ON DELETE CASCADE);
-- create "window_change_agencies" table
CREATE TABLE `window_change_agencies` (`window_change_id` uuid NOT NULL, `agency_id` uuid NOT NULL, PRIMARY KEY (`window_change_id`, `agency_id`), CONSTRAINT `window_change_agencies_window_change_id` FOREIGN KEY (`window_change_id`) REFERENCES `window_changes` (`id`) ON DELETE CASCADE, CONSTRAINT `window_change_agencies_agency_id` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE CASCADE);
-- enable back the enforcement of foreign-keys constraints
COMMIT;
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create "window_change_agencies" table
DROP TABLE `window_change_agencies`;
-- reverse: create "review_figures" table
DROP TABLE `review_figures`;
-- reverse: create index "windowchange_legal_document_id" to table: "window_changes"
DROP INDEX `windowchange_legal_document_id`;
-- reverse: create index "windowchange_window_id_at" to table: "window_changes"
DROP INDEX `windowchange_window_id_at`;
-- reverse: create "window_changes" table
DROP TABLE `window_changes`;
-- reverse: create index "webhook_agency_id" to table: "webhooks"
DROP INDEX `webhook_agency_id`;
-- reverse: create "webhooks" table
DROP TABLE `webhooks`;
-- reverse: create index "waiver_agency_id" to table: "waivers"
DROP INDEX `waiver_agency_id`;
-- reverse: create index "waiver_submission_id_indicator_id_check_code" to table: "waivers"
DROP INDEX `waiver_submission_id_indicator_id_check_code`;
-- reverse: create "waivers" table
DROP TABLE `waivers`;
-- reverse: create index "submissionversion_submission_id_changed_at" to table: "submission_versions"
DROP INDEX `submissionversion_submission_id_changed_at`;
-- reverse: create index "submissionversion_submission_id_version" to table: "submission_versions"
DROP INDEX `submissionversion_submission_id_version`;
-- reverse: create "submission_versions" table
DROP TABLE `submission_versions`;
-- reverse: create index "seal_day" to table: "seals"
DROP INDEX `seal_day`;
-- reverse: create "seals" table
DROP TABLE `seals`;
-- reverse: create index "rolegrant_agency_id_role" to table: "role_grants"
DROP INDEX `rolegrant_agency_id_role`;
-- reverse: create index "role_grant_in_force" to table: "role_grants"
DROP INDEX `role_grant_in_force`;
-- reverse: create "role_grants" table
DROP TABLE `role_grants`;
-- reverse: create index "review_author_id" to table: "reviews"
DROP INDEX `review_author_id`;
-- reverse: create index "review_agency_id" to table: "reviews"
DROP INDEX `review_agency_id`;
-- reverse: create index "review_submission_id_at_id" to table: "reviews"
DROP INDEX `review_submission_id_at_id`;
-- reverse: create "reviews" table
DROP TABLE `reviews`;
-- reverse: create index "machinetoken_at_id" to table: "machine_tokens"
DROP INDEX `machinetoken_at_id`;
-- reverse: create index "machinetoken_agency_id" to table: "machine_tokens"
DROP INDEX `machinetoken_agency_id`;
-- reverse: create index "machinetoken_hash" to table: "machine_tokens"
DROP INDEX `machinetoken_hash`;
-- reverse: create "machine_tokens" table
DROP TABLE `machine_tokens`;
-- reverse: create index "job_agency_id_run_at" to table: "jobs"
DROP INDEX `job_agency_id_run_at`;
-- reverse: create index "job_run_at_id" to table: "jobs"
DROP INDEX `job_run_at_id`;
-- reverse: create index "job_state_run_at" to table: "jobs"
DROP INDEX `job_state_run_at`;
-- reverse: create index "job_key" to table: "jobs"
DROP INDEX `job_key`;
-- reverse: create "jobs" table
DROP TABLE `jobs`;
-- reverse: create index "idempotencykey_at" to table: "idempotency_keys"
DROP INDEX `idempotencykey_at`;
-- reverse: create index "idempotencykey_caller_id_key" to table: "idempotency_keys"
DROP INDEX `idempotencykey_caller_id_key`;
-- reverse: create "idempotency_keys" table
DROP TABLE `idempotency_keys`;
-- reverse: create index "evidence_agency_id" to table: "evidence"
DROP INDEX `evidence_agency_id`;
-- reverse: create index "evidence_submission_id_indicator_id" to table: "evidence"
DROP INDEX `evidence_submission_id_indicator_id`;
-- reverse: create "evidence" table
DROP TABLE `evidence`;
-- reverse: create index "eventchain_chain" to table: "event_chains"
DROP INDEX `eventchain_chain`;
-- reverse: create "event_chains" table
DROP TABLE `event_chains`;
-- reverse: create index "delegation_grant_id" to table: "delegations"
DROP INDEX `delegation_grant_id`;
-- reverse: create index "delegation_agency_id" to table: "delegations"
DROP INDEX `delegation_agency_id`;
-- reverse: create index "delegation_from_id" to table: "delegations"
DROP INDEX `delegation_from_id`;
-- reverse: create index "delegation_to_id_ends_at" to table: "delegations"
DROP INDEX `delegation_to_id_ends_at`;
-- reverse: create "delegations" table
DROP TABLE `delegations`;
-- reverse: create index "submission_reviewer_id" to table: "submissions"
DROP INDEX `submission_reviewer_id`;
-- reverse: create index "submission_submitted_by_id" to table: "submissions"
DROP INDEX `submission_submitted_by_id`;
-- reverse: create index "submission_created_at_id" to table: "submissions"
DROP INDEX `submission_created_at_id`;
-- reverse: create index "submission_submitted_order_id" to table: "submissions"
DROP INDEX `submission_submitted_order_id`;
-- reverse: create index "submission_window_id_status_submitted_order_id" to table: "submissions"
DROP INDEX `submission_window_id_status_submitted_order_id`;
-- reverse: create index "submission_agency_id_window_id" to table: "submissions"
DROP INDEX `submission_agency_id_window_id`;
-- reverse: create "new_submissions" table
DROP TABLE `new_submissions`;
-- reverse: add column "email" to table: "people"
ALTER TABLE `people` DROP COLUMN `email`;
-- reverse: create index "narrative_agency_id" to table: "narratives"
DROP INDEX `narrative_agency_id`;
-- reverse: create index "narrative_indicator_id" to table: "narratives"
DROP INDEX `narrative_indicator_id`;
-- reverse: create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
DROP INDEX `narrative_routed_to_id_answer_due_on`;
-- reverse: create index "narrative_submission_id_kind" to table: "narratives"
DROP INDEX `narrative_submission_id_kind`;
-- reverse: create "new_narratives" table
DROP TABLE `new_narratives`;
-- reverse: create index "figure_recorded_at_id" to table: "figures"
DROP INDEX `figure_recorded_at_id`;
-- reverse: create index "figure_period_key_id" to table: "figures"
DROP INDEX `figure_period_key_id`;
-- reverse: create index "figure_legal_document_id" to table: "figures"
DROP INDEX `figure_legal_document_id`;
-- reverse: create index "figure_window_id" to table: "figures"
DROP INDEX `figure_window_id`;
-- reverse: create index "figure_submission_id" to table: "figures"
DROP INDEX `figure_submission_id`;
-- reverse: create index "figure_indicator_id_window_id" to table: "figures"
DROP INDEX `figure_indicator_id_window_id`;
-- reverse: create index "figure_indicator_id_period_key_id" to table: "figures"
DROP INDEX `figure_indicator_id_period_key_id`;
-- reverse: create index "figure_agency_id_indicator_id_period_key_id" to table: "figures"
DROP INDEX `figure_agency_id_indicator_id_period_key_id`;
-- reverse: create index "figure_of_document_in_force" to table: "figures"
DROP INDEX `figure_of_document_in_force`;
-- reverse: create index "figure_of_year_in_force" to table: "figures"
DROP INDEX `figure_of_year_in_force`;
-- reverse: create index "figure_pending" to table: "figures"
DROP INDEX `figure_pending`;
-- reverse: create index "figure_in_force" to table: "figures"
DROP INDEX `figure_in_force`;
-- reverse: create index "figures_supersedes_id_key" to table: "figures"
DROP INDEX `figures_supersedes_id_key`;
-- reverse: create "new_figures" table
DROP TABLE `new_figures`;
-- reverse: create index "event_instance_chain" to table: "events"
DROP INDEX `event_instance_chain`;
-- reverse: create index "event_agency_id_sequence" to table: "events"
DROP INDEX `event_agency_id_sequence`;
-- reverse: create index "event_at_id" to table: "events"
DROP INDEX `event_at_id`;
-- reverse: create index "event_entity_id_at" to table: "events"
DROP INDEX `event_entity_id_at`;
-- reverse: create index "event_action_label" to table: "events"
DROP INDEX `event_action_label`;
-- reverse: create "new_events" table
DROP TABLE `new_events`;
