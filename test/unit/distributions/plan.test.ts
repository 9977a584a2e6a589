// Planning through the service: verdicts, what is refused with names, quotas, initial and refresh, and what was learned.
import { describe, expect, it } from 'vitest'
import { audienceOf } from '../delivery/support.ts'
import {
  AUDIENCE,
  createEnv,
  DONE,
  type Env,
  FOLDER,
  failedBy,
  folderPlatform,
  OWNER,
  profile,
  record,
  START,
} from './support.ts'

const HOUR = 3_600_000
const later = (env: Env) => ({ kind: 'at', at: new Date(env.clock.now + HOUR).toISOString() }) as const
const EMPTY = 'aud_empty'
const INACTIVE = 'plat_inactive'

async function withTrouble() {
  const env = await createEnv()
  const { version: _, ...empty } = audienceOf({
    audience_id: EMPTY,
    name: 'Nobody yet',
    user_id: OWNER,
    segments: [],
    total_audience_size: 0,
  })
  await env.put(
    { entity: 'audience', record: empty, expected: 'new' },
    {
      entity: 'platform',
      record: folderPlatform({ platform_id: INACTIVE, name: 'Old drop', status: 'inactive' }),
      expected: 'new',
    },
  )
  return env
}

describe('the verdict', () => {
  it('tells that the last delivery to the platform failed, until one succeeds', async () => {
    const env = await createEnv()
    const lastDelivery = async () => {
      const { pairs } = await env.must('distributions.preflight', {
        audience_ids: [AUDIENCE],
        platform_ids: [FOLDER],
        when: { kind: 'now' },
      })
      return pairs[0]?.checks.find(({ id }) => id === 'last_delivery')?.message
    }
    expect(await lastDelivery()).toBeUndefined()
    env.deliverTo(async () => failedBy(false))
    const id = await env.plan()
    await env.quiet()
    expect(await lastDelivery()).toBe('The last delivery to it failed.')
    env.deliverTo(async () => DONE)
    await env.must('distributions.retry', { distribution_id: id })
    await env.quiet()
    expect(await lastDelivery()).toBeUndefined()
  })

  it('is given for every pair, and nothing is saved or called', async () => {
    const env = await withTrouble()
    const { ready, pairs } = await env.must('distributions.preflight', {
      audience_ids: [AUDIENCE, EMPTY],
      platform_ids: [FOLDER, INACTIVE],
      when: { kind: 'now' },
    })
    expect(ready).toBe(false)
    expect(
      pairs.map(({ audience_id, platform_id, ready: fine, people }) => [
        audience_id,
        platform_id,
        fine,
        people,
      ]),
    ).toEqual([
      [AUDIENCE, FOLDER, true, 2_000],
      [AUDIENCE, INACTIVE, false, 2_000],
      [EMPTY, FOLDER, false, 0],
      [EMPTY, INACTIVE, false, 0],
    ])
    await env.quiet()
    expect([await env.all(), env.calls]).toEqual([[], []])
  })

  it('looks at no pair that is left out, and is ready without it', async () => {
    const env = await withTrouble()
    const { ready, pairs } = await env.must('distributions.preflight', {
      audience_ids: [AUDIENCE, EMPTY],
      platform_ids: [FOLDER],
      leave_out: [{ audience_id: EMPTY, platform_id: FOLDER }],
      when: { kind: 'now' },
    })
    expect([ready, pairs.map(({ audience_id }) => audience_id)]).toEqual([true, [AUDIENCE]])
  })

  it('tells the next starts, and a run of the same pair that is open', async () => {
    const env = await createEnv()
    const schedule = { repeat: 'weekly', at: '09:00', zone: 'Europe/Berlin', weekday: 1 } as const
    const plan = {
      audience_ids: [AUDIENCE],
      platform_ids: [FOLDER],
      when: { kind: 'repeat', schedule } as const,
    }
    const first = await env.must('distributions.preflight', plan)
    expect(first.pairs[0]?.starts).toEqual([
      '2026-11-30T08:00:00.000Z',
      '2026-12-07T08:00:00.000Z',
      '2026-12-14T08:00:00.000Z',
    ])
    const made = await env.must('distributions.create', plan)
    const second = await env.must('distributions.preflight', plan)
    const duplicate = second.pairs[0]?.checks.find(({ id }) => id === 'duplicate')
    expect([duplicate?.level, second.ready]).toEqual(['warning', true])
    expect(duplicate?.distribution_ids).toEqual(made.distributions.map(one => one.distribution_id))
  })

  it.each([
    ['audience', { audience_ids: ['aud_none'], platform_ids: [FOLDER] }],
    ['platform', { audience_ids: [AUDIENCE], platform_ids: [FOLDER, 'plat_none'] }],
  ])('of an unknown %s is not found', async (name, ids) => {
    const env = await createEnv()
    const error = await env.refused('distributions.preflight', { ...ids, when: { kind: 'now' } })
    expect([error.code, error.message]).toEqual(['not_found', `There is no such ${name}`])
    expect((await env.refused('distributions.create', { ...ids, when: { kind: 'now' } })).code).toBe(
      'not_found',
    )
  })

  it('of another’s audience is not found', async () => {
    const env = await createEnv()
    const plan = { audience_ids: [AUDIENCE], platform_ids: [FOLDER], when: { kind: 'now' } as const }
    expect((await env.refused('distributions.create', plan, 'stranger')).code).toBe('not_found')
  })
})

