// The read model of the in-memory store: which columns an entity can be filtered and sorted by, and how.
import type { Condition, Entity, Filter, RecordOf, SummaryOf } from '../../src/main/core/store/face.ts'
import type { Audience, AudienceSummary } from '../../src/shared/domain/audience.ts'
import type { Distribution, DistributionSummary } from '../../src/shared/domain/distribution.ts'

type Cell = string | number | boolean | null | readonly string[]
type AnyRecord = RecordOf[Entity]

export const ID_FIELD = {
  audience: 'audience_id',
  platform: 'platform_id',
  distribution: 'distribution_id',
  user: 'user_id',
} as const satisfies Record<Entity, string>

export const idOf = (entity: Entity, record: object): string => String(Reflect.get(record, ID_FIELD[entity]))

export function summaryOf(audience: Audience): AudienceSummary {
  return {
    audience_id: audience.audience_id,
    name: audience.name,
    status: audience.status,
    data_type: audience.data_type,
    identifier_type: audience.identifier_type,
    total_audience_size: audience.total_audience_size,
    created_at: audience.created_at,
    updated_at: audience.updated_at,
    version: audience.version,
    deleted: audience.deleted,
    segment_count: audience.segments.length,
    variable_count: audience.selected_variables.length,
    tags: audience.metadata.tags,
    campaign_id: audience.metadata.campaign_id ?? null,
  }
}

/** A distribution as its list shows it. */
export function distributionSummaryOf(run: Distribution): DistributionSummary {
  const { error_details, match_results, metadata } = run
  return {
    distribution_id: run.distribution_id,
    audience_id: run.audience_id,
    audience_version: run.audience_version,
    audience_name: run.audience_name,
    platform_id: run.platform_id,
    platform_name: run.platform_name,
    platform_type: run.platform_type,
    distribution_type: run.distribution_type,
    status: run.status,
    scheduled_at: run.scheduled_at,
    executed_at: run.executed_at,
    completed_at: run.completed_at,
    happens_at: run.completed_at ?? run.executed_at ?? run.scheduled_at ?? run.created_at,
    total_records: match_results.total_records,
    matched_records: match_results.matched_records,
    rejected_records: match_results.rejected_records,
    match_rate: match_results.match_rate === null ? null : Math.round(match_results.match_rate * 1e6) / 1e6,
    platform_audience_id: match_results.platform_audience_id,
    error_code: error_details?.error_code ?? null,
    error_message: error_details?.error_message ?? null,
    retry_count: error_details?.retry_count ?? 0,
    next_retry_at: error_details?.next_retry_at ?? null,
    campaign_name: metadata.campaign_name ?? null,
    approval_status: metadata.approval_status ?? null,
    series_id: metadata.series_id ?? null,
    data_type: metadata.data_type ?? null,
    repeat: metadata.schedule?.repeat ?? 'none',
    people: metadata.people ?? null,
    forecast_matches: metadata.forecast?.matches ?? null,
    handover_state: metadata.handover?.state ?? null,
    created_at: run.created_at,
    updated_at: run.updated_at,
    version: run.version,
    deleted: run.deleted,
  }
}

/** When the scheduler has to act on it. */
function dueAt(run: Distribution): string | null {
  if (run.status === 'failed') return run.error_details?.next_retry_at ?? null
  const held = run.metadata.approval_status === 'pending' || run.metadata.approval_status === 'rejected'
  return run.status === 'scheduled' && !held ? run.scheduled_at : null
}

const isDistribution = (record: AnyRecord): record is Distribution => 'distribution_id' in record
const isAudience = (record: AnyRecord): record is Audience => 'original_query' in record

/** What a list shows of a record: audiences have a summary, the others are shown whole. */
export const shown = <E extends Entity>(record: RecordOf[E]): SummaryOf[E] =>
  (isAudience(record)
    ? summaryOf(record)
    : isDistribution(record)
      ? distributionSummaryOf(record)
      : record) as SummaryOf[E]

/** A column's value. A column that isn't there is a mistake of the caller, not an empty value. */
export function cell(record: AnyRecord, column: string): Cell {
  const row: object = isAudience(record)
    ? { ...summaryOf(record), variables: record.selected_variables }
    : isDistribution(record)
      ? {
          ...distributionSummaryOf(record),
          due_at: dueAt(record),
          planned_in: record.metadata.planned_in ?? '',
          match_ppm:
            record.match_results.match_rate === null
              ? null
              : Math.round(record.match_results.match_rate * 1e6),
        }
      : record
  const value: unknown = Reflect.get(row, column)
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Cell
  if (Array.isArray(value)) return value.map(String)
  throw new Error(`No such column: ${column}`)
}

/** What a list is sorted by: names as people expect it, whatever their case. */
export function sortCell(record: AnyRecord, column: string): string | number {
  if (column === 'match_rate' || column === 'total_records') return Number(cell(record, column) ?? -1)
  const value = cell(record, column)
  if (typeof value === 'number') return value
  if (typeof value !== 'string') throw new Error(`No such sort: ${column}`)
  return /(^|_)name$/.test(column) ? value.toLowerCase() : value
}

/** The same steps for text and query: lower case, then composed form. */
const normalise = (text: string) => text.toLowerCase().normalize('NFC')

function searchText(record: AnyRecord): string {
  const parts = isAudience(record)
    ? [
        record.name,
        record.description,
        record.original_query,
        ...record.metadata.tags,
        ...record.selected_variables,
        ...record.segments.flatMap(segment => [segment.name, ...segment.prizm_segments]),
      ]
    : 'platform_name' in record
      ? [record.audience_name, record.platform_name]
      : 'platform_type' in record
        ? [record.name]
        : [record.display_name, record.email]
  return normalise(parts.join('\n'))
}

/** Whether a cell meets a condition. */
export function meets(value: Cell, condition: Condition): boolean {
  switch (condition.is) {
    case 'one_of':
      return condition.values.some(wanted => wanted === value)
    case 'at_least':
      return value !== null && value >= condition.value
    case 'below':
      return value !== null && value < condition.value
    case 'has_any':
      return Array.isArray(value) && condition.values.some(wanted => value.includes(wanted))
    case 'has_all':
      return Array.isArray(value) && condition.values.every(wanted => value.includes(wanted))
  }
}

export function matches(record: AnyRecord, filter: Filter): boolean {
  const words = normalise(filter.search ?? '')
    .split(/\s+/)
    .filter(Boolean)
  if (words.length > 0) {
    const text = searchText(record)
    if (!words.every(word => text.includes(word))) return false
  }
  return filter.where.every(condition => meets(cell(record, condition.column), condition))
}

/** Text by its UTF-8 bytes, as a database without a collation orders it; numbers by size. */
export function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return Number(a) - Number(b)
}
