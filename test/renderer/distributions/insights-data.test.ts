// The figures of the insights page from rows by month and platform.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  askedOf,
  daysOf,
  endOf,
  linesOf,
  monthsOf,
  pathOf,
  startOf,
  sumsOf,
  topOf,
} from '../../../src/renderer/pages/distributions/insights-data.ts'
import { baseFilter, NO_FILTERS } from '../../../src/renderer/pages/distributions/view.ts'
import type { Insights } from '../../../src/shared/contract/distributions.ts'
import { instantAt } from '../../../src/shared/domain/schedule.ts'

const NOW = new Date('2026-11-22T15:30:00Z')

const month = (
  platform_id: string,
  name: string,
  completed: number,
  match_rate: number | null,
): Insights['months'][number] => ({
  month: name,
  platform_id,
  runs: completed + 1,
  completed,
  failed: 1,
  match_rate,
  total_records: completed * 100,
  matched_records: completed * 40,
  forecast_matches: completed * 50,
  forecast_matched: completed * 50,
})

const platform = (index: number): Insights['platforms'][number] => ({
  platform_id: `plat_${index}`,
  platform_name: `Account ${index}`,
  platform_type: 'folder',
})

const insights = (platforms: number): Insights => ({
  platforms: Array.from({ length: platforms }, (_, index) => platform(index)),
  months: Array.from({ length: platforms }, (_, index) => [
    month(`plat_${index}`, '2026-09', index + 1, index === 0 ? null : 0.4),
    month(`plat_${index}`, '2026-11', index + 1, index === 0 ? null : 1.18),
  ]).flat(),
  failures: [],
  by_status: { scheduled: 0, processing: 0, matching: 0, completed: 0, failed: 0, cancelled: 0 },
})

test('a span is whole months that end with this one', () => {
  expect(monthsOf('half', NOW)).toEqual(['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'])
  expect(startOf('half', NOW)).toBe('2026-06-01T00:00:00.000Z')
  expect(endOf(NOW)).toBe('2026-12-01T00:00:00.000Z')
  expect(monthsOf('year', new Date('2026-01-31T23:00:00Z'))[0]).toBe('2025-02')
  expect(daysOf('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(daysOf('2028-02').to).toBe('2028-02-29')
})

const daysBack = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

describe.each(['Pacific/Auckland', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'America/Havana'])(
  'in %s',
  zone => {
    beforeAll(() => void vi.stubEnv('TZ', zone))
    afterAll(() => void vi.unstubAllEnvs())

    test('months begin at local midnight, and lead to just the runs that they count', () => {
      for (const now of [NOW, daysBack(31), daysBack(240), new Date('2026-10-31T22:30:00Z')]) {
        const asked = askedOf('two', now)
        const names = monthsOf('two', now)
        const edges = names.map(name => {
          const [year = 0, month = 0] = name.split('-').map(Number)
          const first = instantAt({ year, month, day: 1 }, '00:00', zone).toISOString()
          // The core asks by the name that the browser gives.
          expect(instantAt({ year, month, day: 1 }, '00:00', asked.zone).toISOString()).toBe(first)
          return first
        })
        expect(edges[0]).toBe(asked.from)
        for (const [index, name] of names.entries()) {
          const { happens_from, happens_to } = baseFilter(
            { search: '', filters: { ...NO_FILTERS, happens: daysOf(name) } },
            now,
          )
          expect([happens_from, happens_to], name).toEqual([edges[index], edges[index + 1] ?? asked.to])
        }
      }
    })
  },
)

test('at most eight lines: those with the most runs; a platform without a rate has none', () => {
  const months = monthsOf('half', NOW)
  const few = linesOf(insights(3), months)
  expect(few.left_out).toBe(0)
  expect(few.lines.map(line => line.platform.platform_id)).toEqual(['plat_2', 'plat_1'])
  expect(few.lines[0]?.rates).toEqual([null, null, null, 0.4, null, 1.18])
  const many = linesOf(insights(12), months)
  expect(many.lines).toHaveLength(8)
  expect(many.left_out).toBe(3)
  expect(many.lines[0]?.platform.platform_id).toBe('plat_11')
  expect(topOf(many.lines)).toBeCloseTo(1.2)
  expect(topOf([])).toBe(1)
})

test('a month without a rate is a gap in the line', () => {
  const path = pathOf(
    [0.5, 0.6, null, 0.7],
    index => index * 10,
    rate => 100 - rate * 100,
  )
  expect(path).toBe('M0 50L10 40M30 30')
})

test('all platforms of a month together; empty months are zero', () => {
  const sums = sumsOf(insights(2), monthsOf('half', NOW))
  expect(sums).toHaveLength(6)
  expect(sums[0]).toEqual({
    month: '2026-06',
    runs: 0,
    completed: 0,
    failed: 0,
    total_records: 0,
    matched_records: 0,
    forecast_matches: 0,
    forecast_matched: 0,
  })
  expect(sums[5]).toEqual({
    month: '2026-11',
    runs: 5,
    completed: 3,
    failed: 2,
    total_records: 300,
    matched_records: 120,
    forecast_matches: 150,
    forecast_matched: 150,
  })
})
