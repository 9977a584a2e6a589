// What stands in each column of an export: a value of a record, or one that is worked out from it. Pure.
import type { Audience } from '../../../shared/domain/audience.ts'
import type { Distribution } from '../../../shared/domain/distribution.ts'
import type { ExportColumn, ExportEntity } from '../../../shared/domain/export-columns.ts'
import type { Platform } from '../../../shared/domain/platform.ts'
import { expectedMatchRate } from '../../../shared/domain/platform-rules.ts'
import type { Cell } from '../../../shared/table-text.ts'

/** A platform with the newest match rate of its runs, where that is asked for. */
export type ExportedPlatform = Platform & { match_rate?: number | null }
export type Exported = { audience: Audience; platform: ExportedPlatform; distribution: Distribution }
export type Value = string | number | boolean | null | readonly string[] | object

type Derived<R> = Readonly<Record<string, (record: R) => Value>>

/** Known members first, in one order: what was saved in another is exported alike. Others stay in theirs. */
function ordered(value: object, first: readonly string[]): object {
  const entries = Object.entries(value)
  const known = first.flatMap(name => entries.filter(([key]) => key === name))
  return Object.fromEntries([...known, ...entries.filter(([key]) => !first.includes(key))])
}

const SEGMENT = ['segment_id', 'name', 'size', 'size_percentage', 'characteristics', 'prizm_segments']
const DETAIL = ['code', 'description', 'relevance_score', 'type', 'category']
const METADATA = ['tags', 'campaign_id', 'notes', 'created_from', 'session_id']

const audience: Derived<Audience> = {
  segments: ({ segments }) => segments.map(segment => ordered(segment, SEGMENT)),
  variable_details: ({ variable_details }) => variable_details.map(detail => ordered(detail, DETAIL)),
  metadata: ({ metadata }) => ordered(metadata, METADATA),
  segment_count: ({ segments }) => segments.length,
  variable_count: ({ selected_variables }) => selected_variables.length,
  tags: ({ metadata }) => metadata.tags,
  campaign_id: ({ metadata }) => metadata.campaign_id ?? null,
}

const platform: Derived<ExportedPlatform> = {
  credential_fields: ({ credential_fields }) =>
    Object.fromEntries(Object.entries(credential_fields).map(([field, { state }]) => [field, { state }])),
  connection_state: ({ connection }) => connection.state,
  account_label: ({ connection }) => connection.account_label,
  expected_match_rate: expectedMatchRate,
  match_rate: ({ match_rate }) => match_rate ?? null,
}

const distribution: Derived<Distribution> = {
  happens_at: ({ completed_at, executed_at, scheduled_at, created_at }) =>
    completed_at ?? executed_at ?? scheduled_at ?? created_at,
  people: ({ metadata }) => metadata.people ?? null,
  total_records: ({ match_results }) => match_results.total_records,
  matched_records: ({ match_results }) => match_results.matched_records,
  rejected_records: ({ match_results }) => match_results.rejected_records,
  match_rate: ({ match_results }) => match_results.match_rate,
  platform_audience_id: ({ match_results }) => match_results.platform_audience_id,
  error_code: ({ error_details }) => error_details?.error_code ?? null,
  error_message: ({ error_details }) => error_details?.error_message ?? null,
  campaign_name: ({ metadata }) => metadata.campaign_name ?? null,
  approval_status: ({ metadata }) => metadata.approval_status ?? null,
}

const DERIVED: { [E in ExportEntity]: Derived<Exported[E]> } = { audience, platform, distribution }

/** The values of a record in the order of the columns. */
export function valuesOf<E extends ExportEntity>(
  entity: E,
  record: Exported[E],
  columns: readonly ExportColumn[],
): Value[] {
  const derived = DERIVED[entity]
  const plain = record as unknown as Record<string, Value | undefined>
  return columns.map(({ name }) => (derived[name] ? derived[name](record) : (plain[name] ?? null)))
}

/** `whole`: lists and JSON as JSON, which is read back exactly; otherwise lists as people write them. */
export function cellOf(value: Value, whole: boolean): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'boolean') return String(value)
  return !whole && Array.isArray(value) && value.every(item => typeof item === 'string')
    ? value.join('; ')
    : JSON.stringify(value)
}
