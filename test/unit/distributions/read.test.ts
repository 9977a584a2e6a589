// Reading distributions: counts, pages, history and insights, against records that were added up by hand.
import { describe, expect, it } from 'vitest'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import { createEnv, type Env, FOLDER, failedBy, record } from './support.ts'

const OTHER = 'plat_other'
const results = (total: number | null, matched: number | null): Distribution['match_results'] => ({
  total_records: total,
  matched_records: matched,
  rejected_records: null,
  match_rate: total && matched !== null ? matched / total : null,
  platform_audience_id: null,
})
const forecast = (matches: number) => ({
  rate: 0.5,
  low: null,
  high: null,
  basis: 'learned' as const,
  runs: 3,
  matches,
})
const failure = (error_code: string) => ({
  error_code,
  error_message: 'It failed.',
  hint: null,
  retryable: false,
  retry_count: 0,
  next_retry_at: null,
})

/** October and November on two accounts; one of them was renamed in between. */
const RUNS = [
  {
    distribution_id: 'oct_1',
    status: 'completed',
    completed_at: '2026-10-05T00:00:00.000Z',
    match_results: results(1_000, 400),
    metadata: { forecast: forecast(500) },
  },
  {
    distribution_id: 'oct_2',
    status: 'completed',
    completed_at: '2026-10-31T23:59:59.999Z',
    match_results: results(3_000, 1_800),
    metadata: { forecast: forecast(1_500) },
  },
  {
    distribution_id: 'oct_3',
    status: 'completed',
    completed_at: '2026-10-07T00:00:00.000Z',
    match_results: results(500, null),
    // Without a result it is compared with nothing.
    metadata: { forecast: forecast(300) },
  },
  {
    distribution_id: 'oct_4',
    status: 'failed',
    executed_at: '2026-10-08T00:00:00.000Z',
    error_details: failure('offline'),
  },
  {
    distribution_id: 'nov_1',
    status: 'completed',
    completed_at: '2026-11-01T00:00:00.000Z',
    match_results: results(1_000, 1_500),
    platform_name: 'Renamed',
  },
  {
    distribution_id: 'nov_2',
    status: 'failed',
    executed_at: '2026-11-02T00:00:00.000Z',
    error_details: failure('offline'),
    platform_id: OTHER,
  },
  {
    distribution_id: 'nov_3',
    status: 'failed',
    executed_at: '2026-11-03T00:00:00.000Z',
    error_details: failure('platform_rejected'),
    platform_id: OTHER,
  },
  {
    distribution_id: 'nov_4',
    status: 'cancelled',
    scheduled_at: '2026-11-04T00:00:00.000Z',
    platform_id: OTHER,
  },
  {
    distribution_id: 'nov_5',
    status: 'matching',
    executed_at: '2026-11-05T00:00:00.000Z',
    match_results: results(700, null),
    metadata: { handover: { state: 'waiting', reason: '', package: '', steps: [] } },
  },
  {
    distribution_id: 'dec_1',
    status: 'scheduled',
    scheduled_at: '2026-12-01T00:00:00.000Z',
    metadata: { approval_status: 'pending' },
  },
  {
    distribution_id: 'dec_2',
    status: 'scheduled',
    scheduled_at: '2026-12-02T00:00:00.000Z',
    metadata: { approval_status: 'approved', campaign_name: 'Spring' },
  },
  {
    distribution_id: 'gone',
    status: 'completed',
    completed_at: '2026-10-09T00:00:00.000Z',
    match_results: results(9_000, 9_000),
    deleted: true,
  },
] as const satisfies Parameters<typeof record>[0][]

async function withRuns(): Promise<Env> {
  const env = await createEnv()
  await env.put(...RUNS.map(one => record(one)))
  return env
}

describe('counts', () => {
  it('are of all, by status, and of what waits for a person', async () => {
    const env = await withRuns()
    expect(await env.must('distributions.count', {})).toEqual({
      total: 11,
      by_status: { scheduled: 2, processing: 0, matching: 1, completed: 4, failed: 3, cancelled: 1 },
      waiting_for_approval: 1,
      waiting_for_results: 1,
    })
  })

  it('leave the status out where they are told by status', async () => {
    const env = await withRuns()
    const counted = await env.must('distributions.count', {
      filter: { status: ['failed'], platform_ids: [OTHER] },
    })
    expect([counted.total, counted.by_status]).toEqual([
      2,
      { scheduled: 0, processing: 0, matching: 0, completed: 0, failed: 2, cancelled: 1 },
    ])
  })
})

describe('the list', () => {
  it.each([
    [{ status: ['failed' as const] }, ['nov_3', 'nov_2', 'oct_4']],
    [{ error_codes: ['offline'] }, ['nov_2', 'oct_4']],
    [{ waiting_for_handover: true }, ['nov_5']],
    [{ approval_status: ['pending' as const, 'approved' as const] }, ['dec_2', 'dec_1']],
    [
      { happens_from: '2026-11-01T00:00:00.000Z', happens_to: '2026-11-03T00:00:00.000Z' },
      ['nov_2', 'nov_1'],
    ],
    [{ platform_ids: [OTHER], status: ['cancelled' as const] }, ['nov_4']],
    [{ deleted: true }, ['gone']],
    [{ search: 'RENAMED' }, ['nov_1']],
  ])('by %j, newest first', async (filter, ids) => {
    const env = await withRuns()
    const { items } = await env.must('distributions.list', { filter })
    expect(items.map(one => one.distribution_id)).toEqual(ids)
  })

  it('comes in pages that together are all of it', async () => {
    const env = await withRuns()
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await env.must('distributions.list', {
        limit: 3,
        sort: { by: 'match_rate', direction: 'asc' },
        ...(cursor && { cursor }),
      })
      seen.push(...page.items.map(one => one.distribution_id))
      if (!page.next_cursor) break
      cursor = page.next_cursor
    }
    expect(seen).toHaveLength(11)
    expect(new Set(seen).size).toBe(11)
    expect(seen.slice(-3)).toEqual(['oct_1', 'oct_2', 'nov_1'])
  })

  it('of another user is empty', async () => {
    const env = await withRuns()
    expect(await env.all('stranger')).toEqual([])
    expect((await env.must('distributions.count', {}, 'stranger')).total).toBe(0)
  })
})

