// Access tokens at the door: whom they speak for, what a read-only one may do, how often they may ask, and how they end.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { FOLDER_IN } from '../../../src/main/server/folders.ts'
import { limitsFrom, tokenBuckets } from '../../../src/main/server/limits.ts'
import { TOKEN_OPERATIONS } from '../../../src/main/server/routes/operations.ts'
import { contract } from '../../../src/shared/contract.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { audienceInput } from '../../support/audiences.ts'
import { createTestCore, RETAIL, TRAVEL } from '../../support/core.ts'
import { type Door, fakeCore, startServer, startServerOver, TOKEN } from './support.ts'

const READER = 'act_0000000000000001_reader'
const WRITER = 'act_0000000000000002_writer'

let door: Door
beforeAll(async () => {
  door = await startServer()
  door.core.holders.set(READER, { token_id: '1', user_id: TRAVEL, scope: 'read_only' })
  door.core.holders.set(WRITER, { token_id: '2', user_id: TRAVEL, scope: 'read_write' })
})
afterAll(() => door.stop())
beforeEach(() => {
  door.core.calls.length = 0
  door.core.answer = {
    'audiences.list': () => ok({ items: [], next_cursor: null }),
    'jobs.list': () => ok({ jobs: [] }),
    'preferences.set': () => ok({}),
    'distributions.preflight': () => ok({ ready: true, pairs: [] }),
  }
})

describe('an access token', () => {
  it('speaks for its own profile, whatever the run is for', async () => {
    expect((await door.send('/api/jobs', { token: WRITER })).json()).toEqual({ success: true, jobs: [] })
    expect(door.core.calls[0]?.context).toMatchObject({ user_id: TRAVEL, session: 'token', door: 'server' })
    const named = await door.send(`/api/audiences?user_id=${TRAVEL}`, { token: WRITER })
    expect(named.status).toBe(200)
  })

  it.each([
    ['GET', `/api/audiences?user_id=${RETAIL}`, undefined],
    ['GET', `/api/audiences/aud_1?user_id=${RETAIL}`, undefined],
    ['GET', `/api/jobs?user_id=${TRAVEL}&user_id=${RETAIL}`, undefined],
    ['POST', '/api/audiences', { user_id: RETAIL, name: 'A', data_type: 'first_party' }],
    ['POST', '/api/operations/audiences.list', { user_id: RETAIL }],
    ['DELETE', `/api/platforms/plat_1?user_id=${RETAIL}`, undefined],
  ])('is refused for another user: %s %s', async (method, path, body) => {
    const reply = await door.send(path, { method, token: WRITER, ...(body && { body }) })
    expect([reply.status, reply.json()]).toMatchObject([403, { success: false, code: 'forbidden' }])
    expect(door.core.calls).toEqual([])
  })

  it('reaches nothing of the page’s, makes no token, and restores no backup', async () => {
    for (const path of ['/api/rpc/audiences.list', '/api/rpc/tokens.create', '/api/uploads'])
      expect((await door.send(path, { token: WRITER, body: {} })).status).toBe(403)
    expect((await door.send('/api/downloads/x', { token: WRITER })).status).toBe(403)
    for (const name of ['tokens.create', 'tokens.revoke', 'profiles.choose', 'backups.restore', 'nothing'])
      expect((await door.send(`/api/operations/${name}`, { token: WRITER, body: {} })).status).toBe(404)
    expect(door.core.calls).toEqual([])
  })
})

describe('a folder of this computer', () => {
  const named = [
    ['publish.setUp', { folder: '/mnt/share' }],
    ['backups.setUp', { folder: '/mnt/share', repeat: 'daily' }],
    ['platforms.create', { name: 'A', platform_type: 'folder', settings: { path: '/mnt/share' } }],
    ['platforms.update', { platform_id: 'plat_1', expected_version: 1, patch: { settings: { path: '/' } } }],
  ] as const

  it.each(named)('isn’t named with an access token: %s', async (name, body) => {
    const path = `/api/operations/${name}`
    const reply = await door.send(path, { token: WRITER, body })
    expect([reply.status, reply.json()]).toMatchObject([403, { code: 'forbidden' }])
    expect(door.core.calls).toEqual([])
    await door.send(path, { body })
    expect(door.core.calls).toMatchObject([{ operation: name }])
  })

  it('isn’t named by the calls of platforms either, and can be let go of', async () => {
    door.core.answer['platforms.get'] = () => ok({ version: 1, deleted: false })
    const [first, second] = [
      await door.send('/api/platforms', { token: WRITER, body: named[2][1] }),
      await door.send('/api/platforms/plat_1', {
        ...{ method: 'PATCH', token: WRITER, body: { settings: { path: '/mnt/share' } } },
      }),
    ]
    expect([first.status, second.status]).toEqual([403, 403])
    await door.send('/api/operations/publish.setUp', { token: WRITER, body: { folder: null, daily: false } })
    expect(door.core.calls.map(call => call.operation)).toEqual(['platforms.get', 'publish.setUp'])
  })

  it('is named by no other operation', () => {
    const names = (schema: unknown): string[] =>
      typeof schema === 'object' && schema !== null
        ? Object.entries(schema).flatMap(([key, value]) => [key, ...names(value)])
        : []
    const taking = TOKEN_OPERATIONS.filter(name =>
      names(z.toJSONSchema(contract[name].input, { io: 'input', unrepresentable: 'any' })).some(key =>
        /^(folder|path|dir|directory|file|file_path|location_on_disk)$/.test(key),
      ),
    )
    expect(taking.filter(name => !(name in FOLDER_IN))).toEqual([])
    expect(taking).toContain('publish.setUp')
  })
})

