// What all moves of a distribution share: the words of a refusal, changes of metadata, and when the scheduler has to act.
import { type Fail, fail, type Result } from '../errors.ts'
import type { Distribution, DistributionMetadata, DistributionStatus } from './distribution.ts'

/** Fields to write in one commit that expects the record's version. */
export type DistributionChange = Partial<Distribution>
export type Move = Result<DistributionChange>

/** As it stands in “is …”. */
export const STATUS_WORDS: Readonly<Record<DistributionStatus, string>> = {
  scheduled: 'scheduled',
  processing: 'running',
  matching: 'waiting for its results',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
}

export const titleOf = (record: Pick<Distribution, 'audience_name' | 'platform_name'>) =>
  `“${record.audience_name}” to “${record.platform_name}”`

const HINTS: Readonly<Record<DistributionStatus, string>> = {
  scheduled: 'Wait for it to start, run it now, or cancel it.',
  processing: 'Wait until it ends, or stop it first.',
  matching: 'Enter its results, or stop it first.',
  completed: 'Plan a new distribution to send the audience again.',
  failed: 'Retry it, or cancel it.',
  cancelled: 'Plan a new distribution to send the audience.',
}

/** A `conflict` that names both states, in words and in its details. */
export const illegal = (record: Distribution, to: DistributionStatus, hint = HINTS[record.status]): Fail =>
  fail(
    'conflict',
    `The distribution of ${titleOf(record)} is ${STATUS_WORDS[record.status]} and can’t become ${STATUS_WORDS[to]}.`,
    { hint, details: { from: record.status, to } },
  )

/** A `conflict` for a record in the trash, which makes no move at all; null for a living one. */
export const inTrash = (record: Distribution): Fail | null =>
  record.deleted
    ? fail('conflict', `The distribution of ${titleOf(record)} is in the trash.`, {
        hint: 'Restore it first.',
        details: { from: record.status },
      })
    : null

type Known = keyof DistributionMetadata & string

/** The whole metadata with some of it set and some taken away; an undefined value takes away too. */
export function metadataWith(
  record: Distribution,
  set: { [K in keyof DistributionMetadata]?: DistributionMetadata[K] | undefined },
  drop: readonly Known[] = [],
): DistributionMetadata {
  const entries = Object.entries({ ...record.metadata, ...set })
  return Object.fromEntries(entries.filter(([key, value]) => value !== undefined && !drop.includes(key)))
}

export const isHeld = ({ metadata }: Pick<Distribution, 'metadata'>) =>
  metadata.approval_status === 'pending' || metadata.approval_status === 'rejected'

const isPast = (timestamp: string | null, now: Date) =>
  timestamp !== null && Date.parse(timestamp) <= now.getTime()

/** Whether it is to start: its time has come and nothing holds it. Without a time it waits for a person. */
export const isDue = (record: Distribution, now: Date) =>
  record.status === 'scheduled' && !record.deleted && !isHeld(record) && isPast(record.scheduled_at, now)

/** Whether a failed run is to be tried again by itself. */
export const isRetryDue = (record: Distribution, now: Date) =>
  record.status === 'failed' && !record.deleted && isPast(record.error_details?.next_retry_at ?? null, now)

/** Minutes before each automatic retry; after the last there is none. */
export const BACKOFF_MINUTES = [1, 5, 15, 60, 240] as const
/** A platform that asks for a longer wait than a week, in seconds, is left to a person. */
export const LONGEST_WAIT_S = 7 * 86_400

/**
 * When to try again by itself: `used` automatic retries were made already. What the platform asks for counts where it is
 * longer. Null when there is no further automatic retry.
 */
export function nextRetryAt(used: number, retry_after_s: number | null, now: Date): string | null {
  const minutes = BACKOFF_MINUTES[used]
  const asked = retry_after_s !== null && retry_after_s > 0 ? retry_after_s : 0
  if (minutes === undefined || asked > LONGEST_WAIT_S) return null
  return new Date(now.getTime() + Math.ceil(Math.max(minutes * 60, asked) * 1_000)).toISOString()
}
