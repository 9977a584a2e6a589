// The reference system's audience calls, for notebooks and schedulers that already use them.
import { Hono } from 'hono'
import * as z from 'zod'
import type { Audience } from '../../shared/domain/audience.ts'
import { ok, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { refuse } from './answers.ts'
import type { ServerConfig } from './config.ts'
import { living, pageFields, referenceCalls, wholeNumber, wholeRecords } from './reference.ts'

const ListQuery = z.object({
  ...pageFields,
  status: z.string().optional(),
  search: z.string().optional(),
  offset: wholeNumber.optional(),
})
const StatusBody = z.object({ status: z.string() })

export function audienceRoutes(config: ServerConfig) {
  const { ask, ownQuery, ownBody } = referenceCalls(config)

  async function getLiving(audience_id: string): Promise<Result<Audience>> {
    return living(await ask('audiences.get', { audience_id }), 'audience')
  }

  async function list({ status, search, limit, cursor, offset }: z.output<typeof ListQuery>) {
    const page = await ask('audiences.list', {
      filter: { ...(status && { status: [status] }), ...(search && { search }) },
      limit,
      ...(cursor && { cursor }),
      ...(offset !== undefined && { offset }),
    })
    if (!page.ok) return page
    const audiences = await wholeRecords(page.value.items, item => getLiving(item.audience_id))
    if (!audiences.ok) return audiences
    return ok({ audiences: audiences.value, next_cursor: page.value.next_cursor })
  }

  return new Hono()
    .use(ownQuery)
    .post('/', async c => {
      const body = await ownBody(c)
      if (!body.ok) return refuse(c, body)
      const { audience_id: _id, ...input } = body.value
      const saved = await ask('audiences.create', input)
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
      const moved = await ask('audiences.setStatus', input)
      if (!moved.ok) return refuse(c, moved)
      const { audience_id, status, version } = moved.value
      return c.json({ success: true, audience_id, status, version, message: `The audience is now ${status}` })
    })
}
