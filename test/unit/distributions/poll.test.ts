// Late results: who is asked, how often, what is written down, and what is left alone. Against the platforms' doubles.
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createVault } from '../../../src/main/core/credentials/index.ts'
import { createPoll, type PollDeps } from '../../../src/main/core/distributions/poll.ts'
import { createSerial } from '../../../src/main/core/serial.ts'
import type { Store } from '../../../src/main/core/store/face.ts'
import type { DistributionMoved } from '../../../src/shared/contract/distributions.ts'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { fail } from '../../../src/shared/errors.ts'
import { startPlatforms } from '../../doubles/platforms/all.ts'
import { effects } from '../../doubles/platforms/effects.ts'
import { LINKEDIN, LINKEDIN_TOKEN } from '../../doubles/platforms/linkedin.ts'
import { META } from '../../doubles/platforms/meta.ts'
import type { Double } from '../../doubles/platforms/server.ts'
import { distribution, OWNER, platform } from '../../store/records.ts'
import { createMemoryLog } from '../../support/core.ts'
import { createMemoryStore } from '../../support/memory-store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Between looks; so short that no call times out meanwhile. */
const TICK = 1_000
const START = Date.parse('2026-11-23T09:30:00.000Z')
const READY = { status: 'READY', inputCount: 1_900, matchedCount: 1_330 }
const PLAN = { auto_refresh: false, refresh_frequency: 'daily' } as const
const OTHER = 'travel-analytics'
const NO_RESULTS = { total_records: null, matched_records: null, rejected_records: null, match_rate: null }

let double: Double
beforeAll(async () => {
  double = await startPlatforms()
})
afterAll(() => double.close())
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  Object.assign(double, { trouble: null, losing: null, instead: null })
  double.received.length = 0
  effects.forget()
})
afterEach(() => {
  vi.useRealTimers()
})

const stamps = (at: number) => {
  const time = new Date(at).toISOString()
  return { created_at: time, updated_at: time, scheduled_at: time, executed_at: time }
}

async function setUp(deps: Partial<PollDeps> = {}) {
  const store: Store = { ...createMemoryStore(), ...deps.store }
  const vault = createVault({ workspace: tmpdir(), only: 'memory' })
  const log = createMemoryLog()
  const clock = { now: START }
  const told: (DistributionMoved & { user_id: string })[] = []
  const alone = createSerial()
  const poll = createPoll({
    vault,
    log,
    alone,
    base_url: double.url,
    home: async () => 'here',
    tokenSaver: () => async () => {},
    now: () => new Date(clock.now),
    tell: (user_id, moved) => void told.push({ ...moved, user_id }),
    first_ms: TICK,
    every_ms: TICK,
    ...deps,
    store,
  })
  onTestFinished(() => poll.close())

  async function account(over: Partial<Platform> = {}, token = LINKEDIN_TOKEN) {
    const record = platform({
      platform_id: 'plat_in',
      platform_type: 'linkedin',
      name: 'LinkedIn EMEA',
      settings: { ...PLAN, account_id: LINKEDIN.account_id },
      ...over,
    })
    await store.commit(record.user_id, [{ entity: 'platform', record, expected: 'any' }])
    await vault.set(record.user_id, record.platform_id, { access_token: token })
  }
  /** A run that waits for its results, and its object at the platform. */
  async function run(distribution_id: string, id: string, over: Partial<Distribution> = {}) {
    const record = distribution({
      distribution_id,
      platform_id: 'plat_in',
      platform_name: 'LinkedIn EMEA',
      platform_type: 'linkedin',
      status: 'matching',
      ...stamps(START),
      completed_at: null,
      match_results: { ...NO_RESULTS, total_records: 2_000, platform_audience_id: id },
      error_details: null,
      metadata: {
        people: 2_000,
        attempt: { number: 1, key: `${distribution_id}.1`, started_at: new Date(START).toISOString() },
        handover: { state: 'waiting', reason: 'By hand.', package: '/p', steps: ['Upload it.'] },
      },
      ...over,
    })
    const written = await store.commit(record.user_id, [{ entity: 'distribution', record, expected: 'new' }])
    if (!written.ok) throw new Error(written.error.message)
    effects.make(record.platform_type, distribution_id, 'Renters', id)
  }
  const get = async (distribution_id: string, user_id = OWNER) => {
    const found = await store.get('distribution', user_id, distribution_id)
    if (!found.ok || !found.value) throw new Error(`No ${distribution_id}`)
    return found.value
  }
  return {
    store,
    vault,
    log,
    clock,
    told,
    alone,
    poll,
    account,
    run,
    get,
    status: async (id: string, user_id?: string) => (await get(id, user_id)).status,
    /** The clock goes on, and one look is over. */
    async look(ms = 0) {
      clock.now += ms
      await vi.advanceTimersByTimeAsync(TICK)
      await poll.idle()
    },
    asked: () => double.received.map(({ path }) => path.split('/').at(-1)),
    warned: () => log.lines.filter(({ level }) => level !== 'info').map(({ event }) => event),
  }
}

