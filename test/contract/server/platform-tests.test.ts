// POST /api/platforms/{id}/test: waits for the verdict, and stops the test when nobody waits for it any more.
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { UNTESTED } from '../../../src/shared/domain/platform-rules.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { eventually } from '../../support/eventually.ts'
import { fakeJobs } from './fake-jobs.ts'
import { type Door, PROFILE, startServer, TOKEN } from './support.ts'

let door: Door
let jobs: ReturnType<typeof fakeJobs>
const connection = { ...UNTESTED, state: 'ok', checked: ['The token is valid.'] }
beforeAll(async () => {
  door = await startServer()
})
afterAll(() => door.stop())
beforeEach(() => {
  door.core.calls.length = 0
  door.core.answer = {}
  jobs = fakeJobs(door.core)
  door.core.answer['platforms.get'] = () => ok({ platform_id: 'plat_1', deleted: false, connection })
  door.core.answer['platforms.testConnection'] = () => ok(jobs.start('job_1'))
})

const PATH = '/api/platforms/plat_1/test'
const test = (body?: object) => door.send(PATH, { method: 'POST', ...(body && { body }) })
const count = (operation: string) => door.core.calls.filter(call => call.operation === operation).length
const waiting = (callers: number) => eventually(() => expect(door.core.listeners()).toBe(callers))
const started = (tests: number) =>
  eventually(() => expect(count('platforms.testConnection')).toBe(tests), { interval: 5 })

/** A caller that can hang up. */
function caller() {
  const outgoing = request({
    host: '127.0.0.1',
    port: door.server.port,
    path: PATH,
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  // Hanging up is an error to it, and no answer is expected.
  outgoing.on('error', () => {})
  const gone = new Promise(resolve => outgoing.once('close', resolve))
  outgoing.end()
  return {
    async hangUp() {
      outgoing.destroy()
      await gone
    },
  }
}

describe('a test', () => {
  it('is answered with its verdict when it has ended', async () => {
    const reply = test({ user_id: PROFILE })
    await started(1)
    jobs.told({ ...jobs.start('job_1'), progress: { done: 1, total: 1, unit: 'accounts' } })
    jobs.end('job_1', 'completed')
    expect([(await reply).status, (await reply).json()]).toEqual([200, { success: true, connection }])
    expect(jobs.cancelled()).toEqual([])
    expect(door.core.listeners()).toBe(0)
  })

  it('may have ended before its start is answered, and be off the list by then', async () => {
    door.core.answer['platforms.testConnection'] = () => {
      const job = jobs.start('job_1')
      jobs.end('job_1', 'completed')
      jobs.forget('job_1')
      return ok(job)
    }
    expect((await test()).json()).toEqual({ success: true, connection })
  })

  it('is answered too when its verdict is bad', async () => {
    const error = { code: 'unauthorized', message: 'The token has expired.', hint: 'Make a new one.' }
    const failed = { ...connection, state: 'failed', error }
    door.core.answer['platforms.get'] = () => ok({ deleted: false, connection: failed })
    door.core.answer['platforms.testConnection'] = () =>
      ok(jobs.start('job_1', { finished_at: 'now', state: 'completed' }))
    const reply = await test()
    expect([reply.status, reply.json()]).toEqual([200, { success: true, connection: failed }])
  })

  it.each([
    ['keychain_locked', 503],
    ['conflict', 409],
    ['cancelled', 409],
    ['internal', 500],
  ] as const)('that ends without a verdict for %s is answered as %i', async (code, status) => {
    const reply = test()
    await started(1)
    jobs.end('job_1', code === 'cancelled' ? 'cancelled' : 'failed', fail(code, 'What happened').error)
    expect([(await reply).status, (await reply).json()]).toEqual([
      status,
      { success: false, error: 'What happened', code, details: null },
    ])
  })

  it('that can’t be started is refused', async () => {
    door.core.answer['platforms.testConnection'] = () => fail('not_found', 'There is no such platform')
    expect((await test()).status).toBe(404)
    expect(door.core.listeners()).toBe(0)
  })

  it('of a platform that was deleted meanwhile has no verdict', async () => {
    door.core.answer['platforms.get'] = () => ok({ deleted: true, connection })
    const reply = test()
    await started(1)
    jobs.end('job_1', 'completed')
    expect((await reply).status).toBe(404)
  })

  it.each([[{ timeout: 5 }], [[]]])('takes no %j', async body => {
    expect((await test(body)).status).toBe(400)
    expect(door.core.calls).toEqual([])
  })
})

describe('a caller that goes away', () => {
  it('stops its test', async () => {
    const one = caller()
    await started(1)
    await one.hangUp()
    await eventually(() => expect(jobs.cancelled()).toEqual(['job_1']))
    await waiting(0)
    expect(door.bugs).toEqual([])
  })

  it('leaves it to another who waits for the same', async () => {
    const one = caller()
    await started(1)
    const other = test()
    await waiting(2)
    await one.hangUp()
    await waiting(1)
    expect(jobs.cancelled()).toEqual([])
    jobs.end('job_1', 'completed')
    expect((await other).status).toBe(200)
  })

  it('stops it when nobody else waits either', async () => {
    const callers = [caller(), caller()]
    await waiting(2)
    for (const one of callers) await one.hangUp()
    await eventually(() => expect(jobs.cancelled()).toEqual(['job_1']))
    await waiting(0)
  })

  it('leaves a test alone that was running before', async () => {
    const created_at = new Date(Date.now() - 60_000).toISOString()
    door.core.answer['platforms.testConnection'] = () => ok(jobs.start('job_1', { created_at }))
    const one = caller()
    await started(1)
    await one.hangUp()
    await waiting(0)
    expect(jobs.cancelled()).toEqual([])
  })

  it('is the same when the server closes', async () => {
    const own = await startServer()
    const ownJobs = fakeJobs(own.core)
    own.core.answer['platforms.testConnection'] = () => ok(ownJobs.start('job_1'))
    const reply = own.send(PATH, { method: 'POST' }).catch((error: NodeJS.ErrnoException) => error.code)
    await eventually(() => expect(own.core.calls).toHaveLength(1))
    await own.stop()
    expect(await reply).toBe('ECONNRESET')
    await eventually(() => expect(ownJobs.cancelled()).toEqual(['job_1']))
  })
})
