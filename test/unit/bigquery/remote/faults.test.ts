// Troubles at every call of a push of one table: its effect is there once, or not and said so; a second push completes it.
import { describe, expect, it } from 'vitest'
import type { Step } from '../../../../src/main/core/bigquery/face.ts'
import { type AppError, ok, type Result } from '../../../../src/shared/errors.ts'
import type { Fault } from '../../../bigquery-double/index.ts'
import { COLUMNS, mergeOf, must, remoteOf, rowsOf, setting, stepOf, TARGET } from './support.ts'

const get = setting()
/** Milliseconds: a call's time where a slow answer is tried, and that answer's. */
const SHORT = 400
const SLOW = 700
const ROWS = [
  { id: 'aud_1', name: 'Coffee drinkers', version: 1 },
  { id: 'aud_2', name: 'Näher dran 🚀', version: 2 },
]
/** Upload, a look at it, script, its rows, clearing away. */
const CALLS = 5

/** Of one batch alone: a call that was given up may arrive while the next test runs. */
const stagingOf = (name: string) => `stg_audiences_${name}`

type Kept = { load: number; merge: number }

/** A push of one table over what the outbox kept; the remote is made anew, as after a start of the app. */
async function push(
  kept: Kept,
  name: string,
  signal?: AbortSignal,
  timeout_ms = 10_000,
): Promise<Result<object[]>> {
  const { double, auth, clock, file } = get()
  const staging = stagingOf(name)
  const remote = remoteOf(double, auth, clock, timeout_ms)
  const step = (which: keyof Kept): Step => ({
    ...stepOf(`${name}_${which}`, kept[which]).step,
    async begin(n) {
      kept[which] = n
      return ok(null)
    },
  })
  const loaded = await remote.load(step('load'), { file, table: staging, columns: COLUMNS }, signal)
  if (!loaded.ok) return loaded
  const ran = await remote.run(step('merge'), { sql: mergeOf(staging) }, signal)
  if (!ran.ok) return ran
  const rows = await rowsOf(ran.value.rows(COLUMNS, signal))
  const dropped = await remote.dropStaging(staging, signal)
  return dropped.ok ? ok(rows) : dropped
}

const begun = (): Kept => ({ load: 0, merge: 0 })

async function empty() {
  await get().double.sql(`DELETE FROM "${TARGET.dataset}"."audiences"`)
}

async function expectOnce() {
  const { double } = get()
  const rows = await double.rows(`${TARGET.dataset}.audiences`)
  const plain = rows.map(row => ({ ...row, version: Number(row.version) }))
  expect(
    plain.sort((a, b) => String(Reflect.get(a, 'id')).localeCompare(String(Reflect.get(b, 'id')))),
  ).toEqual(ROWS)
}

const PASSING: readonly [string, Fault][] = [
  ['reset before', { kind: 'reset', when: 'before' }],
  ['reset after', { kind: 'reset', when: 'after' }],
  ['401', { kind: 'answer', status: 401, reason: 'authError' }],
  ['403 rateLimitExceeded', { kind: 'answer', status: 403, reason: 'rateLimitExceeded' }],
  ['429', { kind: 'answer', status: 429, reason: 'rateLimitExceeded', retryAfter: 3 }],
  ['500', { kind: 'answer', status: 500, reason: 'internalError' }],
  ['503', { kind: 'answer', status: 503, reason: 'backendError' }],
  ['503 though it was done', { kind: 'answer', status: 503, reason: 'backendError', processed: true }],
  ['slow', { kind: 'slow', ms: SLOW }],
]
const STOPPING: readonly [string, Fault, AppError['code']][] = [
  ['quota', { kind: 'answer', status: 403, reason: 'quotaExceeded' }, 'quota_exceeded'],
  ['denied', { kind: 'answer', status: 403, reason: 'accessDenied' }, 'forbidden'],
  [
    'denied though it was done',
    { kind: 'answer', status: 403, reason: 'accessDenied', processed: true },
    'forbidden',
  ],
  ['billing', { kind: 'answer', status: 403, reason: 'billingNotEnabled' }, 'bigquery_failed'],
]
const nth = Array.from({ length: CALLS }, (_, n) => n + 1)
const everywhere = <T extends readonly [string, ...unknown[]]>(faults: readonly T[]) =>
  faults.flatMap(fault => nth.map(n => [...fault, n] as const))

