-- +goose Up
-- create "agency_reach" table
CREATE TABLE `agency_reach` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `over_id` uuid NOT NULL, `agency_id` uuid NOT NULL);
-- create index "agencyreach_over_id_agency_id" to table: "agency_reach"
CREATE UNIQUE INDEX `agencyreach_over_id_agency_id` ON `agency_reach` (`over_id`, `agency_id`);
-- create index "agencyreach_agency_id_over_id" to table: "agency_reach"
CREATE INDEX `agencyreach_agency_id_over_id` ON `agency_reach` (`agency_id`, `over_id`);

-- What reaches the upper agency reaches, with a new row, all that the lower one
-- does. Both reach themselves, also where their own rows are yet to come.
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_agency_insert` AFTER INSERT ON `agencies` FOR EACH ROW BEGIN
  INSERT INTO agency_reach (over_id, agency_id) VALUES (NEW.id, NEW.id) ON CONFLICT DO NOTHING;
  INSERT INTO agency_reach (over_id, agency_id) SELECT NEW.parent_id, NEW.parent_id WHERE NEW.parent_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO agency_reach (over_id, agency_id) SELECT above.over_id, below.agency_id FROM agency_reach AS above CROSS JOIN agency_reach AS below
    WHERE above.agency_id = NEW.parent_id AND below.over_id = NEW.id ON CONFLICT DO NOTHING;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_membership_insert` AFTER INSERT ON `agency_memberships` FOR EACH ROW WHEN NEW.valid_to IS NULL BEGIN
  INSERT INTO agency_reach (over_id, agency_id) VALUES (NEW.agency_id, NEW.agency_id) ON CONFLICT DO NOTHING;
  INSERT INTO agency_reach (over_id, agency_id) VALUES (NEW.member_of_id, NEW.member_of_id) ON CONFLICT DO NOTHING;
  INSERT INTO agency_reach (over_id, agency_id) SELECT above.over_id, below.agency_id FROM agency_reach AS above CROSS JOIN agency_reach AS below
    WHERE above.agency_id = NEW.agency_id AND below.over_id = NEW.member_of_id ON CONFLICT DO NOTHING;
END;
-- +goose StatementEnd
-- A row that changed or went concerns what the upper agencies reach, and all above
-- them: it is found anew from the rows as they are.
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_agency_update` AFTER UPDATE OF `id`, `parent_id` ON `agencies` FOR EACH ROW WHEN OLD.id <> NEW.id OR OLD.parent_id IS NOT NEW.parent_id BEGIN
  INSERT INTO agency_reach (over_id, agency_id) VALUES (NEW.id, NEW.id) ON CONFLICT DO NOTHING;
  INSERT INTO agency_reach (over_id, agency_id) SELECT over_id, id FROM (
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies WHERE id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.id, OLD.parent_id, NEW.id, NEW.parent_id))
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk
  ) WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM agency_reach WHERE over_id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.id, OLD.parent_id, NEW.id, NEW.parent_id)) AND (over_id, agency_id) NOT IN (
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies WHERE id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.id, OLD.parent_id, NEW.id, NEW.parent_id))
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_membership_update` AFTER UPDATE OF `agency_id`, `member_of_id`, `valid_to` ON `agency_memberships` FOR EACH ROW WHEN OLD.agency_id <> NEW.agency_id OR OLD.member_of_id <> NEW.member_of_id OR (OLD.valid_to IS NULL) <> (NEW.valid_to IS NULL) BEGIN
  INSERT INTO agency_reach (over_id, agency_id) SELECT over_id, id FROM (
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies WHERE id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.agency_id, NEW.agency_id))
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk
  ) WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM agency_reach WHERE over_id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.agency_id, NEW.agency_id)) AND (over_id, agency_id) NOT IN (
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies WHERE id IN (SELECT over_id FROM agency_reach WHERE agency_id IN (OLD.agency_id, NEW.agency_id))
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_membership_delete` AFTER DELETE ON `agency_memberships` FOR EACH ROW WHEN OLD.valid_to IS NULL BEGIN
  DELETE FROM agency_reach WHERE over_id IN (SELECT over_id FROM agency_reach WHERE agency_id = OLD.agency_id) AND (over_id, agency_id) NOT IN (
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies WHERE id IN (SELECT over_id FROM agency_reach WHERE agency_id = OLD.agency_id)
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk
  );
END;
-- +goose StatementEnd
-- Nothing is left below what can be deleted: no path leads through it.
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_agency_delete` AFTER DELETE ON `agencies` FOR EACH ROW BEGIN
  DELETE FROM agency_reach WHERE agency_id = OLD.id;
  DELETE FROM agency_reach WHERE over_id = OLD.id;
END;
-- +goose StatementEnd
INSERT INTO agency_reach (over_id, agency_id)
    WITH RECURSIVE walk (over_id, id) AS (
      SELECT id, id FROM agencies
      UNION
      SELECT walk.over_id, next.id FROM walk JOIN (
        SELECT parent_id AS over_id, id FROM agencies WHERE parent_id IS NOT NULL UNION ALL SELECT agency_id, member_of_id FROM agency_memberships WHERE valid_to IS NULL
      ) AS next ON next.over_id = walk.id
    ) SELECT over_id, id FROM walk;

-- +goose Down
DROP TRIGGER `agency_reach_agency_insert`;
DROP TRIGGER `agency_reach_membership_insert`;
DROP TRIGGER `agency_reach_agency_update`;
DROP TRIGGER `agency_reach_membership_update`;
DROP TRIGGER `agency_reach_membership_delete`;
DROP TRIGGER `agency_reach_agency_delete`;
-- reverse: create index "agencyreach_agency_id_over_id" to table: "agency_reach"
DROP INDEX `agencyreach_agency_id_over_id`;
-- reverse: create index "agencyreach_over_id_agency_id" to table: "agency_reach"
DROP INDEX `agencyreach_over_id_agency_id`;
-- reverse: create "agency_reach" table
DROP TABLE `agency_reach`;
