// The reference system's distribution calls, and those to approve, start, retry and stop a run and to read its receipt.
import * as z from 'zod'
import { Plan } from '../../../shared/contract/distributions.ts'
import { contract, type OutputOf } from '../../../shared/contract.ts'
import { Distribution, DistributionStatus } from '../../../shared/domain/distribution.ts'
import { titleOf } from '../../../shared/domain/distribution-change.ts'
import { Id } from '../../../shared/domain/ids.ts'
import { prose } from '../../../shared/domain/values.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import { expected_version, living, orNone, pageAnswer, pageFields } from '../reference.ts'
import { type Ask, json } from '../route.ts'
import { ourStatus, PlanBody, type ReadPlan, readPlan } from './distribution-plan.ts'
import { askedOf, StatusBody } from './distribution-status.ts'

const ListQuery = z.object({
  ...pageFields,
  status: orNone(DistributionStatus, ourStatus),
  platform_id: orNone(Id),
  audience_id: orNone(Id),
})

const Seen = z.strictObject({ expected_version })
const Comment = Seen.extend({ comment: prose(1_000).optional() })

/** The last part of the address, what is asked of the core with which fields, and what it does. */
const ACTIONS = [
  ['run', 'distributions.runNow', Seen, 'Make a scheduled run due at once'],
  ['retry', 'distributions.retry', Seen, 'Start a failed run again'],
  [
    'cancel',
    'distributions.cancel',
    Seen.extend({ series: z.boolean().optional() }),
    'Stop a run, and with series those that would have followed',
  ],
  ['request-approval', 'distributions.requestApproval', Comment, 'Hold a run until someone approves it'],
  ['approve', 'distributions.approve', Comment, 'Approve a run that waits for it'],
  ['reject', 'distributions.reject', Comment, 'Reject a run that waits for approval'],
] as const

/** With the reference's flat fields, so that its readers find what they look for. */
export const ShownDistribution = Distribution.extend({
  total_records: z.number().nullable(),
  matched_records: z.number().nullable(),
  match_rate: z.number().nullable(),
  error_message: z.string().nullable(),
})
const shownOne = (run: Distribution) => ({
  ...run,
  total_records: run.match_results.total_records,
  matched_records: run.match_results.matched_records,
  match_rate: run.match_results.match_rate,
  error_message: run.error_details?.error_message ?? null,
})
const shown = (found: Result<Distribution>) =>
  found.ok ? ok({ distribution: shownOne(found.value) }) : found

type Planned = OutputOf<'distributions.create'>['distributions']

/** In the order in which the caller named audiences and platforms. */
function inOrder({ audience_ids, platform_ids }: ReadPlan['plan'], runs: Planned): Planned {
  const at = (run: Planned[number]) =>
    audience_ids.indexOf(run.audience_id) * platform_ids.length + platform_ids.indexOf(run.platform_id)
  return [...runs].sort((a, b) => at(a) - at(b))
}

function planned({ plan, many }: ReadPlan, saved: Planned) {
  const runs = inOrder(plan, saved)
  const [first] = runs
  if (!first) return fail('internal', 'The plan was saved, and none of its distributions was found')
  const held = runs.filter(run => run.approval_status === 'pending').length
  if (!many) {
    const { distribution_id } = first
    const until = held > 0 ? ' and waits for approval' : ''
    return ok({
      distribution_id,
      message: `The distribution of ${titleOf(first)} is planned${until}`,
    })
  }
  const number = runs.length.toLocaleString('en')
  return ok({
    distribution_ids: runs.map(run => run.distribution_id),
    distributions: runs.map(({ distribution_id, audience_id, platform_id }) => ({
      distribution_id,
      audience_id,
      platform_id,
    })),
    message: `${number} ${runs.length === 1 ? 'distribution is' : 'distributions are'} planned${held > 0 ? `; ${held.toLocaleString('en')} of them waiting for approval` : ''}`,
  })
}

const getLiving = async (ask: Ask, distribution_id: string): Promise<Result<Distribution>> =>
  living(await ask('distributions.get', { distribution_id }), 'distribution')

async function wholeRecords(
  ask: Ask,
  items: readonly { distribution_id: string }[],
): Promise<Result<Distribution[]>> {
  if (items.length === 0) return ok([])
  const distribution_ids = items.map(item => item.distribution_id)
  const found = await ask('distributions.getMany', { distribution_ids })
  return found.ok ? ok(found.value.distributions) : found
}

