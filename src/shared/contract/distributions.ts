// Operations on distributions: planning them with a verdict first, approving, running, and what came of them.
import * as z from 'zod'
import {
  APPROVAL_STATUSES,
  DISTRIBUTION_STATUSES,
  Distribution,
  DistributionStatus,
  DistributionSummary,
  DistributionType,
  Forecast,
  Schedule,
} from '../domain/distribution.ts'
import { Id } from '../domain/ids.ts'
import { leftOutOf, type PlanPair as Pair } from '../domain/plan-pairs.ts'
import { PlatformType } from '../domain/platform.ts'
import { isZone } from '../domain/schedule.ts'
import { count, line, prose, Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

export const DISTRIBUTION_SORT_FIELDS = [
  'happens_at',
  'created_at',
  'updated_at',
  'status',
  'platform_type',
  'audience_name',
  'platform_name',
  'match_rate',
  'total_records',
] as const
const MAX_PAIRS = 1_000

const oneOf = <S extends z.ZodType>(item: S, most = 100) => z.array(item).max(most).optional()

/** Conditions are ANDed; the values within one list are ORed. */
export const DistributionFilter = z.strictObject({
  /** Words found in the names of audience and platform, ignoring case. */
  search: prose(200).optional(),
  status: oneOf(DistributionStatus),
  platform_ids: oneOf(Id),
  platform_type: oneOf(PlatformType),
  audience_ids: oneOf(Id),
  distribution_type: oneOf(DistributionType),
  approval_status: oneOf(z.enum(APPROVAL_STATUSES)),
  series_ids: oneOf(line(100)),
  error_codes: oneOf(line(100)),
  /** Results that a person still has to enter. */
  waiting_for_handover: z.boolean().optional(),
  /** By the newest instant that a run has: when it ended, ran, or is to run. From is inclusive, to is exclusive. */
  happens_from: Timestamp.optional(),
  happens_to: Timestamp.optional(),
  deleted: z.boolean().default(false),
})
export type DistributionFilter = z.input<typeof DistributionFilter>
export type ParsedDistributionFilter = z.output<typeof DistributionFilter>

export const DistributionQuery = z.strictObject({
  filter: DistributionFilter.prefault({}),
  sort: z
    .strictObject({
      by: z.enum(DISTRIBUTION_SORT_FIELDS).default('happens_at'),
      direction: z.enum(['asc', 'desc']).default('desc'),
    })
    .prefault({}),
  limit: z.number().int().min(1).max(500).default(100),
  cursor: z.string().max(2_000).optional(),
  offset: z.number().int().min(0).max(10_000_000).optional(),
})

/** When a run is to start: at once, at an instant, or again and again in the user's time zone. */
export const When = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('at'), at: Timestamp }),
  z.strictObject({ kind: z.literal('repeat'), schedule: z.strictObject(Schedule.shape) }),
])
export type When = z.infer<typeof When>

const contentOfPlan = {
  /** Segments to send; empty means all. Only where one audience is planned. */
  segment_ids: z.array(line(100)).max(500).default([]),
  /** Left out: the first successful one to a platform is initial, the others refresh it. */
  distribution_type: DistributionType.optional(),
  when: When,
  campaign_name: prose(200).optional(),
  notes: prose(4_000).optional(),
}

/** One audience and one platform of a plan. */
export const PlanPair = z.strictObject({ audience_id: Id, platform_id: Id }) satisfies z.ZodType<Pair>

