-- +goose Up
-- drop index "figure_window_id" from table: "figures"
DROP INDEX `figure_window_id`;
-- create index "figure_window_id_recorded_at_id" to table: "figures"
CREATE INDEX `figure_window_id_recorded_at_id` ON `figures` (`window_id`, `recorded_at`, `id`);

-- +goose Down
-- reverse: create index "figure_window_id_recorded_at_id" to table: "figures"
DROP INDEX `figure_window_id_recorded_at_id`;
-- reverse: drop index "figure_window_id" from table: "figures"
CREATE INDEX `figure_window_id` ON `figures` (`window_id`);
