-- +goose Up
-- trigrams, an extension that PostgreSQL ships and lets a database's owner create
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
-- create index "agency_search_text" to table: "agencies"
CREATE INDEX "agency_search_text" ON "agencies" USING gin ("search_text" gin_trgm_ops);
-- create index "indicator_search_text" to table: "indicators"
CREATE INDEX "indicator_search_text" ON "indicators" USING gin ("search_text" gin_trgm_ops);
-- create index "legaldocument_search_text" to table: "legal_documents"
CREATE INDEX "legaldocument_search_text" ON "legal_documents" USING gin ("search_text" gin_trgm_ops);
-- create index "task_search_text" to table: "tasks"
CREATE INDEX "task_search_text" ON "tasks" USING gin ("search_text" gin_trgm_ops);

-- +goose Down
-- reverse: create index "task_search_text" to table: "tasks"
DROP INDEX "task_search_text";
-- reverse: create index "legaldocument_search_text" to table: "legal_documents"
DROP INDEX "legaldocument_search_text";
-- reverse: create index "indicator_search_text" to table: "indicators"
DROP INDEX "indicator_search_text";
-- reverse: create index "agency_search_text" to table: "agencies"
DROP INDEX "agency_search_text";