describe('planning', () => {
  it('saves one distribution for each pair, in one commit', async () => {
    const env = await createEnv()
    const { version: _, ...second } = audienceOf({ audience_id: 'aud_2', name: 'Second', user_id: OWNER })
    await env.put(
      { entity: 'audience', record: second, expected: 'new' },
      { entity: 'platform', record: folderPlatform({ platform_id: 'plat_2' }), expected: 'new' },
    )
    const commits: number[] = []
    env.refuse.commit = puts => {
      commits.push(puts.length)
      return null
    }
    const { distributions } = await env.must('distributions.create', {
      audience_ids: [AUDIENCE, 'aud_2'],
      platform_ids: [FOLDER, 'plat_2'],
      when: later(env),
      campaign_name: 'Spring',
    })
    expect(commits).toEqual([4])
    expect(new Set(distributions.map(one => `${one.audience_id} ${one.platform_id}`)).size).toBe(4)
    expect(distributions.map(one => [one.status, one.campaign_name, one.people])).toEqual(
      Array(4).fill(['scheduled', 'Spring', 2_000]),
    )
    await env.quiet()
    expect(env.calls).toHaveLength(0)
  })

  it('refuses all when one pair is blocked, and names each with its reason', async () => {
    const env = await withTrouble()
    const error = await env.refused('distributions.create', {
      audience_ids: [AUDIENCE, EMPTY],
      platform_ids: [FOLDER, INACTIVE],
      when: { kind: 'now' },
    })
    expect(error.code).toBe('conflict')
    expect(error.message).toBe(
      '“Old drop” is inactive and takes no new distributions. 2 more of the plan can’t be either.',
    )
    expect(error.details).toEqual({
      blocked: 3,
      pairs: [
        {
          audience_id: AUDIENCE,
          platform_id: INACTIVE,
          reasons: [expect.stringContaining('“Old drop” is inactive')],
        },
        { audience_id: EMPTY, platform_id: FOLDER, reasons: [expect.stringContaining('nobody')] },
        { audience_id: EMPTY, platform_id: INACTIVE, reasons: [expect.any(String), expect.any(String)] },
      ],
    })
    expect(await env.all()).toEqual([])
  })

  it('plans none of the pairs that are left out, though they are blocked', async () => {
    const env = await withTrouble()
    const { distributions } = await env.must('distributions.create', {
      audience_ids: [AUDIENCE, EMPTY],
      platform_ids: [FOLDER, INACTIVE],
      leave_out: [
        { audience_id: AUDIENCE, platform_id: INACTIVE },
        { audience_id: EMPTY, platform_id: FOLDER },
        { audience_id: EMPTY, platform_id: INACTIVE },
        // Twice is once.
        { audience_id: EMPTY, platform_id: INACTIVE },
      ],
      when: later(env),
    })
    expect(distributions.map(one => [one.audience_id, one.platform_id])).toEqual([[AUDIENCE, FOLDER]])
    expect(await env.all()).toHaveLength(1)
  })

  it.each([
    ['every pair', [{ audience_id: AUDIENCE, platform_id: FOLDER }], 'leave_out', 'leaves nothing to plan'],
    [
      'what is no pair of it',
      [{ audience_id: EMPTY, platform_id: FOLDER }],
      'leave_out[0]',
      'is no pair of this plan',
    ],
  ])('refuses to leave out %s', async (_, leave_out, path, message) => {
    const env = await withTrouble()
    const plan = { audience_ids: [AUDIENCE], platform_ids: [FOLDER], leave_out, when: later(env) }
    for (const operation of ['distributions.preflight', 'distributions.create'] as const)
      expect((await env.refused(operation, plan)).details?.fields).toEqual([{ path, message }])
  })

  it('refuses a time that is over, and an unknown zone, before anything else', async () => {
    const env = await createEnv()
    const plan = { audience_ids: [AUDIENCE], platform_ids: [FOLDER] }
    const past = { kind: 'at', at: new Date(env.clock.now - HOUR).toISOString() } as const
    const nowhere = { kind: 'repeat', schedule: { repeat: 'daily', at: '09:00', zone: 'Mars/Base' } } as const
    for (const [when, path] of [
      [past, 'when.at'],
      [nowhere, 'when.schedule.zone'],
    ] as const) {
      const error = await env.refused('distributions.create', { ...plan, when })
      expect(error.details?.fields).toEqual([expect.objectContaining({ path })])
    }
    expect(await env.all()).toEqual([])
  })

  it('takes chosen segments alone', async () => {
    const env = await createEnv()
    const id = await env.plan({ segment_ids: ['2', '2'], when: later(env) })
    const { segments_distributed, metadata } = await env.run(id)
    expect([segments_distributed, metadata.people]).toEqual([['2'], 800])
    const unknown = await env.refused('distributions.create', {
      audience_ids: [AUDIENCE],
      platform_ids: [FOLDER],
      segment_ids: ['9'],
      when: later(env),
    })
    expect(unknown.code).toBe('conflict')
  })

  it('is initial until one was successful, then a refresh, unless it is said', async () => {
    const env = await createEnv()
    const types = async (...ids: string[]) =>
      Promise.all(ids.map(async id => (await env.run(id)).distribution_type))
    const first = await env.plan()
    const second = await env.plan({ when: later(env) })
    await env.quiet()
    const third = await env.plan({ when: later(env) })
    const said = await env.plan({ when: later(env), distribution_type: 'incremental' })
    expect(await types(first, second, third, said)).toEqual(['initial', 'initial', 'refresh', 'incremental'])
  })

  it('keeps the price and what it was worked out from', async () => {
    const env = await createEnv()
    const settings = {
      path: '/drop',
      file_format: 'csv',
      auto_refresh: false,
      refresh_frequency: 'daily' as const,
      cpm_fee: 1.5,
      currency: 'EUR',
    }
    await env.put({
      entity: 'platform',
      record: folderPlatform({ platform_id: FOLDER, settings }),
      expected: 'any',
    })
    const { metadata } = await env.run(await env.plan({ when: later(env) }))
    expect(metadata).toMatchObject({
      cost_estimate: 3,
      currency: 'EUR',
      cost_basis: '2,000 people × 1.50 EUR for a thousand',
    })
  })
})