/** A signed-in user with one account and one run whose object is there. */
async function waiting(deps?: Partial<PollDeps>) {
  const env = await setUp(deps)
  await env.account()
  await env.run('dist_1', '700001')
  env.poll.seen(OWNER)
  return env
}

describe('what a platform reports', () => {
  it('completes the run in the platform’s name, and is told once', async () => {
    const env = await waiting()
    effects.report('linkedin', '700001', READY)
    await env.look()
    const after = await env.get('dist_1')
    expect(after).toMatchObject({
      status: 'completed',
      completed_at: new Date(START).toISOString(),
      version: 2,
      changed_by: 'LinkedIn EMEA',
      change_note: expect.stringMatching(/last 7 days/),
      match_results: {
        total_records: 1_900,
        matched_records: 1_330,
        match_rate: 0.7,
        platform_audience_id: '700001',
      },
      metadata: { results_source: 'api', results_by: 'LinkedIn EMEA', handover: { state: 'done' } },
    })
    expect(env.told).toEqual([
      expect.objectContaining({
        user_id: OWNER,
        distribution_id: 'dist_1',
        from: 'matching',
        to: 'completed',
      }),
    ])
    await env.look(HOUR)
    expect(env.asked()).toEqual(['700001'])
    expect(env.told).toHaveLength(1)
    expect(env.log.lines).toEqual([])
  })

  it('Meta’s estimate is of the people sent, and its note says what it is', async () => {
    const env = await setUp()
    await env.account(
      {
        platform_id: 'plat_fb',
        platform_type: 'meta',
        name: 'Meta',
        settings: { ...PLAN, ad_account_id: META.ad_account_id },
      },
      META.access_token,
    )
    await env.run('dist_1', '2385', { platform_id: 'plat_fb', platform_type: 'meta', platform_name: 'Meta' })
    effects.report('meta', '2385', {
      approximate_count_lower_bound: 900,
      delivery_status: { code: 200 },
      operation_status: { code: 200 },
      time_content_updated: START / 1_000 + 3_600,
    })
    env.poll.seen(OWNER)
    await env.look(24 * HOUR)
    expect(await env.status('dist_1')).toBe('matching')
    await env.look(HOUR)
    expect(await env.get('dist_1')).toMatchObject({
      status: 'completed',
      change_note: expect.stringMatching(/^An estimate/),
      match_results: { total_records: 2_000, matched_records: 900, match_rate: 0.45 },
    })
  })

  it.each([
    ['nothing was uploaded yet', {}],
    ['it is still building', { ...READY, status: 'BUILDING' }],
    ['nothing is matched yet', { ...READY, matchedCount: 0 }],
  ])('%s: it goes on waiting, in silence, and gets its results later', async (_why, reported) => {
    const env = await waiting()
    effects.report('linkedin', '700001', reported)
    await env.look()
    expect(await env.get('dist_1')).toMatchObject({ status: 'matching', version: 1 })
    expect([env.told, env.log.lines]).toEqual([[], []])
    effects.report('linkedin', '700001', READY)
    await env.look(30 * MINUTE)
    expect(await env.status('dist_1')).toBe('completed')
  })
})