describe('what passes by itself is never seen', () => {
  it.each(everywhere(PASSING))('%s', async (name, fault, n) => {
    await empty()
    const { double } = get()
    const planned = double.faults.at(n, fault)
    const kept = begun()
    const timeout_ms = fault.kind === 'slow' ? SHORT : undefined
    const id = `${name.replaceAll(' ', '_')}_${n}`
    expect(must(await push(kept, id, undefined, timeout_ms))).toEqual(ROWS)
    await expectOnce()
    expect(planned.fired).toBe(1)
    expect(kept).toEqual({ load: 1, merge: 1 })
    expect(double.tables()).not.toContain(`${TARGET.staging_dataset}.${stagingOf(id)}`)
  })
})

describe('what does not pass stops, and the next push completes it', () => {
  it.each(everywhere(STOPPING))('%s', async (name, fault, code, n) => {
    await empty()
    const { double } = get()
    double.faults.at(n, fault)
    const kept = begun()
    const id = `${name.replaceAll(' ', '_')}_${n}`
    const first = await push(kept, id)
    // A look at results that fails is settled by a look at the job.
    expect(first).toMatchObject({ ok: false, error: { code } })
    must(await push(kept, id))
    await expectOnce()
    expect(kept.merge).toBeLessThanOrEqual(2)
  })
})

describe('jobs that fail', () => {
  it.each([
    ['load', 'jobs.upload', 'backendError', false],
    ['load', 'jobs.upload', 'jobInternalError', true],
    ['merge', 'jobs.insert', 'jobBackendError', false],
    ['merge', 'jobs.insert', 'jobRateLimitExceeded', false],
    ['merge', 'jobs.insert', 'backendError', true],
  ] as const)(
    '%s by %s: %s (with its effect: %s) gets the next id',
    async (which, route, reason, applied) => {
      await empty()
      get().double.faults.on(route, 1, { kind: 'job_error', reason, applied })
      const kept = begun()
      expect(must(await push(kept, `failed_${reason}_${applied}`))).toEqual(ROWS)
      await expectOnce()
      expect(kept).toEqual({ load: 1, merge: 1, [which]: 2 })
    },
  )

  it('five times is enough; the next push begins with the sixth id', async () => {
    await empty()
    const { double } = get()
    double.faults.on('jobs.insert', 'every', { kind: 'job_error', reason: 'backendError', applied: false })
    const kept = begun()
    expect(await push(kept, 'five')).toMatchObject({
      ok: false,
      error: { code: 'bigquery_failed', details: { reason: 'backendError' } },
    })
    expect(kept).toEqual({ load: 1, merge: 5 })
    double.faults.clear()
    must(await push(kept, 'five'))
    await expectOnce()
    expect(kept).toEqual({ load: 1, merge: 6 })
  })

  it('one that says why stops at once, and is begun anew by the next push', async () => {
    await empty()
    const { double } = get()
    double.faults.on('jobs.upload', 1, { kind: 'job_error', reason: 'quotaExceeded', applied: false })
    const kept = begun()
    expect(await push(kept, 'why')).toMatchObject({ ok: false, error: { code: 'quota_exceeded' } })
    expect(kept).toEqual({ load: 1, merge: 0 })
    must(await push(kept, 'why'))
    await expectOnce()
    expect(kept).toEqual({ load: 2, merge: 1 })
  })

  it.each(['jobs.upload', 'jobs.insert'])(
    'one of %s that never ends is left to go on, and is taken up by the next push',
    async route => {
      await empty()
      const { double } = get()
      double.faults.on(route, 1, { kind: 'stuck' })
      const kept = begun()
      const id = `stuck_${route.slice(5)}`
      expect(await push(kept, id)).toMatchObject({ ok: false, error: { code: 'timeout' } })
      const stuck = double.jobs.list().filter(job => job.held !== null)
      expect(stuck).toHaveLength(1)
      await double.jobs.release(stuck[0]?.id ?? '')
      must(await push(kept, id))
      await expectOnce()
      expect(kept).toEqual({ load: 1, merge: 1 })
    },
  )
})

