// The platform calls over a real core, with secrets in memory and the platforms' doubles on the loopback.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/app.ts'
import type { Core } from '../../../src/main/core/face.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { META } from '../../doubles/platforms/meta.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { eventually } from '../../support/eventually.ts'
import { PROFILE, type Send, startServerOver, TOKEN } from './support.ts'

const OTHER_SECRET = 'EAAsyntheticSecretThatIsWrong0123456789'
const SECRETS = [META.access_token, OTHER_SECRET]

let platforms: Double
let core: Core
let door: Awaited<ReturnType<typeof startServerOver<Core>>>
let workspace: string
let replies: string
/** Tests that were asked for and started, or found to be running. */
let started = 0

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'platforms-real-'))
  platforms = await startPlatforms()
  const opened = await createCore(
    {
      workspace,
      resources: join(import.meta.dirname, '../../../resources'),
      app_version: '0.1.0',
      log_level: 'debug',
      credentials: { only: 'memory' },
      platform_base_url: platforms.url,
    },
    { check_outputs: true },
  )
  if (!opened.ok) throw new Error(opened.error.message)
  core = opened.value
  await core.ensureProfile(PROFILE, 'Retail analytics')
  door = await startServerOver({
    ...core,
    async invoke(operation, input, context) {
      const answer = await core.invoke(operation, input, context)
      if (operation === 'platforms.testConnection') started++
      return answer
    },
  })
})
beforeEach(() => {
  replies = ''
  started = 0
  platforms.trouble = null
})
afterEach(() => {
  for (const secret of SECRETS) expect(replies).not.toContain(secret)
})
afterAll(async () => {
  await door.stop()
  await core.close()
  await platforms.close()
  const kept = await contentOf(workspace)
  expect(kept).toContain('platforms.create')
  for (const secret of SECRETS) expect(kept).not.toContain(secret)
  await rm(workspace, { recursive: true, force: true, maxRetries: 5 })
})

/** Every file below a folder, as text. */
async function contentOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(one => one.isFile())
  const texts = await Promise.all(files.map(one => readFile(join(one.parentPath, one.name), 'latin1')))
  return texts.join('\n')
}

type Body = Record<string, unknown> & {
  platform_id: string
  platform: Record<string, unknown>
  platforms: { platform_id: string; name: string }[]
}
async function call(method: string, path: string, body?: object, what: Send = {}) {
  const reply = await door.send(`/api/platforms${path}`, { method, ...(body && { body }), ...what })
  replies += reply.text
  return { status: reply.status, body: reply.json() as Body }
}

let number = 0
async function newAccount(change: object = {}) {
  const made = await call('POST', '', {
    name: `Meta, market ${++number}`,
    platform_type: 'facebook',
    status: 'connected',
    credentials: { access_token: META.access_token },
    settings: { ad_account_id: `act_${META.ad_account_id}` },
    user_id: PROFILE,
    ...change,
  })
  expect(made).toMatchObject({ status: 201, body: { success: true } })
  return made.body.platform_id
}
const jobs = async () => {
  const context = { user_id: PROFILE, session: 'token', door: 'test' } as const
  const answer = await core.invoke('jobs.list', {}, context)
  if (!answer.ok) throw new Error(answer.error.message)
  return (answer.value as { jobs: Job[] }).jobs
}