describe('a sign-in that another system refuses', () => {
  it('is no refusal of the token', async () => {
    door.core.answer['bigquery.push'] = () => fail('unauthorized', 'You are not signed in to Google.')
    for (const path of ['/api/bigquery/push', '/api/operations/bigquery.push', '/api/rpc/bigquery.push']) {
      const reply = await door.send(path, { body: {} })
      expect([reply.status, reply.text]).toEqual([424, expect.stringContaining('unauthorized')])
      expect(reply.headers['www-authenticate']).toBeUndefined()
    }
    const reply = await door.send('/api/jobs', { token: 'act_0000000000000003_nobody' })
    expect([reply.status, reply.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })
})

describe('a read-only token', () => {
  it.each([
    ['GET', '/api/audiences', undefined],
    ['GET', '/api/jobs', undefined],
    ['POST', '/api/operations/audiences.list', {}],
    ['POST', '/api/distributions/preflight', { audience_ids: ['a'], platform_ids: ['p'] }],
  ])('may make %s %s', async (method, path, body) => {
    const reply = await door.send(path, { method, token: READER, ...(body && { body }) })
    expect(reply.status).toBe(200)
  })

  it('may make no call that changes anything, and reaches nothing with one', async () => {
    const document = (await door.send('/api/openapi.json')).json() as {
      paths: Record<string, Record<string, { 'x-effect': string }>>
    }
    const writes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, one]) => one['x-effect'] === 'write')
        .map(([method]) => [method.toUpperCase(), path.replace(/\{\w+\}/g, '1')] as const),
    )
    expect(writes.length).toBeGreaterThan(60)
    for (const [method, path] of writes) {
      const reply = await door.send(path, { method, token: READER, ...(method !== 'DELETE' && { body: {} }) })
      expect([path, reply.status, reply.text]).toEqual([path, 403, expect.stringContaining('forbidden')])
    }
    expect(door.core.calls).toEqual([])
  })
})

describe('how often', () => {
  it('is bounded for each token by itself, and Retry-After says when', async () => {
    const core = fakeCore()
    core.answer = door.core.answer
    core.holders.set(READER, { token_id: '1', user_id: TRAVEL, scope: 'read_only' })
    const slow = await startServerOver(core, { per_second: 0.01, burst: 3 })
    try {
      const ask = async (token: string) => (await slow.send('/api/jobs', { token })).status
      expect([await ask(READER), await ask(READER), await ask(READER)]).toEqual([200, 200, 200])
      const refused = await slow.send('/api/jobs', { token: READER })
      expect([refused.status, refused.json()]).toMatchObject([429, { code: 'rate_limited' }])
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(90)
      expect(await ask(TOKEN)).toBe(200)
      expect((await slow.send('/api/health', { token: READER })).status).not.toBe(429)
    } finally {
      await slow.stop()
    }
  })

  it('fills up again with time, and never beyond its size', () => {
    let now = 0
    const wait = tokenBuckets({ per_second: 2, burst: 3, answer_ms: 1 }, () => now)
    expect([wait('a'), wait('a'), wait('a'), wait('a')]).toEqual([0, 0, 0, 0.5])
    now = 500
    expect([wait('a'), wait('a')]).toEqual([0, 0.5])
    now = 60_000
    expect([wait('a'), wait('a'), wait('a'), wait('a'), wait('b')]).toEqual([0, 0, 0, 0.5, 0])
  })

  it.each([
    [undefined, 50],
    ['20', 20],
    ['0', 0],
    ['-1', 50],
    ['many', 50],
    ['999999', 100_000],
  ])('is set by ACTIVATION_API_RATE: %s is %d', (given, per_second) =>
    expect(limitsFrom({ ACTIVATION_API_RATE: given })).toMatchObject({ per_second }),
  )
})

