-- Views for dashboards and for a look by hand. They show whoever asks what the tables show them.

CREATE OR REPLACE VIEW `{{project}}.{{dataset}}.v_recent_audiences`
OPTIONS (description = 'Audiences of the last 30 days that are not in the trash')
AS
SELECT
  audience_id,
  user_id,
  owner_email,
  name,
  status,
  data_type,
  identifier_type,
  total_audience_size,
  ARRAY_LENGTH(selected_variables) AS variable_count,
  JSON_VALUE(metadata, '$.campaign_id') AS campaign_id,
  created_at,
  updated_at
FROM `{{project}}.{{dataset}}.audiences`
WHERE deleted_at IS NULL
  AND created_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 30 DAY);

CREATE OR REPLACE VIEW `{{project}}.{{dataset}}.v_distribution_summary`
OPTIONS (description = 'Distributions by owner, platform and status, with what was sent and matched')
AS
SELECT
  user_id,
  owner_email,
  platform_type,
  status,
  COUNT(*) AS distributions,
  SUM(total_records) AS total_records,
  SUM(matched_records) AS matched_records,
  SAFE_DIVIDE(SUM(IF(total_records IS NULL, NULL, matched_records)), SUM(IF(matched_records IS NULL, NULL, total_records))) AS match_rate,
  MAX(completed_at) AS last_completed_at
FROM (
  SELECT
    user_id,
    owner_email,
    platform_type,
    status,
    completed_at,
    SAFE_CAST(JSON_VALUE(match_results, '$.total_records') AS INT64) AS total_records,
    SAFE_CAST(JSON_VALUE(match_results, '$.matched_records') AS INT64) AS matched_records
  FROM `{{project}}.{{dataset}}.distributions`
  WHERE deleted_at IS NULL
) AS d
GROUP BY user_id, owner_email, platform_type, status;

CREATE OR REPLACE VIEW `{{project}}.{{dataset}}.v_user_activity`
OPTIONS (description = 'Profiles with what they hold and when they last changed it')
AS
SELECT
  u.user_id,
  u.owner_email,
  u.display_name,
  u.organization,
  u.last_login,
  IFNULL(a.audiences, 0) AS audiences,
  IFNULL(a.active_audiences, 0) AS active_audiences,
  IFNULL(d.distributions, 0) AS distributions,
  IFNULL(d.completed_distributions, 0) AS completed_distributions,
  a.last_change AS last_audience_change,
  d.last_change AS last_distribution_change
FROM `{{project}}.{{dataset}}.users` AS u
LEFT JOIN (
  SELECT
    user_id,
    owner_email,
    COUNT(*) AS audiences,
    COUNTIF(status = 'active') AS active_audiences,
    MAX(updated_at) AS last_change
  FROM `{{project}}.{{dataset}}.audiences`
  WHERE deleted_at IS NULL
  GROUP BY user_id, owner_email
) AS a
ON a.user_id = u.user_id AND a.owner_email = u.owner_email
LEFT JOIN (
  SELECT
    user_id,
    owner_email,
    COUNT(*) AS distributions,
    COUNTIF(status = 'completed') AS completed_distributions,
    MAX(updated_at) AS last_change
  FROM `{{project}}.{{dataset}}.distributions`
  WHERE deleted_at IS NULL
  GROUP BY user_id, owner_email
) AS d
ON d.user_id = u.user_id AND d.owner_email = u.owner_email
WHERE u.deleted_at IS NULL;
