// The daily check: of whoever is signed in, where they want it, quiet where there is no network.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createJobs } from '../../../src/main/core/jobs/jobs.ts'
import { silentLog } from '../../../src/main/core/log/log.ts'
import { createDaily } from '../../../src/main/core/platforms/daily.ts'
import { countSecretChanges } from '../../../src/main/core/platforms/deps.ts'
import { createTests, type Tests } from '../../../src/main/core/platforms/tests.ts'
import { createSerial } from '../../../src/main/core/serial.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { RETAIL } from '../../support/core.ts'
import { createPlatformEnv, hook, OFFLINE, OK, type PlatformEnv, tradeDesk } from './support.ts'

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const start = (wanted: boolean, check = vi.fn(async () => ok(null))) => ({
    check,
    daily: createDaily({
      log: silentLog,
      wanted: async () => wanted,
      check,
      first_ms: 1_000,
      every_ms: 10_000,
    }),
  })

  it('looks a while after a user was first seen, and then again and again', async () => {
    const { check, daily } = start(true)
    for (let times = 0; times < 5; times++) daily.seen(RETAIL)
    await vi.advanceTimersByTimeAsync(999)
    expect(check).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(check).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(check).toHaveBeenCalledTimes(3)
    await daily.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(check).toHaveBeenCalledTimes(3)
  })

  it('leaves alone who doesn’t want it', async () => {
    const { check, daily } = start(false)
    daily.seen(RETAIL)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(check).toHaveBeenCalledTimes(0)
    await daily.close()
  })

  it('goes on after a look that was refused or broke', async () => {
    const check = vi
      .fn(async () => ok(null))
      .mockResolvedValueOnce(fail('storage_busy', 'Busy') as never)
      .mockRejectedValueOnce(new Error('broken'))
    const { daily } = start(true, check)
    daily.seen(RETAIL)
    await vi.advanceTimersByTimeAsync(21_000)
    expect(check).toHaveBeenCalledTimes(3)
    await daily.close()
  })
})

describe('what is due', () => {
  const tomorrow = () => new Date(Date.now() + 25 * 3_600_000)
  const { signal } = new AbortController()
  let env: PlatformEnv
  let tests: Tests
  beforeEach(async () => {
    env = await createPlatformEnv()
    tests = createTests({
      store: env.store,
      vault: env.vault,
      log: silentLog,
      removals: undefined as never,
      alone: (place, work) => createSerial()(place.platform_id, work),
      naming: createSerial(),
      secretsChanged: countSecretChanges(),
      jobs: createJobs({ emit() {}, log: silentLog }),
      testers: new Proxy({} as never, { get: () => () => env.answer.with({} as never, 'webhook') }),
    })
  })
  afterEach(() => env.close())

  it('is nothing on the day it was set up', async () => {
    await env.must('platforms.create', hook())
    expect(await tests.checkDue(RETAIL, new Date(), signal)).toEqual(ok(null))
  })

  it('is checked by one job a day later, but not what is inactive or incomplete', async () => {
    await env.must('platforms.create', hook())
    await env.must('platforms.create', tradeDesk())
    await env.must('platforms.create', hook({ name: 'Asleep', status: 'inactive' }))
    await env.must('platforms.create', hook({ name: 'No secret yet', credentials: {} }))
    expect(await tests.checkDue(RETAIL, tomorrow(), signal)).toMatchObject({
      value: { kind: 'health_check', title: 'Daily check of 2 accounts' },
    })
  })

  it('starts no job without a network, and leaves it alone for an hour', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    let asked = 0
    env.answer.with = async () => {
      asked++
      return OFFLINE
    }
    const now = tomorrow()
    expect(await tests.checkDue(RETAIL, now, signal)).toEqual(ok(null))
    expect(asked).toBe(1)
    expect(await tests.checkDue(RETAIL, new Date(now.getTime() + 900_000), signal)).toEqual(ok(null))
    expect(asked).toBe(1)
    expect((await env.must('platforms.get', { platform_id })).version).toBe(1)
    env.answer.with = async () => OK
    const later = await tests.checkDue(RETAIL, new Date(now.getTime() + 3_600_000), signal)
    expect(later).toMatchObject({ value: { title: 'Daily check of 1 account' } })
  })
})
