// Reading platforms: filters, and what was delivered to them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Distribution } from '../../../src/shared/domain/distribution.ts'
import { distribution } from '../../store/records.ts'
import { RETAIL, TRAVEL } from '../../support/core.ts'
import { createPlatformEnv, hook, type PlatformEnv, tradeDesk } from './support.ts'

let env: PlatformEnv
beforeEach(async () => {
  env = await createPlatformEnv()
})
afterEach(() => env.close())

describe('the list', () => {
  const names = async (filter: object) =>
    (await env.must('platforms.list', { filter })).items.map(({ name }) => name)

  it('filters by words, type and status, and sorts by name', async () => {
    await env.must('platforms.create', tradeDesk())
    await env.must('platforms.create', hook({ status: 'inactive' }))
    expect(await names({})).toEqual(['Loyalty hook', 'Trade Desk, retail seat'])
    expect(await names({ search: 'RETAIL' })).toEqual(['Trade Desk, retail seat'])
    expect(await names({ platform_type: ['webhook', 'meta'] })).toEqual(['Loyalty hook'])
    expect(await names({ status: ['active'] })).toEqual(['Trade Desk, retail seat'])
    expect(await names({ deleted: true })).toEqual([])
  })

  it('goes on from page to page', async () => {
    for (const name of ['c', 'a', 'b']) await env.must('platforms.create', hook({ name }))
    const first = await env.must('platforms.list', { limit: 2 })
    const second = await env.must('platforms.list', { limit: 2, cursor: first.next_cursor ?? '' })
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(second.next_cursor).toBeNull()
  })
})

describe('activity', () => {
  const run = (n: number, over: Partial<Distribution> = {}) => {
    const day = `2026-10-${String(n).padStart(2, '0')}T08:00:00.000Z`
    return distribution({
      distribution_id: `dist_${n}`,
      user_id: RETAIL,
      created_at: day,
      updated_at: day,
      completed_at: day,
      status: 'completed',
      match_results: {
        total_records: 1_000,
        matched_records: 600 + n,
        rejected_records: 400 - n,
        match_rate: (600 + n) / 1_000,
        platform_audience_id: null,
      },
      ...over,
    })
  }

  it('tells the newest run and the last twelve match rates, oldest first, unclamped', async () => {
    const { platform_id } = await env.must('platforms.create', hook())
    const other = await env.must('platforms.create', tradeDesk())
    const results = { ...run(15).match_results, match_rate: 1.07 }
    const runs = [
      ...Array.from({ length: 14 }, (_, index) => run(index + 1, { platform_id })),
      run(15, { platform_id, match_results: results }),
      run(16, { platform_id, status: 'failed', completed_at: null, executed_at: '2026-10-16T08:00:00.000Z' }),
      run(17, { platform_id, deleted: true }),
    ]
    const puts = runs.map(record => ({ entity: 'distribution', record, expected: 'new' }) as const)
    expect((await env.store.commit(RETAIL, puts)).ok).toBe(true)
    const { platforms } = await env.must('platforms.activity', {
      platform_ids: [other.platform_id, platform_id],
    })
    expect(platforms[0]).toEqual({ platform_id: other.platform_id, last: null, match_rates: [] })
    expect(platforms[1]?.last).toMatchObject({
      distribution_id: 'dist_16',
      status: 'failed',
      at: '2026-10-16T08:00:00.000Z',
    })
    const rates = platforms[1]?.match_rates.map(({ match_rate }) => match_rate)
    expect(rates).toHaveLength(12)
    expect([rates?.[0], rates?.at(-1)]).toEqual([0.604, 1.07])
    const theirs = await env.must('platforms.activity', { platform_ids: [platform_id] }, TRAVEL)
    expect(theirs.platforms).toEqual([{ platform_id, last: null, match_rates: [] }])
  })
})
