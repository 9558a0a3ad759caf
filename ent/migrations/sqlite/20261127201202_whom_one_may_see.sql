-- +goose Up
-- create index "narrative_answered_by_id" to table: "narratives"
CREATE INDEX `narrative_answered_by_id` ON `narratives` (`answered_by_id`) WHERE answered_by_id IS NOT NULL;
-- create index "evidence_author_id" to table: "evidence"
CREATE INDEX `evidence_author_id` ON `evidence` (`author_id`);
-- create index "review_for_id" to table: "reviews"
CREATE INDEX `review_for_id` ON `reviews` (`for_id`) WHERE for_id IS NOT NULL;
-- create index "rolegrant_person_id" to table: "role_grants"
CREATE INDEX `rolegrant_person_id` ON `role_grants` (`person_id`);
-- create index "rolegrant_author_id" to table: "role_grants"
CREATE INDEX `rolegrant_author_id` ON `role_grants` (`author_id`) WHERE author_id IS NOT NULL;
-- create index "waiver_author_id" to table: "waivers"
CREATE INDEX `waiver_author_id` ON `waivers` (`author_id`);

-- +goose Down
-- reverse: create index "waiver_author_id" to table: "waivers"
DROP INDEX `waiver_author_id`;
-- reverse: create index "rolegrant_author_id" to table: "role_grants"
DROP INDEX `rolegrant_author_id`;
-- reverse: create index "rolegrant_person_id" to table: "role_grants"
DROP INDEX `rolegrant_person_id`;
-- reverse: create index "review_for_id" to table: "reviews"
DROP INDEX `review_for_id`;
-- reverse: create index "evidence_author_id" to table: "evidence"
DROP INDEX `evidence_author_id`;
-- reverse: create index "narrative_answered_by_id" to table: "narratives"
DROP INDEX `narrative_answered_by_id`;
