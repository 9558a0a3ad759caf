-- +goose Up
-- drop index "figure_agency_id_indicator_id_period_key_id" from table: "figures"
DROP INDEX "figure_agency_id_indicator_id_period_key_id";
-- create index "figure_agency_id_indicator_id_period_key_recorded_at_id" to table: "figures"
CREATE INDEX "figure_agency_id_indicator_id_period_key_recorded_at_id" ON "figures" ("agency_id", "indicator_id", "period_key", "recorded_at", "id");

-- +goose Down
-- reverse: create index "figure_agency_id_indicator_id_period_key_recorded_at_id" to table: "figures"
DROP INDEX "figure_agency_id_indicator_id_period_key_recorded_at_id";
-- reverse: drop index "figure_agency_id_indicator_id_period_key_id" from table: "figures"
CREATE INDEX "figure_agency_id_indicator_id_period_key_id" ON "figures" ("agency_id", "indicator_id", "period_key", "id");
