-- +goose Up
-- create index "submission_submitted_for_id" to table: "submissions"
CREATE INDEX `submission_submitted_for_id` ON `submissions` (`submitted_for_id`) WHERE submitted_for_id IS NOT NULL;

-- +goose Down
-- reverse: create index "submission_submitted_for_id" to table: "submissions"
DROP INDEX `submission_submitted_for_id`;
