-- +goose Up
-- create index "agency_search_text" to table: "agencies"
CREATE INDEX `agency_search_text` ON `agencies` (`search_text`);
-- create index "indicator_search_text" to table: "indicators"
CREATE INDEX `indicator_search_text` ON `indicators` (`search_text`);
-- create index "legaldocument_search_text" to table: "legal_documents"
CREATE INDEX `legaldocument_search_text` ON `legal_documents` (`search_text`);
-- create index "task_search_text" to table: "tasks"
CREATE INDEX `task_search_text` ON `tasks` (`search_text`);

-- +goose Down
-- reverse: create index "task_search_text" to table: "tasks"
DROP INDEX `task_search_text`;
-- reverse: create index "legaldocument_search_text" to table: "legal_documents"
DROP INDEX `legaldocument_search_text`;
-- reverse: create index "indicator_search_text" to table: "indicators"
DROP INDEX `indicator_search_text`;
-- reverse: create index "agency_search_text" to table: "agencies"
DROP INDEX `agency_search_text`;
