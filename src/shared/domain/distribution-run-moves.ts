// The moves that the engine makes with a run: start, resume, delivered, complete, fail, stop. Pure: each answers the change to commit.
import { type AppError, type FieldError, invalid, ok, fail as refuse } from '../errors.ts'
import type { Distribution, DistributionMetadata, DistributionStatus } from './distribution.ts'
import { canMove } from './distribution.ts'
import {
  type DistributionChange,
  illegal,
  inTrash,
  type Move,
  metadataWith,
  nextRetryAt,
  titleOf,
} from './distribution-change.ts'

/** A run whose core ended in the middle as often as this is failed: it may be what ends it. */
export const MOST_RESUMES = 3
const MOST_REJECTS = 200
const OTHER_REASONS = 'Other reasons'

type At = { now: Date }
/** People, not attempts. Left out is not known, and stays as it was. */
export type ResultsInput = {
  total_records?: number | null | undefined
  matched_records?: number | null | undefined
  rejected_records?: number | null | undefined
  /** As the platform reports it; worked out of the counts otherwise. May exceed 1. */
  match_rate?: number | null | undefined
  platform_audience_id?: string | null | undefined
  rejects?: readonly { reason: string; count: number }[] | undefined
}
export type ResultsSource = NonNullable<DistributionMetadata['results_source']>
export type RunFailure = Pick<AppError, 'code' | 'message' | 'hint'> & { retryable: boolean }

/** Whether a move may be made at all, for a reason that has nothing to do with its particulars. */
export function barred(record: Distribution, from: readonly DistributionStatus[], to: DistributionStatus) {
  return inTrash(record) ?? (from.includes(record.status) ? null : illegal(record, to))
}

/** Of an earlier attempt: none of it is true of the next one. */
const OF_AN_ATTEMPT = ['handover', 'rejects', 'results_source', 'results_by', 'results_at'] as const
const attemptKey = (record: Distribution, number: number) => `${record.distribution_id}.${number}`

/** scheduled → processing, with a new attempt and its key. What the platform calls the audience is kept, for it to be filled again. */
export function start(record: Distribution, { now }: At): Move {
  const no = barred(record, ['scheduled'], 'processing')
  if (no) return no
  if (!canMove(record.status, 'processing', record.metadata.approval_status))
    return illegal(
      record,
      'processing',
      record.metadata.approval_status === 'rejected'
        ? 'It was rejected. Ask for approval again, or cancel it.'
        : 'It waits for approval. Approve it first.',
    )
  const number = (record.metadata.attempt?.number ?? 0) + 1
  const started_at = now.toISOString()
  return ok({
    status: 'processing',
    executed_at: started_at,
    completed_at: null,
    match_results: {
      total_records: null,
      matched_records: null,
      rejected_records: null,
      match_rate: null,
      platform_audience_id: record.match_results.platform_audience_id,
    },
    metadata: metadataWith(
      record,
      { attempt: { number, key: attemptKey(record, number), started_at } },
      OF_AN_ATTEMPT,
    ),
  })
}

/**
 * Goes on with the same attempt and the same key after the core ended in the middle of it, and counts that it did. A
 * `conflict` for a run that was begun elsewhere, and for one that was interrupted too often: fail it then.
 */
export function resume(record: Distribution): Move {
  const no = barred(record, ['processing'], 'processing')
  if (no) return no
  const { attempt } = record.metadata
  if (!attempt)
    return refuse('conflict', `The run of ${titleOf(record)} was not started by this app.`, {
      hint: 'Enter its results if you know them, or stop it.',
    })
  const resumed = (attempt.resumed ?? 0) + 1
  if (resumed > MOST_RESUMES)
    return refuse('conflict', `The run of ${titleOf(record)} was interrupted ${resumed} times.`, {
      hint: 'Look at the platform whether it arrived before you retry it.',
    })
  return ok({ metadata: metadataWith(record, { attempt: { ...attempt, resumed } }) })
}

/** processing → matching: the platform, or the person who fills it by hand, has what was to be sent. */
export function delivered(
  record: Distribution,
  {
    platform_audience_id,
    total_records,
    handover,
    receipt,
  }: {
    platform_audience_id: string | null
    /** People that were sent, where it is known. */
    total_records: number | null
    handover?: Omit<NonNullable<DistributionMetadata['handover']>, 'state'> | undefined
    receipt?: DistributionMetadata['receipt']
  },
): Move {
  const no = barred(record, ['processing'], 'matching')
  if (no) return no
  const id = platform_audience_id ?? record.match_results.platform_audience_id
  return ok({
    status: 'matching',
    match_results: { ...record.match_results, total_records, platform_audience_id: id },
    metadata: metadataWith(record, {
      ...(handover ? { handover: { ...handover, steps: [...handover.steps], state: 'waiting' } } : {}),
      ...(receipt ? { receipt } : {}),
    }),
  })
}

