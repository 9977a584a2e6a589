// The reference system's distribution calls, and those to approve, start, retry and stop a run and to read its receipt.
import { Hono } from 'hono'
import * as z from 'zod'
import type { OutputOf } from '../../shared/contract.ts'
import { type Distribution, DistributionStatus } from '../../shared/domain/distribution.ts'
import { titleOf } from '../../shared/domain/distribution-change.ts'
import { Id } from '../../shared/domain/ids.ts'
import { prose } from '../../shared/domain/values.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { refuse } from './answers.ts'
import type { ServerConfig } from './config.ts'
import { ourStatus, type ReadPlan, readPlan } from './distribution-plan.ts'
import { askedOf, StatusBody } from './distribution-status.ts'
import { living, NoFields, pageFields, referenceCalls, unlessEmpty, wholeRecords } from './reference.ts'

const orNone = <S extends z.ZodType>(schema: S, ours: (raw: unknown) => unknown = raw => raw) =>
  z.preprocess(raw => unlessEmpty(ours(raw)), schema.optional()).optional()

const ListQuery = z.object({
  ...pageFields,
  status: orNone(DistributionStatus, ourStatus),
  platform_id: orNone(Id),
  audience_id: orNone(Id),
})

const Comment = z.strictObject({ comment: prose(1_000).optional() })
const Decision = Comment.extend({ expected_version: z.int().min(1).optional() })

/** The last part of the address, and what is asked of the core with which fields. */
const ACTIONS = [
  ['run', 'distributions.runNow', NoFields],
  ['retry', 'distributions.retry', NoFields],
  ['cancel', 'distributions.cancel', z.strictObject({ series: z.boolean().optional() })],
  ['request-approval', 'distributions.requestApproval', Comment],
  ['approve', 'distributions.approve', Decision],
  ['reject', 'distributions.reject', Decision],
] as const

/** With the reference's flat fields, so that its readers find what they look for. */
const shown = (run: Distribution) => ({
  ...run,
  total_records: run.match_results.total_records,
  matched_records: run.match_results.matched_records,
  match_rate: run.match_results.match_rate,
  error_message: run.error_details?.error_message ?? null,
})

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
    return {
      success: true,
      distribution_id,
      message: `The distribution of ${titleOf(first)} is planned${until}`,
    }
  }
  const number = runs.length.toLocaleString('en')
  return {
    success: true,
    distribution_ids: runs.map(run => run.distribution_id),
    distributions: runs.map(({ distribution_id, audience_id, platform_id }) => ({
      distribution_id,
      audience_id,
      platform_id,
    })),
    message: `${number} ${runs.length === 1 ? 'distribution is' : 'distributions are'} planned${held > 0 ? `; ${held.toLocaleString('en')} of them waiting for approval` : ''}`,
  }
}

export function distributionRoutes(config: ServerConfig) {
  const { ask, ownQuery, ownBody, ownBodyIfAny } = referenceCalls(config)

  async function getLiving(distribution_id: string): Promise<Result<Distribution>> {
    return living(await ask('distributions.get', { distribution_id }), 'distribution')
  }

  const list = ({ status, platform_id, audience_id, limit, cursor }: z.output<typeof ListQuery>) =>
    ask('distributions.list', {
      filter: {
        ...(status && { status: [status] }),
        ...(platform_id && { platform_ids: [platform_id] }),
        ...(audience_id && { audience_ids: [audience_id] }),
      },
      limit,
      ...(cursor && { cursor }),
    })

  async function move(distribution_id: string, body: StatusBody): Promise<Result<Distribution>> {
    const current = await getLiving(distribution_id)
    if (!current.ok) return current
    const asked = askedOf(body, current.value)
    if (!asked.ok) return asked
    if (asked.value.operation === null) return current
    const { operation, input } = asked.value
    return ask<typeof operation>(operation, { distribution_id, ...input })
  }

  const routes = new Hono()
    .use(ownQuery)
    .post('/', async c => {
      const body = await ownBody(c)
      const read = body.ok ? readPlan(body.value) : body
      if (!read.ok) return refuse(c, read)
      const saved = read.value.inTheirWords(await ask('distributions.create', read.value.plan))
      if (!saved.ok) return refuse(c, saved)
      const answer = planned(read.value, saved.value.distributions)
      return 'error' in answer ? refuse(c, answer) : c.json(answer, 201)
    })
    .get('/', async c => {
      const query = parseInput(ListQuery, c.req.query())
      const page = query.ok ? await list(query.value) : query
      if (!page.ok) return refuse(c, page)
      const { items, next_cursor } = page.value
      const whole = await wholeRecords(items, item => getLiving(item.distribution_id))
      if (!whole.ok) return refuse(c, whole)
      const distributions = whole.value.map(shown)
      return c.json({ success: true, distributions, count: distributions.length, next_cursor })
    })
    .get('/:id', async c => {
      const found = await getLiving(c.req.param('id'))
      return found.ok ? c.json({ success: true, distribution: shown(found.value) }) : refuse(c, found)
    })
    .put('/:id/status', async c => {
      const body = await ownBody(c)
      const parsed = body.ok ? parseInput(StatusBody, body.value) : body
      const moved = parsed.ok ? await move(c.req.param('id'), parsed.value) : parsed
      if (!moved.ok) return refuse(c, moved)
      const { distribution_id, status, version } = moved.value
      const message = `The distribution is now ${status}`
      return c.json({ success: true, distribution_id, status, version, message })
    })
    .get('/:id/receipt', async c => {
      const distribution_id = c.req.param('id')
      const found = await getLiving(distribution_id)
      const read = found.ok ? await ask('distributions.receipt', { distribution_id }) : found
      return read.ok ? c.json({ success: true, ...read.value }) : refuse(c, read)
    })

  for (const [name, operation, schema] of ACTIONS)
    routes.post(`/:id/${name}`, async c => {
      const body = await ownBodyIfAny(c)
      const parsed = body.ok ? parseInput(schema, body.value) : body
      if (!parsed.ok) return refuse(c, parsed)
      const done = await ask<typeof operation>(operation, {
        distribution_id: c.req.param('id'),
        ...parsed.value,
      })
      return done.ok ? c.json({ success: true, distribution: shown(done.value) }) : refuse(c, done)
    })
  return routes
}
