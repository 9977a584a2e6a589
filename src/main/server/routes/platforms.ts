// The reference system's platform calls, and all else that can be done with one. Secrets go in and never out.
import * as z from 'zod'
import { contract } from '../../../shared/contract.ts'
import {
  Platform,
  PlatformInput,
  PlatformPatch,
  PlatformStatus,
  PlatformType,
} from '../../../shared/domain/platform.ts'
import { health, PLATFORM_HEALTH } from '../../../shared/domain/platform-health.ts'
import { platformStatusOf, platformTypeOf } from '../../../shared/domain/platform-rules.ts'
import { line, prose } from '../../../shared/domain/values.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { JobEnd } from '../job-end.ts'
import { expected_version, living, orNone, pageAnswer, pageFields, wholeNumber } from '../reference.ts'
import { type Ask, json } from '../route.ts'

/** Older callers' words become ours; what is neither is left for the schema to refuse. */
const ourStatus = (raw: unknown) => platformStatusOf(raw) ?? raw
const ourType = (raw: unknown) => platformTypeOf(raw) ?? raw

const status = z.preprocess(ourStatus, PlatformStatus)

const ListQuery = z.object({
  ...pageFields,
  status: orNone(PlatformStatus, ourStatus),
  platform_type: orNone(PlatformType, ourType),
})
const StatusBody = z.object({ status, expected_version })
const PatchBody = PlatformPatch.extend({
  status: status.optional(),
  expected_version,
  change_note: prose(500).optional(),
})
const DeleteQuery = z.object({ expected_version: orNone(wholeNumber) })

const inOurWords = (fields: Record<string, unknown>): Record<string, unknown> => ({
  ...fields,
  ...('platform_type' in fields && { platform_type: ourType(fields.platform_type) }),
  ...('status' in fields && { status: ourStatus(fields.status) }),
})

/** With how it is doing, as of now. */
export const ShownPlatform = Platform.extend({
  health: z.object({
    state: z.enum(PLATFORM_HEALTH),
    sentence: z.string(),
    next_step: z.string().nullable(),
  }),
})
const shownOne = (platform: Platform) => ({ ...platform, health: health(platform, new Date()) })
const shown = (found: Result<Platform>) => (found.ok ? ok({ platform: shownOne(found.value) }) : found)

const getLiving = async (ask: Ask, platform_id: string): Promise<Result<Platform>> =>
  living(await ask('platforms.get', { platform_id }), 'platform')

const tag = 'Platforms'
const one = '/api/platforms/:platform_id'
const answer = { platform: ShownPlatform }
const record = 'platform'
const message = z.string()

