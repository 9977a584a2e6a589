// A row of the reference's distributions as a run of ours that nothing starts by itself. Pure.
import {
  DISTRIBUTION_STATUS_ALIASES,
  DISTRIBUTION_STATUSES,
  type Distribution,
  DistributionMetadata,
  type DistributionStatus,
  DistributionType,
} from '../../../shared/domain/distribution.ts'
import { platformTypeOf } from '../../../shared/domain/platform-rules.ts'
import { MAX_COUNT } from '../../../shared/domain/values.ts'
import { fieldErrors } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { readTimestamp } from '../imports/timestamps.ts'
import { countOf, isObject, isoOf, lineOf, numberOf, proseOf, wordOf } from './cells.ts'
import { type Mapping, referenceOf, withoutFaults } from './mapping.ts'
import { PLANNED_IN_REFERENCE, type RowKey } from './terms.ts'

type Content = Omit<
  Distribution,
  'user_id' | 'created_at' | 'updated_at' | 'version' | 'deleted' | 'changed_by' | 'change_note'
>
const KNOWN = new Set([
  'distribution_id',
  'audience_id',
  'audience_name',
  'audience_version',
  'platform_id',
  'platform_name',
  'platform_type',
  'distribution_type',
  'status',
  'scheduled_at',
  'executed_at',
  'completed_at',
  'segments_distributed',
  'match_results',
  'total_records',
  'matched_records',
  'rejected_records',
  'match_rate',
  'platform_audience_id',
  'error_message',
  'error_details',
  'metadata',
  'user_id',
  'created_at',
  'updated_at',
  'year',
  'month',
])
/** What our own engine and forms write there: another system's word for it means something else. */
const OURS = [
  'planned_in',
  'schedule',
  'series_id',
  'forecast',
  'attempt',
  'handover',
  'rejects',
  'results_source',
  'results_by',
  'results_at',
  'retries_before',
  'receipt',
  'people',
  'data_type',
  'identifier_type',
  'reference',
]
const SHORT = 500
const LONG = 4_000
/** The error that holds a run which was planned there and can't be known to have run. */
export const NOT_RUN_HERE = 'not_run_here'

function statusOf(mapping: Mapping): DistributionStatus | null {
  const word = wordOf(mapping.row.status)
  const alias = Object.hasOwn(DISTRIBUTION_STATUS_ALIASES, word)
    ? DISTRIBUTION_STATUS_ALIASES[word]
    : undefined
  const status = alias ?? DISTRIBUTION_STATUSES.find(known => known === word) ?? null
  if (!status) mapping.wrong('status', word ? `“${lineOf(word, 40)}” is not known here` : 'is missing')
  if (alias && status) mapping.reference.status = word
  return status
}

type Held = Pick<Content, 'status' | 'error_details'>
const notRun = (error_message: string, hint: string): Content['error_details'] => ({
  error_code: NOT_RUN_HERE,
  error_message,
  hint,
  retryable: false,
  retry_count: 0,
  next_retry_at: null,
})

/**
 * What hadn't ended there. Was it due already, nobody knows whether it ran: it is cancelled. Was it under way, it failed
 * as far as is known here. A run that is due later stays scheduled, for a person to start.
 */
function held(mapping: Mapping, status: DistributionStatus, due: number | null, now: number): Held | null {
  switch (status) {
    case 'scheduled':
      if (due !== null && due > now) {
        mapping.count('Scheduled runs stay scheduled, and start only when a person starts them here')
        return null
      }
      mapping.count('Scheduled runs whose time is past, or isn’t known, become cancelled')
      return {
        status: 'cancelled',
        error_details: notRun(
          'It was scheduled in the reference system, and its time was past when it was migrated.',
          'If it didn’t run there, make a new distribution of the audience.',
        ),
      }
    case 'processing':
    case 'matching':
      mapping.count('Runs that were under way become failed, because how they ended isn’t known here')
      return {
        status: 'failed',
        error_details: notRun(
          'It was under way in the reference system when it was migrated. How it ended isn’t known here.',
          'Look at the platform. Retry sends the audience again from here.',
        ),
      }
    default:
      return null
  }
}

/** A run's numbers are taken as they are or not at all: one that can't be kept refuses the row. */
function countIn(mapping: Mapping, path: string, value: unknown): number | null {
  const count = countOf(value)
  if (count !== null && count > MAX_COUNT) mapping.wrong(path, 'is too large')
  return count
}

function errorOf(mapping: Mapping): Content['error_details'] {
  const given = mapping.object('error_details')
  const message = proseOf(mapping.row.error_message ?? given.error_message)
  if (message.trim() === '') return null
  if (message.length > LONG) {
    mapping.reference.error_message = message
    mapping.say('error_message is longer than 4,000 characters; the original is kept under reference')
  }
  return {
    error_code: lineOf(given.error_code, 100) || 'reference',
    error_message: proseOf(message, LONG),
    hint: null,
    retryable: false,
    retry_count: countIn(mapping, 'retry_count', given.retry_count) ?? 0,
    next_retry_at: null,
  }
}