/** Same reasons added up, most frequent first; beyond 200 the rarest are one. */
function settleRejects(rejects: NonNullable<ResultsInput['rejects']>) {
  const counts = new Map<string, number>()
  for (const { reason, count } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + count)
  const all = Array.from(counts, ([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
  if (all.length <= MOST_REJECTS) return all
  const rest = all.slice(MOST_REJECTS - 1).reduce((sum, { count }) => sum + count, 0)
  return [...all.slice(0, MOST_REJECTS - 1), { reason: OTHER_REASONS, count: rest }]
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

function faultsOf({ rejects = [], match_rate, ...input }: ResultsInput): FieldError[] {
  const say = (path: string) => ({ path, message: 'must be a whole number that is not negative' })
  const { platform_audience_id: _, ...counts } = input
  return [
    ...Object.entries(counts)
      .filter(([, value]) => value !== undefined && value !== null && !isCount(value))
      .map(([key]) => say(`results.${key}`)),
    ...rejects.flatMap(({ count }, index) =>
      isCount(count) ? [] : [say(`results.rejects[${index}].count`)],
    ),
    ...(match_rate !== undefined && match_rate !== null && !(match_rate >= 0 && Number.isFinite(match_rate))
      ? [{ path: 'results.match_rate', message: 'must be a number that is not negative' }]
      : []),
  ]
}

/** matched ÷ total, above 1 too; null where one of them isn't known or nobody was sent. */
export const matchRateOf = (matched: number | null, total: number | null) =>
  matched === null || total === null || total === 0 ? null : matched / total

/** What a run's results become by what was told. `validation_failed` names what can't be a count. */
export function withResults(
  record: Distribution,
  { results, source, by, now }: At & { results: ResultsInput; source: ResultsSource; by: string },
): Move {
  const faults = faultsOf(results)
  if (faults.length > 0) return invalid(faults)
  const before = record.match_results
  const known = <T>(told: T | undefined, kept: T) => (told === undefined ? kept : told)
  const total_records = known(results.total_records, before.total_records)
  const matched_records = known(results.matched_records, before.matched_records)
  const counted = results.matched_records !== undefined || results.total_records !== undefined
  const { handover } = record.metadata
  // A folder's run is complete with nobody having told anything: then nobody is named.
  const told = source !== 'api' || Object.values(results).some(value => value !== undefined && value !== null)
  return ok({
    match_results: {
      total_records,
      matched_records,
      rejected_records: known(results.rejected_records, before.rejected_records),
      match_rate:
        results.match_rate ?? (counted ? matchRateOf(matched_records, total_records) : before.match_rate),
      platform_audience_id: known(results.platform_audience_id, before.platform_audience_id),
    },
    metadata: metadataWith(record, {
      ...(told ? { results_source: source, results_by: by, results_at: now.toISOString() } : {}),
      ...(results.rejects ? { rejects: settleRejects(results.rejects) } : {}),
      ...(handover ? { handover: { ...handover, state: 'done' } } : {}),
    }),
  })
}

/** matching → completed. Empty results where nobody reports any, such as of a folder. `by` is a person or a platform. */
export function complete(
  record: Distribution,
  input: At & { results: ResultsInput; source: ResultsSource; by: string },
): Move {
  const no = barred(record, ['matching'], 'completed')
  if (no) return no
  const changed = withResults(record, input)
  if (!changed.ok) return changed
  return ok({
    ...changed.value,
    status: 'completed',
    completed_at: input.now.toISOString(),
    error_details: null,
  } satisfies DistributionChange)
}

/**
 * processing or matching → failed. What passes by itself is tried again by itself: `next_retry_at`, at most five times
 * since the plan was made or a person retried it. `retry_count` counts the retries made so far.
 */
export function fail(
  record: Distribution,
  { error, retry_after_s = null, now }: At & { error: RunFailure; retry_after_s?: number | null },
): Move {
  const no = barred(record, ['processing', 'matching'], 'failed')
  if (no) return no
  const retry_count = record.error_details?.retry_count ?? 0
  const used = Math.max(0, retry_count - (record.metadata.retries_before ?? 0))
  return ok({
    status: 'failed',
    completed_at: null,
    error_details: {
      error_code: error.code,
      error_message: error.message,
      hint: error.hint ?? null,
      retryable: error.retryable,
      retry_count,
      next_retry_at: error.retryable ? nextRetryAt(used, retry_after_s, now) : null,
    },
  })
}

/** processing or matching → failed, because a person stopped it. Cancelling a running one is this and then `cancel`. */
export const stop = (record: Distribution, { by, now }: At & { by: string }): Move =>
  fail(record, {
    now,
    error: {
      code: 'cancelled',
      message: `${by} stopped the run.`,
      hint: 'What the platform had taken by then may still be there. Retry it to send everything again.',
      retryable: false,
    },
  })