describe('how often', () => {
  /** When the run was asked for, in hours since its hand-over, of looks as often as these. */
  async function hours(ages: readonly number[]) {
    const env = await waiting()
    const asked: number[] = []
    for (const age of ages) {
      const before = double.received.length
      await env.look(START + age * HOUR - env.clock.now)
      if (double.received.length > before) asked.push(age)
    }
    return asked
  }
  const every = (from: number, to: number, step: number) =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step)

  it('at most every 30 minutes in the first 48 hours', async () => {
    expect(await hours(every(0, 2, 1 / 12))).toEqual([0, 0.5, 1, 1.5, 2])
    expect(await hours(every(47, 48, 0.25))).toEqual([47, 47.5, 48])
  })

  it('then every 6 hours up to 30 days', async () => {
    expect(await hours(every(49, 62, 1))).toEqual([49, 55, 61])
    expect(await hours([30 * 24 - 1, 30 * 24, 30 * 24 + 7])).toEqual([30 * 24 - 1])
  })

  it('a clock that was set back doesn’t make it wait', async () => {
    expect(await hours([40, 1, 1.25, 1.5])).toEqual([40, 1, 1.5])
  })

  it('not at the start, but a minute later', async () => {
    const env = await waiting({ first_ms: undefined })
    await vi.advanceTimersByTimeAsync(59_000)
    await env.poll.idle()
    expect(env.asked()).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    await env.poll.idle()
    expect(env.asked()).toEqual(['700001'])
  })

  it('at most two at a time, and never two of one account', async () => {
    const under_way = new Map<string, number>()
    const most = { all: 0, of_one: 0 }
    const env = await setUp({
      read: async ({ distribution: { platform_id } }) => {
        under_way.set(platform_id, (under_way.get(platform_id) ?? 0) + 1)
        const counts = [...under_way.values()]
        most.all = Math.max(
          most.all,
          counts.reduce((sum, count) => sum + count, 0),
        )
        most.of_one = Math.max(most.of_one, ...counts)
        await new Promise(resolve => setImmediate(resolve))
        under_way.set(platform_id, (under_way.get(platform_id) ?? 0) - 1)
        return { state: 'not_yet' }
      },
    })
    for (const account of ['a', 'b', 'c', 'd']) {
      await env.account({ platform_id: account })
      for (const n of [1, 2, 3]) await env.run(`${account}${n}`, `70${account}${n}`, { platform_id: account })
    }
    env.poll.seen(OWNER)
    await env.look()
    expect(most).toEqual({ all: 2, of_one: 1 })
  })
})

describe('which runs', () => {
  it.each([
    ['a platform that reports nothing', { platform_type: 'tiktok' }],
    ['no object at the platform', { match_results: { ...NO_RESULTS, platform_audience_id: null } }],
    ['one that is completed', { status: 'completed' }],
    ['one in the trash', { deleted: true }],
  ] as const)('%s: isn’t asked for', async (_what, over) => {
    const env = await setUp()
    await env.account()
    await env.run('dist_1', '700001', over as Partial<Distribution>)
    env.poll.seen(OWNER)
    await env.look()
    expect(double.received).toEqual([])
  })

  it.each([
    ['inactive', { status: 'inactive' }],
    ['in the trash', { deleted: true }],
  ] as const)('an account that is %s isn’t called', async (_what, over) => {
    const env = await waiting()
    await env.account(over)
    await env.look()
    expect(double.received).toEqual([])
  })

  it('of two runs that filled the same object, the later alone', async () => {
    const env = await waiting()
    await env.run('dist_2', '700001', stamps(START + HOUR))
    effects.report('linkedin', '700001', READY)
    await env.look(8 * 24 * HOUR)
    expect([await env.status('dist_1'), await env.status('dist_2')]).toEqual(['matching', 'completed'])
    expect(env.asked()).toEqual(['700001'])
  })

  it('each user’s own: by their own secrets, told to them alone', async () => {
    const env = await waiting()
    await env.account({ user_id: OTHER }, 'linkedin-expired')
    await env.run('dist_2', '700002', { user_id: OTHER })
    effects.report('linkedin', '700001', READY)
    effects.report('linkedin', '700002', READY)
    await env.look()
    expect(await env.status('dist_2', OTHER)).toBe('matching')
    expect(env.asked()).toEqual(['700001'])
    env.poll.seen(OTHER)
    await env.look()
    expect(await env.status('dist_2', OTHER)).toBe('matching')
    expect(env.warned()).toEqual(['results.not_read'])
    await env.account({ user_id: OTHER })
    await env.look(30 * MINUTE)
    expect(env.told.map(({ user_id, distribution_id }) => [user_id, distribution_id])).toEqual([
      [OWNER, 'dist_1'],
      [OTHER, 'dist_2'],
    ])
  })
})