function resultsOf(mapping: Mapping): Content['match_results'] {
  const given = { ...mapping.object('match_results') }
  const cell = (key: string) => mapping.row[key] ?? given[key]
  const count = (key: string) => countIn(mapping, key, cell(key))
  const total_records = count('total_records')
  const matched_records = count('matched_records')
  const rate = numberOf(cell('match_rate'))
  const worked = total_records && matched_records !== null ? matched_records / total_records : null
  return {
    total_records,
    matched_records,
    rejected_records: count('rejected_records'),
    match_rate: rate !== null && rate >= 0 ? rate : worked,
    platform_audience_id: lineOf(cell('platform_audience_id'), SHORT) || null,
  }
}

const TIMES = ['requested_at', 'approved_at']

function metadataOf(mapping: Mapping): Content['metadata'] {
  const given = { ...mapping.object('metadata') }
  for (const key of OURS)
    if (Object.hasOwn(given, key)) {
      mapping.reference[key] = given[key]
      delete given[key]
    }
  for (const [key, value] of mapping.extra(KNOWN))
    if (Object.hasOwn(given, key) || OURS.includes(key)) mapping.reference[key] = value
    else given[key] = value
  if (given.created_from !== undefined) mapping.reference.created_from = given.created_from
  for (const key of TIMES) given[key] = readTimestamp(given[key]) ?? given[key]
  if (typeof given.cost_estimate === 'string') given.cost_estimate = numberOf(given.cost_estimate)
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  )
  const rest = withoutFaults(mapping, 'metadata', known, value => {
    const parsed = parseInput(DistributionMetadata, value)
    return parsed.ok ? [] : fieldErrors(parsed.error)
  })
  return { ...rest, created_from: 'migrated' }
}

const segmentIdOf = (item: unknown) => lineOf(isObject(item) ? item.segment_id : item, 100)

/** `now`, in milliseconds, divides the runs that were due from those that are. */
export function mapDistribution(mapping: Mapping, key: RowKey, now: number): Content | null {
  const { row } = mapping
  const status = statusOf(mapping)
  if (!key.audience_id) mapping.wrong('audience_id', 'is missing')
  else if (!key.audience_name)
    mapping.wrong('audience_id', `names ${lineOf(row.audience_id, 64)}, and there is no such audience`)
  if (!key.platform_id) mapping.wrong('platform_id', 'is missing')
  else if (!key.platform_name)
    mapping.wrong('platform_id', `names ${lineOf(row.platform_id, 64)}, and there is no such platform`)
  const platform_type = platformTypeOf(row.platform_type) ?? platformTypeOf(key.platform_type)
  if (key.platform_name && !platform_type) mapping.wrong('platform_type', 'is not known here')
  const times = ['scheduled_at', 'executed_at', 'completed_at'].map(column => mapping.time(column))
  const [scheduled, executed, completed] = times
  const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : isoOf(ms))
  const type = DistributionType.safeParse(wordOf(row.distribution_type) || 'initial')
  if (!type.success) mapping.reference.distribution_type = row.distribution_type
  const error_details = errorOf(mapping)
  if (!status || !platform_type) return null
  const content = {
    distribution_id: key.id ?? '',
    audience_id: key.audience_id ?? '',
    audience_version: key.audience_version ?? 1,
    audience_name: lineOf(row.audience_name, SHORT) || lineOf(key.audience_name, SHORT),
    platform_id: key.platform_id ?? '',
    platform_name: lineOf(row.platform_name, SHORT) || lineOf(key.platform_name, SHORT),
    platform_type,
    distribution_type: type.success ? type.data : ('refresh' as const),
    status,
    scheduled_at: iso(scheduled),
    executed_at: iso(executed),
    completed_at: iso(completed),
    segments_distributed: [...new Set(mapping.list('segments_distributed').map(segmentIdOf).filter(Boolean))],
    match_results: resultsOf(mapping),
    error_details,
    ...held(mapping, status, scheduled ?? null, now),
  }
  const own = metadataOf(mapping)
  const metadata = {
    ...own,
    ...referenceOf(mapping),
    ...(content.status === 'scheduled' && { planned_in: PLANNED_IN_REFERENCE }),
  }
  const parsed = parseInput(DistributionMetadata, metadata)
  if (!parsed.ok)
    mapping.errors.push(
      ...fieldErrors(parsed.error).map(({ path, message }) => ({ path: `metadata.${path}`, message })),
    )
  return mapping.errors.length === 0 ? { ...content, metadata } : null
}