describe('an account', () => {
  it('is saved, read, listed and tested, and its secret never comes back', async () => {
    const id = await newAccount()
    expect(await call('GET', `/${id}?user_id=${PROFILE}`)).toMatchObject({
      status: 200,
      body: {
        platform: {
          platform_type: 'meta',
          status: 'active',
          credential_fields: { access_token: { state: 'set', last4: META.access_token.slice(-4) } },
          settings: { ad_account_id: META.ad_account_id },
          health: { state: 'untested' },
        },
      },
    })
    const tested = await call('POST', `/${id}/test`)
    expect(tested).toMatchObject({
      status: 200,
      body: { success: true, connection: { state: 'ok', account_label: 'North Shop · EU', error: null } },
    })
    const listed = await call('GET', '?status=connected&platform_type=facebook&limit=1000')
    expect(listed.body.platforms).toContainEqual(
      expect.objectContaining({ platform_id: id, health: expect.objectContaining({ state: 'healthy' }) }),
    )
    expect((await call('GET', '?platform_type=tiktok')).body).toMatchObject({ platforms: [], count: 0 })
  })

  it('is edited; a new secret makes it untested, and a wrong one fails its test in words', async () => {
    const id = await newAccount()
    await call('POST', `/${id}/test`)
    const renamed = await call('PATCH', `/${id}`, { notes: 'Owned by the Nordics team' })
    expect(renamed.body.platform).toMatchObject({ health: { state: 'healthy' } })
    const version = renamed.body.platform.version
    const rotated = await call('PATCH', `/${id}`, {
      credentials: { access_token: OTHER_SECRET },
      expected_version: version,
    })
    expect(rotated).toMatchObject({ status: 200, body: { platform: { health: { state: 'untested' } } } })
    expect(await call('POST', `/${id}/test`)).toMatchObject({
      status: 200,
      body: {
        success: true,
        connection: {
          state: 'failed',
          error: { message: expect.stringMatching(/\w/), hint: expect.any(String) },
        },
      },
    })
    expect((await call('GET', `/${id}`)).body.platform).toMatchObject({ health: { state: 'failing' } })
    const stale = await call('PATCH', `/${id}`, { notes: 'Mine', expected_version: version })
    expect(stale).toMatchObject({ status: 409, body: { success: false, code: 'conflict' } })
    const removed = await call('PATCH', `/${id}`, { credentials: { access_token: null } })
    expect(removed.body.platform).toMatchObject({
      credential_fields: { access_token: { state: 'missing' } },
      health: { state: 'incomplete' },
    })
  })

  it('is made inactive, and put into the trash, where these calls don’t find it', async () => {
    const id = await newAccount()
    expect(await call('PUT', `/${id}/status`, { user_id: PROFILE, status: 'inactive' })).toMatchObject({
      status: 200,
      body: { success: true, platform_id: id, status: 'inactive', version: 2 },
    })
    expect((await call('DELETE', `/${id}?expected_version=1`)).status).toBe(409)
    expect(await call('DELETE', `/${id}?expected_version=2`)).toMatchObject({
      status: 200,
      body: { success: true, platform_id: id },
    })
    expect((await call('GET', `/${id}`)).status).toBe(404)
    expect((await call('PATCH', `/${id}`, { notes: 'Again' })).status).toBe(404)
    expect((await call('POST', `/${id}/test`)).status).toBe(409)
    expect(JSON.stringify((await call('GET', '?limit=500')).body)).not.toContain(id)
  })

  it('is refused with its fields named, and nothing of it is kept', async () => {
    const refused = await call('POST', '', {
      name: 'Refused account',
      platform_type: 'google',
      credentials: { access_token: OTHER_SECRET },
      settings: { refresh_token: OTHER_SECRET, customer_id: 'one' },
    })
    const paths = ['settings.refresh_token', 'settings.customer_id', 'credentials']
    expect(refused).toMatchObject({ status: 400, body: { success: false, code: 'validation_failed' } })
    const { fields } = refused.body.details as { fields: { path: string }[] }
    expect(fields.map(field => field.path).sort()).toEqual(paths.sort())
    expect((await call('GET', '?platform_type=google')).body.count).toBe(0)
  })

  it('has its name for itself', async () => {
    await newAccount({ name: 'The one and only' })
    const second = await call('POST', '', { name: 'the ONE and only', platform_type: 'folder' })
    expect(second).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('that isn’t there is not found', async () => {
    for (const [method, path, body] of [
      ['GET', '/plat_none', undefined],
      ['PATCH', '/plat_none', { name: 'New' }],
      ['PUT', '/plat_none/status', { status: 'active' }],
      ['DELETE', '/plat_none', undefined],
      ['POST', '/plat_none/test', undefined],
    ] as const)
      expect([method, await call(method, path, body)]).toMatchObject([
        method,
        { status: 404, body: { success: false, code: 'not_found' } },
      ])
  })
})

it('pages follow each other, by name', async () => {
  for (const name of ['Page c', 'Page a', 'Page b']) await call('POST', '', { name, platform_type: 'folder' })
  const names: string[] = []
  let cursor = ''
  do {
    const page = await call('GET', `?platform_type=folder&limit=2&cursor=${encodeURIComponent(cursor)}`)
    expect(page.status).toBe(200)
    names.push(...page.body.platforms.map(one => one.name))
    cursor = (page.body.next_cursor as string | null) ?? ''
  } while (cursor !== '')
  expect(names.filter(name => name.startsWith('Page'))).toEqual(['Page a', 'Page b', 'Page c'])
})

describe('a test that hangs', () => {
  it('stops when its caller hangs up; the next one runs anew', async () => {
    const id = await newAccount()
    platforms.trouble = 'hang'
    const asked = platforms.received.length
    const outgoing = request({
      host: '127.0.0.1',
      port: door.server.port,
      path: `/api/platforms/${id}/test`,
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    outgoing.on('error', () => {})
    outgoing.end()
    await eventually(() => expect(platforms.received.length).toBe(asked + 1))
    outgoing.destroy()
    await eventually(async () => expect((await jobs())[0]).toMatchObject({ state: 'cancelled' }))
    expect((await call('GET', `/${id}`)).body.platform).toMatchObject({ connection: { state: 'untested' } })
    platforms.trouble = null
    expect((await call('POST', `/${id}/test`)).body).toMatchObject({ connection: { state: 'ok' } })
  })

  it('is one test for two callers, and cancelled for both', async () => {
    const id = await newAccount()
    platforms.trouble = 'hang'
    const asked = platforms.received.length
    const both = [call('POST', `/${id}/test`), call('POST', `/${id}/test`)]
    await eventually(() => expect([started, platforms.received.length]).toEqual([2, asked + 1]))
    const [job] = await jobs()
    const context = { user_id: PROFILE, session: 'token', door: 'test' } as const
    await core.invoke('jobs.cancel', { job_id: job?.job_id }, context)
    for (const reply of await Promise.all(both))
      expect(reply).toMatchObject({ status: 409, body: { success: false, code: 'cancelled' } })
    expect(platforms.received.length).toBe(asked + 1)
  })
})