describe('failures', () => {
  it('a rate limit is silent: none of the account’s runs is asked for until it is over', async () => {
    const env = await waiting()
    await env.run('dist_2', '700002')
    double.instead = () => ({ status: 429, json: {}, headers: { 'retry-after': '7200' } })
    await env.look()
    expect(double.received).toHaveLength(1)
    double.instead = null
    effects.report('linkedin', '700001', READY)
    await env.look(119 * MINUTE)
    expect(double.received).toHaveLength(1)
    await env.look(MINUTE)
    expect(await env.status('dist_1')).toBe('completed')
    expect(env.asked()).toEqual(['700001', '700001', '700002'])
    expect(env.log.lines).toEqual([])
  })

  it.each(['fault', 'cut'] as const)('%s passes by itself, in silence', async trouble => {
    const env = await waiting()
    double.trouble = trouble
    await env.look()
    await env.look(30 * MINUTE)
    expect(await env.get('dist_1')).toMatchObject({ status: 'matching', version: 1 })
    expect([env.told, env.log.lines]).toEqual([[], []])
    double.trouble = null
    effects.report('linkedin', '700001', READY)
    await env.look(30 * MINUTE)
    expect(await env.status('dist_1')).toBe('completed')
  })

  it('a token that has ended is noted once, without it, until it works again', async () => {
    const env = await waiting()
    await env.run('dist_2', '700002')
    await env.account({}, 'linkedin-expired')
    for (const _ of [1, 2, 3]) await env.look(30 * MINUTE)
    expect(env.log.lines).toEqual([
      {
        level: 'warn',
        event: 'results.not_read',
        fields: {
          distribution_id: 'dist_1',
          platform_id: 'plat_in',
          platform_type: 'linkedin',
          cause: 'expired',
          code: 'unauthorized',
        },
      },
    ])
    expect(double.received).toHaveLength(3)
    expect([env.told, await env.status('dist_1')]).toEqual([[], 'matching'])
    await env.account()
    await env.look(30 * MINUTE)
    await env.account({}, 'linkedin-expired')
    await env.look(30 * MINUTE)
    expect(env.warned()).toHaveLength(2)
  })

  it('deleted at the platform: in the log once, the run waits on, and the others aren’t kept waiting', async () => {
    const env = await waiting()
    await env.run('dist_2', '700002')
    effects.remove('linkedin', '700001')
    effects.report('linkedin', '700002', READY)
    await env.look()
    await env.look(30 * MINUTE)
    expect([await env.status('dist_1'), await env.status('dist_2')]).toEqual(['matching', 'completed'])
    expect(env.log.lines.map(({ event, fields }) => [event, fields.distribution_id, fields.cause])).toEqual([
      ['results.not_read', 'dist_1', 'wrong_id'],
    ])
  })

  it.each(['storage_full', 'conflict'] as const)('a store that refuses (%s): later', async code => {
    const refuse = { now: false }
    const memory = createMemoryStore()
    const env = await waiting({
      store: {
        ...memory,
        commit: (owner, puts) =>
          refuse.now ? Promise.resolve(fail(code, 'Not now')) : memory.commit(owner, puts),
      },
    })
    effects.report('linkedin', '700001', READY)
    refuse.now = true
    await env.look()
    expect([await env.status('dist_1'), env.told]).toEqual(['matching', []])
    refuse.now = false
    await env.look(30 * MINUTE)
    expect(await env.status('dist_1')).toBe('completed')
  })

  it('one that breaks is logged, and the next is asked for', async () => {
    const asked: string[] = []
    const env = await waiting({
      read: async ({ distribution: { distribution_id } }) => {
        asked.push(distribution_id)
        throw new Error('A bug')
      },
    })
    await env.run('dist_2', '700002')
    await env.look()
    expect(asked).toEqual(['dist_1', 'dist_2'])
    expect(env.warned()).toEqual(['results.broke', 'results.broke'])
  })
})

