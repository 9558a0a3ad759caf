-- +goose Up
-- create index "figure_unpublished" to table: "figures"
CREATE INDEX `figure_unpublished` ON `figures` (`window_id`, `indicator_id`) WHERE approved_at IS NOT NULL AND superseded_at IS NULL AND published_at IS NULL AND window_id IS NOT NULL;
-- create "roll_up_sums" table
CREATE TABLE `roll_up_sums` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `indicator_id` uuid NOT NULL, `window_id` uuid NOT NULL, `agency_kind` text NOT NULL, `count` integer NOT NULL, `total` text NOT NULL, `met` integer NOT NULL);
-- create index "rollupsum_window_id_indicator_id_agency_kind" to table: "roll_up_sums"
CREATE INDEX `rollupsum_window_id_indicator_id_agency_kind` ON `roll_up_sums` (`window_id`, `indicator_id`, `agency_kind`);

-- +goose Down
-- reverse: create index "rollupsum_window_id_indicator_id_agency_kind" to table: "roll_up_sums"
DROP INDEX `rollupsum_window_id_indicator_id_agency_kind`;
-- reverse: create "roll_up_sums" table
DROP TABLE `roll_up_sums`;
-- reverse: create index "figure_unpublished" to table: "figures"
DROP INDEX `figure_unpublished`;
