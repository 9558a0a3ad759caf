-- +goose Up
-- create "events" table
CREATE TABLE "events" ("id" uuid NOT NULL, "at" timestamptz NOT NULL, "actor" character varying NOT NULL, "action" character varying NOT NULL, "entity" character varying NOT NULL, "entity_id" uuid NULL, "label" character varying NULL, "before" jsonb NULL, "after" jsonb NULL, PRIMARY KEY ("id"));
-- create index "event_action_label" to table: "events"
CREATE INDEX "event_action_label" ON "events" ("action", "label");
-- create index "event_entity_id_at" to table: "events"
CREATE INDEX "event_entity_id_at" ON "events" ("entity_id", "at");
-- set comment to table: "events"
COMMENT ON TABLE "events" IS 'Who did what, when, from which value to which; append-only.';
-- set comment to column: "id" on table: "events"
COMMENT ON COLUMN "events"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "at" on table: "events"
COMMENT ON COLUMN "events"."at" IS 'When.';
-- set comment to column: "actor" on table: "events"
COMMENT ON COLUMN "events"."actor" IS 'Who: a person''s name or a program.';
-- set comment to column: "action" on table: "events"
COMMENT ON COLUMN "events"."action" IS 'What, such as plan.load.';
-- set comment to column: "entity" on table: "events"
COMMENT ON COLUMN "events"."entity" IS 'Type of what was changed.';
-- set comment to column: "entity_id" on table: "events"
COMMENT ON COLUMN "events"."entity_id" IS 'Key of what was changed.';
-- set comment to column: "label" on table: "events"
COMMENT ON COLUMN "events"."label" IS 'Its code, for readers.';
-- set comment to column: "before" on table: "events"
COMMENT ON COLUMN "events"."before" IS 'Values before, by field.';
-- set comment to column: "after" on table: "events"
COMMENT ON COLUMN "events"."after" IS 'Values after, by field.';
-- create "agencies" table
CREATE TABLE "agencies" ("id" uuid NOT NULL, "code" character varying NOT NULL, "code_key" character varying NOT NULL, "name" character varying NOT NULL, "name_key" character varying NOT NULL, "name_en" character varying NULL, "short_name" character varying NULL, "kind" character varying NOT NULL, "official_code" character varying NULL, "active_from" date NULL, "active_to" date NULL, "source" character varying NULL, "search_text" character varying NOT NULL, "parent_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "agencies_agencies_children" FOREIGN KEY ("parent_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "agency_active_in_order" CHECK ((active_from IS NULL) OR (active_to IS NULL) OR (active_from <= active_to)), CONSTRAINT "agency_code_is_a_slug" CHECK ((code)::text <> ''::text));
-- create index "agency_code" to table: "agencies"
CREATE UNIQUE INDEX "agency_code" ON "agencies" ("code");
-- create index "agency_code_key_id" to table: "agencies"
CREATE INDEX "agency_code_key_id" ON "agencies" ("code_key", "id");
-- create index "agency_kind_name_key_id" to table: "agencies"
CREATE INDEX "agency_kind_name_key_id" ON "agencies" ("kind", "name_key", "id");
-- create index "agency_name_key_id" to table: "agencies"
CREATE INDEX "agency_name_key_id" ON "agencies" ("name_key", "id");
-- create index "agency_parent_id" to table: "agencies"
CREATE INDEX "agency_parent_id" ON "agencies" ("parent_id");
-- set comment to table: "agencies"
COMMENT ON TABLE "agencies" IS 'A body that is assigned indicators and tasks, or a named group of such bodies.';
-- set comment to column: "id" on table: "agencies"
COMMENT ON COLUMN "agencies"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "code" on table: "agencies"
COMMENT ON COLUMN "agencies"."code" IS 'Code of the agency in the catalogue, such as lao-cai: a slug, unique, never changed.';
-- set comment to column: "code_key" on table: "agencies"
COMMENT ON COLUMN "agencies"."code_key" IS 'The code in natural order.';
-- set comment to column: "name" on table: "agencies"
COMMENT ON COLUMN "agencies"."name" IS 'Official name in Vietnamese.';
-- set comment to column: "name_key" on table: "agencies"
COMMENT ON COLUMN "agencies"."name_key" IS 'The name in Vietnamese alphabetical order.';
-- set comment to column: "name_en" on table: "agencies"
COMMENT ON COLUMN "agencies"."name_en" IS 'Name in English, where there is one.';
-- set comment to column: "short_name" on table: "agencies"
COMMENT ON COLUMN "agencies"."short_name" IS 'Short name as official texts print it.';
-- set comment to column: "kind" on table: "agencies"
COMMENT ON COLUMN "agencies"."kind" IS 'What sort of body it is; a GROUP has members and duties of its own reach them.';
-- set comment to column: "official_code" on table: "agencies"
COMMENT ON COLUMN "agencies"."official_code" IS 'Code of the administrative unit in the national catalogue, two digits for provinces.';
-- set comment to column: "active_from" on table: "agencies"
COMMENT ON COLUMN "agencies"."active_from" IS 'First day of existence; null where it is not known.';
-- set comment to column: "active_to" on table: "agencies"
COMMENT ON COLUMN "agencies"."active_to" IS 'Last day of existence; null while it exists.';
-- set comment to column: "source" on table: "agencies"
COMMENT ON COLUMN "agencies"."source" IS 'Where the name is printed.';
-- set comment to column: "search_text" on table: "agencies"
COMMENT ON COLUMN "agencies"."search_text" IS 'Folded names and code, for search.';
-- set comment to column: "parent_id" on table: "agencies"
COMMENT ON COLUMN "agencies"."parent_id" IS 'The agency this one belongs to.';
-- create "agency_memberships" table
CREATE TABLE "agency_memberships" ("id" uuid NOT NULL, "valid_from" date NULL, "valid_to" date NULL, "member_of_id" uuid NOT NULL, "agency_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "agency_memberships_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "agency_memberships_agencies_member_of" FOREIGN KEY ("member_of_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "membership_in_order" CHECK ((valid_from IS NULL) OR (valid_to IS NULL) OR (valid_from <= valid_to)), CONSTRAINT "membership_not_of_itself" CHECK (agency_id <> member_of_id));
-- create index "agencymembership_agency_id_member_of_id" to table: "agency_memberships"
CREATE UNIQUE INDEX "agencymembership_agency_id_member_of_id" ON "agency_memberships" ("agency_id", "member_of_id");
-- create index "agencymembership_member_of_id_agency_id" to table: "agency_memberships"
CREATE INDEX "agencymembership_member_of_id_agency_id" ON "agency_memberships" ("member_of_id", "agency_id");
-- set comment to table: "agency_memberships"
COMMENT ON TABLE "agency_memberships" IS 'Membership of an agency in a group.';
-- set comment to column: "id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "valid_from" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."valid_from" IS 'First day of membership; null for always.';
-- set comment to column: "valid_to" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."valid_to" IS 'Last day of membership; null while it lasts.';
-- set comment to column: "member_of_id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."member_of_id" IS 'The member: what is a member of the agency.';
-- set comment to column: "agency_id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."agency_id" IS 'The group.';
-- create "legal_documents" table
CREATE TABLE "legal_documents" ("id" uuid NOT NULL, "number" character varying NOT NULL, "number_key" character varying NOT NULL, "kind" character varying NOT NULL, "title" character varying NOT NULL, "issuer" character varying NULL, "issued_on" date NULL, "note" character varying NULL, "search_text" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "legaldocument_number" to table: "legal_documents"
CREATE UNIQUE INDEX "legaldocument_number" ON "legal_documents" ("number");
-- create index "legaldocument_number_key_id" to table: "legal_documents"
CREATE INDEX "legaldocument_number_key_id" ON "legal_documents" ("number_key", "id");
-- set comment to table: "legal_documents"
COMMENT ON TABLE "legal_documents" IS 'A law, decision or report that something in a plan rests on.';
-- set comment to column: "id" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "number" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."number" IS 'Number as printed, such as 942/QĐ-TTg; unique.';
-- set comment to column: "number_key" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."number_key" IS 'The number in natural order.';
-- set comment to column: "kind" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."kind" IS 'Form of the document.';
-- set comment to column: "title" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."title" IS 'Title or subject.';
-- set comment to column: "issuer" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."issuer" IS 'Who issued it.';
-- set comment to column: "issued_on" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."issued_on" IS 'Day of issue; null where the text leaves it blank.';
-- set comment to column: "note" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."note" IS 'Remark on the text.';
-- set comment to column: "search_text" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."search_text" IS 'Folded number, title and issuer, for search.';
-- create "agency_successions" table
CREATE TABLE "agency_successions" ("id" uuid NOT NULL, "kind" character varying NOT NULL, "effective_on" date NOT NULL, "note" character varying NULL, "predecessor_id" uuid NOT NULL, "successor_id" uuid NOT NULL, "legal_document_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "agency_successions_agencies_predecessor" FOREIGN KEY ("predecessor_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "agency_successions_agencies_successor" FOREIGN KEY ("successor_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "agency_successions_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "succession_not_of_itself" CHECK (predecessor_id <> successor_id));
-- create index "agencysuccession_predecessor_id_successor_id_effective_on" to table: "agency_successions"
CREATE UNIQUE INDEX "agencysuccession_predecessor_id_successor_id_effective_on" ON "agency_successions" ("predecessor_id", "successor_id", "effective_on");
-- create index "agencysuccession_successor_id" to table: "agency_successions"
CREATE INDEX "agencysuccession_successor_id" ON "agency_successions" ("successor_id");
-- set comment to table: "agency_successions"
COMMENT ON TABLE "agency_successions" IS 'A reorganisation: one agency took the place of another, wholly or in part.';
-- set comment to column: "id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "kind" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."kind" IS 'What happened to the predecessor.';
-- set comment to column: "effective_on" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."effective_on" IS 'First day on which the successor acts.';
-- set comment to column: "note" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."note" IS 'Remark.';
-- set comment to column: "predecessor_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."predecessor_id" IS 'The agency that was.';
-- set comment to column: "successor_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."successor_id" IS 'The agency that came.';
-- set comment to column: "legal_document_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."legal_document_id" IS 'The deciding document.';
-- create "plans" table
CREATE TABLE "plans" ("id" uuid NOT NULL, "code" character varying NOT NULL, "code_key" character varying NOT NULL, "name" character varying NOT NULL, "name_en" character varying NULL, "version" character varying NOT NULL, "year_from" bigint NOT NULL, "year_to" bigint NOT NULL, "legal_document_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "plans_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "plan_years_in_order" CHECK (year_from <= year_to));
-- create index "plan_code" to table: "plans"
CREATE UNIQUE INDEX "plan_code" ON "plans" ("code");
-- create index "plan_code_key_id" to table: "plans"
CREATE INDEX "plan_code_key_id" ON "plans" ("code_key", "id");
-- create index "plan_legal_document_id" to table: "plans"
CREATE INDEX "plan_legal_document_id" ON "plans" ("legal_document_id");
-- set comment to table: "plans"
COMMENT ON TABLE "plans" IS 'A set of indicators and tasks under one decision.';
-- set comment to column: "id" on table: "plans"
COMMENT ON COLUMN "plans"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "code" on table: "plans"
COMMENT ON COLUMN "plans"."code" IS 'Code of the plan, such as 2021-2025; unique.';
-- set comment to column: "code_key" on table: "plans"
COMMENT ON COLUMN "plans"."code_key" IS 'The code in natural order.';
-- set comment to column: "name" on table: "plans"
COMMENT ON COLUMN "plans"."name" IS 'Official name in Vietnamese.';
-- set comment to column: "name_en" on table: "plans"
COMMENT ON COLUMN "plans"."name_en" IS 'Name in English.';
-- set comment to column: "version" on table: "plans"
COMMENT ON COLUMN "plans"."version" IS 'Version of the plan''s content, as its bundle states it.';
-- set comment to column: "year_from" on table: "plans"
COMMENT ON COLUMN "plans"."year_from" IS 'First year of the plan.';
-- set comment to column: "year_to" on table: "plans"
COMMENT ON COLUMN "plans"."year_to" IS 'Last year of the plan.';
-- set comment to column: "legal_document_id" on table: "plans"
COMMENT ON COLUMN "plans"."legal_document_id" IS 'The document that enacts the plan.';
-- create "indicators" table
CREATE TABLE "indicators" ("id" uuid NOT NULL, "code" character varying NOT NULL, "code_key" character varying NOT NULL, "kind" character varying NOT NULL, "name" character varying NOT NULL, "name_key" character varying NOT NULL, "name_en" character varying NULL, "unit" character varying NULL, "direction" character varying NULL, "accumulation" character varying NOT NULL DEFAULT 'STOCK', "aggregation" character varying NOT NULL DEFAULT 'RATIO', "allows_over_100" boolean NOT NULL DEFAULT false, "note" character varying NULL, "reference" character varying NULL, "reported_done" boolean NULL, "search_text" character varying NOT NULL, "plan_id" uuid NOT NULL, "parent_id" uuid NULL, "owner_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "indicators_agencies_owner" FOREIGN KEY ("owner_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "indicators_indicators_children" FOREIGN KEY ("parent_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "indicators_plans_plan" FOREIGN KEY ("plan_id") REFERENCES "plans" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "indicator_measures_have_a_unit" CHECK ((((kind)::text = 'INDICATOR'::text) AND (unit IS NOT NULL)) OR (((kind)::text = 'GROUP'::text) AND (unit IS NULL))));
-- create index "indicator_code_key_id" to table: "indicators"
CREATE INDEX "indicator_code_key_id" ON "indicators" ("code_key", "id");
-- create index "indicator_name_key_id" to table: "indicators"
CREATE INDEX "indicator_name_key_id" ON "indicators" ("name_key", "id");
-- create index "indicator_parent_id" to table: "indicators"
CREATE INDEX "indicator_parent_id" ON "indicators" ("parent_id");
-- create index "indicator_plan_id_code" to table: "indicators"
CREATE UNIQUE INDEX "indicator_plan_id_code" ON "indicators" ("plan_id", "code");
-- create index "indicator_plan_id_code_key_id" to table: "indicators"
CREATE INDEX "indicator_plan_id_code_key_id" ON "indicators" ("plan_id", "code_key", "id");
-- set comment to table: "indicators"
COMMENT ON TABLE "indicators" IS 'A measure of a plan, or a heading over measures.';
-- set comment to column: "id" on table: "indicators"
COMMENT ON COLUMN "indicators"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "code" on table: "indicators"
COMMENT ON COLUMN "indicators"."code" IS 'Code as printed, such as 3.5.1; unique in its plan.';
-- set comment to column: "code_key" on table: "indicators"
COMMENT ON COLUMN "indicators"."code_key" IS 'The code in natural order.';
-- set comment to column: "kind" on table: "indicators"
COMMENT ON COLUMN "indicators"."kind" IS 'A measure, or a heading over measures.';
-- set comment to column: "name" on table: "indicators"
COMMENT ON COLUMN "indicators"."name" IS 'Name as printed, in Vietnamese.';
-- set comment to column: "name_key" on table: "indicators"
COMMENT ON COLUMN "indicators"."name_key" IS 'The name in Vietnamese alphabetical order.';
-- set comment to column: "name_en" on table: "indicators"
COMMENT ON COLUMN "indicators"."name_en" IS 'Name in English.';
-- set comment to column: "unit" on table: "indicators"
COMMENT ON COLUMN "indicators"."unit" IS 'Unit of its figures; null for headings. A MILESTONE has a date instead of a number.';
-- set comment to column: "direction" on table: "indicators"
COMMENT ON COLUMN "indicators"."direction" IS 'UP: more is better; DOWN: less is better, as with ranks. Null where neither holds.';
-- set comment to column: "accumulation" on table: "indicators"
COMMENT ON COLUMN "indicators"."accumulation" IS 'How figures of successive periods relate: a STOCK is the state at the end of the period.';
-- set comment to column: "aggregation" on table: "indicators"
COMMENT ON COLUMN "indicators"."aggregation" IS 'How figures of agencies become one: a RATIO divides the summed numerators by the summed denominators.';
-- set comment to column: "allows_over_100" on table: "indicators"
COMMENT ON COLUMN "indicators"."allows_over_100" IS 'Whether a percentage may exceed 100.';
-- set comment to column: "note" on table: "indicators"
COMMENT ON COLUMN "indicators"."note" IS 'Footnote as printed.';
-- set comment to column: "reference" on table: "indicators"
COMMENT ON COLUMN "indicators"."reference" IS 'Place in the document.';
-- set comment to column: "reported_done" on table: "indicators"
COMMENT ON COLUMN "indicators"."reported_done" IS 'Whether the document itself lists the measure as reached; null where it says nothing.';
-- set comment to column: "search_text" on table: "indicators"
COMMENT ON COLUMN "indicators"."search_text" IS 'Folded code and names, for search.';
-- set comment to column: "plan_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."plan_id" IS 'The plan it belongs to.';
-- set comment to column: "parent_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."parent_id" IS 'The heading above.';
-- set comment to column: "owner_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."owner_id" IS 'The agency whose own indicator it is; null for those of the plan.';
-- create "tasks" table
CREATE TABLE "tasks" ("id" uuid NOT NULL, "code" character varying NOT NULL, "code_key" character varying NOT NULL, "group_title" character varying NULL, "title" character varying NOT NULL, "title_key" character varying NOT NULL, "description" character varying NULL, "expected_results" jsonb NULL, "schedule_text" character varying NULL, "schedule_kind" character varying NULL, "year_from" bigint NULL, "year_to" bigint NULL, "quarter" bigint NULL, "status" character varying NOT NULL DEFAULT 'OPEN', "result" character varying NULL, "indicator_texts" jsonb NULL, "reference" character varying NULL, "search_text" character varying NOT NULL, "plan_id" uuid NOT NULL, "legal_document_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "tasks_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "tasks_plans_plan" FOREIGN KEY ("plan_id") REFERENCES "plans" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "task_quarter" CHECK ((quarter IS NULL) OR ((quarter >= 1) AND (quarter <= 4))), CONSTRAINT "task_years_in_order" CHECK ((year_from IS NULL) OR (year_to IS NULL) OR (year_from <= year_to)));
-- create index "task_code_key_id" to table: "tasks"
CREATE INDEX "task_code_key_id" ON "tasks" ("code_key", "id");
-- create index "task_legal_document_id" to table: "tasks"
CREATE INDEX "task_legal_document_id" ON "tasks" ("legal_document_id");
-- create index "task_plan_id_code" to table: "tasks"
CREATE UNIQUE INDEX "task_plan_id_code" ON "tasks" ("plan_id", "code");
-- create index "task_plan_id_code_key_id" to table: "tasks"
CREATE INDEX "task_plan_id_code_key_id" ON "tasks" ("plan_id", "code_key", "id");
-- create index "task_title_key_id" to table: "tasks"
CREATE INDEX "task_title_key_id" ON "tasks" ("title_key", "id");
-- set comment to table: "tasks"
COMMENT ON TABLE "tasks" IS 'Something a plan orders to be done.';
-- set comment to column: "id" on table: "tasks"
COMMENT ON COLUMN "tasks"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "code" on table: "tasks"
COMMENT ON COLUMN "tasks"."code" IS 'Code: document, annex and row, such as 749/02/6; unique in its plan.';
-- set comment to column: "code_key" on table: "tasks"
COMMENT ON COLUMN "tasks"."code_key" IS 'The code in natural order.';
-- set comment to column: "group_title" on table: "tasks"
COMMENT ON COLUMN "tasks"."group_title" IS 'The heading it stands under.';
-- set comment to column: "title" on table: "tasks"
COMMENT ON COLUMN "tasks"."title" IS 'The task as printed.';
-- set comment to column: "title_key" on table: "tasks"
COMMENT ON COLUMN "tasks"."title_key" IS 'The title in Vietnamese alphabetical order.';
-- set comment to column: "description" on table: "tasks"
COMMENT ON COLUMN "tasks"."description" IS 'Its content, where the annex has a column for it.';
-- set comment to column: "expected_results" on table: "tasks"
COMMENT ON COLUMN "tasks"."expected_results" IS 'Expected results, one by one.';
-- set comment to column: "schedule_text" on table: "tasks"
COMMENT ON COLUMN "tasks"."schedule_text" IS 'Time as printed.';
-- set comment to column: "schedule_kind" on table: "tasks"
COMMENT ON COLUMN "tasks"."schedule_kind" IS 'Sort of time given; null where none is.';
-- set comment to column: "year_from" on table: "tasks"
COMMENT ON COLUMN "tasks"."year_from" IS 'First year; null where every year or none is named.';
-- set comment to column: "year_to" on table: "tasks"
COMMENT ON COLUMN "tasks"."year_to" IS 'Last year.';
-- set comment to column: "quarter" on table: "tasks"
COMMENT ON COLUMN "tasks"."quarter" IS 'Quarter of the last year, 1 to 4.';
-- set comment to column: "status" on table: "tasks"
COMMENT ON COLUMN "tasks"."status" IS 'Whether the documents list it as done.';
-- set comment to column: "result" on table: "tasks"
COMMENT ON COLUMN "tasks"."result" IS 'Result as printed.';
-- set comment to column: "indicator_texts" on table: "tasks"
COMMENT ON COLUMN "tasks"."indicator_texts" IS 'Indicators as the annex words them, also those the plan''s table lacks.';
-- set comment to column: "reference" on table: "tasks"
COMMENT ON COLUMN "tasks"."reference" IS 'Place in the document.';
-- set comment to column: "search_text" on table: "tasks"
COMMENT ON COLUMN "tasks"."search_text" IS 'Folded code, title and description, for search.';
-- set comment to column: "plan_id" on table: "tasks"
COMMENT ON COLUMN "tasks"."plan_id" IS 'The plan it belongs to.';
-- set comment to column: "legal_document_id" on table: "tasks"
COMMENT ON COLUMN "tasks"."legal_document_id" IS 'The document that orders it.';
-- create "assignments" table
CREATE TABLE "assignments" ("id" uuid NOT NULL, "role" character varying NOT NULL, "scope" character varying NULL, "text" character varying NULL, "position" bigint NOT NULL DEFAULT 0, "valid_from" date NULL, "valid_to" date NULL, "agency_id" uuid NOT NULL, "indicator_id" uuid NULL, "task_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "assignments_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "assignments_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "assignments_tasks_task" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "assignment_in_order" CHECK ((valid_from IS NULL) OR (valid_to IS NULL) OR (valid_from <= valid_to)), CONSTRAINT "assignment_of_one_thing" CHECK (((indicator_id IS NULL) AND (task_id IS NOT NULL)) OR ((indicator_id IS NOT NULL) AND (task_id IS NULL))));
-- create index "assignment_agency_id_role" to table: "assignments"
CREATE INDEX "assignment_agency_id_role" ON "assignments" ("agency_id", "role");
-- create index "assignment_indicator_id_role" to table: "assignments"
CREATE INDEX "assignment_indicator_id_role" ON "assignments" ("indicator_id", "role");
-- create index "assignment_indicator_in_force" to table: "assignments"
CREATE UNIQUE INDEX "assignment_indicator_in_force" ON "assignments" ("indicator_id", "agency_id", "role") WHERE ((valid_to IS NULL) AND (indicator_id IS NOT NULL));
-- create index "assignment_position_id" to table: "assignments"
CREATE INDEX "assignment_position_id" ON "assignments" ("position", "id");
-- create index "assignment_task_id_role" to table: "assignments"
CREATE INDEX "assignment_task_id_role" ON "assignments" ("task_id", "role");
-- create index "assignment_task_in_force" to table: "assignments"
CREATE UNIQUE INDEX "assignment_task_in_force" ON "assignments" ("task_id", "agency_id", "role") WHERE ((valid_to IS NULL) AND (task_id IS NOT NULL));
-- set comment to table: "assignments"
COMMENT ON TABLE "assignments" IS 'A role of an agency in an indicator or a task.';
-- set comment to column: "id" on table: "assignments"
COMMENT ON COLUMN "assignments"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "role" on table: "assignments"
COMMENT ON COLUMN "assignments"."role" IS 'LEAD: chủ trì; COORDINATE: phối hợp; MEASURE: đo lường, theo dõi; IMPLEMENT: thực hiện.';
-- set comment to column: "scope" on table: "assignments"
COMMENT ON COLUMN "assignments"."scope" IS 'The part that falls to the agency, where the text limits it.';
-- set comment to column: "text" on table: "assignments"
COMMENT ON COLUMN "assignments"."text" IS 'The cell as printed.';
-- set comment to column: "position" on table: "assignments"
COMMENT ON COLUMN "assignments"."position" IS 'Place in the printed cell, from 0.';
-- set comment to column: "valid_from" on table: "assignments"
COMMENT ON COLUMN "assignments"."valid_from" IS 'First day in force; null for since the plan began.';
-- set comment to column: "valid_to" on table: "assignments"
COMMENT ON COLUMN "assignments"."valid_to" IS 'Last day in force; null while it lasts.';
-- set comment to column: "agency_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."agency_id" IS 'Who is assigned.';
-- set comment to column: "indicator_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."indicator_id" IS 'The indicator, or null.';
-- set comment to column: "task_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."task_id" IS 'The task, or null.';
-- create "reporting_windows" table
CREATE TABLE "reporting_windows" ("id" uuid NOT NULL, "code" character varying NOT NULL, "year" bigint NOT NULL, "quarter" bigint NOT NULL, "covers_from" date NOT NULL, "covers_to" date NOT NULL, "opens_at" timestamptz NOT NULL, "due_at" timestamptz NOT NULL, "grace_until" timestamptz NOT NULL, "locks_at" timestamptz NOT NULL, "expected_grade" character varying NOT NULL, "required_narratives" jsonb NULL, "section" character varying NULL, "note" character varying NULL, "legal_document_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "reporting_windows_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "window_covers_in_order" CHECK (covers_from <= covers_to), CONSTRAINT "window_dates_in_order" CHECK ((opens_at <= due_at) AND (due_at <= grace_until) AND (grace_until <= locks_at)), CONSTRAINT "window_quarter" CHECK ((quarter >= 1) AND (quarter <= 4)));
-- create index "reportingwindow_code" to table: "reporting_windows"
CREATE UNIQUE INDEX "reportingwindow_code" ON "reporting_windows" ("code");
-- create index "reportingwindow_covers_from_id" to table: "reporting_windows"
CREATE INDEX "reportingwindow_covers_from_id" ON "reporting_windows" ("covers_from", "id");
-- create index "reportingwindow_due_at_id" to table: "reporting_windows"
CREATE INDEX "reportingwindow_due_at_id" ON "reporting_windows" ("due_at", "id");
-- create index "reportingwindow_legal_document_id" to table: "reporting_windows"
CREATE INDEX "reportingwindow_legal_document_id" ON "reporting_windows" ("legal_document_id");
-- set comment to table: "reporting_windows"
COMMENT ON TABLE "reporting_windows" IS 'A period to report on and the dates for doing so.';
-- set comment to column: "id" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "code" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."code" IS 'Code, such as 2023-Q1; unique.';
-- set comment to column: "year" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."year" IS 'Year of the window.';
-- set comment to column: "quarter" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."quarter" IS 'Quarter of the year, 1 to 4; the span it covers is not the calendar quarter.';
-- set comment to column: "covers_from" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."covers_from" IS 'First day the figures cover.';
-- set comment to column: "covers_to" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."covers_to" IS 'Last day the figures cover.';
-- set comment to column: "opens_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."opens_at" IS 'From when figures can be submitted.';
-- set comment to column: "due_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."due_at" IS 'Last moment on time.';
-- set comment to column: "grace_until" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."grace_until" IS 'Last moment at which a late submission is excused; equal to dueAt where no grace is granted.';
-- set comment to column: "locks_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."locks_at" IS 'From when nothing can be submitted without a reopening.';
-- set comment to column: "expected_grade" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."expected_grade" IS 'Grade of figure expected at the due date.';
-- set comment to column: "required_narratives" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."required_narratives" IS 'Kinds of narrative that must come with the figures.';
-- set comment to column: "section" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."section" IS 'Section of the document.';
-- set comment to column: "note" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."note" IS 'Which dates the text gives and which are set here.';
-- set comment to column: "legal_document_id" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."legal_document_id" IS 'The document that sets the dates.';
-- create "people" table
CREATE TABLE "people" ("id" uuid NOT NULL, "subject" character varying NOT NULL, "name" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "person_subject" to table: "people"
CREATE UNIQUE INDEX "person_subject" ON "people" ("subject");
-- set comment to table: "people"
COMMENT ON TABLE "people" IS 'Somebody who acted.';
-- set comment to column: "id" on table: "people"
COMMENT ON COLUMN "people"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "subject" on table: "people"
COMMENT ON COLUMN "people"."subject" IS 'Subject at the sign-in provider; unique.';
-- set comment to column: "name" on table: "people"
COMMENT ON COLUMN "people"."name" IS 'Name to show.';
-- create "submissions" table
CREATE TABLE "submissions" ("id" uuid NOT NULL, "status" character varying NOT NULL DEFAULT 'DRAFT', "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "submitted_at" timestamptz NULL, "submitted_order" timestamptz NOT NULL, "approved_at" timestamptz NULL, "late" boolean NOT NULL DEFAULT false, "agency_id" uuid NOT NULL, "window_id" uuid NOT NULL, "submitted_by_id" uuid NULL, "reviewer_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "submissions_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "submissions_people_reviewer" FOREIGN KEY ("reviewer_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "submissions_people_submitted_by" FOREIGN KEY ("submitted_by_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "submissions_reporting_windows_window" FOREIGN KEY ("window_id") REFERENCES "reporting_windows" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "submission_has_a_time" CHECK (((status)::text = 'DRAFT'::text) OR (submitted_at IS NOT NULL)), CONSTRAINT "submission_version_positive" CHECK (version > 0));
-- create index "submission_agency_id_window_id" to table: "submissions"
CREATE UNIQUE INDEX "submission_agency_id_window_id" ON "submissions" ("agency_id", "window_id");
-- create index "submission_created_at_id" to table: "submissions"
CREATE INDEX "submission_created_at_id" ON "submissions" ("created_at", "id");
-- create index "submission_submitted_order_id" to table: "submissions"
CREATE INDEX "submission_submitted_order_id" ON "submissions" ("submitted_order", "id");
-- create index "submission_window_id_status_submitted_order_id" to table: "submissions"
CREATE INDEX "submission_window_id_status_submitted_order_id" ON "submissions" ("window_id", "status", "submitted_order", "id");
-- set comment to table: "submissions"
COMMENT ON TABLE "submissions" IS 'The report of one agency for one window.';
-- set comment to column: "id" on table: "submissions"
COMMENT ON COLUMN "submissions"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "status" on table: "submissions"
COMMENT ON COLUMN "submissions"."status" IS 'Where it stands.';
-- set comment to column: "version" on table: "submissions"
COMMENT ON COLUMN "submissions"."version" IS 'Grows with every change; a change names the version it read.';
-- set comment to column: "created_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."created_at" IS 'When the draft began.';
-- set comment to column: "submitted_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_at" IS 'When it was last submitted; null for drafts.';
-- set comment to column: "submitted_order" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_order" IS 'submittedAt, or the end of time: an order without nulls.';
-- set comment to column: "approved_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved_at" IS 'When it was approved.';
-- set comment to column: "late" on table: "submissions"
COMMENT ON COLUMN "submissions"."late" IS 'Whether the first submission that was later approved came after the window''s due date.';
-- set comment to column: "agency_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."agency_id" IS 'Who reports.';
-- set comment to column: "window_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."window_id" IS 'What is reported on.';
-- set comment to column: "submitted_by_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_by_id" IS 'Who submitted it.';
-- set comment to column: "reviewer_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."reviewer_id" IS 'Who reviews it.';
-- create "figures" table
CREATE TABLE "figures" ("id" uuid NOT NULL, "year" bigint NOT NULL, "grade" character varying NOT NULL, "source" character varying NOT NULL, "stated_value" numeric NULL, "numerator" numeric NULL, "denominator" numeric NULL, "text" character varying NULL, "note" character varying NULL, "recorded_at" timestamptz NOT NULL, "period_key" character varying NOT NULL, "superseded_at" timestamptz NULL, "reason" character varying NULL, "published_at" timestamptz NULL, "indicator_id" uuid NOT NULL, "agency_id" uuid NOT NULL, "window_id" uuid NULL, "submission_id" uuid NULL, "legal_document_id" uuid NULL, "supersedes_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "figures_agencies_agency" FOREIGN KEY ("agency_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figures_figures_superseded_by" FOREIGN KEY ("supersedes_id") REFERENCES "figures" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figures_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figures_legal_documents_legal_document" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figures_reporting_windows_window" FOREIGN KEY ("window_id") REFERENCES "reporting_windows" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figures_submissions_submission" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "figure_denominator_not_zero" CHECK ((denominator IS NULL) OR (denominator <> (0)::numeric)), CONSTRAINT "figure_document_named" CHECK (((source)::text <> 'DOCUMENT'::text) OR (legal_document_id IS NOT NULL)), CONSTRAINT "figure_value_or_fraction" CHECK (((stated_value IS NOT NULL) AND (numerator IS NULL) AND (denominator IS NULL)) OR ((stated_value IS NULL) AND (numerator IS NOT NULL) AND (denominator IS NOT NULL))));
-- create index "figure_agency_id_indicator_id_period_key_id" to table: "figures"
CREATE INDEX "figure_agency_id_indicator_id_period_key_id" ON "figures" ("agency_id", "indicator_id", "period_key", "id");
-- create index "figure_in_force" to table: "figures"
CREATE UNIQUE INDEX "figure_in_force" ON "figures" ("indicator_id", "agency_id", "window_id", "grade", "source") WHERE ((superseded_at IS NULL) AND (window_id IS NOT NULL) AND (legal_document_id IS NULL));
-- create index "figure_indicator_id_period_key_id" to table: "figures"
CREATE INDEX "figure_indicator_id_period_key_id" ON "figures" ("indicator_id", "period_key", "id");
-- create index "figure_indicator_id_window_id" to table: "figures"
CREATE INDEX "figure_indicator_id_window_id" ON "figures" ("indicator_id", "window_id");
-- create index "figure_legal_document_id" to table: "figures"
CREATE INDEX "figure_legal_document_id" ON "figures" ("legal_document_id");
-- create index "figure_of_document_in_force" to table: "figures"
CREATE UNIQUE INDEX "figure_of_document_in_force" ON "figures" ("legal_document_id", "indicator_id", "agency_id", "period_key", "grade") WHERE ((superseded_at IS NULL) AND (legal_document_id IS NOT NULL));
-- create index "figure_of_year_in_force" to table: "figures"
CREATE UNIQUE INDEX "figure_of_year_in_force" ON "figures" ("indicator_id", "agency_id", "year", "grade", "source") WHERE ((superseded_at IS NULL) AND (window_id IS NULL) AND (legal_document_id IS NULL));
-- create index "figure_period_key_id" to table: "figures"
CREATE INDEX "figure_period_key_id" ON "figures" ("period_key", "id");
-- create index "figure_recorded_at_id" to table: "figures"
CREATE INDEX "figure_recorded_at_id" ON "figures" ("recorded_at", "id");
-- create index "figure_submission_id" to table: "figures"
CREATE INDEX "figure_submission_id" ON "figures" ("submission_id");
-- create index "figure_window_id" to table: "figures"
CREATE INDEX "figure_window_id" ON "figures" ("window_id");
-- create index "figures_supersedes_id_key" to table: "figures"
CREATE UNIQUE INDEX "figures_supersedes_id_key" ON "figures" ("supersedes_id");
-- set comment to table: "figures"
COMMENT ON TABLE "figures" IS 'A value somebody stated of an indicator; better ones supersede, nothing is overwritten.';
-- set comment to column: "id" on table: "figures"
COMMENT ON COLUMN "figures"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "year" on table: "figures"
COMMENT ON COLUMN "figures"."year" IS 'The year it is for.';
-- set comment to column: "grade" on table: "figures"
COMMENT ON COLUMN "figures"."grade" IS 'Grade: ước tính, sơ bộ, chính thức (Statistics Law, article 48).';
-- set comment to column: "source" on table: "figures"
COMMENT ON COLUMN "figures"."source" IS 'Where it comes from.';
-- set comment to column: "stated_value" on table: "figures"
COMMENT ON COLUMN "figures"."stated_value" IS 'The number as stated; null where it is given as a fraction.';
-- set comment to column: "numerator" on table: "figures"
COMMENT ON COLUMN "figures"."numerator" IS 'Upper part of a fraction, exact.';
-- set comment to column: "denominator" on table: "figures"
COMMENT ON COLUMN "figures"."denominator" IS 'Lower part of a fraction, exact, not zero.';
-- set comment to column: "text" on table: "figures"
COMMENT ON COLUMN "figures"."text" IS 'As printed.';
-- set comment to column: "note" on table: "figures"
COMMENT ON COLUMN "figures"."note" IS 'Remark of the source.';
-- set comment to column: "recorded_at" on table: "figures"
COMMENT ON COLUMN "figures"."recorded_at" IS 'When it became known here.';
-- set comment to column: "period_key" on table: "figures"
COMMENT ON COLUMN "figures"."period_key" IS 'Year and quarter, for the order of periods.';
-- set comment to column: "superseded_at" on table: "figures"
COMMENT ON COLUMN "figures"."superseded_at" IS 'When a later figure took its place; null for the one in force.';
-- set comment to column: "reason" on table: "figures"
COMMENT ON COLUMN "figures"."reason" IS 'Why it took the place of another.';
-- set comment to column: "published_at" on table: "figures"
COMMENT ON COLUMN "figures"."published_at" IS 'Since when the public may see it; null while it may not.';
-- set comment to column: "indicator_id" on table: "figures"
COMMENT ON COLUMN "figures"."indicator_id" IS 'What was measured.';
-- set comment to column: "agency_id" on table: "figures"
COMMENT ON COLUMN "figures"."agency_id" IS 'Whose figure it is.';
-- set comment to column: "window_id" on table: "figures"
COMMENT ON COLUMN "figures"."window_id" IS 'The window it was reported in; null for a figure of the whole year.';
-- set comment to column: "submission_id" on table: "figures"
COMMENT ON COLUMN "figures"."submission_id" IS 'The report it came in.';
-- set comment to column: "legal_document_id" on table: "figures"
COMMENT ON COLUMN "figures"."legal_document_id" IS 'The document that prints it.';
-- set comment to column: "supersedes_id" on table: "figures"
COMMENT ON COLUMN "figures"."supersedes_id" IS 'The figure it took the place of.';
-- create "indicator_legal_bases" table
CREATE TABLE "indicator_legal_bases" ("indicator_id" uuid NOT NULL, "legal_document_id" uuid NOT NULL, PRIMARY KEY ("indicator_id", "legal_document_id"), CONSTRAINT "indicator_legal_bases_indicator_id" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "indicator_legal_bases_legal_document_id" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create "indicator_same_as" table
CREATE TABLE "indicator_same_as" ("indicator_id" uuid NOT NULL, "same_a_id" uuid NOT NULL, PRIMARY KEY ("indicator_id", "same_a_id"), CONSTRAINT "indicator_same_as_indicator_id" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "indicator_same_as_same_a_id" FOREIGN KEY ("same_a_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create "legal_document_amends" table
CREATE TABLE "legal_document_amends" ("legal_document_id" uuid NOT NULL, "amended_by_id" uuid NOT NULL, PRIMARY KEY ("legal_document_id", "amended_by_id"), CONSTRAINT "legal_document_amends_amended_by_id" FOREIGN KEY ("amended_by_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "legal_document_amends_legal_document_id" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create "legal_document_replaces" table
CREATE TABLE "legal_document_replaces" ("legal_document_id" uuid NOT NULL, "replaced_by_id" uuid NOT NULL, PRIMARY KEY ("legal_document_id", "replaced_by_id"), CONSTRAINT "legal_document_replaces_legal_document_id" FOREIGN KEY ("legal_document_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "legal_document_replaces_replaced_by_id" FOREIGN KEY ("replaced_by_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create "narratives" table
CREATE TABLE "narratives" ("id" uuid NOT NULL, "kind" character varying NOT NULL, "body" character varying NOT NULL, "answer_due_on" date NULL, "answer" character varying NULL, "submission_id" uuid NOT NULL, "indicator_id" uuid NULL, "routed_to_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "narratives_agencies_routed_to" FOREIGN KEY ("routed_to_id") REFERENCES "agencies" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "narratives_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "narratives_submissions_submission" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION);
-- create index "narrative_indicator_id" to table: "narratives"
CREATE INDEX "narrative_indicator_id" ON "narratives" ("indicator_id");
-- create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
CREATE INDEX "narrative_routed_to_id_answer_due_on" ON "narratives" ("routed_to_id", "answer_due_on");
-- create index "narrative_submission_id_kind" to table: "narratives"
CREATE INDEX "narrative_submission_id_kind" ON "narratives" ("submission_id", "kind");
-- set comment to table: "narratives"
COMMENT ON TABLE "narratives" IS 'A text that comes with a report.';
-- set comment to column: "id" on table: "narratives"
COMMENT ON COLUMN "narratives"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "kind" on table: "narratives"
COMMENT ON COLUMN "narratives"."kind" IS 'TREND: đánh giá xu hướng; DIFFICULTY: khó khăn, vướng mắc; PROPOSAL: đề xuất.';
-- set comment to column: "body" on table: "narratives"
COMMENT ON COLUMN "narratives"."body" IS 'The text.';
-- set comment to column: "answer_due_on" on table: "narratives"
COMMENT ON COLUMN "narratives"."answer_due_on" IS 'Last day for the answer.';
-- set comment to column: "answer" on table: "narratives"
COMMENT ON COLUMN "narratives"."answer" IS 'The answer given.';
-- set comment to column: "submission_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."submission_id" IS 'The report it belongs to.';
-- set comment to column: "indicator_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."indicator_id" IS 'The indicator it is about, or null for the whole report.';
-- set comment to column: "routed_to_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."routed_to_id" IS 'The agency that owes an answer.';
-- create "targets" table
CREATE TABLE "targets" ("id" uuid NOT NULL, "year" bigint NOT NULL, "kind" character varying NOT NULL, "comparator" character varying NULL, "value" numeric NULL, "text" character varying NOT NULL, "note" character varying NULL, "due_on" date NULL, "quarter" bigint NULL, "version" bigint NOT NULL DEFAULT 1, "recorded_at" timestamptz NOT NULL, "superseded_at" timestamptz NULL, "indicator_id" uuid NOT NULL, "decided_by_id" uuid NULL, "supersedes_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "targets_indicators_indicator" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "targets_legal_documents_decided_by" FOREIGN KEY ("decided_by_id") REFERENCES "legal_documents" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "targets_targets_superseded_by" FOREIGN KEY ("supersedes_id") REFERENCES "targets" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION, CONSTRAINT "target_quarter" CHECK ((quarter IS NULL) OR ((quarter >= 1) AND (quarter <= 4))), CONSTRAINT "target_value_has_comparator" CHECK (((value IS NULL) AND (comparator IS NULL)) OR ((value IS NOT NULL) AND (comparator IS NOT NULL))), CONSTRAINT "target_version_positive" CHECK (version > 0));
-- create index "target_decided_by_id" to table: "targets"
CREATE INDEX "target_decided_by_id" ON "targets" ("decided_by_id");
-- create index "target_in_force" to table: "targets"
CREATE UNIQUE INDEX "target_in_force" ON "targets" ("indicator_id", "year", "kind") WHERE (superseded_at IS NULL);
-- create index "target_indicator_id_year_kind_version" to table: "targets"
CREATE UNIQUE INDEX "target_indicator_id_year_kind_version" ON "targets" ("indicator_id", "year", "kind", "version");
-- create index "target_year_id" to table: "targets"
CREATE INDEX "target_year_id" ON "targets" ("year", "id");
-- create index "targets_supersedes_id_key" to table: "targets"
CREATE UNIQUE INDEX "targets_supersedes_id_key" ON "targets" ("supersedes_id");
-- set comment to table: "targets"
COMMENT ON TABLE "targets" IS 'What a plan expects of an indicator in one year; revisions supersede, nothing is overwritten.';
-- set comment to column: "id" on table: "targets"
COMMENT ON COLUMN "targets"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "year" on table: "targets"
COMMENT ON COLUMN "targets"."year" IS 'The year it is for.';
-- set comment to column: "kind" on table: "targets"
COMMENT ON COLUMN "targets"."kind" IS 'BASELINE: the value printed for the base year; PLAN: planned for the year; GOAL: the aim at the end of the plan.';
-- set comment to column: "comparator" on table: "targets"
COMMENT ON COLUMN "targets"."comparator" IS 'How a figure compares with the value; TOP n means rank n or better. Null where the plan prints no number.';
-- set comment to column: "value" on table: "targets"
COMMENT ON COLUMN "targets"."value" IS 'The number, exact; null where the plan prints none, which is not zero.';
-- set comment to column: "text" on table: "targets"
COMMENT ON COLUMN "targets"."text" IS 'The cell as printed; - means nothing planned for the year.';
-- set comment to column: "note" on table: "targets"
COMMENT ON COLUMN "targets"."note" IS 'Footnote of the cell.';
-- set comment to column: "due_on" on table: "targets"
COMMENT ON COLUMN "targets"."due_on" IS 'Last day allowed, for milestones.';
-- set comment to column: "quarter" on table: "targets"
COMMENT ON COLUMN "targets"."quarter" IS 'Quarter of the milestone, 1 to 4.';
-- set comment to column: "version" on table: "targets"
COMMENT ON COLUMN "targets"."version" IS '1 for the first; each revision adds one.';
-- set comment to column: "recorded_at" on table: "targets"
COMMENT ON COLUMN "targets"."recorded_at" IS 'When the version became known here.';
-- set comment to column: "superseded_at" on table: "targets"
COMMENT ON COLUMN "targets"."superseded_at" IS 'When a later version took its place; null for the version in force.';
-- set comment to column: "indicator_id" on table: "targets"
COMMENT ON COLUMN "targets"."indicator_id" IS 'The indicator.';
-- set comment to column: "decided_by_id" on table: "targets"
COMMENT ON COLUMN "targets"."decided_by_id" IS 'The deciding document.';
-- set comment to column: "supersedes_id" on table: "targets"
COMMENT ON COLUMN "targets"."supersedes_id" IS 'The version it took the place of.';
-- create "task_indicators" table
CREATE TABLE "task_indicators" ("task_id" uuid NOT NULL, "indicator_id" uuid NOT NULL, PRIMARY KEY ("task_id", "indicator_id"), CONSTRAINT "task_indicators_indicator_id" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "task_indicators_task_id" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);

-- +goose Down
-- reverse: create "task_indicators" table
DROP TABLE "task_indicators";
-- reverse: set comment to column: "supersedes_id" on table: "targets"
COMMENT ON COLUMN "targets"."supersedes_id" IS '';
-- reverse: set comment to column: "decided_by_id" on table: "targets"
COMMENT ON COLUMN "targets"."decided_by_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "targets"
COMMENT ON COLUMN "targets"."indicator_id" IS '';
-- reverse: set comment to column: "superseded_at" on table: "targets"
COMMENT ON COLUMN "targets"."superseded_at" IS '';
-- reverse: set comment to column: "recorded_at" on table: "targets"
COMMENT ON COLUMN "targets"."recorded_at" IS '';
-- reverse: set comment to column: "version" on table: "targets"
COMMENT ON COLUMN "targets"."version" IS '';
-- reverse: set comment to column: "quarter" on table: "targets"
COMMENT ON COLUMN "targets"."quarter" IS '';
-- reverse: set comment to column: "due_on" on table: "targets"
COMMENT ON COLUMN "targets"."due_on" IS '';
-- reverse: set comment to column: "note" on table: "targets"
COMMENT ON COLUMN "targets"."note" IS '';
-- reverse: set comment to column: "text" on table: "targets"
COMMENT ON COLUMN "targets"."text" IS '';
-- reverse: set comment to column: "value" on table: "targets"
COMMENT ON COLUMN "targets"."value" IS '';
-- reverse: set comment to column: "comparator" on table: "targets"
COMMENT ON COLUMN "targets"."comparator" IS '';
-- reverse: set comment to column: "kind" on table: "targets"
COMMENT ON COLUMN "targets"."kind" IS '';
-- reverse: set comment to column: "year" on table: "targets"
COMMENT ON COLUMN "targets"."year" IS '';
-- reverse: set comment to column: "id" on table: "targets"
COMMENT ON COLUMN "targets"."id" IS '';
-- reverse: set comment to table: "targets"
COMMENT ON TABLE "targets" IS '';
-- reverse: create index "targets_supersedes_id_key" to table: "targets"
DROP INDEX "targets_supersedes_id_key";
-- reverse: create index "target_year_id" to table: "targets"
DROP INDEX "target_year_id";
-- reverse: create index "target_indicator_id_year_kind_version" to table: "targets"
DROP INDEX "target_indicator_id_year_kind_version";
-- reverse: create index "target_in_force" to table: "targets"
DROP INDEX "target_in_force";
-- reverse: create index "target_decided_by_id" to table: "targets"
DROP INDEX "target_decided_by_id";
-- reverse: create "targets" table
DROP TABLE "targets";
-- reverse: set comment to column: "routed_to_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."routed_to_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."indicator_id" IS '';
-- reverse: set comment to column: "submission_id" on table: "narratives"
COMMENT ON COLUMN "narratives"."submission_id" IS '';
-- reverse: set comment to column: "answer" on table: "narratives"
COMMENT ON COLUMN "narratives"."answer" IS '';
-- reverse: set comment to column: "answer_due_on" on table: "narratives"
COMMENT ON COLUMN "narratives"."answer_due_on" IS '';
-- reverse: set comment to column: "body" on table: "narratives"
COMMENT ON COLUMN "narratives"."body" IS '';
-- reverse: set comment to column: "kind" on table: "narratives"
COMMENT ON COLUMN "narratives"."kind" IS '';
-- reverse: set comment to column: "id" on table: "narratives"
COMMENT ON COLUMN "narratives"."id" IS '';
-- reverse: set comment to table: "narratives"
COMMENT ON TABLE "narratives" IS '';
-- reverse: create index "narrative_submission_id_kind" to table: "narratives"
DROP INDEX "narrative_submission_id_kind";
-- reverse: create index "narrative_routed_to_id_answer_due_on" to table: "narratives"
DROP INDEX "narrative_routed_to_id_answer_due_on";
-- reverse: create index "narrative_indicator_id" to table: "narratives"
DROP INDEX "narrative_indicator_id";
-- reverse: create "narratives" table
DROP TABLE "narratives";
-- reverse: create "legal_document_replaces" table
DROP TABLE "legal_document_replaces";
-- reverse: create "legal_document_amends" table
DROP TABLE "legal_document_amends";
-- reverse: create "indicator_same_as" table
DROP TABLE "indicator_same_as";
-- reverse: create "indicator_legal_bases" table
DROP TABLE "indicator_legal_bases";
-- reverse: set comment to column: "supersedes_id" on table: "figures"
COMMENT ON COLUMN "figures"."supersedes_id" IS '';
-- reverse: set comment to column: "legal_document_id" on table: "figures"
COMMENT ON COLUMN "figures"."legal_document_id" IS '';
-- reverse: set comment to column: "submission_id" on table: "figures"
COMMENT ON COLUMN "figures"."submission_id" IS '';
-- reverse: set comment to column: "window_id" on table: "figures"
COMMENT ON COLUMN "figures"."window_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "figures"
COMMENT ON COLUMN "figures"."agency_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "figures"
COMMENT ON COLUMN "figures"."indicator_id" IS '';
-- reverse: set comment to column: "published_at" on table: "figures"
COMMENT ON COLUMN "figures"."published_at" IS '';
-- reverse: set comment to column: "reason" on table: "figures"
COMMENT ON COLUMN "figures"."reason" IS '';
-- reverse: set comment to column: "superseded_at" on table: "figures"
COMMENT ON COLUMN "figures"."superseded_at" IS '';
-- reverse: set comment to column: "period_key" on table: "figures"
COMMENT ON COLUMN "figures"."period_key" IS '';
-- reverse: set comment to column: "recorded_at" on table: "figures"
COMMENT ON COLUMN "figures"."recorded_at" IS '';
-- reverse: set comment to column: "note" on table: "figures"
COMMENT ON COLUMN "figures"."note" IS '';
-- reverse: set comment to column: "text" on table: "figures"
COMMENT ON COLUMN "figures"."text" IS '';
-- reverse: set comment to column: "denominator" on table: "figures"
COMMENT ON COLUMN "figures"."denominator" IS '';
-- reverse: set comment to column: "numerator" on table: "figures"
COMMENT ON COLUMN "figures"."numerator" IS '';
-- reverse: set comment to column: "stated_value" on table: "figures"
COMMENT ON COLUMN "figures"."stated_value" IS '';
-- reverse: set comment to column: "source" on table: "figures"
COMMENT ON COLUMN "figures"."source" IS '';
-- reverse: set comment to column: "grade" on table: "figures"
COMMENT ON COLUMN "figures"."grade" IS '';
-- reverse: set comment to column: "year" on table: "figures"
COMMENT ON COLUMN "figures"."year" IS '';
-- reverse: set comment to column: "id" on table: "figures"
COMMENT ON COLUMN "figures"."id" IS '';
-- reverse: set comment to table: "figures"
COMMENT ON TABLE "figures" IS '';
-- reverse: create index "figures_supersedes_id_key" to table: "figures"
DROP INDEX "figures_supersedes_id_key";
-- reverse: create index "figure_window_id" to table: "figures"
DROP INDEX "figure_window_id";
-- reverse: create index "figure_submission_id" to table: "figures"
DROP INDEX "figure_submission_id";
-- reverse: create index "figure_recorded_at_id" to table: "figures"
DROP INDEX "figure_recorded_at_id";
-- reverse: create index "figure_period_key_id" to table: "figures"
DROP INDEX "figure_period_key_id";
-- reverse: create index "figure_of_year_in_force" to table: "figures"
DROP INDEX "figure_of_year_in_force";
-- reverse: create index "figure_of_document_in_force" to table: "figures"
DROP INDEX "figure_of_document_in_force";
-- reverse: create index "figure_legal_document_id" to table: "figures"
DROP INDEX "figure_legal_document_id";
-- reverse: create index "figure_indicator_id_window_id" to table: "figures"
DROP INDEX "figure_indicator_id_window_id";
-- reverse: create index "figure_indicator_id_period_key_id" to table: "figures"
DROP INDEX "figure_indicator_id_period_key_id";
-- reverse: create index "figure_in_force" to table: "figures"
DROP INDEX "figure_in_force";
-- reverse: create index "figure_agency_id_indicator_id_period_key_id" to table: "figures"
DROP INDEX "figure_agency_id_indicator_id_period_key_id";
-- reverse: create "figures" table
DROP TABLE "figures";
-- reverse: set comment to column: "reviewer_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."reviewer_id" IS '';
-- reverse: set comment to column: "submitted_by_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_by_id" IS '';
-- reverse: set comment to column: "window_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."window_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "submissions"
COMMENT ON COLUMN "submissions"."agency_id" IS '';
-- reverse: set comment to column: "late" on table: "submissions"
COMMENT ON COLUMN "submissions"."late" IS '';
-- reverse: set comment to column: "approved_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."approved_at" IS '';
-- reverse: set comment to column: "submitted_order" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_order" IS '';
-- reverse: set comment to column: "submitted_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."submitted_at" IS '';
-- reverse: set comment to column: "created_at" on table: "submissions"
COMMENT ON COLUMN "submissions"."created_at" IS '';
-- reverse: set comment to column: "version" on table: "submissions"
COMMENT ON COLUMN "submissions"."version" IS '';
-- reverse: set comment to column: "status" on table: "submissions"
COMMENT ON COLUMN "submissions"."status" IS '';
-- reverse: set comment to column: "id" on table: "submissions"
COMMENT ON COLUMN "submissions"."id" IS '';
-- reverse: set comment to table: "submissions"
COMMENT ON TABLE "submissions" IS '';
-- reverse: create index "submission_window_id_status_submitted_order_id" to table: "submissions"
DROP INDEX "submission_window_id_status_submitted_order_id";
-- reverse: create index "submission_submitted_order_id" to table: "submissions"
DROP INDEX "submission_submitted_order_id";
-- reverse: create index "submission_created_at_id" to table: "submissions"
DROP INDEX "submission_created_at_id";
-- reverse: create index "submission_agency_id_window_id" to table: "submissions"
DROP INDEX "submission_agency_id_window_id";
-- reverse: create "submissions" table
DROP TABLE "submissions";
-- reverse: set comment to column: "name" on table: "people"
COMMENT ON COLUMN "people"."name" IS '';
-- reverse: set comment to column: "subject" on table: "people"
COMMENT ON COLUMN "people"."subject" IS '';
-- reverse: set comment to column: "id" on table: "people"
COMMENT ON COLUMN "people"."id" IS '';
-- reverse: set comment to table: "people"
COMMENT ON TABLE "people" IS '';
-- reverse: create index "person_subject" to table: "people"
DROP INDEX "person_subject";
-- reverse: create "people" table
DROP TABLE "people";
-- reverse: set comment to column: "legal_document_id" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."legal_document_id" IS '';
-- reverse: set comment to column: "note" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."note" IS '';
-- reverse: set comment to column: "section" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."section" IS '';
-- reverse: set comment to column: "required_narratives" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."required_narratives" IS '';
-- reverse: set comment to column: "expected_grade" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."expected_grade" IS '';
-- reverse: set comment to column: "locks_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."locks_at" IS '';
-- reverse: set comment to column: "grace_until" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."grace_until" IS '';
-- reverse: set comment to column: "due_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."due_at" IS '';
-- reverse: set comment to column: "opens_at" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."opens_at" IS '';
-- reverse: set comment to column: "covers_to" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."covers_to" IS '';
-- reverse: set comment to column: "covers_from" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."covers_from" IS '';
-- reverse: set comment to column: "quarter" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."quarter" IS '';
-- reverse: set comment to column: "year" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."year" IS '';
-- reverse: set comment to column: "code" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."code" IS '';
-- reverse: set comment to column: "id" on table: "reporting_windows"
COMMENT ON COLUMN "reporting_windows"."id" IS '';
-- reverse: set comment to table: "reporting_windows"
COMMENT ON TABLE "reporting_windows" IS '';
-- reverse: create index "reportingwindow_legal_document_id" to table: "reporting_windows"
DROP INDEX "reportingwindow_legal_document_id";
-- reverse: create index "reportingwindow_due_at_id" to table: "reporting_windows"
DROP INDEX "reportingwindow_due_at_id";
-- reverse: create index "reportingwindow_covers_from_id" to table: "reporting_windows"
DROP INDEX "reportingwindow_covers_from_id";
-- reverse: create index "reportingwindow_code" to table: "reporting_windows"
DROP INDEX "reportingwindow_code";
-- reverse: create "reporting_windows" table
DROP TABLE "reporting_windows";
-- reverse: set comment to column: "task_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."task_id" IS '';
-- reverse: set comment to column: "indicator_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."indicator_id" IS '';
-- reverse: set comment to column: "agency_id" on table: "assignments"
COMMENT ON COLUMN "assignments"."agency_id" IS '';
-- reverse: set comment to column: "valid_to" on table: "assignments"
COMMENT ON COLUMN "assignments"."valid_to" IS '';
-- reverse: set comment to column: "valid_from" on table: "assignments"
COMMENT ON COLUMN "assignments"."valid_from" IS '';
-- reverse: set comment to column: "position" on table: "assignments"
COMMENT ON COLUMN "assignments"."position" IS '';
-- reverse: set comment to column: "text" on table: "assignments"
COMMENT ON COLUMN "assignments"."text" IS '';
-- reverse: set comment to column: "scope" on table: "assignments"
COMMENT ON COLUMN "assignments"."scope" IS '';
-- reverse: set comment to column: "role" on table: "assignments"
COMMENT ON COLUMN "assignments"."role" IS '';
-- reverse: set comment to column: "id" on table: "assignments"
COMMENT ON COLUMN "assignments"."id" IS '';
-- reverse: set comment to table: "assignments"
COMMENT ON TABLE "assignments" IS '';
-- reverse: create index "assignment_task_in_force" to table: "assignments"
DROP INDEX "assignment_task_in_force";
-- reverse: create index "assignment_task_id_role" to table: "assignments"
DROP INDEX "assignment_task_id_role";
-- reverse: create index "assignment_position_id" to table: "assignments"
DROP INDEX "assignment_position_id";
-- reverse: create index "assignment_indicator_in_force" to table: "assignments"
DROP INDEX "assignment_indicator_in_force";
-- reverse: create index "assignment_indicator_id_role" to table: "assignments"
DROP INDEX "assignment_indicator_id_role";
-- reverse: create index "assignment_agency_id_role" to table: "assignments"
DROP INDEX "assignment_agency_id_role";
-- reverse: create "assignments" table
DROP TABLE "assignments";
-- reverse: set comment to column: "legal_document_id" on table: "tasks"
COMMENT ON COLUMN "tasks"."legal_document_id" IS '';
-- reverse: set comment to column: "plan_id" on table: "tasks"
COMMENT ON COLUMN "tasks"."plan_id" IS '';
-- reverse: set comment to column: "search_text" on table: "tasks"
COMMENT ON COLUMN "tasks"."search_text" IS '';
-- reverse: set comment to column: "reference" on table: "tasks"
COMMENT ON COLUMN "tasks"."reference" IS '';
-- reverse: set comment to column: "indicator_texts" on table: "tasks"
COMMENT ON COLUMN "tasks"."indicator_texts" IS '';
-- reverse: set comment to column: "result" on table: "tasks"
COMMENT ON COLUMN "tasks"."result" IS '';
-- reverse: set comment to column: "status" on table: "tasks"
COMMENT ON COLUMN "tasks"."status" IS '';
-- reverse: set comment to column: "quarter" on table: "tasks"
COMMENT ON COLUMN "tasks"."quarter" IS '';
-- reverse: set comment to column: "year_to" on table: "tasks"
COMMENT ON COLUMN "tasks"."year_to" IS '';
-- reverse: set comment to column: "year_from" on table: "tasks"
COMMENT ON COLUMN "tasks"."year_from" IS '';
-- reverse: set comment to column: "schedule_kind" on table: "tasks"
COMMENT ON COLUMN "tasks"."schedule_kind" IS '';
-- reverse: set comment to column: "schedule_text" on table: "tasks"
COMMENT ON COLUMN "tasks"."schedule_text" IS '';
-- reverse: set comment to column: "expected_results" on table: "tasks"
COMMENT ON COLUMN "tasks"."expected_results" IS '';
-- reverse: set comment to column: "description" on table: "tasks"
COMMENT ON COLUMN "tasks"."description" IS '';
-- reverse: set comment to column: "title_key" on table: "tasks"
COMMENT ON COLUMN "tasks"."title_key" IS '';
-- reverse: set comment to column: "title" on table: "tasks"
COMMENT ON COLUMN "tasks"."title" IS '';
-- reverse: set comment to column: "group_title" on table: "tasks"
COMMENT ON COLUMN "tasks"."group_title" IS '';
-- reverse: set comment to column: "code_key" on table: "tasks"
COMMENT ON COLUMN "tasks"."code_key" IS '';
-- reverse: set comment to column: "code" on table: "tasks"
COMMENT ON COLUMN "tasks"."code" IS '';
-- reverse: set comment to column: "id" on table: "tasks"
COMMENT ON COLUMN "tasks"."id" IS '';
-- reverse: set comment to table: "tasks"
COMMENT ON TABLE "tasks" IS '';
-- reverse: create index "task_title_key_id" to table: "tasks"
DROP INDEX "task_title_key_id";
-- reverse: create index "task_plan_id_code_key_id" to table: "tasks"
DROP INDEX "task_plan_id_code_key_id";
-- reverse: create index "task_plan_id_code" to table: "tasks"
DROP INDEX "task_plan_id_code";
-- reverse: create index "task_legal_document_id" to table: "tasks"
DROP INDEX "task_legal_document_id";
-- reverse: create index "task_code_key_id" to table: "tasks"
DROP INDEX "task_code_key_id";
-- reverse: create "tasks" table
DROP TABLE "tasks";
-- reverse: set comment to column: "owner_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."owner_id" IS '';
-- reverse: set comment to column: "parent_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."parent_id" IS '';
-- reverse: set comment to column: "plan_id" on table: "indicators"
COMMENT ON COLUMN "indicators"."plan_id" IS '';
-- reverse: set comment to column: "search_text" on table: "indicators"
COMMENT ON COLUMN "indicators"."search_text" IS '';
-- reverse: set comment to column: "reported_done" on table: "indicators"
COMMENT ON COLUMN "indicators"."reported_done" IS '';
-- reverse: set comment to column: "reference" on table: "indicators"
COMMENT ON COLUMN "indicators"."reference" IS '';
-- reverse: set comment to column: "note" on table: "indicators"
COMMENT ON COLUMN "indicators"."note" IS '';
-- reverse: set comment to column: "allows_over_100" on table: "indicators"
COMMENT ON COLUMN "indicators"."allows_over_100" IS '';
-- reverse: set comment to column: "aggregation" on table: "indicators"
COMMENT ON COLUMN "indicators"."aggregation" IS '';
-- reverse: set comment to column: "accumulation" on table: "indicators"
COMMENT ON COLUMN "indicators"."accumulation" IS '';
-- reverse: set comment to column: "direction" on table: "indicators"
COMMENT ON COLUMN "indicators"."direction" IS '';
-- reverse: set comment to column: "unit" on table: "indicators"
COMMENT ON COLUMN "indicators"."unit" IS '';
-- reverse: set comment to column: "name_en" on table: "indicators"
COMMENT ON COLUMN "indicators"."name_en" IS '';
-- reverse: set comment to column: "name_key" on table: "indicators"
COMMENT ON COLUMN "indicators"."name_key" IS '';
-- reverse: set comment to column: "name" on table: "indicators"
COMMENT ON COLUMN "indicators"."name" IS '';
-- reverse: set comment to column: "kind" on table: "indicators"
COMMENT ON COLUMN "indicators"."kind" IS '';
-- reverse: set comment to column: "code_key" on table: "indicators"
COMMENT ON COLUMN "indicators"."code_key" IS '';
-- reverse: set comment to column: "code" on table: "indicators"
COMMENT ON COLUMN "indicators"."code" IS '';
-- reverse: set comment to column: "id" on table: "indicators"
COMMENT ON COLUMN "indicators"."id" IS '';
-- reverse: set comment to table: "indicators"
COMMENT ON TABLE "indicators" IS '';
-- reverse: create index "indicator_plan_id_code_key_id" to table: "indicators"
DROP INDEX "indicator_plan_id_code_key_id";
-- reverse: create index "indicator_plan_id_code" to table: "indicators"
DROP INDEX "indicator_plan_id_code";
-- reverse: create index "indicator_parent_id" to table: "indicators"
DROP INDEX "indicator_parent_id";
-- reverse: create index "indicator_name_key_id" to table: "indicators"
DROP INDEX "indicator_name_key_id";
-- reverse: create index "indicator_code_key_id" to table: "indicators"
DROP INDEX "indicator_code_key_id";
-- reverse: create "indicators" table
DROP TABLE "indicators";
-- reverse: set comment to column: "legal_document_id" on table: "plans"
COMMENT ON COLUMN "plans"."legal_document_id" IS '';
-- reverse: set comment to column: "year_to" on table: "plans"
COMMENT ON COLUMN "plans"."year_to" IS '';
-- reverse: set comment to column: "year_from" on table: "plans"
COMMENT ON COLUMN "plans"."year_from" IS '';
-- reverse: set comment to column: "version" on table: "plans"
COMMENT ON COLUMN "plans"."version" IS '';
-- reverse: set comment to column: "name_en" on table: "plans"
COMMENT ON COLUMN "plans"."name_en" IS '';
-- reverse: set comment to column: "name" on table: "plans"
COMMENT ON COLUMN "plans"."name" IS '';
-- reverse: set comment to column: "code_key" on table: "plans"
COMMENT ON COLUMN "plans"."code_key" IS '';
-- reverse: set comment to column: "code" on table: "plans"
COMMENT ON COLUMN "plans"."code" IS '';
-- reverse: set comment to column: "id" on table: "plans"
COMMENT ON COLUMN "plans"."id" IS '';
-- reverse: set comment to table: "plans"
COMMENT ON TABLE "plans" IS '';
-- reverse: create index "plan_legal_document_id" to table: "plans"
DROP INDEX "plan_legal_document_id";
-- reverse: create index "plan_code_key_id" to table: "plans"
DROP INDEX "plan_code_key_id";
-- reverse: create index "plan_code" to table: "plans"
DROP INDEX "plan_code";
-- reverse: create "plans" table
DROP TABLE "plans";
-- reverse: set comment to column: "legal_document_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."legal_document_id" IS '';
-- reverse: set comment to column: "successor_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."successor_id" IS '';
-- reverse: set comment to column: "predecessor_id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."predecessor_id" IS '';
-- reverse: set comment to column: "note" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."note" IS '';
-- reverse: set comment to column: "effective_on" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."effective_on" IS '';
-- reverse: set comment to column: "kind" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."kind" IS '';
-- reverse: set comment to column: "id" on table: "agency_successions"
COMMENT ON COLUMN "agency_successions"."id" IS '';
-- reverse: set comment to table: "agency_successions"
COMMENT ON TABLE "agency_successions" IS '';
-- reverse: create index "agencysuccession_successor_id" to table: "agency_successions"
DROP INDEX "agencysuccession_successor_id";
-- reverse: create index "agencysuccession_predecessor_id_successor_id_effective_on" to table: "agency_successions"
DROP INDEX "agencysuccession_predecessor_id_successor_id_effective_on";
-- reverse: create "agency_successions" table
DROP TABLE "agency_successions";
-- reverse: set comment to column: "search_text" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."search_text" IS '';
-- reverse: set comment to column: "note" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."note" IS '';
-- reverse: set comment to column: "issued_on" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."issued_on" IS '';
-- reverse: set comment to column: "issuer" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."issuer" IS '';
-- reverse: set comment to column: "title" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."title" IS '';
-- reverse: set comment to column: "kind" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."kind" IS '';
-- reverse: set comment to column: "number_key" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."number_key" IS '';
-- reverse: set comment to column: "number" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."number" IS '';
-- reverse: set comment to column: "id" on table: "legal_documents"
COMMENT ON COLUMN "legal_documents"."id" IS '';
-- reverse: set comment to table: "legal_documents"
COMMENT ON TABLE "legal_documents" IS '';
-- reverse: create index "legaldocument_number_key_id" to table: "legal_documents"
DROP INDEX "legaldocument_number_key_id";
-- reverse: create index "legaldocument_number" to table: "legal_documents"
DROP INDEX "legaldocument_number";
-- reverse: create "legal_documents" table
DROP TABLE "legal_documents";
-- reverse: set comment to column: "agency_id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."agency_id" IS '';
-- reverse: set comment to column: "member_of_id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."member_of_id" IS '';
-- reverse: set comment to column: "valid_to" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."valid_to" IS '';
-- reverse: set comment to column: "valid_from" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."valid_from" IS '';
-- reverse: set comment to column: "id" on table: "agency_memberships"
COMMENT ON COLUMN "agency_memberships"."id" IS '';
-- reverse: set comment to table: "agency_memberships"
COMMENT ON TABLE "agency_memberships" IS '';
-- reverse: create index "agencymembership_member_of_id_agency_id" to table: "agency_memberships"
DROP INDEX "agencymembership_member_of_id_agency_id";
-- reverse: create index "agencymembership_agency_id_member_of_id" to table: "agency_memberships"
DROP INDEX "agencymembership_agency_id_member_of_id";
-- reverse: create "agency_memberships" table
DROP TABLE "agency_memberships";
-- reverse: set comment to column: "parent_id" on table: "agencies"
COMMENT ON COLUMN "agencies"."parent_id" IS '';
-- reverse: set comment to column: "search_text" on table: "agencies"
COMMENT ON COLUMN "agencies"."search_text" IS '';
-- reverse: set comment to column: "source" on table: "agencies"
COMMENT ON COLUMN "agencies"."source" IS '';
-- reverse: set comment to column: "active_to" on table: "agencies"
COMMENT ON COLUMN "agencies"."active_to" IS '';
-- reverse: set comment to column: "active_from" on table: "agencies"
COMMENT ON COLUMN "agencies"."active_from" IS '';
-- reverse: set comment to column: "official_code" on table: "agencies"
COMMENT ON COLUMN "agencies"."official_code" IS '';
-- reverse: set comment to column: "kind" on table: "agencies"
COMMENT ON COLUMN "agencies"."kind" IS '';
-- reverse: set comment to column: "short_name" on table: "agencies"
COMMENT ON COLUMN "agencies"."short_name" IS '';
-- reverse: set comment to column: "name_en" on table: "agencies"
COMMENT ON COLUMN "agencies"."name_en" IS '';
-- reverse: set comment to column: "name_key" on table: "agencies"
COMMENT ON COLUMN "agencies"."name_key" IS '';
-- reverse: set comment to column: "name" on table: "agencies"
COMMENT ON COLUMN "agencies"."name" IS '';
-- reverse: set comment to column: "code_key" on table: "agencies"
COMMENT ON COLUMN "agencies"."code_key" IS '';
-- reverse: set comment to column: "code" on table: "agencies"
COMMENT ON COLUMN "agencies"."code" IS '';
-- reverse: set comment to column: "id" on table: "agencies"
COMMENT ON COLUMN "agencies"."id" IS '';
-- reverse: set comment to table: "agencies"
COMMENT ON TABLE "agencies" IS '';
-- reverse: create index "agency_parent_id" to table: "agencies"
DROP INDEX "agency_parent_id";
-- reverse: create index "agency_name_key_id" to table: "agencies"
DROP INDEX "agency_name_key_id";
-- reverse: create index "agency_kind_name_key_id" to table: "agencies"
DROP INDEX "agency_kind_name_key_id";
-- reverse: create index "agency_code_key_id" to table: "agencies"
DROP INDEX "agency_code_key_id";
-- reverse: create index "agency_code" to table: "agencies"
DROP INDEX "agency_code";
-- reverse: create "agencies" table
DROP TABLE "agencies";
-- reverse: set comment to column: "after" on table: "events"
COMMENT ON COLUMN "events"."after" IS '';
-- reverse: set comment to column: "before" on table: "events"
COMMENT ON COLUMN "events"."before" IS '';
-- reverse: set comment to column: "label" on table: "events"
COMMENT ON COLUMN "events"."label" IS '';
-- reverse: set comment to column: "entity_id" on table: "events"
COMMENT ON COLUMN "events"."entity_id" IS '';
-- reverse: set comment to column: "entity" on table: "events"
COMMENT ON COLUMN "events"."entity" IS '';
-- reverse: set comment to column: "action" on table: "events"
COMMENT ON COLUMN "events"."action" IS '';
-- reverse: set comment to column: "actor" on table: "events"
COMMENT ON COLUMN "events"."actor" IS '';
-- reverse: set comment to column: "at" on table: "events"
COMMENT ON COLUMN "events"."at" IS '';
-- reverse: set comment to column: "id" on table: "events"
COMMENT ON COLUMN "events"."id" IS '';
-- reverse: set comment to table: "events"
COMMENT ON TABLE "events" IS '';
-- reverse: create index "event_entity_id_at" to table: "events"
DROP INDEX "event_entity_id_at";
-- reverse: create index "event_action_label" to table: "events"
DROP INDEX "event_action_label";
-- reverse: create "events" table
DROP TABLE "events";