describe('the quota of a month', () => {
  it('counts what was planned in it, and starts anew with the next', async () => {
    const env = await createEnv()
    await env.put(profile(OWNER, 3))
    await env.plan({ when: later(env) })
    await env.plan({ when: later(env) })
    const { version: _, ...second } = audienceOf({ audience_id: 'aud_2', name: 'Second', user_id: OWNER })
    await env.put({ entity: 'audience', record: second, expected: 'new' })
    const two = { audience_ids: [AUDIENCE, 'aud_2'], platform_ids: [FOLDER], when: later(env) }
    const error = await env.refused('distributions.create', two)
    expect([error.code, error.details]).toEqual(['quota_exceeded', { limit: 3, current: 2, wanted: 2 }])
    expect(await env.all()).toHaveLength(2)
    env.clock.now = Date.UTC(2026, 11, 1)
    await env.must('distributions.create', { ...two, when: later(env) })
  })

  it('isn’t overrun by two plans at once', async () => {
    const env = await createEnv()
    await env.put(profile(OWNER, 1))
    const plan = { audience_ids: [AUDIENCE], platform_ids: [FOLDER], when: later(env) }
    const both = await Promise.all([
      env.call('distributions.create', plan),
      env.call('distributions.create', plan),
    ])
    expect(both.map(one => one.ok).sort()).toEqual([false, true])
    expect(await env.all()).toHaveLength(1)
  })
})