describe('an answer', () => {
  it('names its request, by the caller’s own id where that is fit for a log', async () => {
    const own = await door.send('/api/jobs', { headers: { 'x-request-id': 'nightly.2026-11-26_1' } })
    expect(own.headers['x-request-id']).toBe('nightly.2026-11-26_1')
    expect(door.core.calls[0]?.context.request_id).toBe('nightly.2026-11-26_1')
    for (const odd of ['', 'a b', 'x'.repeat(65), '"}{']) {
      const reply = await door.send('/api/nothing', { token: null, headers: { 'x-request-id': odd } })
      expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  it('that takes too long is refused, and tells the work to stop', async () => {
    const core = fakeCore()
    core.invoke = () => new Promise(() => {})
    const slow = await startServerOver(core, { per_second: 0, answer_ms: 20 })
    try {
      const reply = await slow.send('/api/jobs')
      expect([reply.status, reply.json()]).toMatchObject([503, { code: 'timeout' }])
    } finally {
      await slow.stop()
    }
  })
})

describe('over the core', () => {
  it('a revoked token is refused at once, and its stream of events ends', async () => {
    const test = await createTestCore()
    const real = await startServerOver(test.core)
    try {
      const { token, token_id } = await test.must('tokens.create', { name: 'Feed', scope: 'read_only' })
      const other = await test.must('tokens.create', { name: 'Other', scope: 'read_only' })
      const [stream, kept] = [
        await real.open('/api/events', { token }),
        await real.open('/api/events', { token: other.token }),
      ]
      expect([stream.statusCode, real.server.eventStreams()]).toEqual([200, 2])
      const ended = new Promise(resolve => stream.once('end', resolve))
      stream.resume()
      await test.must('tokens.revoke', { token_id })
      await ended
      expect((await real.send('/api/profile', { token })).status).toBe(401)
      expect((await real.send('/api/profile', { token: other.token })).status).toBe(200)
      expect(real.server.eventStreams()).toBe(1)
      kept.destroy()
    } finally {
      await real.stop()
      await test.close()
    }
  })

  it('pages lead to one another, and versions hold off who saw another', async () => {
    const test = await createTestCore()
    const real = await startServerOver(test.core)
    try {
      for (const name of ['One', 'Two', 'Three']) await test.must('audiences.create', audienceInput({ name }))
      const names: string[] = []
      let path: string | undefined = '/api/audiences?limit=2&sort=name&direction=asc'
      while (path) {
        const page = await real.send(path)
        names.push(...(page.json() as { audiences: { name: string }[] }).audiences.map(one => one.name))
        path = /^<(.+)>; rel="next"$/.exec(String(page.headers.link ?? ''))?.[1]
      }
      expect(names).toEqual(['One', 'Three', 'Two'])

      const list = (await real.send('/api/audiences?search=Two')).json() as {
        audiences: { audience_id: string }[]
      }
      const one = `/api/audiences/${list.audiences[0]?.audience_id}`
      const first = await real.send(one)
      expect(first.headers.etag).toBe('"1"')
      for (const known of ['"1"', 'W/"1"', '"7", "1"', '*'])
        expect((await real.send(one, { headers: { 'if-none-match': known } })).status, known).toBe(304)
      for (const other of ['"2"', '1', ''])
        expect((await real.send(one, { headers: { 'if-none-match': other } })).status, other).toBe(200)
      const patch = (tag: string, description: string) =>
        real.send(one, { method: 'PATCH', body: { description }, headers: { 'if-match': tag } })
      expect((await patch('"1"', 'Weekend drivers')).headers.etag).toBe('"2"')
      const stale = await patch('"1"', 'Others')
      expect([stale.status, stale.json()]).toMatchObject([412, { code: 'conflict' }])
      expect((await patch('three', 'Others')).status).toBe(400)
      const body = { description: 'Others', expected_version: 1 }
      expect((await real.send(one, { method: 'PATCH', body })).status).toBe(409)

      expect((await real.send(one, { method: 'DELETE', headers: { 'if-match': '"2"' } })).status).toBe(200)
      expect((await real.send(one)).status).toBe(404)
      const trash = (await real.send('/api/audiences?deleted=true')).json()
      expect(trash).toMatchObject({ count: 1, audiences: [{ name: 'Two', deleted: true }] })
      expect((await real.send(`${one}/restore`, { method: 'POST' })).json()).toMatchObject({
        audience: { deleted: false, version: 4 },
      })
      expect((await real.send(`${one}/versions/1/restore`, { method: 'POST' })).json()).toMatchObject({
        audience: { version: 5 },
      })
      const { versions } = (await real.send(`${one}/versions`)).json() as { versions: object[] }
      expect(versions).toHaveLength(5)
      const copy = await real.send(`${one}/duplicate`, { method: 'POST', body: { name: 'Two again' } })
      expect([copy.status, copy.json()]).toMatchObject([201, { audience: { name: 'Two again' } }])
      expect((await real.send('/api/audiences/count')).json()).toMatchObject({ success: true, total: 4 })
      expect((await real.send('/api/profile')).json()).toMatchObject({ profile: { user_id: RETAIL } })
    } finally {
      await real.stop()
      await test.close()
    }
  })
})