/** Every audience to every platform, but for the pairs that are left out: at most 1,000 pairs. */
export const Plan = z
  .strictObject({
    audience_ids: z.array(Id).min(1).max(200),
    platform_ids: z.array(Id).min(1).max(100),
    /** Pairs of these that are neither looked at nor planned; one has to stay. */
    leave_out: z.array(PlanPair).max(MAX_PAIRS).default([]),
    ...contentOfPlan,
    /** Asks for approval also where the platform doesn't need it. */
    request_approval: z.boolean().default(false),
    approval_comment: prose(1_000).optional(),
  })
  .superRefine((plan, ctx) => {
    const say = (path: string, message: string, ...below: number[]) =>
      ctx.addIssue({ code: 'custom', path: [path, ...below], message })
    if (plan.audience_ids.length * plan.platform_ids.length > MAX_PAIRS)
      say(
        'audience_ids',
        `make more than ${MAX_PAIRS.toLocaleString('en')} distributions with these platforms`,
      )
    if (plan.segment_ids.length > 0 && plan.audience_ids.length > 1)
      say('segment_ids', 'can be chosen for one audience only')
    const [audiences, platforms] = [new Set(plan.audience_ids), new Set(plan.platform_ids)]
    const isOwn = (pair: Pair) => audiences.has(pair.audience_id) && platforms.has(pair.platform_id)
    for (const [at, pair] of plan.leave_out.entries())
      if (!isOwn(pair)) say('leave_out', 'is no pair of this plan', at)
    if (leftOutOf({ leave_out: plan.leave_out.filter(isOwn) }).size === audiences.size * platforms.size)
      say('leave_out', 'leaves nothing to plan')
  })
export type Plan = z.input<typeof Plan>
export type ParsedPlan = z.output<typeof Plan>

/** `block` keeps it from being planned; the others are worth knowing. */
export const Check = z.object({
  id: z.string(),
  level: z.enum(['ok', 'note', 'warning', 'block']),
  message: z.string(),
  hint: z.string().nullable(),
  /** Where the next step is taken, by a name of the interface; null where there is none to take. */
  next: z.string().nullable(),
  /** Runs that it speaks of, the one that it names first. */
  distribution_ids: z.array(z.string()).optional(),
})
export type Check = z.infer<typeof Check>

/** What is known of one audience and one platform before anything runs. */
export const Verdict = z.object({
  audience_id: z.string(),
  audience_name: z.string(),
  platform_id: z.string(),
  platform_name: z.string(),
  platform_type: PlatformType,
  ready: z.boolean(),
  checks: z.array(Check),
  /** Size of the chosen segments. */
  people: count,
  forecast: Forecast,
  cost: z.object({ amount: z.number(), currency: z.string(), basis: z.string() }).nullable(),
  approval_needed: z.boolean(),
  /** The next starts, at most three; empty for a run that starts at once. */
  starts: z.array(Timestamp),
})
export type Verdict = z.infer<typeof Verdict>

const one = { distribution_id: Id }
const expected_version = z.number().int().min(1)
const comment = prose(1_000).optional()
/** With the version that was looked at, a run that was changed since is a `conflict` instead. */
const seen = { ...one, expected_version: expected_version.optional() }
const Decision = z.strictObject({ ...seen, comment })

const DistributionVersionInfo = z.object({
  version: z.number().int(),
  updated_at: Timestamp,
  changed_by: z.string(),
  change_note: z.string().nullable(),
  status: DistributionStatus,
  approval_status: z.enum(APPROVAL_STATUSES).nullable(),
  /** Number of the attempt that this version belongs to; 0 before the first. */
  attempt: z.number().int(),
  message: z.string().nullable(),
})
export type DistributionVersionInfo = z.infer<typeof DistributionVersionInfo>

/** Results as a person enters them, or as a platform's file says. Counts are people, not tries. */
const Results = z.strictObject({
  total_records: count.optional(),
  matched_records: count.optional(),
  rejected_records: count.optional(),
  platform_audience_id: line(500).optional(),
  rejects: z
    .array(z.strictObject({ reason: line(500), count }))
    .max(200)
    .optional(),
})

const Month = z.object({
  /** `2026-11`, in the zone that was asked for. */
  month: z.string(),
  platform_id: z.string(),
  runs: z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
  /** Mean of the match rates of completed runs; null where none is known. */
  match_rate: z.number().nullable(),
  total_records: z.number(),
  matched_records: z.number(),
  /** Expected, and matched, of the runs that have both a forecast and a result. */
  forecast_matches: z.number(),
  forecast_matched: z.number(),
})
export const Insights = z.object({
  platforms: z.array(
    z.object({ platform_id: z.string(), platform_name: z.string(), platform_type: PlatformType }),
  ),
  months: z.array(Month),
  failures: z.array(z.object({ error_code: z.string(), count: z.number().int() })),
  by_status: z.record(DistributionStatus, z.number().int()),
})
export type Insights = z.infer<typeof Insights>

