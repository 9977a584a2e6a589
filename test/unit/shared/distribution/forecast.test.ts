// Match rates learned from past runs, and what stands in where there are too few.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Distribution, Forecast } from '../../../../src/shared/domain/distribution.ts'
import {
  estimateCost,
  FORECAST_RUNS,
  forecast,
  type PastRun,
  pastRunOf,
} from '../../../../src/shared/domain/forecast.ts'
import { distribution, platform } from '../../../store/records.ts'

const runs = (data_type: string | null, ...rates: number[]): PastRun[] =>
  rates.map((match_rate, index) => ({
    data_type,
    match_rate,
    completed_at: new Date(Date.UTC(2026, 9, 1 + index)).toISOString(),
  }))
const bare = platform({
  platform_id: 'plat_1',
  settings: { auto_refresh: false, refresh_frequency: 'weekly' },
})
const set = { ...bare, settings: { ...bare.settings, default_match_rate: 0.55 } }
const meta = { ...bare, platform_type: 'meta' as const }
const of = (past: readonly PastRun[], account = bare, data_type: string | null = 'first_party') =>
  forecast({ people: 1_000, data_type, platform: account, runs: past })

describe('forecast', () => {
  it.each<[string, Forecast, Partial<Forecast>]>([
    [
      'three runs of this type of data',
      of(runs('first_party', 0.2, 0.6, 0.4)),
      { rate: 0.4, low: 0.28, high: 0.52, basis: 'learned', scope: 'data_type', runs: 3, matches: 400 },
    ],
    [
      'of an even number the middle of the two',
      of(runs('first_party', 0.2, 0.4, 0.5, 0.9)),
      { rate: 0.45, runs: 4, matches: 450 },
    ],
    [
      'the same type of data, though others are many',
      of([...runs('first_party', 0.1, 0.1, 0.1), ...runs('third_party', 0.9, 0.9, 0.9, 0.9)]),
      { rate: 0.1, scope: 'data_type', runs: 3 },
    ],
    [
      'all of the platform where two are too few',
      of([...runs('first_party', 0.1, 0.1), ...runs('third_party', 0.9, 0.9)], set),
      { rate: 0.5, low: 0.1, high: 0.9, basis: 'learned', scope: 'platform', runs: 4 },
    ],
    [
      'all of the platform where the type isn’t known',
      of(runs('x', 0.3, 0.3, 0.3), set, null),
      { rate: 0.3, scope: 'platform' },
    ],
    ['above 1, not clamped', of(runs('first_party', 1.2, 1.3, 1.1)), { rate: 1.2, matches: 1_200 }],
    [
      'the platform’s setting',
      of(runs('first_party', 0.1, 0.1), set),
      { rate: 0.55, low: null, basis: 'platform_setting', runs: 0, matches: 550 },
    ],
    ['the type’s', of([], meta), { rate: 0.4, basis: 'platform_type', matches: 400 }],
    ['nothing', of([]), { rate: null, low: null, high: null, basis: 'unknown', matches: null }],
  ])('%s', (_name, found, expected) => {
    expect(found).toMatchObject(expected)
    expect(Forecast.parse(found)).toEqual(found)
  })

  it('takes the newest twenty, in whatever order they come', () => {
    const old = runs('first_party', ...Array<number>(30).fill(0.9))
    const recent = runs('first_party', ...Array<number>(FORECAST_RUNS.most).fill(0.2)).map((run, index) => ({
      ...run,
      completed_at: new Date(Date.UTC(2026, 10, 1 + index)).toISOString(),
    }))
    expect(of([...recent, ...old])).toMatchObject({ rate: 0.2, low: 0.2, high: 0.2, runs: 20 })
    expect(of([...old, ...recent])).toMatchObject({ rate: 0.2, runs: 20 })
  })

  it('stays within what was seen, low ≤ rate ≤ high, and doesn’t depend on the order', () => {
    const past = fc.array(
      fc.record({
        data_type: fc.constantFrom('first_party', 'third_party', null),
        match_rate: fc.double({ min: 0, max: 3, noNaN: true }),
        completed_at: fc.integer({ min: 0, max: 10_000 }).map(n => new Date(n * 86_400_000).toISOString()),
      }),
      { minLength: 3, maxLength: 20 },
    )
    fc.assert(
      fc.property(past, list => {
        const found = of(list)
        const rates = list.map(run => run.match_rate)
        const { low, rate, high } = found
        expect(low ?? -1).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-6)
        expect(rate ?? -1).toBeGreaterThanOrEqual(low ?? 9)
        expect(high ?? -1).toBeGreaterThanOrEqual(rate ?? 9)
        expect(high ?? 9).toBeLessThanOrEqual(Math.max(...rates) + 1e-6)
        expect(of(list.toReversed())).toEqual(found)
      }),
    )
  })

  it('gives no matches where the people aren’t known, and never more than can be counted', () => {
    const past = runs('first_party', 2, 2, 2)
    const most = { data_type: 'first_party', platform: bare, runs: past }
    expect(forecast({ ...most, people: null }).matches).toBeNull()
    expect(forecast({ ...most, people: Number.MAX_SAFE_INTEGER }).matches).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('what a past run tells', () => {
  const done = Distribution.parse({
    ...distribution({
      distribution_id: 'dist_1',
      status: 'completed',
      completed_at: '2026-11-01T00:00:00.000Z',
      metadata: { data_type: 'clean_room' },
      match_results: {
        total_records: 10,
        matched_records: 5,
        rejected_records: null,
        match_rate: 0.5,
        platform_audience_id: null,
      },
    }),
    version: 1,
  })
  it('is its rate, its type of data and when', () => {
    expect(pastRunOf(done)).toEqual({
      data_type: 'clean_room',
      match_rate: 0.5,
      completed_at: '2026-11-01T00:00:00.000Z',
    })
    expect(pastRunOf({ ...done, metadata: {} })?.data_type).toBeNull()
  })
  it.each<[string, Partial<Distribution>]>([
    ['that failed', { status: 'failed' }],
    ['in the trash', { deleted: true }],
    ['without an end', { completed_at: null }],
    ['without a rate', { match_results: { ...done.match_results, match_rate: null } }],
    ['to nobody', { match_results: { ...done.match_results, total_records: 0 } }],
  ])('is nothing of one %s', (_name, over) => expect(pastRunOf({ ...done, ...over })).toBeNull())
})

describe('cost', () => {
  it.each([
    [12_000, 1.5, 'USD', 18],
    [1, 1.5, 'EUR', 0],
    [333, 10, 'USD', 3.33],
    [0, 1.5, 'USD', 0],
    [1_000_000, 0, 'USD', 0],
  ])('%i people at %f %s', (people, cpm_fee, currency, amount) => {
    expect(estimateCost({ people, cpm_fee, currency })).toMatchObject({ amount, currency })
  })
  it('says what it was worked out from', () => {
    expect(estimateCost({ people: 12_000, cpm_fee: 1.5, currency: 'USD' })?.basis).toBe(
      '12,000 people × 1.50 USD for a thousand',
    )
  })
  it.each([
    [null, 1.5, 'USD'],
    [1, null, 'USD'],
    [1, 1.5, null],
    [1, 1.5, ' '],
    [1, -1, 'USD'],
    [1, Number.NaN, 'USD'],
    [1, Number.POSITIVE_INFINITY, 'USD'],
  ])('is unknown for %s people at %s %s', (people, cpm_fee, currency) => {
    expect(estimateCost({ people, cpm_fee, currency })).toBeNull()
  })
})
