// Distribution: one audience, or some of its segments, sent to one platform. States and their legal moves.
import * as z from 'zod'
import { Id } from './ids.ts'
import { PlatformType } from './platform.ts'
import { count, prose, recordFields, refuseUnkeepable, Timestamp } from './values.ts'

/** Texts that were written by other systems too: any length a person might read, but always storable. */
const SHORT = 500
const LONG = 4_000
const METADATA_BYTES = 64_000

export const DISTRIBUTION_STATUSES = [
  'scheduled',
  'processing',
  'matching',
  'completed',
  'failed',
  'cancelled',
] as const
export const DistributionStatus = z.enum(DISTRIBUTION_STATUSES)
export type DistributionStatus = z.infer<typeof DistributionStatus>

/** Names that older data uses. */
export const DISTRIBUTION_STATUS_ALIASES: Readonly<Record<string, DistributionStatus>> = {
  pending: 'scheduled',
  in_progress: 'processing',
}

export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected'] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]

const MOVES: Record<DistributionStatus, readonly DistributionStatus[]> = {
  scheduled: ['processing', 'cancelled'],
  processing: ['matching', 'failed'],
  matching: ['completed', 'failed'],
  completed: [],
  failed: ['scheduled', 'cancelled'],
  cancelled: [],
}

/** Whether a distribution may move on. Approval that is pending or rejected holds it in `scheduled`. */
export function canMove(
  from: DistributionStatus,
  to: DistributionStatus,
  approval?: ApprovalStatus | null,
): boolean {
  if (to === 'processing' && (approval === 'pending' || approval === 'rejected')) return false
  return MOVES[from].includes(to)
}

export const DistributionType = z.enum(['initial', 'refresh', 'incremental'])
export type DistributionType = z.infer<typeof DistributionType>

export const MatchResults = z.object({
  total_records: count.nullable(),
  matched_records: count.nullable(),
  rejected_records: count.nullable(),
  /** matched ÷ total; some platforms report more than 1: shown, never clamped. */
  match_rate: z.number().min(0).nullable(),
  platform_audience_id: prose(SHORT).nullable(),
})

export const REPEATS = ['none', 'daily', 'weekly', 'monthly'] as const
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30')

/** When a plan repeats, in the user's own time zone: nine in the morning stays nine when the clocks change. */
export const Schedule = z.object({
  repeat: z.enum(REPEATS),
  /** Local time of day. */
  at: clock,
  /** IANA name, such as Europe/Berlin. */
  zone: prose(100),
  /** 1 is Monday. For weekly. */
  weekday: z.number().int().min(1).max(7).optional(),
  /** Of the month; the last one where a month is shorter. For monthly. */
  day: z.number().int().min(1).max(31).optional(),
})
export type Schedule = z.output<typeof Schedule>

const rate = z.number().min(0)
/** Expected matched ÷ sent, with its range and where it comes from. */
export const Forecast = z.object({
  rate: rate.nullable(),
  low: rate.nullable(),
  high: rate.nullable(),
  basis: z.enum(['learned', 'platform_setting', 'platform_type', 'unknown']),
  /** Whether it was learned from runs of the same type of data, or from all of the platform. */
  scope: z.enum(['data_type', 'platform']).optional(),
  /** How many past runs it was learned from. */
  runs: count,
  /** People × rate, rounded. */
  matches: count.nullable(),
})
export type Forecast = z.output<typeof Forecast>

/** One try to deliver. The key is what makes a repeated call the same call: `<distribution_id>.<number>`. */
export const Attempt = z.object({
  number: z.number().int().min(1),
  key: prose(SHORT),
  started_at: Timestamp,
  /** How often the core ended in the middle of it and went on with it. */
  resumed: count.optional(),
})
export type Attempt = z.output<typeof Attempt>

/** What the analyst does by hand, where a platform takes only lists of members. */
export const Handover = z.object({
  state: z.enum(['waiting', 'done']),
  reason: prose(LONG),
  /** Folder of the package, for display. */
  package: prose(LONG),
  steps: z.array(prose(LONG)),
})
export type Handover = z.output<typeof Handover>

