// A push and a pull of one table by the real client, in the steps of the app's design.
import { type BigQuery, BigQuery as Client, type Job, type JobLoadMetadata } from '@google-cloud/bigquery'
import type { BigQueryDouble } from '../../bigquery-double/index.ts'
import { type FileField, parquetOf } from './parquet.ts'

export const SET_UP = `
CREATE SCHEMA IF NOT EXISTS \`double-project.activation_manager\` OPTIONS (location = 'EU', labels = [('app', 'activation-manager')]);
CREATE SCHEMA IF NOT EXISTS \`double-project.activation_manager_staging\`
  OPTIONS (location = 'EU', default_table_expiration_days = 3);
CREATE TABLE IF NOT EXISTS \`double-project.activation_manager.audiences\` (
  audience_id STRING NOT NULL OPTIONS (description = 'Id of the audience'),
  user_id STRING NOT NULL,
  name STRING,
  status STRING,
  selected_variables ARRAY<STRING>,
  metadata JSON,
  total_audience_size INT64,
  created_at TIMESTAMP NOT NULL,
  version INT64,
  rev STRING,
  deleted_at TIMESTAMP,
  owner_email STRING NOT NULL,
  synced_at TIMESTAMP,
  pushed_by STRING,
  PRIMARY KEY (audience_id) NOT ENFORCED
)
PARTITION BY DATE(created_at)
CLUSTER BY user_id, status
OPTIONS (description = 'Audiences of all analysts');
CREATE OR REPLACE VIEW \`double-project.activation_manager.v_recent_audiences\` AS
SELECT audience_id, name, status FROM \`double-project.activation_manager.audiences\`
WHERE deleted_at IS NULL AND created_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 30 DAY);
ALTER TABLE \`double-project.activation_manager.audiences\` ADD COLUMN IF NOT EXISTS description STRING;
`
export const POLICIES = `
CREATE ROW ACCESS POLICY IF NOT EXISTS editors ON \`double-project.activation_manager.audiences\`
GRANT TO ('user:ana@example.com', 'group:editors@example.com') FILTER USING (TRUE);
CREATE ROW ACCESS POLICY IF NOT EXISTS own_rows ON \`double-project.activation_manager.audiences\`
GRANT TO ('domain:example.com') FILTER USING (owner_email = SESSION_USER());
`

export type Row = {
  audience_id: string
  user_id?: string
  name: string
  status?: string
  selected_variables: readonly string[]
  metadata: string | null
  total_audience_size?: number
  created_at?: bigint
  version?: number
  rev: string
  base_rev: string | null
  deleted_at?: bigint | null
}

const text: FileField = { type: 'UTF8', optional: true }
const FILE: Record<string, FileField> = {
  audience_id: { type: 'UTF8' },
  user_id: { type: 'UTF8' },
  name: text,
  status: text,
  selected_variables: { type: 'UTF8', repeated: true },
  metadata: text,
  total_audience_size: { type: 'INT64', optional: true },
  created_at: { type: 'TIMESTAMP_MICROS' },
  version: { type: 'INT64' },
  rev: { type: 'UTF8' },
  base_rev: text,
  deleted_at: { type: 'TIMESTAMP_MICROS', optional: true },
}
const SCHEMA = [
  { name: 'audience_id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'user_id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'name', type: 'STRING' },
  { name: 'status', type: 'STRING' },
  { name: 'selected_variables', type: 'STRING', mode: 'REPEATED' },
  { name: 'metadata', type: 'STRING' },
  { name: 'total_audience_size', type: 'INTEGER' },
  { name: 'created_at', type: 'TIMESTAMP', mode: 'REQUIRED' },
  { name: 'version', type: 'INTEGER' },
  { name: 'rev', type: 'STRING' },
  { name: 'base_rev', type: 'STRING' },
  { name: 'deleted_at', type: 'TIMESTAMP' },
]

export const CREATED = 1_767_225_600_000_000n

export const fileOf = (rows: readonly Row[]) =>
  parquetOf(
    FILE,
    rows.map(row => ({
      user_id: 'u1',
      status: 'draft',
      total_audience_size: 0,
      created_at: CREATED,
      version: 1,
      deleted_at: null,
      ...row,
      selected_variables: [...row.selected_variables],
    })),
  )

/** Looks until the job is done; throws its error. */
export async function settled(job: Job): Promise<Job> {
  for (;;) {
    const [metadata] = await job.getMetadata()
    if (metadata.status.state !== 'DONE') continue
    const error = metadata.status.errorResult
    if (error) throw Object.assign(new Error(error.message), { reason: error.reason })
    return job
  }
}

