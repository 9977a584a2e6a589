// Pushes by the clock: when they are due, and when not.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Session, Sessions } from '../../../src/main/core/bigquery/service/sessions.ts'
import { createTimes } from '../../../src/main/core/bigquery/service/times.ts'
import { silentLog } from '../../../src/main/core/log/log.ts'
import { fail, ok } from '../../../src/shared/errors.ts'

const MINUTE = 60_000
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-26T09:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(
  every_minutes: number | null,
  given: { done?: boolean; last?: string; refuses?: boolean } = {},
) {
  const pushed: string[] = []
  const session = {
    kept: { automatic: { every_minutes, on_quit: true }, sign_in: { done: given.done ?? true } },
    file: { current: { history: given.last ? [{ ended_at: given.last }] : [] } },
  } as unknown as Session
  const sessions = { of: async () => session } as unknown as Sessions
  const times = createTimes({
    log: silentLog,
    now: () => new Date(),
    sessions,
    async push(user_id) {
      pushed.push(`${user_id} ${new Date().toISOString().slice(11, 16)}`)
      return given.refuses ? fail('offline', 'No network') : ok(null)
    },
  })
  return { times, pushed }
}

it('pushes when the time has gone by since the last one, and then each time again', async () => {
  const { times, pushed } = setUp(60, { last: '2026-11-26T08:30:00.000Z' })
  times.seen('retail-analytics')
  times.seen('retail-analytics')
  await vi.advanceTimersByTimeAsync(100 * MINUTE)
  expect(pushed).toEqual(['retail-analytics 09:30', 'retail-analytics 10:30'])
  times.close()
  await vi.advanceTimersByTimeAsync(100 * MINUTE)
  expect(pushed).toHaveLength(2)
})

it('tries one that was refused no more often than one that succeeded', async () => {
  const { times, pushed } = setUp(15, { refuses: true })
  times.seen('retail-analytics')
  await vi.advanceTimersByTimeAsync(40 * MINUTE)
  expect(pushed).toEqual(['retail-analytics 09:01', 'retail-analytics 09:16', 'retail-analytics 09:31'])
  times.close()
})

it('leaves those alone who did not ask for it, or have not signed in', async () => {
  for (const one of [setUp(null), setUp(15, { done: false })]) {
    one.times.seen('retail-analytics')
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(one.pushed).toEqual([])
    one.times.close()
  }
})

it('knows who wants a last push', async () => {
  const [wants, not] = [setUp(15), setUp(15, { done: false })]
  wants.times.seen('retail-analytics')
  not.times.seen('retail-analytics')
  expect([await wants.times.wantingAtQuit(), await not.times.wantingAtQuit()]).toEqual([
    ['retail-analytics'],
    [],
  ])
  wants.times.close()
  not.times.close()
})
