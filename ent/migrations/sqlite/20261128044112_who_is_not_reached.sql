-- +goose Up
-- create "reach_versions" table
CREATE TABLE `reach_versions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `version` text NOT NULL);

-- Every row that changed gives the state another name.
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_insert` AFTER INSERT ON `agency_reach` FOR EACH ROW BEGIN
  UPDATE reach_versions SET version = lower(hex(randomblob(16)));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_update` AFTER UPDATE ON `agency_reach` FOR EACH ROW BEGIN
  UPDATE reach_versions SET version = lower(hex(randomblob(16)));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `agency_reach_delete` AFTER DELETE ON `agency_reach` FOR EACH ROW BEGIN
  UPDATE reach_versions SET version = lower(hex(randomblob(16)));
END;
-- +goose StatementEnd
INSERT INTO reach_versions (version) VALUES (lower(hex(randomblob(16))));

-- +goose Down
DROP TRIGGER `agency_reach_delete`;
DROP TRIGGER `agency_reach_update`;
DROP TRIGGER `agency_reach_insert`;
-- reverse: create "reach_versions" table
DROP TABLE `reach_versions`;
