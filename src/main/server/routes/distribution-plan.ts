// The body that plans distributions, as the reference system's callers write it, and the plan that the core takes.
import * as z from 'zod'
import { type Plan, PlanPair } from '../../../shared/contract/distributions.ts'
import {
  DISTRIBUTION_STATUS_ALIASES,
  DistributionType,
  Schedule,
} from '../../../shared/domain/distribution.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { line, prose, Timestamp } from '../../../shared/domain/values.ts'
import { fieldErrors, invalid, ok, type Result } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'

type JsonObject = Record<string, unknown>

/** Older callers' words become ours; what is neither is left for the schema to refuse. */
export const ourStatus = (raw: unknown) =>
  typeof raw === 'string' && Object.hasOwn(DISTRIBUTION_STATUS_ALIASES, raw)
    ? DISTRIBUTION_STATUS_ALIASES[raw]
    : raw

/** Python sends a null for what isn't given. */
export const withoutNulls = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

export const nullsLeftOut = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    raw =>
      typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? withoutNulls(raw as JsonObject) : raw,
    schema,
  )

/** With an offset, or UTC without one, as Python's `isoformat()` writes it; kept to the millisecond. */
const instant = z.iso
  .datetime({ offset: true, local: true, error: 'must be a time such as 2026-11-23T09:00:00Z' })
  .transform(text => {
    const at = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
    return Number.isNaN(at.getTime()) ? text : at.toISOString()
  })
  .pipe(Timestamp)

const segmentIds = z
  .array(z.union([z.int().transform(String), line(100)]))
  .max(500)
  .optional()

export const PlanBody = z
  .strictObject({
    audience_id: Id.optional(),
    platform_id: Id.optional(),
    audience_ids: z.array(Id).min(1).max(200).optional(),
    platform_ids: z.array(Id).min(1).max(100).optional(),
    leave_out: z.array(PlanPair).max(1_000).optional(),
    /** What the reference calls `segments`, and keeps as `segments_distributed`. */
    segments: segmentIds,
    segments_distributed: segmentIds,
    distribution_type: DistributionType.optional(),
    scheduled_at: instant.optional(),
    schedule: z.strictObject(Schedule.shape).optional(),
    metadata: nullsLeftOut(
      z.strictObject({ campaign_name: prose(200).optional(), notes: prose(4_000).optional() }),
    ).prefault({}),
    request_approval: z.boolean().optional(),
    approval_comment: prose(1_000).optional(),
    status: z.preprocess(ourStatus, z.literal('scheduled', 'must be scheduled, or left out')).optional(),
  })
  .superRefine((body, ctx) => {
    const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    for (const what of ['audience', 'platform'] as const) {
      const [one, many] = [body[`${what}_id`], body[`${what}_ids`]]
      if (one === undefined && many === undefined) say(`${what}_id`, 'is required')
      if (one !== undefined && many !== undefined) say(`${what}_ids`, `can’t be sent with ${what}_id`)
    }
    if (body.segments && body.segments_distributed) say('segments', 'can’t be sent with segments_distributed')
    if (body.scheduled_at && body.schedule) say('schedule', 'can’t be sent with scheduled_at')
  })
type Body = z.output<typeof PlanBody>

const whenOf = ({ scheduled_at, schedule }: Body): Plan['when'] => {
  if (schedule) return { kind: 'repeat', schedule }
  return scheduled_at ? { kind: 'at', at: scheduled_at } : { kind: 'now' }
}

export type ReadPlan = {
  plan: Plan
  /** Whether it names audiences or platforms in the plural, and so is answered in the plural. */
  many: boolean
  /** A refusal of the plan by the core, with the fields named as the caller named them. */
  inTheirWords<T>(refused: Result<T>): Result<T>
}

/** Where a field of the plan stands in the body; the first that fits is taken. */
const namesOf = (body: Body): readonly (readonly [ours: string, theirs: string])[] => [
  ['when.schedule', 'schedule'],
  ['when', body.schedule ? 'schedule' : 'scheduled_at'],
  ['segment_ids', body.segments_distributed ? 'segments_distributed' : 'segments'],
  ...(body.audience_id === undefined ? [] : [['audience_ids', 'audience_id'] as const]),
  ...(body.platform_id === undefined ? [] : [['platform_ids', 'platform_id'] as const]),
  ['campaign_name', 'metadata.campaign_name'],
  ['notes', 'metadata.notes'],
]

/** `validation_failed` names the fields of the body. A `distribution_id` sent along is ignored, as for other records. */
export function readPlan({ distribution_id: _id, ...fields }: JsonObject): Result<ReadPlan> {
  const parsed = parseInput(PlanBody, withoutNulls(fields))
  if (!parsed.ok) return parsed
  const body = parsed.value
  const { metadata, distribution_type, request_approval, approval_comment } = body
  const names = namesOf(body)
  const renamed = (path: string) => {
    const found = names.find(
      ([ours]) => path === ours || path.startsWith(`${ours}.`) || path.startsWith(`${ours}[`),
    )
    if (!found) return path
    const rest = path.slice(found[0].length)
    return found[1] + (found[0] === 'when' || found[1].endsWith('_id') ? '' : rest)
  }
  return ok({
    plan: {
      audience_ids: body.audience_ids ?? [body.audience_id ?? ''],
      platform_ids: body.platform_ids ?? [body.platform_id ?? ''],
      segment_ids: body.segments_distributed ?? body.segments ?? [],
      when: whenOf(body),
      ...(body.leave_out && { leave_out: body.leave_out }),
      ...metadata,
      ...(distribution_type && { distribution_type }),
      ...(request_approval !== undefined && { request_approval }),
      ...(approval_comment !== undefined && { approval_comment }),
    },
    many: body.audience_ids !== undefined || body.platform_ids !== undefined,
    inTheirWords(refused) {
      if (refused.ok) return refused
      const faults = fieldErrors(refused.error)
      return faults.length === 0
        ? refused
        : invalid(faults.map(({ path, message }) => ({ path: renamed(path), message })))
    },
  })
}