describe('the forecast', () => {
  const past = (
    n: number,
    over: { rate: number | null; data_type?: string; platform_id?: string; total?: number },
  ) =>
    record({
      distribution_id: `past_${n}`,
      status: 'completed',
      completed_at: new Date(START.getTime() - (n + 1) * HOUR).toISOString(),
      platform_id: over.platform_id ?? FOLDER,
      match_results: {
        total_records: over.total ?? 1_000,
        matched_records: over.rate === null ? null : over.rate * 1_000,
        rejected_records: null,
        match_rate: over.rate,
        platform_audience_id: null,
      },
      metadata: { data_type: over.data_type ?? 'first_party' },
    })
  const forecastOf = async (env: Env) => {
    const { pairs } = await env.must('distributions.preflight', {
      audience_ids: [AUDIENCE],
      platform_ids: [FOLDER],
      when: later(env),
    })
    return pairs[0]?.forecast
  }

  it('is learned from past runs of the platform with the same type of data', async () => {
    const env = await createEnv()
    await env.put(...[0.2, 0.4, 0.6].map((rate, n) => past(n, { rate })))
    // None of these tells anything about it.
    await env.put(
      past(10, { rate: 0.9, data_type: 'third_party' }),
      past(11, { rate: null }),
      past(12, { rate: 0.9, platform_id: 'plat_else' }),
      past(13, { rate: 0.9, total: 0 }),
    )
    expect(await forecastOf(env)).toMatchObject({
      basis: 'learned',
      scope: 'data_type',
      runs: 3,
      rate: 0.4,
      matches: 800,
    })
    const { metadata } = await env.run(await env.plan({ when: later(env) }))
    expect(metadata.forecast).toMatchObject({ rate: 0.4, matches: 800 })
  })

  it('is of all types of data where there are too few of one', async () => {
    const env = await createEnv()
    await env.put(
      past(0, { rate: 0.2 }),
      past(1, { rate: 0.5, data_type: 'third_party' }),
      past(2, { rate: 0.8, data_type: 'third_party' }),
    )
    expect(await forecastOf(env)).toMatchObject({ basis: 'learned', scope: 'platform', runs: 3, rate: 0.5 })
  })

  it('isn’t known of a folder that nothing was told about', async () => {
    const env = await createEnv()
    await env.put(past(0, { rate: 0.2 }), past(1, { rate: 0.4 }))
    expect(await forecastOf(env)).toMatchObject({ basis: 'unknown', rate: null, matches: null })
    // A folder reports no matches: nothing is learned from such a run either.
    env.deliverTo(async () => DONE)
    await env.plan()
    await env.quiet()
    expect(await forecastOf(env)).toMatchObject({ basis: 'unknown', runs: 0 })
  })
})
