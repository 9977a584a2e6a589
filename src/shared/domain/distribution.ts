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

export const MatchResults = z.object({
  total_records: count.nullable(),
  matched_records: count.nullable(),
  rejected_records: count.nullable(),
  /** matched ÷ total; some platforms report more than 1: shown, never clamped. */
  match_rate: z.number().min(0).nullable(),
  platform_audience_id: prose(SHORT).nullable(),
})

export const Distribution = z.object({
  distribution_id: Id,
  audience_id: Id,
  /** The version that was sent: the record of what left the building. */
  audience_version: z.number().int().min(1),
  audience_name: prose(SHORT),
  platform_id: Id,
  platform_name: prose(SHORT),
  platform_type: PlatformType,
  distribution_type: z.enum(['initial', 'refresh', 'incremental']),
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
  metadata: z
    .looseObject({
      campaign_name: prose(SHORT).optional(),
      cost_estimate: z.number().min(0).optional(),
      currency: prose(100).optional(),
      approval_status: z.enum(APPROVAL_STATUSES).optional(),
      approved_by: prose(SHORT).optional(),
      approved_at: Timestamp.optional(),
    })
    .superRefine((value, ctx) => refuseUnkeepable(value, METADATA_BYTES, ctx)),
  ...recordFields,
})
export type Distribution = z.output<typeof Distribution>
