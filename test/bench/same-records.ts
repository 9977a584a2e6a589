// Compares a migrated workspace with the reference's folder record for record, by SQL that shares nothing with the migration.
import { DuckDBInstance } from '@duckdb/node-api'

const AUDIENCE_SOURCE = `
  SELECT audience_id, user_id, name, description, status, data_type, identifier_type, original_query,
    CAST(selected_variables::JSON AS VARCHAR[]) AS selected_variables,
    CAST(variable_details::JSON AS STRUCT(code VARCHAR, description VARCHAR, relevance_score DOUBLE, "type" VARCHAR, category VARCHAR)[]) AS variable_details,
    CAST(segments::JSON AS STRUCT(segment_id VARCHAR, name VARCHAR, size BIGINT, size_percentage DOUBLE, characteristics JSON, prizm_segments VARCHAR[])[]) AS segments,
    CASE WHEN isnan(total_audience_size) THEN list_sum(CAST(segments::JSON->'$[*].size' AS BIGINT[])) ELSE total_audience_size::BIGINT END::BIGINT AS total_audience_size,
    metadata->'$.tags' AS tags, metadata->>'$.campaign_id' AS campaign, metadata->>'$.session_id' AS session,
    epoch_ms(created_at) AS created_at, epoch_ms(updated_at) AS updated_at,
    row_number() OVER (PARTITION BY user_id, audience_id ORDER BY updated_at) AS version`
const AUDIENCE_HERE = `
  SELECT audience_id, owner_id, name, description, status, data_type, identifier_type, original_query, selected_variables,
    CAST(variable_details::JSON AS STRUCT(code VARCHAR, description VARCHAR, relevance_score DOUBLE, "type" VARCHAR, category VARCHAR)[]),
    CAST(segments::JSON AS STRUCT(segment_id VARCHAR, name VARCHAR, size BIGINT, size_percentage DOUBLE, characteristics JSON, prizm_segments VARCHAR[])[]),
    total_audience_size, metadata->'$.tags', metadata->>'$.campaign_id', metadata->>'$.session_id', epoch_ms(created_at), epoch_ms(updated_at), version`
const PLATFORM_SOURCE = `
  SELECT platform_id, user_id, CASE platform_type WHEN 'facebook' THEN 'meta' WHEN 'google' THEN 'google_ads' ELSE platform_type END AS platform_type,
    name, 'active' AS status, 'weekly' AS frequency, epoch_ms(created_at) AS created_at, epoch_ms(updated_at) AS updated_at, 1 AS version`
const PLATFORM_HERE = `
  SELECT platform_id, owner_id, platform_type, name, status, settings->>'$.refresh_frequency', epoch_ms(created_at), epoch_ms(updated_at), version`
const DISTRIBUTION_SOURCE = `
  SELECT distribution_id, user_id, audience_id, platform_id, distribution_type,
    CASE status WHEN 'pending' THEN 'cancelled' WHEN 'in_progress' THEN 'failed' ELSE status END AS status,
    epoch_ms(scheduled_at) AS scheduled_at, epoch_ms(executed_at) AS executed_at,
    CAST(segments_distributed::JSON AS VARCHAR[]) AS segments, total_records::BIGINT AS total, matched_records::BIGINT AS matched,
    round(matched_records / total_records, 9) AS rate,
    CASE WHEN status IN ('pending', 'in_progress') THEN 'not_run_here' WHEN error_message IS NOT NULL THEN 'reference' END AS code,
    metadata->>'$.campaign_name' AS campaign, epoch_ms(created_at) AS created_at, epoch_ms(updated_at) AS updated_at, 1 AS version`
const DISTRIBUTION_HERE = `
  SELECT distribution_id, owner_id, audience_id, platform_id, distribution_type, status, epoch_ms(scheduled_at), epoch_ms(executed_at),
    segments_distributed, (match_results->>'$.total_records')::BIGINT, (match_results->>'$.matched_records')::BIGINT,
    round((match_results->>'$.match_rate')::DOUBLE, 9), error_details->>'$.error_code', metadata->>'$.campaign_name',
    epoch_ms(created_at), epoch_ms(updated_at), version`

const PAIRS = [
  ['audiences', AUDIENCE_SOURCE, AUDIENCE_HERE],
  ['platforms', PLATFORM_SOURCE, PLATFORM_HERE],
  ['distributions', DISTRIBUTION_SOURCE, DISTRIBUTION_HERE],
] as const

/** Throws where a row is on one side alone. Answers how many rows of each kind were compared. */
export async function sameRecords(reference: string, workspace: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  const compared: Record<string, number> = {}
  try {
    for (const [folder, source, here] of PAIRS) {
      const read = (root: string) =>
        `read_parquet('${root}/${folder}/**/*.parquet', hive_partitioning = false, union_by_name = true)`
      const [theirs, ours] = [`${source} FROM ${read(reference)}`, `${here} FROM ${read(workspace)}`]
      const result = await connection.runAndReadAll(
        `WITH theirs AS MATERIALIZED (${theirs}), ours AS MATERIALIZED (${ours})
         SELECT (SELECT count(*) FROM theirs) AS rows, (SELECT count(*) FROM ours) AS here,
           (SELECT count(*) FROM (SELECT * FROM theirs EXCEPT ALL SELECT * FROM ours)) AS missing`,
      )
      const [row] = result.getRowObjectsJS()
      const [rows, count, missing] = [Number(row?.rows), Number(row?.here), Number(row?.missing)]
      if (rows !== count || missing !== 0)
        throw new Error(`${folder}: ${rows} rows there, ${count} here, ${missing} differ`)
      compared[folder] = rows
    }
    return compared
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
