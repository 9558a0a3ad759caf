-- +goose Up
-- create "persisted_documents" table
CREATE TABLE "persisted_documents" ("id" uuid NOT NULL, "hash" character varying NOT NULL, "text" text NOT NULL, "published" boolean NOT NULL DEFAULT false, "client" character varying NOT NULL DEFAULT '', "client_version" character varying NOT NULL DEFAULT '', "at" timestamptz NOT NULL, "retired_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "persisteddocument_client_client_version" to table: "persisted_documents"
CREATE INDEX "persisteddocument_client_client_version" ON "persisted_documents" ("client", "client_version");
-- create index "persisteddocument_hash_client_client_version" to table: "persisted_documents"
CREATE UNIQUE INDEX "persisteddocument_hash_client_client_version" ON "persisted_documents" ("hash", "client", "client_version");
-- set comment to table: "persisted_documents"
COMMENT ON TABLE "persisted_documents" IS 'GraphQL documents that clients name by their hash.';
-- set comment to column: "id" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "hash" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."hash" IS 'SHA-256 of the text in UTF-8, in lower-case hexadecimal.';
-- set comment to column: "text" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."text" IS 'The document, to the byte.';
-- set comment to column: "published" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."published" IS 'By an operator, after it was checked; else by a client in development mode.';
-- set comment to column: "client" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."client" IS 'The client it was published for; empty for one that registered itself.';
-- set comment to column: "client_version" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."client_version" IS 'The client''s version.';
-- set comment to column: "at" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."at" IS 'When it was published first.';
-- set comment to column: "retired_at" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."retired_at" IS 'Since when it is not served any more.';
-- create "usage_counts" table
CREATE TABLE "usage_counts" ("id" uuid NOT NULL, "day" character varying NOT NULL, "client" character varying NOT NULL, "client_version" character varying NOT NULL, "subject" character varying NOT NULL, "name" character varying NOT NULL, "document" character varying NOT NULL, "parts" text NOT NULL DEFAULT '', "calls" bigint NOT NULL, "last_at" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- create index "usagecount_day_client_client_version_subject_name_document" to table: "usage_counts"
CREATE UNIQUE INDEX "usagecount_day_client_client_version_subject_name_document" ON "usage_counts" ("day", "client", "client_version", "subject", "name", "document");
-- create index "usagecount_subject_name_day" to table: "usage_counts"
CREATE INDEX "usagecount_subject_name_day" ON "usage_counts" ("subject", "name", "day");
-- set comment to table: "usage_counts"
COMMENT ON TABLE "usage_counts" IS 'How often clients used what of the graph, by day.';
-- set comment to column: "id" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."id" IS 'Key of the row: a UUIDv7. Clients see it inside an opaque global id.';
-- set comment to column: "day" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."day" IS 'The day in UTC, as 2026-11-27.';
-- set comment to column: "client" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."client" IS 'The client''s name as it gives it; other beyond the most that are told apart.';
-- set comment to column: "client_version" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."client_version" IS 'The client''s version as it gives it.';
-- set comment to column: "subject" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."subject" IS 'What was used: an operation of a document, or a part of the schema.';
-- set comment to column: "name" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."name" IS 'The operation''s name, or the part''s coordinate: Agency.name, Agency.duties(window:), SubmissionStatus.DRAFT.';
-- set comment to column: "document" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."document" IS 'SHA-256 of the operation''s document in hexadecimal; empty for parts.';
-- set comment to column: "parts" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."parts" IS 'The coordinates that the operation uses, with spaces between and around them; empty for parts.';
-- set comment to column: "calls" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."calls" IS 'How often.';
-- set comment to column: "last_at" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."last_at" IS 'When last.';

-- +goose Down
-- reverse: set comment to column: "last_at" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."last_at" IS '';
-- reverse: set comment to column: "calls" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."calls" IS '';
-- reverse: set comment to column: "parts" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."parts" IS '';
-- reverse: set comment to column: "document" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."document" IS '';
-- reverse: set comment to column: "name" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."name" IS '';
-- reverse: set comment to column: "subject" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."subject" IS '';
-- reverse: set comment to column: "client_version" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."client_version" IS '';
-- reverse: set comment to column: "client" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."client" IS '';
-- reverse: set comment to column: "day" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."day" IS '';
-- reverse: set comment to column: "id" on table: "usage_counts"
COMMENT ON COLUMN "usage_counts"."id" IS '';
-- reverse: set comment to table: "usage_counts"
COMMENT ON TABLE "usage_counts" IS '';
-- reverse: create index "usagecount_subject_name_day" to table: "usage_counts"
DROP INDEX "usagecount_subject_name_day";
-- reverse: create index "usagecount_day_client_client_version_subject_name_document" to table: "usage_counts"
DROP INDEX "usagecount_day_client_client_version_subject_name_document";
-- reverse: create "usage_counts" table
DROP TABLE "usage_counts";
-- reverse: set comment to column: "retired_at" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."retired_at" IS '';
-- reverse: set comment to column: "at" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."at" IS '';
-- reverse: set comment to column: "client_version" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."client_version" IS '';
-- reverse: set comment to column: "client" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."client" IS '';
-- reverse: set comment to column: "published" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."published" IS '';
-- reverse: set comment to column: "text" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."text" IS '';
-- reverse: set comment to column: "hash" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."hash" IS '';
-- reverse: set comment to column: "id" on table: "persisted_documents"
COMMENT ON COLUMN "persisted_documents"."id" IS '';
-- reverse: set comment to table: "persisted_documents"
COMMENT ON TABLE "persisted_documents" IS '';
-- reverse: create index "persisteddocument_hash_client_client_version" to table: "persisted_documents"
DROP INDEX "persisteddocument_hash_client_client_version";
-- reverse: create index "persisteddocument_client_client_version" to table: "persisted_documents"
DROP INDEX "persisteddocument_client_client_version";
-- reverse: create "persisted_documents" table
DROP TABLE "persisted_documents";