/** Known keys are checked; unknown ones survive a round trip. */
export const DistributionMetadata = z
  .looseObject({
    /** The workspace that starts it: others that got it through BigQuery leave it alone. Without it, any does. */
    planned_in: prose(100).optional(),
    campaign_name: prose(SHORT).optional(),
    notes: prose(LONG).optional(),
    cost_estimate: z.number().min(0).optional(),
    currency: prose(100).optional(),
    /** What the estimate was worked out from, in words. */
    cost_basis: prose(SHORT).optional(),
    approval_status: z.enum(APPROVAL_STATUSES).optional(),
    approval_comment: prose(LONG).optional(),
    requested_by: prose(SHORT).optional(),
    requested_at: Timestamp.optional(),
    /** Who approved or rejected, and when. */
    approved_by: prose(SHORT).optional(),
    approved_at: Timestamp.optional(),
    schedule: Schedule.optional(),
    /** The same for all runs of one repeating plan. */
    series_id: prose(SHORT).optional(),
    /** Of the audience when it was planned: rates are learned by them. */
    data_type: prose(100).optional(),
    identifier_type: prose(100).nullable().optional(),
    /** Size of the chosen segments when it was planned. */
    people: count.optional(),
    forecast: Forecast.optional(),
    attempt: Attempt.optional(),
    handover: Handover.optional(),
    /** Rejected records by the platform's reason, most frequent first. */
    rejects: z
      .array(z.object({ reason: prose(SHORT), count }))
      .max(200)
      .optional(),
    /** Who said what was matched: the platform's API, a person, or a file of the platform. */
    results_source: z.enum(['api', 'entered', 'imported']).optional(),
    /** Who told the results, and when: a person, or the platform's name. */
    results_by: prose(SHORT).optional(),
    results_at: Timestamp.optional(),
    /** `retry_count` when a person last retried it: the automatic retries are counted from there. */
    retries_before: count.optional(),
    /** The newest receipt: its file in the workspace, and its SHA-256 in hex. */
    receipt: z.object({ file: prose(SHORT), sha256: prose(64) }).optional(),
  })
  .superRefine((value, ctx) => refuseUnkeepable(value, METADATA_BYTES, ctx))
export type DistributionMetadata = z.output<typeof DistributionMetadata>

export const Distribution = z.object({
  distribution_id: Id,
  audience_id: Id,
  /** The version that was sent: the record of what left the building. */
  audience_version: z.number().int().min(1),
  audience_name: prose(SHORT),
  platform_id: Id,
  platform_name: prose(SHORT),
  platform_type: PlatformType,
  distribution_type: DistributionType,
  status: DistributionStatus,
  scheduled_at: Timestamp.nullable(),
  executed_at: Timestamp.nullable(),
  completed_at: Timestamp.nullable(),
  /** Empty means all segments. */
  segments_distributed: z.array(prose(100)),
  match_results: MatchResults,
  error_details: z
    .object({
      error_code: prose(SHORT),
      error_message: prose(LONG),
      hint: prose(LONG).nullable(),
      retryable: z.boolean(),
      retry_count: z.number().int().min(0),
      next_retry_at: Timestamp.nullable(),
    })
    .nullable(),
  metadata: DistributionMetadata,
  ...recordFields,
})
export type Distribution = z.output<typeof Distribution>

/** What a list shows of a distribution. */
export const DistributionSummary = Distribution.pick({
  distribution_id: true,
  audience_id: true,
  audience_version: true,
  audience_name: true,
  platform_id: true,
  platform_name: true,
  platform_type: true,
  distribution_type: true,
  status: true,
  scheduled_at: true,
  executed_at: true,
  completed_at: true,
  created_at: true,
  updated_at: true,
  version: true,
  deleted: true,
}).extend({
  /** When it happened, or is to happen: the newest instant that it has. */
  happens_at: Timestamp,
  total_records: count.nullable(),
  matched_records: count.nullable(),
  rejected_records: count.nullable(),
  /** To six decimals. */
  match_rate: z.number().min(0).nullable(),
  platform_audience_id: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  retry_count: count,
  next_retry_at: Timestamp.nullable(),
  campaign_name: z.string().nullable(),
  approval_status: z.string().nullable(),
  series_id: z.string().nullable(),
  data_type: z.string().nullable(),
  repeat: z.string(),
  people: count.nullable(),
  forecast_matches: count.nullable(),
  handover_state: z.string().nullable(),
})
export type DistributionSummary = z.output<typeof DistributionSummary>