async function move(ask: Ask, distribution_id: string, body: StatusBody): Promise<Result<Distribution>> {
  const current = await getLiving(ask, distribution_id)
  if (!current.ok) return current
  const asked = askedOf(body, current.value)
  if (!asked.ok) return asked
  if (asked.value.operation === null) return current
  const { operation, input } = asked.value
  return ask<typeof operation>(operation, { distribution_id, ...input })
}

const tag = 'Distributions'
const one = '/api/distributions/:distribution_id'
const answer = { distribution: ShownDistribution }
const record = 'distribution'
const message = z.string()

export const distributionRoutes = [
  json('post', '/api/distributions', {
    tag,
    summary: 'Plan one distribution, or many to many, wholly or not at all',
    detail:
      'With one audience_id and one platform_id it answers distribution_id, with audience_ids or platform_ids distribution_ids and distributions. A pair that can’t be planned is refused with 409 and named in details.pairs.',
    passed: PlanBody,
    answer: {
      distribution_id: z.string().optional(),
      distribution_ids: z.array(z.string()).optional(),
      distributions: z
        .array(z.object({ distribution_id: z.string(), audience_id: z.string(), platform_id: z.string() }))
        .optional(),
      message,
    },
    status: 201,
    async respond({ ask, body }) {
      const read = readPlan(body)
      if (!read.ok) return read
      const saved = read.value.inTheirWords(await ask('distributions.create', read.value.plan))
      return saved.ok ? planned(read.value, saved.value.distributions) : saved
    },
  }),
  json('get', '/api/distributions', {
    tag,
    summary: 'List distributions, whole records, newest first',
    query: ListQuery,
    answer: { distributions: z.array(ShownDistribution), ...pageAnswer },
    async respond({ ask, query: { status, platform_id, audience_id, limit, cursor } }) {
      const page = await ask('distributions.list', {
        filter: {
          ...(status && { status: [status] }),
          ...(platform_id && { platform_ids: [platform_id] }),
          ...(audience_id && { audience_ids: [audience_id] }),
        },
        limit,
        ...(cursor && { cursor }),
      })
      if (!page.ok) return page
      const { items, next_cursor } = page.value
      const whole = await wholeRecords(ask, items)
      if (!whole.ok) return whole
      const distributions = whole.value.filter(run => !run.deleted).map(shownOne)
      return ok({ distributions, count: distributions.length, next_cursor })
    },
  }),
  json('post', '/api/distributions/preflight', {
    tag,
    summary: 'The verdict on a plan before anything is saved or sent',
    effect: 'read',
    passed: Plan,
    answer: contract['distributions.preflight'].output.shape,
    respond: ({ ask, body }) => ask('distributions.preflight', body),
  }),
  json('get', one, {
    tag,
    summary: 'Read one distribution',
    answer,
    record,
    respond: async ({ ask, param }) => shown(await getLiving(ask, param('distribution_id'))),
  }),
  json('put', `${one}/status`, {
    tag,
    summary: 'Enter the results of a run, cancel it, or retry it',
    detail: 'processing, matching and failed are the app’s own to say.',
    body: StatusBody,
    answer: {
      distribution_id: z.string(),
      status: DistributionStatus,
      version: z.number().int(),
      message,
    },
    record,
    async respond({ ask, param, expected, body }) {
      const seen = { ...body, expected_version: expected(body.expected_version) }
      const moved = await move(ask, param('distribution_id'), seen)
      if (!moved.ok) return moved
      const { distribution_id, status, version } = moved.value
      return ok({ distribution_id, status, version, message: `The distribution is now ${status}` })
    },
  }),
  json('get', `${one}/receipt`, {
    tag,
    summary: 'The receipt of the newest attempt, and whether it is as it was written',
    answer: contract['distributions.receipt'].output.shape,
    async respond({ ask, param }) {
      const distribution_id = param('distribution_id')
      const found = await getLiving(ask, distribution_id)
      return found.ok ? ask('distributions.receipt', { distribution_id }) : found
    },
  }),
  json('get', `${one}/versions`, {
    tag,
    summary: 'Every state that a run was in, newest first',
    answer: contract['distributions.history'].output.shape,
    respond: ({ ask, param }) => ask('distributions.history', { distribution_id: param('distribution_id') }),
  }),
  ...ACTIONS.map(([name, operation, body, summary]) =>
    json('post', `${one}/${name}`, {
      tag,
      summary,
      body,
      optional: true,
      answer,
      record,
      async respond({ ask, param, expected, body: { expected_version: given, ...fields } }) {
        const version = expected(given)
        const seen = { distribution_id: param('distribution_id'), ...fields }
        const input = version === undefined ? seen : { ...seen, expected_version: version }
        return shown(await ask<typeof operation>(operation, input))
      },
    }),
  ),
]
