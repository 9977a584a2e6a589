// The reference system's platform calls, and those to edit, delete and test a platform. Secrets go in and never out.
import { Hono } from 'hono'
import * as z from 'zod'
import { type Platform, PlatformPatch, PlatformStatus, PlatformType } from '../../shared/domain/platform.ts'
import { health } from '../../shared/domain/platform-health.ts'
import { platformStatusOf, platformTypeOf } from '../../shared/domain/platform-rules.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { parseInput } from '../../shared/parse.ts'
import { refuse } from './answers.ts'
import { contextOf, type ServerConfig } from './config.ts'
import { jobEnds } from './job-end.ts'
import { living, NoFields, pageFields, referenceCalls, unlessEmpty, wholeNumber } from './reference.ts'

/** Older callers' words become ours; what is neither is left for the schema to refuse. */
const ourStatus = (raw: unknown) => platformStatusOf(raw) ?? raw
const ourType = (raw: unknown) => platformTypeOf(raw) ?? raw

const status = z.preprocess(ourStatus, PlatformStatus)
const expected_version = z.number().int().min(1).optional()

const ListQuery = z.object({
  ...pageFields,
  status: z.preprocess(raw => unlessEmpty(ourStatus(raw)), PlatformStatus.optional()).optional(),
  platform_type: z.preprocess(raw => unlessEmpty(ourType(raw)), PlatformType.optional()).optional(),
})
const StatusBody = z.object({ status, expected_version })
const PatchBody = PlatformPatch.extend({
  status: status.optional(),
  expected_version,
  change_note: z.string().optional(),
})
const DeleteQuery = z.object({ expected_version: wholeNumber.optional() })

const inOurWords = (fields: Record<string, unknown>): Record<string, unknown> => ({
  ...fields,
  ...('platform_type' in fields && { platform_type: ourType(fields.platform_type) }),
  ...('status' in fields && { status: ourStatus(fields.status) }),
})

const shown = (platform: Platform) => ({ ...platform, health: health(platform, new Date()) })

export function platformRoutes(config: ServerConfig) {
  const { ask, ownQuery, ownBody, ownBodyIfAny } = referenceCalls(config)
  const jobEnd = jobEnds(config.core, contextOf(config))

  async function getLiving(platform_id: string): Promise<Result<Platform>> {
    return living(await ask('platforms.get', { platform_id }), 'platform')
  }

  const list = ({ status, platform_type, limit, cursor }: z.output<typeof ListQuery>) =>
    ask('platforms.list', {
      filter: {
        ...(status && { status: [status] }),
        ...(platform_type && { platform_type: [platform_type] }),
      },
      limit,
      ...(cursor && { cursor }),
    })

  /** Without a version of the caller's the edit is one of what is there now. */
  async function edit(
    platform_id: string,
    { expected_version, change_note, ...patch }: z.output<typeof PatchBody>,
  ) {
    const current = await getLiving(platform_id)
    if (!current.ok) return current
    return ask('platforms.update', {
      platform_id,
      expected_version: expected_version ?? current.value.version,
      patch,
      ...(change_note !== undefined && { change_note }),
    })
  }

  async function test(platform_id: string, signal: AbortSignal): Promise<Result<Platform>> {
    const job = await jobEnd(() => ask('platforms.testConnection', { platform_id }), signal)
    if (!job.ok) return job
    const { state, error } = job.value
    if (state === 'completed') return getLiving(platform_id)
    return error ? { ok: false, error } : fail('cancelled', 'The test was stopped before it had a verdict')
  }

  return new Hono()
    .use(ownQuery)
    .post('/', async c => {
      const body = await ownBody(c)
      if (!body.ok) return refuse(c, body)
      const { platform_id: _id, ...input } = inOurWords(body.value)
      const saved = await ask('platforms.create', input)
      if (!saved.ok) return refuse(c, saved)
      const { platform_id, name } = saved.value
      return c.json({ success: true, platform_id, message: `Platform “${name}” is saved` }, 201)
    })
    .get('/', async c => {
      const query = parseInput(ListQuery, c.req.query())
      if (!query.ok) return refuse(c, query)
      const page = await list(query.value)
      if (!page.ok) return refuse(c, page)
      const { items, next_cursor } = page.value
      return c.json({ success: true, platforms: items.map(shown), count: items.length, next_cursor })
    })
    .get('/:id', async c => {
      const found = await getLiving(c.req.param('id'))
      return found.ok ? c.json({ success: true, platform: shown(found.value) }) : refuse(c, found)
    })
    .put('/:id/status', async c => {
      const body = await ownBody(c)
      const parsed = body.ok ? parseInput(StatusBody, body.value) : body
      if (!parsed.ok) return refuse(c, parsed)
      const moved = await ask('platforms.setStatus', { platform_id: c.req.param('id'), ...parsed.value })
      if (!moved.ok) return refuse(c, moved)
      const { platform_id, status, version } = moved.value
      return c.json({ success: true, platform_id, status, version, message: `The platform is now ${status}` })
    })
    .patch('/:id', async c => {
      const body = await ownBody(c)
      const parsed = body.ok ? parseInput(PatchBody, body.value) : body
      if (!parsed.ok) return refuse(c, parsed)
      const edited = await edit(c.req.param('id'), parsed.value)
      return edited.ok ? c.json({ success: true, platform: shown(edited.value) }) : refuse(c, edited)
    })
    .delete('/:id', async c => {
      const body = await ownBodyIfAny(c)
      const none = body.ok ? parseInput(NoFields, body.value) : body
      const query = none.ok ? parseInput(DeleteQuery, c.req.query()) : none
      if (!query.ok) return refuse(c, query)
      const deleted = await ask('platforms.delete', { platform_id: c.req.param('id'), ...query.value })
      if (!deleted.ok) return refuse(c, deleted)
      const { platform_id, name } = deleted.value
      return c.json({ success: true, platform_id, message: `Platform “${name}” is in the trash` })
    })
    .post('/:id/test', async c => {
      const { signal } = c.req.raw
      const body = await ownBodyIfAny(c)
      const none = body.ok ? parseInput(NoFields, body.value) : body
      if (!none.ok) return refuse(c, none)
      const tested = await test(c.req.param('id'), signal)
      return tested.ok ? c.json({ success: true, connection: tested.value.connection }) : refuse(c, tested)
    })
}
