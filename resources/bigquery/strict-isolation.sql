-- Strict isolation, instead of row-access-policies.sql: no analyst can read or write a row of another, not even by hand.
--
-- Each analyst has two datasets of their own, which they name in the app: one of tables, one for rows on their way. The
-- shared tables are granted to no analyst: a procedure takes an analyst's rows over, and views show everyone their own.
-- For an administrator. Run datasets.sql and tables.sql for the shared dataset, then for those of the analyst, then this,
-- once for each analyst. To be filled in by hand:
--   {{project}}, {{location}}, {{dataset}}   as everywhere
--   {{own_dataset}}, {{own_staging}}         the analyst's datasets, such as am_ana and am_ana_staging
--   {{views_dataset}}                        where everyone reads their own rows, such as activation_manager_own
--   {{analyst}}                              the analyst's e-mail address

GRANT `roles/bigquery.dataEditor` ON SCHEMA `{{project}}.{{own_dataset}}` TO 'user:{{analyst}}';
GRANT `roles/bigquery.dataEditor` ON SCHEMA `{{project}}.{{own_staging}}` TO 'user:{{analyst}}';

-- Takes over what is new or changed. Only rows whose owner is this analyst: nobody can send rows for another.
-- Let a scheduled query of an administrator's service account call it; analysts need no right to the shared tables.
CREATE OR REPLACE PROCEDURE `{{project}}.{{dataset}}.collect_{{own_dataset}}`()
BEGIN
  MERGE `{{project}}.{{dataset}}.users` AS T
  USING (
    SELECT * FROM `{{project}}.{{own_dataset}}.users` WHERE owner_email = '{{analyst}}'
  ) AS S
  ON T.user_id = S.user_id AND T.owner_email = S.owner_email
  WHEN MATCHED AND T.rev IS DISTINCT FROM S.rev THEN UPDATE SET
    email = S.email,
    organization = S.organization,
    display_name = S.display_name,
    last_login = S.last_login,
    permissions = S.permissions,
    quota = S.quota,
    updated_at = S.updated_at,
    version = S.version,
    changed_by = S.changed_by,
    change_note = S.change_note,
    deleted_at = S.deleted_at,
    rev = S.rev,
    synced_at = S.synced_at,
    pushed_by = S.pushed_by
  WHEN NOT MATCHED THEN INSERT (user_id, email, organization, display_name, last_login, permissions, quota, created_at, updated_at, version, changed_by, change_note, deleted_at, rev, owner_email, synced_at, pushed_by)
  VALUES (S.user_id, S.email, S.organization, S.display_name, S.last_login, S.permissions, S.quota, S.created_at, S.updated_at, S.version, S.changed_by, S.change_note, S.deleted_at, S.rev, S.owner_email, S.synced_at, S.pushed_by);

  MERGE `{{project}}.{{dataset}}.platforms` AS T
  USING (
    SELECT * FROM `{{project}}.{{own_dataset}}.platforms` WHERE owner_email = '{{analyst}}'
  ) AS S
  ON T.platform_id = S.platform_id AND T.owner_email = S.owner_email
  WHEN MATCHED AND T.rev IS DISTINCT FROM S.rev THEN UPDATE SET
    user_id = S.user_id,
    platform_type = S.platform_type,
    name = S.name,
    status = S.status,
    settings = S.settings,
    notes = S.notes,
    updated_at = S.updated_at,
    version = S.version,
    changed_by = S.changed_by,
    change_note = S.change_note,
    deleted_at = S.deleted_at,
    rev = S.rev,
    synced_at = S.synced_at,
    pushed_by = S.pushed_by
  WHEN NOT MATCHED THEN INSERT (platform_id, user_id, platform_type, name, status, settings, notes, created_at, updated_at, version, changed_by, change_note, deleted_at, rev, owner_email, synced_at, pushed_by)
  VALUES (S.platform_id, S.user_id, S.platform_type, S.name, S.status, S.settings, S.notes, S.created_at, S.updated_at, S.version, S.changed_by, S.change_note, S.deleted_at, S.rev, S.owner_email, S.synced_at, S.pushed_by);

  MERGE `{{project}}.{{dataset}}.audiences` AS T
  USING (
    SELECT * FROM `{{project}}.{{own_dataset}}.audiences` WHERE owner_email = '{{analyst}}'
  ) AS S
  ON T.audience_id = S.audience_id AND T.owner_email = S.owner_email
  WHEN MATCHED AND T.rev IS DISTINCT FROM S.rev THEN UPDATE SET
    user_id = S.user_id,
    name = S.name,
    description = S.description,
    status = S.status,
    data_type = S.data_type,
    identifier_type = S.identifier_type,
    original_query = S.original_query,
    selected_variables = S.selected_variables,
    variable_details = S.variable_details,
    segments = S.segments,
    total_audience_size = S.total_audience_size,
    size_source = S.size_source,
    metadata = S.metadata,
    updated_at = S.updated_at,
    version = S.version,
    changed_by = S.changed_by,
    change_note = S.change_note,
    deleted_at = S.deleted_at,
    rev = S.rev,
    synced_at = S.synced_at,
    pushed_by = S.pushed_by
  WHEN NOT MATCHED THEN INSERT (audience_id, user_id, name, description, status, data_type, identifier_type, original_query, selected_variables, variable_details, segments, total_audience_size, size_source, metadata, created_at, updated_at, version, changed_by, change_note, deleted_at, rev, owner_email, synced_at, pushed_by)
  VALUES (S.audience_id, S.user_id, S.name, S.description, S.status, S.data_type, S.identifier_type, S.original_query, S.selected_variables, S.variable_details, S.segments, S.total_audience_size, S.size_source, S.metadata, S.created_at, S.updated_at, S.version, S.changed_by, S.change_note, S.deleted_at, S.rev, S.owner_email, S.synced_at, S.pushed_by);

  MERGE `{{project}}.{{dataset}}.distributions` AS T
  USING (
    SELECT * FROM `{{project}}.{{own_dataset}}.distributions` WHERE owner_email = '{{analyst}}'
  ) AS S
  ON T.distribution_id = S.distribution_id AND T.owner_email = S.owner_email
  WHEN MATCHED AND T.rev IS DISTINCT FROM S.rev THEN UPDATE SET
    user_id = S.user_id,
    audience_id = S.audience_id,
    audience_version = S.audience_version,
    audience_name = S.audience_name,
    platform_id = S.platform_id,
    platform_name = S.platform_name,
    platform_type = S.platform_type,
    distribution_type = S.distribution_type,
    status = S.status,
    scheduled_at = S.scheduled_at,
    executed_at = S.executed_at,
    completed_at = S.completed_at,
    segments_distributed = S.segments_distributed,
    match_results = S.match_results,
    error_details = S.error_details,
    metadata = S.metadata,
    updated_at = S.updated_at,
    version = S.version,
    changed_by = S.changed_by,
    change_note = S.change_note,
    deleted_at = S.deleted_at,
    rev = S.rev,
    synced_at = S.synced_at,
    pushed_by = S.pushed_by
  WHEN NOT MATCHED THEN INSERT (distribution_id, user_id, audience_id, audience_version, audience_name, platform_id, platform_name, platform_type, distribution_type, status, scheduled_at, executed_at, completed_at, segments_distributed, match_results, error_details, metadata, created_at, updated_at, version, changed_by, change_note, deleted_at, rev, owner_email, synced_at, pushed_by)
  VALUES (S.distribution_id, S.user_id, S.audience_id, S.audience_version, S.audience_name, S.platform_id, S.platform_name, S.platform_type, S.distribution_type, S.status, S.scheduled_at, S.executed_at, S.completed_at, S.segments_distributed, S.match_results, S.error_details, S.metadata, S.created_at, S.updated_at, S.version, S.changed_by, S.change_note, S.deleted_at, S.rev, S.owner_email, S.synced_at, S.pushed_by);
END;

-- Authorise this dataset for {{dataset}} afterwards: the console does it under Sharing, Authorize datasets.
CREATE SCHEMA IF NOT EXISTS `{{project}}.{{views_dataset}}` OPTIONS (location = '{{location}}');

CREATE OR REPLACE VIEW `{{project}}.{{views_dataset}}.users` AS
SELECT * FROM `{{project}}.{{dataset}}.users` WHERE owner_email = SESSION_USER();

CREATE OR REPLACE VIEW `{{project}}.{{views_dataset}}.platforms` AS
SELECT * FROM `{{project}}.{{dataset}}.platforms` WHERE owner_email = SESSION_USER();

CREATE OR REPLACE VIEW `{{project}}.{{views_dataset}}.audiences` AS
SELECT * FROM `{{project}}.{{dataset}}.audiences` WHERE owner_email = SESSION_USER();

CREATE OR REPLACE VIEW `{{project}}.{{views_dataset}}.distributions` AS
SELECT * FROM `{{project}}.{{dataset}}.distributions` WHERE owner_email = SESSION_USER();

GRANT `roles/bigquery.dataViewer` ON SCHEMA `{{project}}.{{views_dataset}}` TO 'user:{{analyst}}';
