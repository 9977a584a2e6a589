-- Base tables. Only ever added to: nothing here replaces, empties or drops a table, or lets it run out.
-- {{project}} and {{dataset}} are filled in by the app, or by hand as the README beside this file shows.

CREATE TABLE IF NOT EXISTS `{{project}}.{{dataset}}.users` (
  user_id STRING NOT NULL,
  email STRING,
  organization STRING,
  display_name STRING,
  last_login TIMESTAMP,
  permissions ARRAY<STRING>,
  quota JSON,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP,
  version INT64,
  changed_by STRING,
  change_note STRING,
  deleted_at TIMESTAMP,
  rev STRING,
  owner_email STRING,
  synced_at TIMESTAMP,
  pushed_by STRING
)
CLUSTER BY user_id
OPTIONS (description = 'Profiles of the Activation Manager. One row for each profile of an account.');

CREATE TABLE IF NOT EXISTS `{{project}}.{{dataset}}.platforms` (
  platform_id STRING NOT NULL,
  user_id STRING NOT NULL,
  platform_type STRING,
  name STRING,
  status STRING,
  settings JSON,
  notes STRING,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP,
  version INT64,
  changed_by STRING,
  change_note STRING,
  deleted_at TIMESTAMP,
  rev STRING,
  owner_email STRING,
  synced_at TIMESTAMP,
  pushed_by STRING
)
CLUSTER BY user_id, platform_type
OPTIONS (description = 'Configured accounts on ad platforms. Credentials are never here: they stay in the keychain of a computer.');

CREATE TABLE IF NOT EXISTS `{{project}}.{{dataset}}.audiences` (
  audience_id STRING NOT NULL,
  user_id STRING NOT NULL,
  name STRING,
  description STRING,
  status STRING,
  data_type STRING,
  identifier_type STRING,
  original_query STRING,
  selected_variables ARRAY<STRING>,
  variable_details JSON,
  segments JSON,
  total_audience_size INT64,
  size_source STRING,
  metadata JSON,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP,
  version INT64,
  changed_by STRING,
  change_note STRING,
  deleted_at TIMESTAMP,
  rev STRING,
  owner_email STRING,
  synced_at TIMESTAMP,
  pushed_by STRING
)
PARTITION BY DATE(created_at)
CLUSTER BY user_id, status
OPTIONS (description = 'Audiences. One row for each, as it was last pushed; deleted_at is set for those in the trash.');

CREATE TABLE IF NOT EXISTS `{{project}}.{{dataset}}.distributions` (
  distribution_id STRING NOT NULL,
  user_id STRING NOT NULL,
  audience_id STRING,
  audience_version INT64,
  audience_name STRING,
  platform_id STRING,
  platform_name STRING,
  platform_type STRING,
  distribution_type STRING,
  status STRING,
  scheduled_at TIMESTAMP,
  executed_at TIMESTAMP,
  completed_at TIMESTAMP,
  segments_distributed ARRAY<STRING>,
  match_results JSON,
  error_details JSON,
  metadata JSON,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP,
  version INT64,
  changed_by STRING,
  change_note STRING,
  deleted_at TIMESTAMP,
  rev STRING,
  owner_email STRING,
  synced_at TIMESTAMP,
  pushed_by STRING
)
PARTITION BY DATE(created_at)
CLUSTER BY user_id, audience_id, status
OPTIONS (description = 'Audiences sent to platforms, with what the platforms matched.');

-- A column for each generation of these tables. An app that doesn't know the highest pushes nothing.
CREATE TABLE IF NOT EXISTS `{{project}}.{{dataset}}.schema_version` (
  version_1 STRING
)
OPTIONS (description = 'Its columns tell which generation of the tables this is. It has no rows.');
