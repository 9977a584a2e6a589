// The reference system's audience calls, for notebooks and schedulers that already use them.
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { OutputOf } from '../../shared/contract.ts'
import type { Audience } from '../../shared/domain/audience.ts'
import { fail, invalid, ok, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { refuse } from './answers.ts'
import { readJson } from './body.ts'
import { mapConcurrently } from './concurrent.ts'
import { contextOf, type ServerConfig } from './config.ts'

/** A larger `limit` is served as this one: the reference's scripts ask for 1,000 and read what comes. */
const MAX_LIMIT = 500
const READS_AT_ONCE = 16

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
const ListQuery = z.object({
  status: z.string().optional(),
  search: z.string().optional(),
  limit: wholeNumber.refine(limit => limit >= 1, 'must be at least 1').optional(),
  offset: wholeNumber.optional(),
  cursor: z.string().optional(),
})
const StatusBody = z.object({ status: z.string() })

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function audienceRoutes(config: ServerConfig) {
  const { core, profile } = config
  const context = contextOf(config)

  /** The one user these calls can name is the token's own. */
  function ownUser(user_id: unknown): Result<null> {
    if (user_id === undefined || user_id === null || user_id === profile) return ok(null)
    return fail('forbidden', 'The access token is not that user’s', {
      hint: 'Leave user_id out, or start the program with --profile for that user.',
    })
  }

  async function ownBody(c: Context) {
    const body = await readJson(c)
    if (!body.ok) return body
    if (!isObject(body.value)) return invalid([{ path: '', message: 'must be a JSON object' }])
    const own = ownUser(body.value.user_id)
    return own.ok ? ok(body.value) : own
  }

  // The core checks what it answers against the contract, so its type is known here.
  const get = (audience_id: string) =>
    core.invoke('audiences.get', { audience_id }, context) as Promise<Result<Audience>>

  /** A record in the trash doesn't exist for the reference's callers, who know no trash. */
  async function getLiving(audience_id: string): Promise<Result<Audience>> {
    const found = await get(audience_id)
    if (!found.ok || !found.value.deleted) return found
    return fail('not_found', 'There is no such audience', { hint: 'It is in the trash.' })
  }

  async function list(query: z.output<typeof ListQuery>) {
    const page = (await core.invoke(
      'audiences.list',
      {
        filter: {
          ...(query.status && { status: [query.status] }),
          ...(query.search && { search: query.search }),
        },
        limit: Math.min(query.limit ?? 100, MAX_LIMIT),
        ...(query.cursor && { cursor: query.cursor }),
        ...(query.offset !== undefined && { offset: query.offset }),
      },
      context,
    )) as Result<OutputOf<'audiences.list'>>
    if (!page.ok) return page
    const found = await mapConcurrently(page.value.items, READS_AT_ONCE, item => getLiving(item.audience_id))
    const audiences: Audience[] = []
    for (const one of found) {
      if (one.ok) audiences.push(one.value)
      // Deleted between the list and the read: it is as if the list had come a moment later.
      else if (one.error.code !== 'not_found') return one
    }
    return ok({ audiences, next_cursor: page.value.next_cursor })
  }

  return new Hono()
    .use(async (c, next) => {
      const refused = (c.req.queries('user_id') ?? []).map(ownUser).find(own => !own.ok)
      return refused && !refused.ok ? refuse(c, refused) : next()
    })
    .post('/', async c => {
      const body = await ownBody(c)
      if (!body.ok) return refuse(c, body)
      const { user_id: _user, audience_id: _id, ...input } = body.value
      const saved = (await core.invoke('audiences.create', input, context)) as Result<Audience>
      if (!saved.ok) return refuse(c, saved)
      const { audience_id, name } = saved.value
      return c.json({ success: true, audience_id, message: `Audience “${name}” is saved` }, 201)
    })
    .get('/', async c => {
      const query = parseInput(ListQuery, c.req.query())
      if (!query.ok) return refuse(c, query)
      const page = await list(query.value)
      if (!page.ok) return refuse(c, page)
      return c.json({ success: true, ...page.value, count: page.value.audiences.length })
    })
    .get('/:id', async c => {
      const found = await getLiving(c.req.param('id'))
      return found.ok ? c.json({ success: true, audience: found.value }) : refuse(c, found)
    })
    .put('/:id/status', async c => {
      const body = await ownBody(c)
      if (!body.ok) return refuse(c, body)
      const parsed = parseInput(StatusBody, body.value)
      if (!parsed.ok) return refuse(c, parsed)
      const input = { audience_id: c.req.param('id'), status: parsed.value.status }
      const moved = (await core.invoke('audiences.setStatus', input, context)) as Result<Audience>
      if (!moved.ok) return refuse(c, moved)
      const { audience_id, status, version } = moved.value
      return c.json({ success: true, audience_id, status, version, message: `The audience is now ${status}` })
    })
}
