// What the list asks for by its view, how a kept view is read back, and the board's and the timeline's sorting by day.
import { expect, test } from 'vitest'
import { barOf, matchRateText } from '../../../src/renderer/components/distribution/match-rate.tsx'
import { actionsOf, shownRun } from '../../../src/renderer/components/distribution/state.ts'
import {
  BOARD_COLUMNS,
  belongsIn,
  boardDays,
  boardFilter,
} from '../../../src/renderer/pages/distributions/board-columns.ts'
import { timelineRows } from '../../../src/renderer/pages/distributions/timeline-rows.ts'
import {
  baseFilter,
  DEFAULT_VIEW,
  isFiltered,
  NO_FILTERS,
  readView,
  tabCount,
  tabFilter,
  type View,
} from '../../../src/renderer/pages/distributions/view.ts'
import { DISTRIBUTION_STATUSES, type DistributionSummary } from '../../../src/shared/domain/distribution.ts'

const NOW = new Date(2026, 10, 22, 15, 30)
const local = (day: number, hour = 0, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()

test('search and filters become conditions; empty ones none', () => {
  expect(baseFilter(DEFAULT_VIEW, NOW)).toEqual({})
  expect(
    baseFilter(
      {
        search: ' trade desk ',
        filters: { ...NO_FILTERS, platform_ids: ['plat_1'], happens: { preset: 'week' } },
      },
      NOW,
    ),
  ).toEqual({
    search: 'trade desk',
    platform_ids: ['plat_1'],
    happens_from: local(16),
    happens_to: local(23),
  })
  expect(
    baseFilter({ search: '', filters: { ...NO_FILTERS, happens: { from: '2026-11-03', to: '2026-11-03' } } }),
  ).toEqual({ happens_from: local(3), happens_to: local(4) })
  expect(isFiltered(DEFAULT_VIEW)).toBe(false)
  expect(isFiltered({ search: '', filters: { ...NO_FILTERS, happens: { preset: 'ahead' } } })).toBe(true)
})

test('a tab’s own status stands in place of those that are filtered by', () => {
  const base = { status: ['cancelled' as const], platform_ids: ['plat_1'] }
  expect(tabFilter(base, 'all')).toEqual(base)
  expect(tabFilter(base, 'failed')).toEqual({ status: ['failed'], platform_ids: ['plat_1'] })
  expect(tabFilter(base, 'approval')).toEqual({
    status: ['scheduled'],
    approval_status: ['pending'],
    platform_ids: ['plat_1'],
  })
  const counts = {
    total: 10,
    by_status: { scheduled: 4, processing: 1, matching: 2, completed: 2, failed: 1, cancelled: 0 },
    waiting_for_approval: 3,
    waiting_for_results: 2,
  }
  expect(tabCount(counts, 'all')).toBe(10)
  expect(tabCount(counts, 'approval')).toBe(3)
  expect(tabCount(counts, 'matching')).toBe(2)
})

test('a kept view comes back as it was; what isn’t known is left out', () => {
  const view: View = {
    mode: 'timeline',
    tab: 'failed',
    search: 'desk',
    filters: {
      status: ['failed'],
      platform_ids: ['plat_1'],
      audience_ids: ['aud_1'],
      distribution_type: ['refresh'],
      error_codes: ['timeout'],
      happens: { from: '2026-11-01' },
    },
    sort: { by: 'match_rate', direction: 'asc' },
    inspector: true,
    cursor: 7,
  }
  expect(readView(JSON.parse(JSON.stringify(view)))).toEqual(view)
  expect(
    readView({ ...view, filters: { ...view.filters, happens: { preset: 'month' } } }).filters.happens,
  ).toEqual({
    preset: 'month',
  })
  for (const nothing of [null, 3, 'x', [], undefined]) expect(readView(nothing)).toEqual(DEFAULT_VIEW)
  expect(
    readView({
      mode: 'galaxy',
      tab: 'gone',
      search: 4,
      filters: { status: ['lost'], platform_ids: [1, ''], happens: { from: 'yesterday' }, error_codes: 'x' },
      sort: { by: 'colour', direction: 'up' },
      cursor: -1,
    }),
  ).toEqual(DEFAULT_VIEW)
})

test('the board’s columns meet without a gap, and what waits for approval is in one alone', () => {
  const of = (column: (typeof BOARD_COLUMNS)[number]) =>
    boardFilter({ search: 'x', status: ['failed'], happens_from: local(1) }, column, NOW)
  expect(of('today')).toEqual({ search: 'x', status: ['scheduled'], happens_to: local(23) })
  expect(of('tomorrow')).toEqual({
    search: 'x',
    status: ['scheduled'],
    happens_from: local(23),
    happens_to: local(24),
  })
  expect(of('week').happens_from).toBe(of('tomorrow').happens_to)
  expect(of('later').happens_from).toBe(of('week').happens_to)
  expect(of('later').happens_to).toBeUndefined()
  expect(boardDays('today', NOW)).toEqual({ to: '2026-11-22' })
  expect(boardDays('week', NOW)).toEqual({ from: '2026-11-24', to: '2026-11-28' })
  expect(boardDays('later', NOW)).toEqual({ from: '2026-11-29' })
  expect(boardDays('approval', NOW)).toBeNull()
  expect(of('approval')).toEqual({ search: 'x', status: ['scheduled'], approval_status: ['pending'] })
  const columns = (approval_status: string | null) =>
    BOARD_COLUMNS.filter(column => belongsIn({ approval_status }, column))
  expect(columns('pending')).toEqual(['approval'])
  expect(columns('approved')).toContain('today')
})

const run = (id: string, happens_at: string) => ({ distribution_id: id, happens_at }) as DistributionSummary

test('the timeline has a header where another day begins', () => {
  const rows = timelineRows([run('a', local(22, 9)), run('b', local(22, 0, 1)), run('c', local(21, 23, 59))])
  expect(rows.map(row => (row.kind === 'day' ? `day ${row.at.getDate()}` : row.run.distribution_id))).toEqual(
    ['day 22', 'a', 'b', 'day 21', 'c'],
  )
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  expect(timelineRows([])).toEqual([])
})

test('each state is shown as what it waits for, with what may be done', () => {
  const facts = { deleted: false, approval_status: null, next_retry_at: null }
  const at = local(23)
  expect(shownRun({ ...facts, status: 'scheduled', approval_status: 'pending' })).toBe('approval')
  expect(shownRun({ ...facts, status: 'scheduled', approval_status: 'rejected' })).toBe('rejected')
  expect(shownRun({ ...facts, status: 'completed', approval_status: 'approved' })).toBe('completed')
  expect(shownRun({ ...facts, status: 'failed', next_retry_at: at })).toBe('retrying')
  for (const status of DISTRIBUTION_STATUSES) {
    expect(actionsOf({ ...facts, status, deleted: true })).toEqual([])
    expect(actionsOf({ ...facts, status }).includes('cancel')).toBe(
      !['completed', 'cancelled'].includes(status),
    )
    expect(actionsOf({ ...facts, status }).includes('retry')).toBe(status === 'failed')
    expect(actionsOf({ ...facts, status }).includes('runNow')).toBe(status === 'scheduled')
  }
  const pending = actionsOf({ ...facts, status: 'scheduled', approval_status: 'pending' })
  expect(pending).toEqual(['approve', 'reject', 'change', 'cancel'])
  // Only what is scheduled can be changed.
  expect(DISTRIBUTION_STATUSES.filter(status => actionsOf({ ...facts, status }).includes('change'))).toEqual([
    'scheduled',
  ])
})

test('a match rate above 100 % keeps its figure, and its bar the mark of the whole', () => {
  expect(barOf(0.42)).toEqual({ filled: 0.42, whole: null })
  expect(barOf(1)).toEqual({ filled: 1, whole: null })
  expect(barOf(1.25)).toEqual({ filled: 1, whole: 0.8 })
  expect(matchRateText({ rate: 1.25, matched: 125, total: 100 })).toMatch(/125%.*125 of 100/)
  expect(matchRateText({ rate: null })).toBe('No match rate yet')
})