export const LOAD: JobLoadMetadata = {
  sourceFormat: 'PARQUET',
  writeDisposition: 'WRITE_TRUNCATE',
  schema: { fields: SCHEMA },
}

/** One upload by the client, which it never sends twice. */
export function upload(
  bq: BigQuery,
  table: string,
  file: Buffer,
  metadata: JobLoadMetadata & { jobId?: string },
) {
  const [dataset = '', id = ''] = table.split('.')
  const stream = bq.dataset(dataset, { location: 'EU' }).table(id).createWriteStream(metadata)
  return new Promise<Job>((resolve, reject) => {
    stream.on('job', resolve)
    stream.on('error', reject)
    stream.end(file)
  })
}

export const mergeOf = (batch: string) => `
MERGE \`double-project.activation_manager.audiences\` T
USING (
  SELECT * EXCEPT (metadata), PARSE_JSON(metadata, wide_number_mode => 'round') AS metadata
  FROM \`double-project.activation_manager_staging.stg_audiences_${batch}\`
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY audience_id ORDER BY version DESC) = 1
) S
ON T.audience_id = S.audience_id AND T.owner_email = SESSION_USER()
WHEN MATCHED AND T.rev = S.base_rev THEN UPDATE SET
  name = S.name, status = S.status, selected_variables = S.selected_variables, metadata = S.metadata,
  total_audience_size = S.total_audience_size, version = S.version, rev = S.rev, deleted_at = S.deleted_at,
  synced_at = CURRENT_TIMESTAMP(), pushed_by = SESSION_USER()
WHEN NOT MATCHED AND S.base_rev IS NULL THEN
  INSERT (audience_id, user_id, name, status, selected_variables, metadata, total_audience_size, created_at,
    version, rev, deleted_at, owner_email, synced_at, pushed_by)
  VALUES (S.audience_id, S.user_id, S.name, S.status, S.selected_variables, S.metadata, S.total_audience_size,
    S.created_at, S.version, S.rev, S.deleted_at, SESSION_USER(), CURRENT_TIMESTAMP(), SESSION_USER())`

export const conflictsOf = (batch: string) => `
SELECT S.audience_id, S.base_rev, T.rev
FROM \`double-project.activation_manager_staging.stg_audiences_${batch}\` AS S
LEFT JOIN \`double-project.activation_manager.audiences\` AS T
  ON T.audience_id = S.audience_id AND T.owner_email = SESSION_USER()
WHERE T.rev IS DISTINCT FROM S.rev
ORDER BY S.audience_id`

export type Pushed = { affected: number; conflicts: Record<string, unknown>[] }

export async function push(bq: BigQuery, batch: string, rows: readonly Row[]): Promise<Pushed> {
  const staging = `activation_manager_staging.stg_audiences_${batch}`
  await settled(
    await upload(bq, staging, await fileOf(rows), { ...LOAD, jobId: `am_dev_${batch}_audiences_load_1` }),
  )
  const [job] = await bq.createQueryJob({ query: mergeOf(batch), jobId: `am_dev_${batch}_audiences_merge_1` })
  await settled(job)
  const [conflicts] = await bq.query({ query: conflictsOf(batch), location: 'EU' })
  await bq.dataset('activation_manager_staging').table(`stg_audiences_${batch}`).delete()
  return { affected: Number(job.metadata.statistics.query.numDmlAffectedRows), conflicts }
}

export async function setUp(bq: BigQuery, script = SET_UP) {
  const [job] = await bq.createQueryJob({ query: script, location: 'EU' })
  return settled(job)
}

export async function pull(bq: BigQuery, since: string, options: { maxResults?: number } = {}) {
  const [rows] = await bq.query(
    {
      query: `SELECT audience_id, name, selected_variables, IF(metadata IS NULL, NULL, TO_JSON_STRING(metadata)) AS metadata,
        total_audience_size, created_at, rev, deleted_at, synced_at, pushed_by
        FROM \`double-project.activation_manager.audiences\`
        WHERE synced_at > @watermark AND owner_email = SESSION_USER() ORDER BY synced_at, audience_id`,
      params: { watermark: Client.timestamp(since) },
      types: { watermark: 'TIMESTAMP' },
      location: 'EU',
      ...options,
    },
    options,
  )
  return rows as Record<string, unknown>[]
}

export async function audiences(double: BigQueryDouble) {
  const rows = await double.rows('activation_manager.audiences')
  return rows.sort((one, other) => String(one.audience_id).localeCompare(String(other.audience_id)))
}
