// Which platforms the list shows, in which order, with which counts beside the filters.
import { describe, expect, test } from 'vitest'
import { cursorIn } from '../../../src/renderer/pages/platforms/cursor.ts'
import {
  facetsOf,
  inTab,
  matching,
  type Row,
  rowOf,
  sorted,
} from '../../../src/renderer/pages/platforms/rows.ts'
import { NO_FILTERS, type SortField } from '../../../src/renderer/pages/platforms/view.ts'
import type { Platform } from '../../../src/shared/domain/platform.ts'
import { daysAgo, failedWith, incomplete, NOW, platform } from './sample.ts'

const row = (given: Partial<Platform> & { name: string }, rates: number[] = []): Row =>
  rowOf(
    platform(given),
    {
      platform_id: `id-${given.name}`,
      last: null,
      match_rates: rates.map((match_rate, index) => ({
        distribution_id: `d${index}`,
        audience_name: 'Suburban greens',
        at: daysAgo(20 - index),
        match_rate,
      })),
    },
    NOW,
  )

const ttd = row({ name: 'The Trade Desk US retail', updated_at: daysAgo(9) }, [0.4, 1.2])
const meta10 = row(
  { ...incomplete('meta'), name: 'Meta brand 10', notes: 'Spring campaign', updated_at: daysAgo(1) },
  [0.6],
)
const meta9 = row({ name: 'meta brand 9', platform_type: 'meta', status: 'inactive' })
const folder = row({ name: 'Agency drop', platform_type: 'folder', connection: failedWith('offline') })
const ROWS = [ttd, meta10, meta9, folder]
const names = (rows: readonly Row[]) => rows.map(each => each.platform.name)

describe('order', () => {
  test.each<[SortField, 'asc' | 'desc', Row[]]>([
    ['name', 'asc', [folder, meta9, meta10, ttd]],
    ['name', 'desc', [ttd, meta10, meta9, folder]],
    ['health', 'asc', [meta10, folder, ttd, meta9]],
    ['match_rate', 'desc', [ttd, meta10, folder, meta9]],
    // What has no value stays last.
    ['match_rate', 'asc', [meta10, ttd, folder, meta9]],
    ['updated_at', 'desc', [meta10, folder, meta9, ttd]],
    ['status', 'asc', [folder, meta10, ttd, meta9]],
    ['last_sync', 'desc', [folder, meta9, meta10, ttd]],
    ['account', 'asc', [meta9, ttd, folder, meta10]],
  ])('by %s %s', (by, direction, expected) => {
    expect(names(sorted(ROWS, { by, direction }))).toEqual(names(expected))
    // Wherever they began.
    expect(names(sorted([...ROWS].reverse(), { by, direction }))).toEqual(names(expected))
  })
})

describe('what is shown', () => {
  const shown = (search: string, filters = {}) =>
    names(matching(ROWS, { search, filters: { ...NO_FILTERS, ...filters } }))

  test.each([
    ['', 4],
    ['META', 2],
    ['brand 10', 1],
    ['10 brand', 1],
    ['spring', 1],
    ['drop folder', 1],
    ['us retail', 2],
    ['nothing like it', 0],
  ])('%j finds %i', (search, count) => expect(shown(search)).toHaveLength(count))

  test('filters are all to be met; the values of one are alternatives', () => {
    expect(shown('', { platform_type: ['meta'] })).toHaveLength(2)
    expect(shown('', { platform_type: ['meta', 'folder'] })).toHaveLength(3)
    expect(shown('', { platform_type: ['meta'], status: ['active'] })).toEqual(['Meta brand 10'])
    expect(shown('', { health: ['unreachable'] })).toEqual(['Agency drop'])
    expect(shown('us', { health: ['incomplete'] })).toEqual([])
  })

  test('the counts beside a filter leave that filter itself out', () => {
    const facets = facetsOf(ROWS, { search: '', filters: { ...NO_FILTERS, platform_type: ['meta'] } })
    expect(facets.platform_type.get('folder')).toBe(1)
    expect(facets.health.get('healthy')).toBeUndefined()
    expect(facets.status).toEqual(
      new Map([
        ['active', 1],
        ['inactive', 1],
      ]),
    )
  })

  test('what needs attention is neither the well nor the inactive', () => {
    const trash = [row({ name: 'Old', deleted: true })]
    expect(names(inTab({ living: ROWS, trash }, 'attention'))).toEqual(['Meta brand 10', 'Agency drop'])
    expect(names(inTab({ living: ROWS, trash }, 'trash'))).toEqual(['Old'])
  })
})

describe('the newest delivery', () => {
  test.each([
    [
      'that failed',
      { last_sync: daysAgo(3), sync_status: 'failed' as const },
      { at: daysAgo(3), status: 'failed' },
    ],
    ['of an imported record', { last_sync: daysAgo(3) }, { at: daysAgo(3), status: 'success' }],
    ['that is only planned', { sync_status: 'pending' as const }, null],
    ['that never was', {}, null],
  ])('%s', (_what, over, sync) =>
    expect(rowOf(platform({ name: 'x', ...over }), undefined, NOW).sync).toEqual(sync),
  )
})

describe('the row the keyboard is on', () => {
  test.each([
    ['id-meta brand 9', 0, 2],
    ['gone', 1, 1],
    ['gone', 9, 3],
    [null, 0, 0],
  ])('%s, last seen at %i, is now %i', (current, cursor, place) =>
    expect(cursorIn(ROWS, { current, cursor })).toBe(place),
  )

  test('is the first of none', () => expect(cursorIn([], { current: 'gone', cursor: 4 })).toBe(0))
})