/** `jobEnd` waits for a connection test on behalf of the profile that asked for it. */
export const platformRoutes = (jobEnd: JobEnd) => [
  json('post', '/api/platforms', {
    tag,
    summary: 'Save a new platform',
    detail:
      'Only name and platform_type are needed: one that isn’t complete is saved all the same. Credentials go into the keychain and are never answered.',
    passed: PlatformInput,
    answer: { platform_id: z.string(), message },
    status: 201,
    async respond({ ask, body }) {
      const { platform_id: _id, ...input } = inOurWords(body)
      const saved = await ask('platforms.create', input)
      if (!saved.ok) return saved
      const { platform_id, name } = saved.value
      return ok({ platform_id, message: `Platform “${name}” is saved` })
    },
  }),
  json('get', '/api/platforms', {
    tag,
    summary: 'List platforms, whole records, by name',
    query: ListQuery,
    answer: { platforms: z.array(ShownPlatform), ...pageAnswer },
    async respond({ ask, query: { status, platform_type, limit, cursor } }) {
      const page = await ask('platforms.list', {
        filter: {
          ...(status && { status: [status] }),
          ...(platform_type && { platform_type: [platform_type] }),
        },
        limit,
        ...(cursor && { cursor }),
      })
      if (!page.ok) return page
      const { items, next_cursor } = page.value
      return ok({ platforms: items.map(shownOne), count: items.length, next_cursor })
    },
  }),
  json('get', one, {
    tag,
    summary: 'Read one platform',
    answer,
    record,
    respond: async ({ ask, param }) => shown(await getLiving(ask, param('platform_id'))),
  }),
  json('put', `${one}/status`, {
    tag,
    summary: 'Make a platform active or inactive',
    body: StatusBody,
    answer: { platform_id: z.string(), status: PlatformStatus, version: z.number().int(), message },
    record,
    async respond({ ask, param, expected, body: { status: to, expected_version: given } }) {
      const version_seen = expected(given)
      const moved = await ask('platforms.setStatus', {
        platform_id: param('platform_id'),
        status: to,
        ...(version_seen !== undefined && { expected_version: version_seen }),
      })
      if (!moved.ok) return moved
      const { platform_id, status, version } = moved.value
      return ok({ platform_id, status, version, message: `The platform is now ${status}` })
    },
  }),
  json('patch', one, {
    tag,
    summary: 'Change fields of a platform; what is left out stays',
    detail:
      'null takes a setting back to its default and removes a credential. With expected_version, or If-Match, it is refused when the platform is of another version by then.',
    body: PatchBody,
    answer,
    record,
    /** Without a version of the caller's the edit is one of what is there now. */
    async respond({ ask, param, expected, body: { expected_version: given, change_note, ...patch } }) {
      const platform_id = param('platform_id')
      const current = await getLiving(ask, platform_id)
      if (!current.ok) return current
      const input = {
        platform_id,
        expected_version: expected(given) ?? current.value.version,
        patch,
        ...(change_note !== undefined && { change_note }),
      }
      return shown(await ask('platforms.update', input))
    },
  }),
  json('delete', one, {
    tag,
    summary: 'Put a platform into the trash and remove its secrets from the keychain',
    query: DeleteQuery,
    answer: { platform_id: z.string(), message },
    record,
    async respond({ ask, param, query, expected }) {
      const version = expected(query.expected_version)
      const deleted = await ask('platforms.delete', {
        platform_id: param('platform_id'),
        ...(version !== undefined && { expected_version: version }),
      })
      if (!deleted.ok) return deleted
      const { platform_id, name } = deleted.value
      return ok({ platform_id, message: `Platform “${name}” is in the trash` })
    },
  }),
  json('post', `${one}/test`, {
    tag,
    summary: 'Make one harmless call of the account, and wait for the verdict',
    detail: 'It may take a minute. A bad verdict is an answer too. Hanging up stops the test.',
    answer: { connection: Platform.shape.connection },
    async respond({ ask, param, signal, user_id }) {
      const platform_id = param('platform_id')
      const job = await jobEnd(user_id, () => ask('platforms.testConnection', { platform_id }), signal)
      if (!job.ok) return job
      const { state, error } = job.value
      if (state !== 'completed')
        return error
          ? { ok: false, error }
          : fail('cancelled', 'The test was stopped before it had a verdict')
      const tested = await getLiving(ask, platform_id)
      return tested.ok ? ok({ connection: tested.value.connection }) : tested
    },
  }),
  json('post', `${one}/restore`, {
    tag,
    summary: 'Take a platform out of the trash, without its secrets',
    answer,
    respond: async ({ ask, param }) =>
      shown(await ask('platforms.undelete', { platform_id: param('platform_id') })),
  }),
  json('post', `${one}/duplicate`, {
    tag,
    summary: 'Make a copy without secrets',
    body: z.strictObject({ name: line(200).optional() }),
    optional: true,
    answer,
    status: 201,
    respond: async ({ ask, param, body }) =>
      shown(await ask('platforms.duplicate', { platform_id: param('platform_id'), ...body })),
  }),
  json('get', `${one}/versions`, {
    tag,
    summary: 'Every version of a platform: who changed what, newest first',
    answer: contract['platforms.history'].output.shape,
    respond: ({ ask, param }) => ask('platforms.history', { platform_id: param('platform_id') }),
  }),
]
