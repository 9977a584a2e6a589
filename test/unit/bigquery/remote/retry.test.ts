// Pauses, and when there is no next try.
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/main/core/bigquery/remote/clock.ts'
import { AT_FIRST_MS, createReach, UNREACHABLE_MS } from '../../../../src/main/core/bigquery/remote/reach.ts'
import { backoff, PATIENCE_MS, persist } from '../../../../src/main/core/bigquery/remote/retry.ts'
import { Late } from '../../../../src/main/core/bigquery/remote/seen.ts'
import { fakeClock } from './support.ts'

const answer = (code: number, reason: string, retry_after?: string) =>
  Object.assign(new Error('refused'), {
    code,
    errors: [{ reason }],
    response: { headers: retry_after ? { 'retry-after': retry_after } : {} },
  })

/** Throws what is given, one after another, then succeeds. */
function failing(...errors: unknown[]) {
  const left = [...errors]
  let tries = 0
  return {
    tries: () => tries,
    work: async () => {
      tries += 1
      if (left.length > 0) throw left.shift()
      return 'done'
    },
  }
}

const always = (error: unknown) => {
  let tries = 0
  return {
    tries: () => tries,
    work: async () => {
      tries += 1
      throw error
    },
  }
}

it.each([
  [0, 0, 1_000],
  [1, 0.5, 2_500],
  [4, 0, 16_000],
  [5, 1, 33_000],
  [30, 0, 32_000],
])('the pause after try %i (chance %f) is %i ms', (n, random, ms) => {
  expect(backoff(n, random)).toBe(ms)
})

describe('persist', () => {
  const begin = () => {
    const clock = fakeClock()
    let renewals = 0
    return { clock, renewals: () => renewals, options: { clock, renew: () => void renewals++ } }
  }

  it('tries again until it is done', async () => {
    const { clock, options } = begin()
    const { work } = failing(answer(503, 'backendError'), new Late(), answer(403, 'rateLimitExceeded'))
    expect(await persist(work, options)).toEqual({ ok: true, value: 'done' })
    expect(clock.slept).toEqual([1_500, 2_500, 4_500])
  })

  it('waits as long as the server asks', async () => {
    const { clock, options } = begin()
    const { work } = failing(answer(429, 'rateLimitExceeded', '50'))
    expect(await persist(work, options)).toMatchObject({ ok: true })
    expect(clock.slept).toEqual([50_000])
  })

  it('a pause beyond its patience is left to the user', async () => {
    const { clock, options } = begin()
    const result = await persist(always(answer(429, 'rateLimitExceeded', '3600')).work, options)
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', hint: expect.stringContaining('60 minutes') },
    })
    expect(clock.slept).toEqual([])
  })

  it('ends after some ten minutes', async () => {
    const { clock, options } = begin()
    expect(await persist(always(answer(503, 'backendError')).work, options)).toMatchObject({
      ok: false,
      error: { code: 'bigquery_failed' },
    })
    expect(clock.total()).toBeGreaterThan(PATIENCE_MS * 0.9)
    expect(clock.total()).toBeLessThanOrEqual(PATIENCE_MS)
  })

  it('no network at all is told at once to who has just asked, and waited for once there was an answer', async () => {
    const refused = () => always(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    const { clock, options } = begin()
    const reach = createReach({ at_first_ms: AT_FIRST_MS })
    const tried = async () => {
      const [before, work] = [clock.now(), refused()]
      const result = await persist(work.work, { ...options, reach })
      expect(result).toMatchObject({ ok: false, error: { code: 'offline' } })
      return { ms: clock.now() - before, tries: work.tries() }
    }
    const first = await tried()
    expect(first.tries).toBe(2)
    expect(first.ms).toBeLessThanOrEqual(AT_FIRST_MS)
    // A refusal is an answer, too.
    await persist(failing(answer(404, 'notFound')).work, { ...options, reach })
    const later = await tried()
    expect(later.tries).toBeGreaterThan(3)
    expect(later.ms).toBeGreaterThan(AT_FIRST_MS)
    expect(later.ms).toBeLessThanOrEqual(UNREACHABLE_MS)
    reach.begin()
    expect((await tried()).tries).toBe(2)
  })

  it('no network at all is told within half a minute', async () => {
    const { clock, options } = begin()
    const error = Object.assign(new Error('no name'), { code: 'ENOTFOUND' })
    expect(await persist(always(error).work, options)).toMatchObject({
      ok: false,
      error: { code: 'offline' },
    })
    expect(clock.total()).toBeLessThanOrEqual(UNREACHABLE_MS)
    expect(clock.slept.length).toBeGreaterThan(2)
  })

  it('a refused token is renewed once, without a pause', async () => {
    const { clock, options, renewals } = begin()
    expect(await persist(failing(answer(401, 'authError')).work, options)).toMatchObject({ ok: true })
    expect([renewals(), clock.slept.length]).toEqual([1, 0])
    const refused = always(answer(401, 'authError'))
    expect(await persist(refused.work, options)).toMatchObject({
      ok: false,
      act: 'sign_in',
      error: { code: 'unauthorized' },
    })
    expect([refused.tries(), renewals()]).toEqual([2, 2])
  })

  it.each([
    ['stop', answer(403, 'quotaExceeded')],
    ['next', answer(400, 'jobBackendError')],
  ])('%s is not tried again', async (act, error) => {
    const { options } = begin()
    const { work, tries } = always(error)
    expect(await persist(work, options)).toMatchObject({ ok: false, act })
    expect(tries()).toBe(1)
  })

  it('ends at once when it is aborted, also within a pause', async () => {
    const { options } = begin()
    const control = new AbortController()
    const { work, tries } = always(answer(503, 'backendError'))
    const pausing = persist(work, { ...options, clock: systemClock, signal: control.signal })
    setImmediate(() => control.abort())
    expect(await pausing).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(tries()).toBe(1)
    expect(await persist(work, { ...options, signal: control.signal })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
    expect(tries()).toBe(1)
  })

  it('asks whether another try is of use', async () => {
    const { options } = begin()
    const { work, tries } = always(answer(503, 'backendError'))
    expect(await persist(work, { ...options, overtaken: async () => true })).toMatchObject({ ok: false })
    expect(tries()).toBe(1)
  })
})