describe('what happens meanwhile', () => {
  /** A run that is being asked for; the answer comes when it is let. */
  async function asking() {
    let answer = () => {}
    let began = () => {}
    const begun = new Promise<void>(resolve => {
      began = resolve
    })
    const signals: AbortSignal[] = []
    const env = await waiting({
      read: ({ signal }) => {
        signals.push(signal)
        began()
        return new Promise(resolve => {
          answer = () =>
            resolve({
              state: 'reported',
              total_records: 10,
              matched_records: 5,
              match_rate: 0.5,
              note: 'So it says.',
            })
          signal.addEventListener('abort', answer)
        })
      },
    })
    await vi.advanceTimersByTimeAsync(TICK)
    await begun
    return { ...env, signals, answer: () => answer() }
  }

  it('a person entered the results: theirs stay', async () => {
    const env = await asking()
    const { version: _, ...current } = await env.get('dist_1')
    const match_results = { ...current.match_results, matched_records: 7 }
    await env.store.commit(OWNER, [
      { entity: 'distribution', record: { ...current, status: 'completed', match_results }, expected: 1 },
    ])
    env.answer()
    await env.poll.idle()
    expect(await env.get('dist_1')).toMatchObject({ version: 2, match_results: { matched_records: 7 } })
    expect(env.told).toEqual([])
  })

  it('other work on the run is waited for', async () => {
    const env = await asking()
    let done = () => {}
    const other = env.alone(
      'dist_1',
      () =>
        new Promise<void>(resolve => {
          done = resolve
        }),
    )
    env.answer()
    await new Promise(resolve => setImmediate(resolve))
    expect(await env.status('dist_1')).toBe('matching')
    done()
    await other
    await env.poll.idle()
    expect(await env.status('dist_1')).toBe('completed')
  })

  it('the app closes: the call is stopped, nothing is written, and nothing is asked any more', async () => {
    const env = await asking()
    await env.poll.close()
    expect(env.signals.map(({ aborted }) => aborted)).toEqual([true])
    expect([await env.status('dist_1'), env.told, env.log.lines]).toEqual(['matching', [], []])
    env.poll.seen(OTHER)
    await env.look(HOUR)
    expect(env.signals).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('the app closes while other work on the run is waited for: nothing is written', async () => {
    const env = await asking()
    let done = () => {}
    const other = env.alone(
      'dist_1',
      () =>
        new Promise<void>(resolve => {
          done = resolve
        }),
    )
    env.answer()
    await new Promise(resolve => setImmediate(resolve))
    const closing = env.poll.close()
    done()
    await Promise.all([other, closing])
    expect([await env.status('dist_1'), env.told]).toEqual(['matching', []])
  })

  it('a user is looked after once, and not at all after closing', async () => {
    const env = await waiting()
    env.poll.seen(OWNER)
    expect(vi.getTimerCount()).toBe(1)
    await env.poll.close()
    expect(vi.getTimerCount()).toBe(0)
    env.poll.seen(OTHER)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('the app closes while a platform doesn’t answer: at once, and in silence', async () => {
    const env = await waiting()
    double.trouble = 'hang'
    await vi.advanceTimersByTimeAsync(TICK)
    await expect.poll(() => double.received.length).toBe(1)
    await env.poll.close()
    expect([await env.status('dist_1'), env.log.lines]).toEqual(['matching', []])
  })
})
