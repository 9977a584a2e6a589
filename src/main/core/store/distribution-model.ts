// The read model of distributions: what their list shows, what the scheduler asks for, and what charts add up.
import { DISTRIBUTION_STATUSES } from '../../../shared/domain/distribution.ts'
import { PLATFORM_TYPES } from '../../../shared/domain/platform.ts'
import { choice, commonModel, folded, isoOf, type ModelColumn, moment, plain } from './columns.ts'

type Row = Record<string, unknown>

const objectOf = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {})
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
const timeOf = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : null)

/** A member of one of the JSON columns; the path has one or two names. */
function member(
  name: string,
  column: 'match_results' | 'error_details' | 'metadata',
  path: readonly string[],
  kind: 'text' | 'count' | 'flag',
): ModelColumn {
  const raw = `${column}->>'$.${path.join('.')}'`
  const find = (record: Row): unknown =>
    path.reduce<unknown>((value, key) => objectOf(value)[key], record[column])
  if (kind === 'text') return { name, type: 'VARCHAR', sql: raw, of: record => textOf(find(record)) }
  if (kind === 'count')
    return { name, type: 'BIGINT', sql: `TRY_CAST(${raw} AS BIGINT)`, of: record => numberOf(find(record)) }
  return { name, type: 'BOOLEAN', sql: `TRY_CAST(${raw} AS BOOLEAN)`, of: record => find(record) === true }
}

const PPM = 1_000_000
const ppmOf = (record: Row) => {
  const rate = numberOf(objectOf(record.match_results).match_rate)
  return rate === null ? null : Math.round(rate * PPM)
}
const ppmSql = `round(TRY_CAST(match_results->>'$.match_rate' AS DOUBLE) * ${PPM})::BIGINT`

const HELD = ['pending', 'rejected']
/** When the scheduler has to act; null while there is nothing to do: a run that waits for its time or for its next try. */
function dueAt(record: Row): number | null {
  if (record.status === 'failed') return timeOf(objectOf(record.error_details).next_retry_at)
  const approval = textOf(objectOf(record.metadata).approval_status)
  return record.status === 'scheduled' && !(approval && HELD.includes(approval))
    ? timeOf(record.scheduled_at)
    : null
}
const dueSql = `CASE
  WHEN status = 'failed' THEN epoch_ms(TRY_CAST(error_details->>'$.next_retry_at' AS TIMESTAMPTZ))
  WHEN status = 'scheduled' AND coalesce(metadata->>'$.approval_status', '') NOT IN ('pending', 'rejected')
    THEN epoch_ms(scheduled_at) END`

const happensAt = (record: Row) =>
  timeOf(record.completed_at) ??
  timeOf(record.executed_at) ??
  timeOf(record.scheduled_at) ??
  timeOf(record.created_at)

const bigint = (name: string, sql: string, of: ModelColumn['of'], instant = false): ModelColumn => ({
  name,
  type: 'BIGINT',
  sql,
  of,
  ...(instant && { instant }),
})

export const distributionModel: readonly ModelColumn[] = [
  plain('audience_id'),
  plain('audience_version', 'INTEGER'),
  plain('platform_id'),
  plain('audience_name'),
  folded('audience_name'),
  plain('platform_name'),
  folded('platform_name'),
  choice('platform_type', PLATFORM_TYPES),
  plain('distribution_type'),
  choice('status', DISTRIBUTION_STATUSES),
  moment('scheduled_at'),
  moment('executed_at'),
  moment('completed_at'),
  bigint(
    'happens_at',
    'epoch_ms(coalesce(completed_at, executed_at, scheduled_at, created_at))',
    happensAt,
    true,
  ),
  bigint('due_at', dueSql, dueAt, true),
  member('total_records', 'match_results', ['total_records'], 'count'),
  member('matched_records', 'match_results', ['matched_records'], 'count'),
  member('rejected_records', 'match_results', ['rejected_records'], 'count'),
  member('platform_audience_id', 'match_results', ['platform_audience_id'], 'text'),
  bigint('match_ppm', ppmSql, ppmOf),
  // Sorts page by their value, which can't be null: what isn't known comes before zero.
  bigint('match_order', `coalesce(${ppmSql}, -1)`, record => ppmOf(record) ?? -1),
  bigint(
    'records_order',
    "coalesce(TRY_CAST(match_results->>'$.total_records' AS BIGINT), -1)",
    record => numberOf(objectOf(record.match_results).total_records) ?? -1,
  ),
  member('error_code', 'error_details', ['error_code'], 'text'),
  member('error_message', 'error_details', ['error_message'], 'text'),
  member('retry_count', 'error_details', ['retry_count'], 'count'),
  {
    name: 'next_retry_at',
    type: 'BIGINT',
    sql: "epoch_ms(TRY_CAST(error_details->>'$.next_retry_at' AS TIMESTAMPTZ))",
    of: record => timeOf(objectOf(record.error_details).next_retry_at),
    instant: true,
  },
  {
    name: 'planned_in',
    type: 'VARCHAR',
    sql: "coalesce(metadata->>'$.planned_in', '')",
    of: record => textOf(objectOf(record.metadata).planned_in) ?? '',
  },
  member('campaign_name', 'metadata', ['campaign_name'], 'text'),
  member('approval_status', 'metadata', ['approval_status'], 'text'),
  member('series_id', 'metadata', ['series_id'], 'text'),
  member('repeat', 'metadata', ['schedule', 'repeat'], 'text'),
  member('data_type', 'metadata', ['data_type'], 'text'),
  member('people', 'metadata', ['people'], 'count'),
  member('forecast_matches', 'metadata', ['forecast', 'matches'], 'count'),
  member('handover_state', 'metadata', ['handover', 'state'], 'text'),
  ...commonModel,
]

const count = (value: unknown) => (value === null || value === undefined ? null : Number(value))
const iso = (value: unknown) => (value === null || value === undefined ? null : isoOf(value))

/** A row of the list, from a row of the model. */
export const distributionSummary = (row: Row) => ({
  distribution_id: row.id,
  audience_id: row.audience_id,
  audience_version: row.audience_version,
  audience_name: row.audience_name,
  platform_id: row.platform_id,
  platform_name: row.platform_name,
  platform_type: row.platform_type,
  distribution_type: row.distribution_type,
  status: row.status,
  scheduled_at: iso(row.scheduled_at),
  executed_at: iso(row.executed_at),
  completed_at: iso(row.completed_at),
  happens_at: isoOf(row.happens_at),
  total_records: count(row.total_records),
  matched_records: count(row.matched_records),
  rejected_records: count(row.rejected_records),
  match_rate: row.match_ppm === null ? null : Number(row.match_ppm) / PPM,
  platform_audience_id: row.platform_audience_id,
  error_code: row.error_code,
  error_message: row.error_message,
  retry_count: count(row.retry_count) ?? 0,
  next_retry_at: iso(row.next_retry_at),
  campaign_name: row.campaign_name,
  approval_status: row.approval_status,
  series_id: row.series_id,
  data_type: row.data_type,
  repeat: row.repeat ?? 'none',
  people: count(row.people),
  forecast_matches: count(row.forecast_matches),
  handover_state: row.handover_state,
  created_at: isoOf(row.created_at),
  updated_at: isoOf(row.updated_at),
  version: row.version,
  deleted: row.deleted,
})