describe('the history of a run', () => {
  it('tells each state and attempt, newest first, with the words of a failure', async () => {
    const env = await createEnv()
    env.deliverTo(async () => failedBy(true))
    const id = await env.plan({ request_approval: true })
    await env.must('distributions.approve', { distribution_id: id })
    await env.later(0)
    const { versions } = await env.must('distributions.history', { distribution_id: id })
    expect(
      versions.map(one => [one.version, one.status, one.approval_status, one.attempt, one.message]),
    ).toEqual([
      [4, 'failed', 'approved', 1, 'The platform can’t be reached.'],
      [3, 'processing', 'approved', 1, null],
      [2, 'scheduled', 'approved', 0, null],
      [1, 'scheduled', 'pending', 0, null],
    ])
    const second = await env.must('distributions.get', { distribution_id: id, version: 2 })
    expect([second.version, second.status]).toEqual([2, 'scheduled'])
    const none = await env.refused('distributions.get', { distribution_id: id, version: 9 })
    expect([none.code, none.message]).toEqual(['not_found', 'This distribution has no version 9'])
  })

  it('of a run that isn’t there is not found', async () => {
    const env = await createEnv()
    expect((await env.refused('distributions.history', { distribution_id: 'none' })).code).toBe('not_found')
    expect((await env.refused('distributions.get', { distribution_id: 'none', version: 1 })).message).toBe(
      'There is no such distribution',
    )
  })
})

describe('insights', () => {
  it('are by month and platform what was added up by hand', async () => {
    const env = await withRuns()
    const { months, failures, by_status, platforms } = await env.must('distributions.insights', {})
    const none = {
      completed: 0,
      failed: 0,
      match_rate: null,
      total_records: 0,
      matched_records: 0,
      forecast_matches: 0,
      forecast_matched: 0,
    }
    expect(months).toEqual([
      {
        ...none,
        month: '2026-10',
        platform_id: FOLDER,
        runs: 4,
        completed: 3,
        failed: 1,
        match_rate: 0.5,
        total_records: 4_500,
        matched_records: 2_200,
        forecast_matches: 2_000,
        forecast_matched: 2_200,
      },
      {
        ...none,
        month: '2026-11',
        platform_id: FOLDER,
        runs: 2,
        completed: 1,
        match_rate: 1.5,
        total_records: 1_000,
        matched_records: 1_500,
      },
      { ...none, month: '2026-11', platform_id: OTHER, runs: 3, failed: 2 },
      { ...none, month: '2026-12', platform_id: FOLDER, runs: 2 },
    ])
    expect(failures).toEqual([
      { error_code: 'offline', count: 2 },
      { error_code: 'platform_rejected', count: 1 },
    ])
    expect(by_status).toEqual({
      scheduled: 2,
      processing: 0,
      matching: 1,
      completed: 4,
      failed: 3,
      cancelled: 1,
    })
    expect(platforms.map(one => one.platform_id).sort()).toEqual([FOLDER, OTHER])
  })

  it('are by the months of the zone that is asked for, also where the clocks change', async () => {
    const env = await createEnv()
    // Local midnights of 1 April (the last day of summer time is the 5th), 1 May and 1 October (summer time again).
    const edges = ['2026-03-31T11:00:00.000Z', '2026-04-30T12:00:00.000Z', '2026-09-30T11:00:00.000Z']
    for (const [index, edge] of edges.entries()) {
      const before = new Date(Date.parse(edge) - 1).toISOString()
      for (const [side, completed_at] of [before, edge].entries())
        await env.put(record({ distribution_id: `edge_${index}_${side}`, status: 'completed', completed_at }))
    }
    const months = async (zone?: string) =>
      (await env.must('distributions.insights', zone ? { zone } : {})).months.map(one => [
        one.month,
        one.runs,
      ])
    const local = [
      ['2026-03', 1],
      ['2026-04', 2],
      ['2026-05', 1],
      ['2026-09', 1],
      ['2026-10', 1],
    ]
    expect(await months('Pacific/Auckland')).toEqual(local)
    // Whichever way it is written.
    expect(await months('pacific/auckland')).toEqual(local)
    expect(await months('NZ')).toEqual(local)
    const utc = [
      ['2026-03', 2],
      ['2026-04', 2],
      ['2026-09', 2],
    ]
    expect(await months()).toEqual(utc)
    expect(await months('UTC')).toEqual(utc)
    for (const zone of ['Nowhere/At_all', '+02:00', ''])
      expect((await env.refused('distributions.insights', { zone })).code).toBe('validation_failed')
  })

  it('are of the time and the platforms that are asked for', async () => {
    const env = await withRuns()
    const { months, failures } = await env.must('distributions.insights', {
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      platform_ids: [OTHER],
    })
    expect(months.map(({ month, platform_id, runs }) => [month, platform_id, runs])).toEqual([
      ['2026-11', OTHER, 3],
    ])
    expect(failures).toEqual([
      { error_code: 'offline', count: 1 },
      { error_code: 'platform_rejected', count: 1 },
    ])
  })
})
