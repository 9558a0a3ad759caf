-- +goose Up
-- create "agencies" table
CREATE TABLE `agencies` (`id` uuid NOT NULL, `code` text NOT NULL, `code_key` text NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `name_en` text NULL, `short_name` text NULL, `kind` text NOT NULL, `official_code` text NULL, `active_from` date NULL, `active_to` date NULL, `source` text NULL, `search_text` text NOT NULL, `parent_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `agencies_agencies_children` FOREIGN KEY (`parent_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `agency_active_in_order` CHECK (active_from IS NULL OR active_to IS NULL OR active_from <= active_to), CONSTRAINT `agency_code_is_a_slug` CHECK (code <> ''));
-- create index "agency_code" to table: "agencies"
CREATE UNIQUE INDEX `agency_code` ON `agencies` (`code`);
-- create index "agency_code_key_id" to table: "agencies"
CREATE INDEX `agency_code_key_id` ON `agencies` (`code_key`, `id`);
-- create index "agency_name_key_id" to table: "agencies"
CREATE INDEX `agency_name_key_id` ON `agencies` (`name_key`, `id`);
-- create index "agency_kind_name_key_id" to table: "agencies"
CREATE INDEX `agency_kind_name_key_id` ON `agencies` (`kind`, `name_key`, `id`);
-- create index "agency_parent_id" to table: "agencies"
CREATE INDEX `agency_parent_id` ON `agencies` (`parent_id`);
-- create "agency_memberships" table
CREATE TABLE `agency_memberships` (`id` uuid NOT NULL, `valid_from` date NULL, `valid_to` date NULL, `member_of_id` uuid NOT NULL, `agency_id` uuid NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `agency_memberships_agencies_member_of` FOREIGN KEY (`member_of_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `agency_memberships_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `membership_in_order` CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to), CONSTRAINT `membership_not_of_itself` CHECK (agency_id <> member_of_id));
-- create index "agencymembership_agency_id_member_of_id" to table: "agency_memberships"
CREATE UNIQUE INDEX `agencymembership_agency_id_member_of_id` ON `agency_memberships` (`agency_id`, `member_of_id`);
-- create index "agencymembership_member_of_id_agency_id" to table: "agency_memberships"
CREATE INDEX `agencymembership_member_of_id_agency_id` ON `agency_memberships` (`member_of_id`, `agency_id`);
-- create "agency_successions" table
CREATE TABLE `agency_successions` (`id` uuid NOT NULL, `kind` text NOT NULL, `effective_on` date NOT NULL, `note` text NULL, `predecessor_id` uuid NOT NULL, `successor_id` uuid NOT NULL, `legal_document_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `agency_successions_agencies_predecessor` FOREIGN KEY (`predecessor_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `agency_successions_agencies_successor` FOREIGN KEY (`successor_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `agency_successions_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `succession_not_of_itself` CHECK (predecessor_id <> successor_id));
-- create index "agencysuccession_predecessor_id_successor_id_effective_on" to table: "agency_successions"
CREATE UNIQUE INDEX `agencysuccession_predecessor_id_successor_id_effective_on` ON `agency_successions` (`predecessor_id`, `successor_id`, `effective_on`);
-- create index "agencysuccession_successor_id" to table: "agency_successions"
CREATE INDEX `agencysuccession_successor_id` ON `agency_successions` (`successor_id`);
-- create "assignments" table
CREATE TABLE `assignments` (`id` uuid NOT NULL, `role` text NOT NULL, `scope` text NULL, `text` text NULL, `position` integer NOT NULL DEFAULT (0), `valid_from` date NULL, `valid_to` date NULL, `agency_id` uuid NOT NULL, `indicator_id` uuid NULL, `task_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `assignments_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `assignments_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `assignments_tasks_task` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`) ON DELETE NO ACTION, CONSTRAINT `assignment_in_order` CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to), CONSTRAINT `assignment_of_one_thing` CHECK (indicator_id IS NULL AND task_id IS NOT NULL OR indicator_id IS NOT NULL AND task_id IS NULL));
-- create index "assignment_agency_id_role" to table: "assignments"
CREATE INDEX `assignment_agency_id_role` ON `assignments` (`agency_id`, `role`);
-- create index "assignment_position_id" to table: "assignments"
CREATE INDEX `assignment_position_id` ON `assignments` (`position`, `id`);
-- create index "assignment_indicator_id_role" to table: "assignments"
CREATE INDEX `assignment_indicator_id_role` ON `assignments` (`indicator_id`, `role`);
-- create index "assignment_task_id_role" to table: "assignments"
CREATE INDEX `assignment_task_id_role` ON `assignments` (`task_id`, `role`);
-- create index "assignment_indicator_in_force" to table: "assignments"
CREATE UNIQUE INDEX `assignment_indicator_in_force` ON `assignments` (`indicator_id`, `agency_id`, `role`) WHERE valid_to IS NULL AND indicator_id IS NOT NULL;
-- create index "assignment_task_in_force" to table: "assignments"
CREATE UNIQUE INDEX `assignment_task_in_force` ON `assignments` (`task_id`, `agency_id`, `role`) WHERE valid_to IS NULL AND task_id IS NOT NULL;
-- create "events" table
CREATE TABLE `events` (`id` uuid NOT NULL, `at` datetime NOT NULL, `actor` text NOT NULL, `action` text NOT NULL, `entity` text NOT NULL, `entity_id` uuid NULL, `label` text NULL, `before` json NULL, `after` json NULL, PRIMARY KEY (`id`));
-- create index "event_action_label" to table: "events"
CREATE INDEX `event_action_label` ON `events` (`action`, `label`);
-- create index "event_entity_id_at" to table: "events"
CREATE INDEX `event_entity_id_at` ON `events` (`entity_id`, `at`);
-- create "figures" table
CREATE TABLE `figures` (`id` uuid NOT NULL, `year` integer NOT NULL, `grade` text NOT NULL, `source` text NOT NULL, `stated_value` text NULL, `numerator` text NULL, `denominator` text NULL, `text` text NULL, `note` text NULL, `recorded_at` datetime NOT NULL, `period_key` text NOT NULL, `superseded_at` datetime NULL, `reason` text NULL, `published_at` datetime NULL, `indicator_id` uuid NOT NULL, `agency_id` uuid NOT NULL, `window_id` uuid NULL, `submission_id` uuid NULL, `legal_document_id` uuid NULL, `supersedes_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `figures_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_reporting_windows_window` FOREIGN KEY (`window_id`) REFERENCES `reporting_windows` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `figures_figures_superseded_by` FOREIGN KEY (`supersedes_id`) REFERENCES `figures` (`id`) ON DELETE NO ACTION, CONSTRAINT `figure_denominator_not_zero` CHECK (denominator IS NULL OR CAST(denominator AS numeric) <> 0), CONSTRAINT `figure_document_named` CHECK (source <> 'DOCUMENT' OR legal_document_id IS NOT NULL), CONSTRAINT `figure_value_or_fraction` CHECK (stated_value IS NOT NULL AND numerator IS NULL AND denominator IS NULL OR stated_value IS NULL AND numerator IS NOT NULL AND denominator IS NOT NULL));
-- create index "figures_supersedes_id_key" to table: "figures"
CREATE UNIQUE INDEX `figures_supersedes_id_key` ON `figures` (`supersedes_id`);
-- create index "figure_in_force" to table: "figures"
CREATE UNIQUE INDEX `figure_in_force` ON `figures` (`indicator_id`, `agency_id`, `window_id`, `grade`, `source`) WHERE superseded_at IS NULL AND window_id IS NOT NULL AND legal_document_id IS NULL;
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
-- create "indicators" table
CREATE TABLE `indicators` (`id` uuid NOT NULL, `code` text NOT NULL, `code_key` text NOT NULL, `kind` text NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `name_en` text NULL, `unit` text NULL, `direction` text NULL, `accumulation` text NOT NULL DEFAULT ('STOCK'), `aggregation` text NOT NULL DEFAULT ('RATIO'), `allows_over_100` bool NOT NULL DEFAULT (false), `note` text NULL, `reference` text NULL, `reported_done` bool NULL, `search_text` text NOT NULL, `plan_id` uuid NOT NULL, `parent_id` uuid NULL, `owner_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `indicators_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `indicators_indicators_children` FOREIGN KEY (`parent_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `indicators_agencies_owner` FOREIGN KEY (`owner_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `indicator_measures_have_a_unit` CHECK (kind = 'INDICATOR' AND unit IS NOT NULL OR kind = 'GROUP' AND unit IS NULL));
-- create index "indicator_plan_id_code" to table: "indicators"
CREATE UNIQUE INDEX `indicator_plan_id_code` ON `indicators` (`plan_id`, `code`);
-- create index "indicator_plan_id_code_key_id" to table: "indicators"
CREATE INDEX `indicator_plan_id_code_key_id` ON `indicators` (`plan_id`, `code_key`, `id`);
-- create index "indicator_code_key_id" to table: "indicators"
CREATE INDEX `indicator_code_key_id` ON `indicators` (`code_key`, `id`);
-- create index "indicator_name_key_id" to table: "indicators"
CREATE INDEX `indicator_name_key_id` ON `indicators` (`name_key`, `id`);
-- create index "indicator_parent_id" to table: "indicators"
CREATE INDEX `indicator_parent_id` ON `indicators` (`parent_id`);
-- create "legal_documents" table
CREATE TABLE `legal_documents` (`id` uuid NOT NULL, `number` text NOT NULL, `number_key` text NOT NULL, `kind` text NOT NULL, `title` text NOT NULL, `issuer` text NULL, `issued_on` date NULL, `note` text NULL, `search_text` text NOT NULL, PRIMARY KEY (`id`));
-- create index "legaldocument_number" to table: "legal_documents"
CREATE UNIQUE INDEX `legaldocument_number` ON `legal_documents` (`number`);
-- create index "legaldocument_number_key_id" to table: "legal_documents"
CREATE INDEX `legaldocument_number_key_id` ON `legal_documents` (`number_key`, `id`);
-- create "narratives" table
CREATE TABLE `narratives` (`id` uuid NOT NULL, `kind` text NOT NULL, `body` text NOT NULL, `answer_due_on` date NULL, `answer` text NULL, `submission_id` uuid NOT NULL, `indicator_id` uuid NULL, `routed_to_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `narratives_submissions_submission` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE NO ACTION, CONSTRAINT `narratives_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `narratives_agencies_routed_to` FOREIGN KEY (`routed_to_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION);
-- create index "narrative_submission_id_kind" to table: "narratives"
CREATE INDEX `narrative_submission_id_kind` ON `narratives` (`submission_id`, `kind`);
-- create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
CREATE INDEX `narrative_routed_to_id_answer_due_on` ON `narratives` (`routed_to_id`, `answer_due_on`);
-- create index "narrative_indicator_id" to table: "narratives"
CREATE INDEX `narrative_indicator_id` ON `narratives` (`indicator_id`);
-- create "people" table
CREATE TABLE `people` (`id` uuid NOT NULL, `subject` text NOT NULL, `name` text NOT NULL, PRIMARY KEY (`id`));
-- create index "person_subject" to table: "people"
CREATE UNIQUE INDEX `person_subject` ON `people` (`subject`);
-- create "plans" table
CREATE TABLE `plans` (`id` uuid NOT NULL, `code` text NOT NULL, `code_key` text NOT NULL, `name` text NOT NULL, `name_en` text NULL, `version` text NOT NULL, `year_from` integer NOT NULL, `year_to` integer NOT NULL, `legal_document_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `plans_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `plan_years_in_order` CHECK (year_from <= year_to));
-- create index "plan_code" to table: "plans"
CREATE UNIQUE INDEX `plan_code` ON `plans` (`code`);
-- create index "plan_code_key_id" to table: "plans"
CREATE INDEX `plan_code_key_id` ON `plans` (`code_key`, `id`);
-- create index "plan_legal_document_id" to table: "plans"
CREATE INDEX `plan_legal_document_id` ON `plans` (`legal_document_id`);
-- create "reporting_windows" table
CREATE TABLE `reporting_windows` (`id` uuid NOT NULL, `code` text NOT NULL, `year` integer NOT NULL, `quarter` integer NOT NULL, `covers_from` date NOT NULL, `covers_to` date NOT NULL, `opens_at` datetime NOT NULL, `due_at` datetime NOT NULL, `grace_until` datetime NOT NULL, `locks_at` datetime NOT NULL, `expected_grade` text NOT NULL, `required_narratives` json NULL, `section` text NULL, `note` text NULL, `legal_document_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `reporting_windows_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `window_covers_in_order` CHECK (covers_from <= covers_to), CONSTRAINT `window_dates_in_order` CHECK (opens_at <= due_at AND due_at <= grace_until AND grace_until <= locks_at), CONSTRAINT `window_quarter` CHECK (quarter BETWEEN 1 AND 4));
-- create index "reportingwindow_code" to table: "reporting_windows"
CREATE UNIQUE INDEX `reportingwindow_code` ON `reporting_windows` (`code`);
-- create index "reportingwindow_covers_from_id" to table: "reporting_windows"
CREATE INDEX `reportingwindow_covers_from_id` ON `reporting_windows` (`covers_from`, `id`);
-- create index "reportingwindow_due_at_id" to table: "reporting_windows"
CREATE INDEX `reportingwindow_due_at_id` ON `reporting_windows` (`due_at`, `id`);
-- create index "reportingwindow_legal_document_id" to table: "reporting_windows"
CREATE INDEX `reportingwindow_legal_document_id` ON `reporting_windows` (`legal_document_id`);
-- create "submissions" table
CREATE TABLE `submissions` (`id` uuid NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `submitted_at` datetime NULL, `submitted_order` datetime NOT NULL, `approved_at` datetime NULL, `late` bool NOT NULL DEFAULT (false), `agency_id` uuid NOT NULL, `window_id` uuid NOT NULL, `submitted_by_id` uuid NULL, `reviewer_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `submissions_agencies_agency` FOREIGN KEY (`agency_id`) REFERENCES `agencies` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_reporting_windows_window` FOREIGN KEY (`window_id`) REFERENCES `reporting_windows` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_people_submitted_by` FOREIGN KEY (`submitted_by_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_people_reviewer` FOREIGN KEY (`reviewer_id`) REFERENCES `people` (`id`) ON DELETE NO ACTION, CONSTRAINT `submission_has_a_time` CHECK (status = 'DRAFT' OR submitted_at IS NOT NULL), CONSTRAINT `submission_version_positive` CHECK (version > 0));
-- create index "submission_agency_id_window_id" to table: "submissions"
CREATE UNIQUE INDEX `submission_agency_id_window_id` ON `submissions` (`agency_id`, `window_id`);
-- create index "submission_window_id_status_submitted_order_id" to table: "submissions"
CREATE INDEX `submission_window_id_status_submitted_order_id` ON `submissions` (`window_id`, `status`, `submitted_order`, `id`);
-- create index "submission_submitted_order_id" to table: "submissions"
CREATE INDEX `submission_submitted_order_id` ON `submissions` (`submitted_order`, `id`);
-- create index "submission_created_at_id" to table: "submissions"
CREATE INDEX `submission_created_at_id` ON `submissions` (`created_at`, `id`);
-- create "targets" table
CREATE TABLE `targets` (`id` uuid NOT NULL, `year` integer NOT NULL, `kind` text NOT NULL, `comparator` text NULL, `value` text NULL, `text` text NOT NULL, `note` text NULL, `due_on` date NULL, `quarter` integer NULL, `version` integer NOT NULL DEFAULT (1), `recorded_at` datetime NOT NULL, `superseded_at` datetime NULL, `indicator_id` uuid NOT NULL, `decided_by_id` uuid NULL, `supersedes_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `targets_indicators_indicator` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE NO ACTION, CONSTRAINT `targets_legal_documents_decided_by` FOREIGN KEY (`decided_by_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `targets_targets_superseded_by` FOREIGN KEY (`supersedes_id`) REFERENCES `targets` (`id`) ON DELETE NO ACTION, CONSTRAINT `target_quarter` CHECK (quarter IS NULL OR quarter BETWEEN 1 AND 4), CONSTRAINT `target_value_has_comparator` CHECK (value IS NULL AND comparator IS NULL OR value IS NOT NULL AND comparator IS NOT NULL), CONSTRAINT `target_version_positive` CHECK (version > 0));
-- create index "targets_supersedes_id_key" to table: "targets"
CREATE UNIQUE INDEX `targets_supersedes_id_key` ON `targets` (`supersedes_id`);
-- create index "target_in_force" to table: "targets"
CREATE UNIQUE INDEX `target_in_force` ON `targets` (`indicator_id`, `year`, `kind`) WHERE superseded_at IS NULL;
-- create index "target_indicator_id_year_kind_version" to table: "targets"
CREATE UNIQUE INDEX `target_indicator_id_year_kind_version` ON `targets` (`indicator_id`, `year`, `kind`, `version`);
-- create index "target_year_id" to table: "targets"
CREATE INDEX `target_year_id` ON `targets` (`year`, `id`);
-- create index "target_decided_by_id" to table: "targets"
CREATE INDEX `target_decided_by_id` ON `targets` (`decided_by_id`);
-- create "tasks" table
CREATE TABLE `tasks` (`id` uuid NOT NULL, `code` text NOT NULL, `code_key` text NOT NULL, `group_title` text NULL, `title` text NOT NULL, `title_key` text NOT NULL, `description` text NULL, `expected_results` json NULL, `schedule_text` text NULL, `schedule_kind` text NULL, `year_from` integer NULL, `year_to` integer NULL, `quarter` integer NULL, `status` text NOT NULL DEFAULT ('OPEN'), `result` text NULL, `indicator_texts` json NULL, `reference` text NULL, `search_text` text NOT NULL, `plan_id` uuid NOT NULL, `legal_document_id` uuid NULL, PRIMARY KEY (`id`), CONSTRAINT `tasks_plans_plan` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE NO ACTION, CONSTRAINT `tasks_legal_documents_legal_document` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE NO ACTION, CONSTRAINT `task_quarter` CHECK (quarter IS NULL OR quarter BETWEEN 1 AND 4), CONSTRAINT `task_years_in_order` CHECK (year_from IS NULL OR year_to IS NULL OR year_from <= year_to));
-- create index "task_plan_id_code" to table: "tasks"
CREATE UNIQUE INDEX `task_plan_id_code` ON `tasks` (`plan_id`, `code`);
-- create index "task_plan_id_code_key_id" to table: "tasks"
CREATE INDEX `task_plan_id_code_key_id` ON `tasks` (`plan_id`, `code_key`, `id`);
-- create index "task_code_key_id" to table: "tasks"
CREATE INDEX `task_code_key_id` ON `tasks` (`code_key`, `id`);
-- create index "task_title_key_id" to table: "tasks"
CREATE INDEX `task_title_key_id` ON `tasks` (`title_key`, `id`);
-- create index "task_legal_document_id" to table: "tasks"
CREATE INDEX `task_legal_document_id` ON `tasks` (`legal_document_id`);
-- create "indicator_legal_bases" table
CREATE TABLE `indicator_legal_bases` (`indicator_id` uuid NOT NULL, `legal_document_id` uuid NOT NULL, PRIMARY KEY (`indicator_id`, `legal_document_id`), CONSTRAINT `indicator_legal_bases_indicator_id` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE, CONSTRAINT `indicator_legal_bases_legal_document_id` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE CASCADE);
-- create "indicator_same_as" table
CREATE TABLE `indicator_same_as` (`indicator_id` uuid NOT NULL, `same_a_id` uuid NOT NULL, PRIMARY KEY (`indicator_id`, `same_a_id`), CONSTRAINT `indicator_same_as_indicator_id` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE, CONSTRAINT `indicator_same_as_same_a_id` FOREIGN KEY (`same_a_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE);
-- create "legal_document_amends" table
CREATE TABLE `legal_document_amends` (`legal_document_id` uuid NOT NULL, `amended_by_id` uuid NOT NULL, PRIMARY KEY (`legal_document_id`, `amended_by_id`), CONSTRAINT `legal_document_amends_legal_document_id` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE CASCADE, CONSTRAINT `legal_document_amends_amended_by_id` FOREIGN KEY (`amended_by_id`) REFERENCES `legal_documents` (`id`) ON DELETE CASCADE);
-- create "legal_document_replaces" table
CREATE TABLE `legal_document_replaces` (`legal_document_id` uuid NOT NULL, `replaced_by_id` uuid NOT NULL, PRIMARY KEY (`legal_document_id`, `replaced_by_id`), CONSTRAINT `legal_document_replaces_legal_document_id` FOREIGN KEY (`legal_document_id`) REFERENCES `legal_documents` (`id`) ON DELETE CASCADE, CONSTRAINT `legal_document_replaces_replaced_by_id` FOREIGN KEY (`replaced_by_id`) REFERENCES `legal_documents` (`id`) ON DELETE CASCADE);
-- create "task_indicators" table
CREATE TABLE `task_indicators` (`task_id` uuid NOT NULL, `indicator_id` uuid NOT NULL, PRIMARY KEY (`task_id`, `indicator_id`), CONSTRAINT `task_indicators_task_id` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`) ON DELETE CASCADE, CONSTRAINT `task_indicators_indicator_id` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE);

-- +goose Down
-- reverse: create "task_indicators" table
DROP TABLE `task_indicators`;
-- reverse: create "legal_document_replaces" table
DROP TABLE `legal_document_replaces`;
-- reverse: create "legal_document_amends" table
DROP TABLE `legal_document_amends`;
-- reverse: create "indicator_same_as" table
DROP TABLE `indicator_same_as`;
-- reverse: create "indicator_legal_bases" table
DROP TABLE `indicator_legal_bases`;
-- reverse: create index "task_legal_document_id" to table: "tasks"
DROP INDEX `task_legal_document_id`;
-- reverse: create index "task_title_key_id" to table: "tasks"
DROP INDEX `task_title_key_id`;
-- reverse: create index "task_code_key_id" to table: "tasks"
DROP INDEX `task_code_key_id`;
-- reverse: create index "task_plan_id_code_key_id" to table: "tasks"
DROP INDEX `task_plan_id_code_key_id`;
-- reverse: create index "task_plan_id_code" to table: "tasks"
DROP INDEX `task_plan_id_code`;
-- reverse: create "tasks" table
DROP TABLE `tasks`;
-- reverse: create index "target_decided_by_id" to table: "targets"
DROP INDEX `target_decided_by_id`;
-- reverse: create index "target_year_id" to table: "targets"
DROP INDEX `target_year_id`;
-- reverse: create index "target_indicator_id_year_kind_version" to table: "targets"
DROP INDEX `target_indicator_id_year_kind_version`;
-- reverse: create index "target_in_force" to table: "targets"
DROP INDEX `target_in_force`;
-- reverse: create index "targets_supersedes_id_key" to table: "targets"
DROP INDEX `targets_supersedes_id_key`;
-- reverse: create "targets" table
DROP TABLE `targets`;
-- reverse: create index "submission_created_at_id" to table: "submissions"
DROP INDEX `submission_created_at_id`;
-- reverse: create index "submission_submitted_order_id" to table: "submissions"
DROP INDEX `submission_submitted_order_id`;
-- reverse: create index "submission_window_id_status_submitted_order_id" to table: "submissions"
DROP INDEX `submission_window_id_status_submitted_order_id`;
-- reverse: create index "submission_agency_id_window_id" to table: "submissions"
DROP INDEX `submission_agency_id_window_id`;
-- reverse: create "submissions" table
DROP TABLE `submissions`;
-- reverse: create index "reportingwindow_legal_document_id" to table: "reporting_windows"
DROP INDEX `reportingwindow_legal_document_id`;
-- reverse: create index "reportingwindow_due_at_id" to table: "reporting_windows"
DROP INDEX `reportingwindow_due_at_id`;
-- reverse: create index "reportingwindow_covers_from_id" to table: "reporting_windows"
DROP INDEX `reportingwindow_covers_from_id`;
-- reverse: create index "reportingwindow_code" to table: "reporting_windows"
DROP INDEX `reportingwindow_code`;
-- reverse: create "reporting_windows" table
DROP TABLE `reporting_windows`;
-- reverse: create index "plan_legal_document_id" to table: "plans"
DROP INDEX `plan_legal_document_id`;
-- reverse: create index "plan_code_key_id" to table: "plans"
DROP INDEX `plan_code_key_id`;
-- reverse: create index "plan_code" to table: "plans"
DROP INDEX `plan_code`;
-- reverse: create "plans" table
DROP TABLE `plans`;
-- reverse: create index "person_subject" to table: "people"
DROP INDEX `person_subject`;
-- reverse: create "people" table
DROP TABLE `people`;
-- reverse: create index "narrative_indicator_id" to table: "narratives"
DROP INDEX `narrative_indicator_id`;
-- reverse: create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
DROP INDEX `narrative_routed_to_id_answer_due_on`;
-- reverse: create index "narrative_submission_id_kind" to table: "narratives"
DROP INDEX `narrative_submission_id_kind`;
-- reverse: create "narratives" table
DROP TABLE `narratives`;
-- reverse: create index "legaldocument_number_key_id" to table: "legal_documents"
DROP INDEX `legaldocument_number_key_id`;
-- reverse: create index "legaldocument_number" to table: "legal_documents"
DROP INDEX `legaldocument_number`;
-- reverse: create "legal_documents" table
DROP TABLE `legal_documents`;
-- reverse: create index "indicator_parent_id" to table: "indicators"
DROP INDEX `indicator_parent_id`;
-- reverse: create index "indicator_name_key_id" to table: "indicators"
DROP INDEX `indicator_name_key_id`;
-- reverse: create index "indicator_code_key_id" to table: "indicators"
DROP INDEX `indicator_code_key_id`;
-- reverse: create index "indicator_plan_id_code_key_id" to table: "indicators"
DROP INDEX `indicator_plan_id_code_key_id`;
-- reverse: create index "indicator_plan_id_code" to table: "indicators"
DROP INDEX `indicator_plan_id_code`;
-- reverse: create "indicators" table
DROP TABLE `indicators`;
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
-- reverse: create index "figure_in_force" to table: "figures"
DROP INDEX `figure_in_force`;
-- reverse: create index "figures_supersedes_id_key" to table: "figures"
DROP INDEX `figures_supersedes_id_key`;
-- reverse: create "figures" table
DROP TABLE `figures`;
-- reverse: create index "event_entity_id_at" to table: "events"
DROP INDEX `event_entity_id_at`;
-- reverse: create index "event_action_label" to table: "events"
DROP INDEX `event_action_label`;
-- reverse: create "events" table
DROP TABLE `events`;
-- reverse: create index "assignment_task_in_force" to table: "assignments"
DROP INDEX `assignment_task_in_force`;
-- reverse: create index "assignment_indicator_in_force" to table: "assignments"
DROP INDEX `assignment_indicator_in_force`;
-- reverse: create index "assignment_task_id_role" to table: "assignments"
DROP INDEX `assignment_task_id_role`;
-- reverse: create index "assignment_indicator_id_role" to table: "assignments"
DROP INDEX `assignment_indicator_id_role`;
-- reverse: create index "assignment_position_id" to table: "assignments"
DROP INDEX `assignment_position_id`;
-- reverse: create index "assignment_agency_id_role" to table: "assignments"
DROP INDEX `assignment_agency_id_role`;
-- reverse: create "assignments" table
DROP TABLE `assignments`;
-- reverse: create index "agencysuccession_successor_id" to table: "agency_successions"
DROP INDEX `agencysuccession_successor_id`;
-- reverse: create index "agencysuccession_predecessor_id_successor_id_effective_on" to table: "agency_successions"
DROP INDEX `agencysuccession_predecessor_id_successor_id_effective_on`;
-- reverse: create "agency_successions" table
DROP TABLE `agency_successions`;
-- reverse: create index "agencymembership_member_of_id_agency_id" to table: "agency_memberships"
DROP INDEX `agencymembership_member_of_id_agency_id`;
-- reverse: create index "agencymembership_agency_id_member_of_id" to table: "agency_memberships"
DROP INDEX `agencymembership_agency_id_member_of_id`;
-- reverse: create "agency_memberships" table
DROP TABLE `agency_memberships`;
-- reverse: create index "agency_parent_id" to table: "agencies"
DROP INDEX `agency_parent_id`;
-- reverse: create index "agency_kind_name_key_id" to table: "agencies"
DROP INDEX `agency_kind_name_key_id`;
-- reverse: create index "agency_name_key_id" to table: "agencies"
DROP INDEX `agency_name_key_id`;
-- reverse: create index "agency_code_key_id" to table: "agencies"
DROP INDEX `agency_code_key_id`;
-- reverse: create index "agency_code" to table: "agencies"
DROP INDEX `agency_code`;
-- reverse: create "agencies" table
DROP TABLE `agencies`;