describe('a push that is taken up', () => {
  it('asks for its jobs, and uploads nothing again', async () => {
    await empty()
    const { calls, double } = get()
    const kept = begun()
    double.faults.on('tables.delete', 1, { kind: 'answer', status: 403, reason: 'accessDenied' })
    expect((await push(kept, 'taken_up')).ok).toBe(false)
    double.log.length = 0
    must(await push(kept, 'taken_up'))
    expect(calls()).toEqual(['jobs.get', 'tables.get', 'jobs.get', 'jobs.getQueryResults', 'tables.delete'])
    await expectOnce()
  })

  it('loads anew when the staging table has expired meanwhile', async () => {
    await empty()
    const { double, remote } = get()
    const kept = begun()
    double.faults.on('jobs.insert', 1, { kind: 'answer', status: 403, reason: 'quotaExceeded' })
    expect((await push(kept, 'expired')).ok).toBe(false)
    must(await remote.dropStaging(stagingOf('expired')))
    must(await push(kept, 'expired'))
    expect(kept).toEqual({ load: 2, merge: 1 })
    await expectOnce()
  })

  it('runs its script anew when its rows have expired meanwhile', async () => {
    await empty()
    const { double } = get()
    const kept = begun()
    must(await push(kept, 'rows_expired'))
    double.faults.on('jobs.getQueryResults', 1, { kind: 'answer', status: 404, reason: 'notFound' })
    must(await push(kept, 'rows_expired'))
    expect(kept).toEqual({ load: 2, merge: 2 })
    await expectOnce()
  })

  it('sends what never arrived under the id that was kept', async () => {
    await empty()
    const kept = { load: 3, merge: 7 }
    must(await push(kept, 'never_arrived'))
    expect(kept).toEqual({ load: 3, merge: 7 })
    await expectOnce()
  })
})

describe('cancelling', () => {
  it.each([
    ['jobs.upload', 'jobs.get', { load: 2, merge: 1 }],
    ['jobs.insert', 'jobs.getQueryResults', { load: 1, merge: 2 }],
  ] as const)('stops a job of %s that runs and waits for its end', async (route, look, then) => {
    await empty()
    const { double, calls, clock } = get()
    const jobs = () => double.jobs.list().filter(job => job.error?.reason === 'stopped').length
    const before = jobs()
    const control = new AbortController()
    double.faults.on(route, 1, { kind: 'stuck' })
    const kept = begun()
    const id = `cancel_${route.slice(5)}`
    // Its own time goes by while it waits: ten minutes are over before a test that polls has looked twice.
    clock.waits = () => {
      const from = calls().lastIndexOf(route)
      if (
        calls()
          .slice(from)
          .filter(call => call === look).length > 1
      )
        control.abort()
    }
    expect(await push(kept, id, control.signal)).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(calls()).toContain('jobs.cancel')
    expect(jobs()).toBe(before + 1)
    must(await push(kept, id))
    await expectOnce()
    expect(kept).toEqual(then)
  })

  it('before it has begun, asks for nothing', async () => {
    const { calls } = get()
    const kept = begun()
    expect(await push(kept, 'early', AbortSignal.abort())).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
    expect(kept).toEqual({ load: 0, merge: 0 })
    expect(calls()).toEqual([])
  })
})

it('a connection that is always cut is given up after ten minutes, and the batch completed when it holds', async () => {
  await empty()
  const { double, clock } = get()
  double.faults.on('jobs.insert', 'every', { kind: 'reset', when: 'before' })
  const kept = begun()
  expect(await push(kept, 'gone')).toMatchObject({ ok: false, error: { code: 'offline' } })
  expect(clock.total()).toBeGreaterThan(500_000)
  double.faults.clear()
  must(await push(kept, 'gone'))
  expect(kept).toEqual({ load: 1, merge: 1 })
  await expectOnce()
})

it('a sign-in that was revoked asks for another, and keeps the attempt', async () => {
  await empty()
  const { double, auth } = get()
  const kept = begun()
  auth.renew()
  double.faults.on('token', 'every', { kind: 'token_error', error: 'invalid_grant' })
  expect(await push(kept, 'revoked')).toMatchObject({ ok: false, error: { code: 'unauthorized' } })
  double.faults.clear()
  must(await push(kept, 'revoked'))
  await expectOnce()
})