export const distributionOperations = {
  /** The verdict for every pair that isn't left out, without anything being saved or called. */
  'distributions.preflight': read({
    input: Plan,
    output: z.object({ ready: z.boolean(), pairs: z.array(Verdict) }),
  }),
  /** Saves one distribution for each pair that isn't left out in one commit: all or none. `conflict` names the pairs that can't be planned. */
  'distributions.create': write({
    input: Plan,
    output: z.object({ distributions: z.array(DistributionSummary) }),
  }),
  'distributions.get': read({
    input: z.strictObject({ ...one, version: z.number().int().min(1).optional() }),
    output: Distribution,
  }),
  /** Whole current records, in the order of the ids; ids without a record are left out. */
  'distributions.getMany': read({
    input: z.strictObject({ distribution_ids: z.array(Id).min(1).max(500) }),
    output: z.object({ distributions: z.array(Distribution) }),
  }),
  'distributions.list': read({
    input: DistributionQuery,
    output: z.object({ items: z.array(DistributionSummary), next_cursor: z.string().nullable() }),
  }),
  /** How many match, in all and by status (with the status condition left out). */
  'distributions.count': read({
    input: z.strictObject({ filter: DistributionFilter.prefault({}) }),
    output: z.object({
      total: z.number().int(),
      by_status: z.record(DistributionStatus, z.number().int()),
      waiting_for_approval: z.number().int(),
      waiting_for_results: z.number().int(),
    }),
  }),
  /** Newest first: every state it was in, and each attempt. */
  'distributions.history': read({
    input: z.strictObject(one),
    output: z.object({ versions: z.array(DistributionVersionInfo) }),
  }),
  /** Only while it is scheduled. Approval is asked for again where who is sent, or how often, becomes another than was decided on. */
  'distributions.update': write({
    input: z.strictObject({
      ...one,
      expected_version,
      patch: z.strictObject({
        segment_ids: contentOfPlan.segment_ids.unwrap().optional(),
        distribution_type: DistributionType.optional(),
        when: When.optional(),
        campaign_name: prose(200).optional(),
        notes: prose(4_000).optional(),
      }),
    }),
    output: Distribution,
  }),
  /** A scheduled run starts now rather than at its time. */
  'distributions.runNow': write({ input: z.strictObject(seen), output: Distribution }),
  /** A failed run starts again now. */
  'distributions.retry': write({ input: z.strictObject(seen), output: Distribution }),
  /** A running one is stopped first. `series` also ends the runs that would have followed. */
  'distributions.cancel': write({
    input: z.strictObject({ ...seen, series: z.boolean().default(false) }),
    output: Distribution,
  }),
  'distributions.requestApproval': write({
    input: z.strictObject({ ...seen, comment }),
    output: Distribution,
  }),
  'distributions.approve': write({ input: Decision, output: Distribution }),
  'distributions.reject': write({ input: Decision, output: Distribution }),
  /** What the platform told: completes a run that is matching, corrects one that is completed. */
  'distributions.enterResults': write({
    input: z.strictObject({ ...seen, results: Results }),
    output: Distribution,
  }),
  /** The receipt of the newest attempt that ended, and whether its hashes hold. */
  'distributions.receipt': read({
    input: z.strictObject(one),
    output: z.object({
      file: z.string(),
      receipt: z.json(),
      intact: z.boolean(),
      problem: z.string().nullable(),
    }),
  }),
  /** By month and platform, of runs that happened in this time. */
  'distributions.insights': read({
    input: z.strictObject({
      from: Timestamp.optional(),
      to: Timestamp.optional(),
      platform_ids: oneOf(Id),
      /** Whose months they are, such as Europe/Berlin; UTC where none is named. */
      zone: line(100).refine(isZone, 'is not a time zone such as Europe/Berlin').optional(),
    }),
    output: Insights,
  }),
}

/** Told once for each change of state, for notices of the window and of the system. */
export const DistributionMoved = z.object({
  distribution_id: z.string(),
  audience_name: z.string(),
  platform_name: z.string(),
  from: DistributionStatus.nullable(),
  to: z.enum(DISTRIBUTION_STATUSES),
  message: z.string(),
  hint: z.string().nullable(),
})
export type DistributionMoved = z.infer<typeof DistributionMoved>
