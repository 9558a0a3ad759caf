-- +goose Up
-- create "persisted_documents" table
CREATE TABLE `persisted_documents` (`id` uuid NOT NULL, `hash` text NOT NULL, `text` text NOT NULL, `published` bool NOT NULL DEFAULT (false), `client` text NOT NULL DEFAULT (''), `client_version` text NOT NULL DEFAULT (''), `at` datetime NOT NULL, `retired_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "persisteddocument_hash_client_client_version" to table: "persisted_documents"
CREATE UNIQUE INDEX `persisteddocument_hash_client_client_version` ON `persisted_documents` (`hash`, `client`, `client_version`);
-- create index "persisteddocument_client_client_version" to table: "persisted_documents"
CREATE INDEX `persisteddocument_client_client_version` ON `persisted_documents` (`client`, `client_version`);
-- create "usage_counts" table
CREATE TABLE `usage_counts` (`id` uuid NOT NULL, `day` text NOT NULL, `client` text NOT NULL, `client_version` text NOT NULL, `subject` text NOT NULL, `name` text NOT NULL, `document` text NOT NULL, `parts` text NOT NULL DEFAULT (''), `calls` integer NOT NULL, `last_at` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "usagecount_day_client_client_version_subject_name_document" to table: "usage_counts"
CREATE UNIQUE INDEX `usagecount_day_client_client_version_subject_name_document` ON `usage_counts` (`day`, `client`, `client_version`, `subject`, `name`, `document`);
-- create index "usagecount_subject_name_day" to table: "usage_counts"
CREATE INDEX `usagecount_subject_name_day` ON `usage_counts` (`subject`, `name`, `day`);

-- +goose Down
-- reverse: create index "usagecount_subject_name_day" to table: "usage_counts"
DROP INDEX `usagecount_subject_name_day`;
-- reverse: create index "usagecount_day_client_client_version_subject_name_document" to table: "usage_counts"
DROP INDEX `usagecount_day_client_client_version_subject_name_document`;
-- reverse: create "usage_counts" table
DROP TABLE `usage_counts`;
-- reverse: create index "persisteddocument_client_client_version" to table: "persisted_documents"
DROP INDEX `persisteddocument_client_client_version`;
-- reverse: create index "persisteddocument_hash_client_client_version" to table: "persisted_documents"
DROP INDEX `persisteddocument_hash_client_client_version`;
-- reverse: create "persisted_documents" table
DROP TABLE `persisted_documents`;
