// Every move a distribution can make, as pure functions: each answers the change to commit, or why it can't be made.
import { type Fail, ok, fail as refuse } from '../errors.ts'
import type { ApprovalStatus, Distribution, Schedule } from './distribution.ts'
import {
  type DistributionChange,
  illegal,
  isRetryDue,
  type Move,
  metadataWith,
  titleOf,
} from './distribution-change.ts'
import {
  barred,
  complete,
  delivered,
  fail,
  type ResultsInput,
  type ResultsSource,
  resume,
  start,
  stop,
  withResults,
} from './distribution-run-moves.ts'

type At = { now: Date }
type By = At & { by: string; comment?: string | undefined }
type Plan = Pick<Distribution, 'segments_distributed' | 'metadata'>

/** A new time, or a new plan of repeating; null for none. Only while it is scheduled. `replan` says what becomes of an approval. */
function reschedule(
  record: Distribution,
  { scheduled_at, schedule }: { scheduled_at: string | null; schedule: Schedule | null },
): Move {
  const no = barred(record, ['scheduled'], 'scheduled')
  if (no) return no
  return ok({ scheduled_at, metadata: metadataWith(record, { schedule: schedule ?? undefined }) })
}

const APPROVAL_WORDS: Readonly<Record<ApprovalStatus | 'none', string>> = {
  none: 'not awaiting approval',
  pending: 'waiting for approval',
  approved: 'approved',
  rejected: 'rejected',
}

/** A `conflict` that names both states of the approval. */
function wrongApproval(record: Distribution, to: ApprovalStatus): Fail {
  const from = record.metadata.approval_status ?? 'none'
  const hint =
    from === 'none'
      ? 'Ask for approval first.'
      : from === to
        ? 'There is nothing more to decide.'
        : 'Reject it first to decide again.'
  return refuse(
    'conflict',
    `The distribution of ${titleOf(record)} is ${APPROVAL_WORDS[from]} and can’t become ${APPROVAL_WORDS[to]}.`,
    { hint, details: { from, to } },
  )
}

/** An approval is decided before the run starts: from `froms` to `to`. */
function approvalMove(
  record: Distribution,
  to: ApprovalStatus,
  froms: readonly (ApprovalStatus | 'none')[],
): Fail | null {
  const no = barred(record, ['scheduled'], 'scheduled')
  if (no) return no
  return froms.includes(record.metadata.approval_status ?? 'none') ? null : wrongApproval(record, to)
}

const ask = (record: Distribution, { by, comment, now }: By): DistributionChange => ({
  metadata: metadataWith(
    record,
    {
      approval_status: 'pending',
      approval_comment: comment || undefined,
      requested_by: by,
      requested_at: now.toISOString(),
    },
    ['approved_by', 'approved_at'],
  ),
})

/** Holds it until someone approves; again after a rejection too. */
const requestApproval = (record: Distribution, by: By): Move =>
  approvalMove(record, 'pending', ['none', 'rejected']) ?? ok(ask(record, by))

const repeatOf = ({ metadata }: Plan) => metadata.schedule?.repeat ?? 'none'
const idsOf = ({ segments_distributed }: Plan) => [...new Set(segments_distributed)].sort().join('\n')

/**
 * Why what was decided on the plan before says nothing of the plan after, in a sentence for the history; null where it
 * still does. An approval is of who is sent, where, and how often. Where never changes; when may, and so may ending a
 * plan that repeats.
 */
export function whyAskAnew(before: Plan, after: Plan): string | null {
  const { approval_status } = before.metadata
  if (approval_status !== 'approved' && approval_status !== 'rejected') return null
  if (idsOf(before) !== idsOf(after)) return 'Approval is asked for again: other segments are sent.'
  return repeatOf(after) !== 'none' && repeatOf(after) !== repeatOf(before)
    ? 'Approval is asked for again: it is sent at other intervals.'
    : null
}

/** The change of a plan, with approval asked for again by whoever changes what was decided on. */
function replan(record: Distribution, change: DistributionChange, by: By): Move {
  const no = barred(record, ['scheduled'], 'scheduled')
  if (no) return no
  const planned = { ...record, ...change }
  return ok(whyAskAnew(record, planned) === null ? change : { ...change, ...ask(planned, by) })
}

const decide = (record: Distribution, approval_status: ApprovalStatus, { by, comment, now }: By): Move =>
  ok({
    metadata: metadataWith(record, {
      approval_status,
      approval_comment: comment || undefined,
      approved_by: by,
      approved_at: now.toISOString(),
    }),
  })

/** A rejection can be taken back by it. */
const approve = (record: Distribution, by: By): Move =>
  approvalMove(record, 'approved', ['pending', 'rejected']) ?? decide(record, 'approved', by)

/** An approval can be taken back by it, until the run starts. */
const reject = (record: Distribution, by: By): Move =>
  approvalMove(record, 'rejected', ['pending', 'approved']) ?? decide(record, 'rejected', by)

/**
 * failed → scheduled, due at once. The engine may only when the time of the next automatic retry has come; a person may
 * at any time, and the five automatic retries begin anew.
 */
function retry(record: Distribution, { by, now }: At & { by: 'engine' | 'person' }): Move {
  const no = barred(record, ['failed'], 'scheduled')
  if (no) return no
  if (by === 'engine' && !isRetryDue(record, now))
    return illegal(
      record,
      'scheduled',
      'The time of its next retry hasn’t come. Retry it by hand if you like.',
    )
  const details = record.error_details
  const retry_count = (details?.retry_count ?? 0) + 1
  return ok({
    status: 'scheduled',
    scheduled_at: now.toISOString(),
    error_details: details && { ...details, retry_count, next_retry_at: null },
    ...(by === 'person'
      ? { metadata: metadataWith(record, { retries_before: details ? retry_count : 0 }) }
      : {}),
  })
}

/** scheduled or failed → cancelled, for good. One that runs is stopped first: `stop`, and then this. */
function cancel(record: Distribution): Move {
  const no = barred(record, ['scheduled', 'failed'], 'cancelled')
  if (no) return no
  const details = record.error_details
  return ok({ status: 'cancelled', error_details: details && { ...details, next_retry_at: null } })
}

/** What the platform told late or a person read there: completes a run that is matching, corrects one that is completed. */
function enterResults(
  record: Distribution,
  input: At & { results: ResultsInput; source: ResultsSource; by: string },
): Move {
  if (record.status === 'matching') return complete(record, input)
  return barred(record, ['completed'], 'completed') ?? withResults(record, input)
}

export const moves = {
  reschedule,
  replan,
  requestApproval,
  approve,
  reject,
  start,
  resume,
  delivered,
  complete,
  fail,
  stop,
  retry,
  cancel,
  enterResults,
}
