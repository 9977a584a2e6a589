// The list's view: what it asks the core, how counts belong to tabs, and reading back what another version kept.
import { describe, expect, test } from 'vitest'
import { filterTexts } from '../../../src/renderer/pages/audiences/filter-text.ts'
import {
  baseFilter,
  DEFAULT_VIEW,
  isFiltered,
  readView,
  tabCount,
  tabFilter,
} from '../../../src/renderer/pages/audiences/view.ts'
import { AudienceFilter } from '../../../src/shared/contract/audiences.ts'

const now = new Date(2026, 10, 22, 15, 30)

describe('filter', () => {
  test('an untouched view asks for everything', () => {
    expect(baseFilter(DEFAULT_VIEW, now)).toEqual({})
    expect(isFiltered(DEFAULT_VIEW)).toBe(false)
  })

  test('carries every condition in the contract’s shape', () => {
    const filter = baseFilter(
      {
        search: '  holiday bakers ',
        filters: {
          data_type: ['first_party'],
          identifier_type: ['rampid', 'uid2'],
          tags: ['holiday'],
          campaign_ids: ['CPG-26Q4'],
          variables: ['TXN_BAKING_12M'],
          size: { min: 10_000, max: 2_000_000 },
          updated: { from: '2026-11-01', to: '2026-11-20' },
        },
      },
      now,
    )
    expect(filter).toEqual({
      search: 'holiday bakers',
      data_type: ['first_party'],
      identifier_type: ['rampid', 'uid2'],
      tags: ['holiday'],
      campaign_ids: ['CPG-26Q4'],
      variables: ['TXN_BAKING_12M'],
      size_min: 10_000,
      size_max: 2_000_000,
      updated_from: new Date(2026, 10, 1).toISOString(),
      // The last day counts whole.
      updated_to: new Date(2026, 10, 21).toISOString(),
    })
    expect(AudienceFilter.safeParse(filter).success).toBe(true)
  })

  test('a recent span begins at local midnight and moves with today', () => {
    const from = (preset: 'today' | 'week') =>
      baseFilter({ search: '', filters: { updated: { preset } } }, now).updated_from
    expect(from('today')).toBe(new Date(2026, 10, 22).toISOString())
    expect(from('week')).toBe(new Date(2026, 10, 16).toISOString())
  })

  test('emptied lists and days that aren’t days are no conditions', () => {
    expect(baseFilter({ search: ' ', filters: { tags: [], updated: { from: 'soon' } } }, now)).toEqual({})
  })
})

describe('tabs', () => {
  const counts = { by_status: { draft: 3, active: 5, archived: 2 }, deleted: 4 }

  test('each tab counts its own, all leaves the trash out', () => {
    const tabs = ['all', 'draft', 'active', 'archived', 'trash'] as const
    expect(tabs.map(tab => tabCount(counts, tab))).toEqual([10, 3, 5, 2, 4])
  })

  test('add their condition to the others', () => {
    expect(tabFilter({ search: 'ski' }, 'all')).toEqual({ search: 'ski' })
    expect(tabFilter({ search: 'ski' }, 'draft')).toEqual({ search: 'ski', status: ['draft'] })
    expect(tabFilter({ search: 'ski' }, 'trash')).toEqual({ search: 'ski', deleted: true })
  })
})

describe('a kept view', () => {
  test('comes back as it was, through JSON', () => {
    const view = {
      ...DEFAULT_VIEW,
      tab: 'active' as const,
      search: 'ski',
      filters: { tags: ['ski'], size: { min: 5 }, updated: { preset: 'month' as const } },
      sort: { by: 'name' as const, direction: 'asc' as const },
      hidden: ['tags' as const],
      inspector: true,
      cursor: 41,
    }
    expect(readView(JSON.parse(JSON.stringify(view)))).toEqual(view)
  })

  test.each([null, undefined, 'view', [], 7])('%j gives the view of a first start', kept => {
    expect(readView(kept)).toEqual(DEFAULT_VIEW)
  })

  test('loses only what isn’t known', () => {
    const view = readView({
      tab: 'pushed',
      search: 12,
      filters: {
        data_type: ['first_party', 'second_party'],
        tags: 'ski',
        size: {},
        updated: { preset: 'decade' },
      },
      sort: { by: 'colour', direction: 'sideways' },
      hidden: ['tags', 'mood'],
      cursor: -1,
    })
    expect(view).toEqual({ ...DEFAULT_VIEW, filters: { data_type: ['first_party'] }, hidden: ['tags'] })
  })
})

test('filters say what they do', () => {
  const said = filterTexts({
    data_type: ['clean_room'],
    tags: ['ski', 'snow'],
    campaign_ids: ['a', 'b', 'c'],
    variables: ['PRIZM_04'],
    size: { min: 1_500_000 },
    updated: { preset: 'week' },
  }).map(({ label, text }) => `${label} ${text}`)
  expect(said).toEqual([
    'Type is Clean room',
    'Tag is any of ski, snow',
    'Campaign is any of 3 values',
    'Size at least 1.5\u00a0M',
    'Updated last 7 days',
    'Variable includes PRIZM_04',
  ])
})
