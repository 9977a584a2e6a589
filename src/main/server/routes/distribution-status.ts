// The reference system's one call that moves a distribution: which of our moves each status stands for, and its results.
import * as z from 'zod'
import { type Distribution, DistributionStatus } from '../../../shared/domain/distribution.ts'
import { illegal } from '../../../shared/domain/distribution-change.ts'
import { count, line, prose } from '../../../shared/domain/values.ts'
import { invalid, ok, type Result } from '../../../shared/errors.ts'
import { nullsLeftOut, ourStatus } from './distribution-plan.ts'

/** Matched ÷ total may exceed 1, but not as far as a rate in percent does. */
const HIGHEST_RATE = 10
/** Rates are told with two decimals: what is nearer to the counts than half of the last one fits them. */
const ROUNDING = 0.005

const Told = nullsLeftOut(
  z.strictObject({
    total_records: count.optional(),
    matched_records: count.optional(),
    rejected_records: count.optional(),
    match_rate: z.number().min(0).max(HIGHEST_RATE, 'must be a share, such as 0.62 for 62 %').optional(),
    platform_audience_id: line(500).optional(),
    rejects: z
      .array(z.strictObject({ reason: line(500), count }))
      .max(200)
      .optional(),
    error_message: prose(4_000).optional(),
  }),
)
type Told = z.output<typeof Told>

export const StatusBody = z.strictObject({
  status: z.preprocess(ourStatus, DistributionStatus),
  metadata: Told.prefault({}),
  expected_version: z.number().int().min(1).optional(),
})
export type StatusBody = z.output<typeof StatusBody>

type Results = Omit<Told, 'match_rate' | 'error_message'>

/** The counts that a rate stands for: a rate alone is of the total that is known, and one beside counts must fit them. */
function resultsOf(
  { match_rate, error_message: _none, ...counts }: Told,
  run: Distribution,
): Result<Results> {
  if (match_rate === undefined) return ok(counts)
  const total = counts.total_records ?? run.match_results.total_records
  const refuse = (message: string) => invalid([{ path: 'metadata.match_rate', message }])
  if (!total) return refuse('needs total_records beside it')
  const { matched_records: matched } = counts
  if (matched === undefined) return ok({ ...counts, matched_records: Math.round(match_rate * total) })
  return Math.abs(matched / total - match_rate) <= ROUNDING
    ? ok(counts)
    : refuse(
        `doesn’t fit ${matched.toLocaleString('en')} of ${total.toLocaleString('en')}: leave it out, or correct the counts`,
      )
}

export type Asked =
  | { operation: 'distributions.enterResults'; input: { results: Results; expected_version?: number } }
  | { operation: 'distributions.cancel' | 'distributions.retry'; input: { expected_version?: number } }
  | { operation: null }

/** Where the app alone moves a run, what to do instead. */
const INSTEAD = {
  processing: 'The app starts it at its time. To start it at once, post to its /run.',
  matching: 'It comes there by itself when it was delivered.',
  failed: 'The app finds out by itself what failed. To stop a run, cancel it.',
} as const

/**
 * What is asked of the core for a run as it is now; no operation where it is so already. A `conflict` for a state that
 * only the app brings about.
 */
export function askedOf(
  { status, metadata, expected_version }: StatusBody,
  run: Distribution,
): Result<Asked> {
  if (status === 'processing' || status === 'matching' || status === 'failed')
    return illegal(run, status, INSTEAD[status])
  const { error_message, ...results } = metadata
  const faults = [
    ...(error_message ? [{ path: 'metadata.error_message', message: 'belongs to a run that failed' }] : []),
    ...Object.keys(status === 'completed' ? {} : results).map(field => ({
      path: `metadata.${field}`,
      message: 'goes with the status completed',
    })),
  ]
  if (faults.length > 0) return invalid(faults)
  const seen = expected_version === undefined ? {} : { expected_version }
  if (status === 'cancelled') return ok({ operation: 'distributions.cancel', input: seen })
  if (status === 'scheduled')
    return ok(
      run.status === 'scheduled' ? { operation: null } : { operation: 'distributions.retry', input: seen },
    )
  const told = resultsOf(metadata, run)
  if (!told.ok) return told
  // A rate was worked out by the total of this version.
  const version = expected_version ?? (metadata.match_rate === undefined ? undefined : run.version)
  return ok({
    operation: 'distributions.enterResults',
    input: { results: told.value, ...(version !== undefined && { expected_version: version }) },
  })
}
