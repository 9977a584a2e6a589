// The list's rules: selecting, moving, fitting columns, undoing exactly, marking what was searched.
// @vitest-environment happy-dom
import { render } from '@testing-library/react'
import { createElement } from 'react'
import { describe, expect, test } from 'vitest'
import { Highlight } from '../../../src/renderer/components/table/highlight.tsx'
import { movedTo } from '../../../src/renderer/components/table/moves.ts'
import { undoOf } from '../../../src/renderer/pages/audiences/changes.ts'
import { COLUMNS, columnWidths, fitColumns } from '../../../src/renderer/pages/audiences/columns.ts'
import {
  EVERYTHING,
  isSelected,
  MOST_IDS,
  NOTHING,
  rangeOf,
  selectedCount,
  toggled,
} from '../../../src/renderer/pages/audiences/selection.ts'
import type { AudienceSummary } from '../../../src/shared/domain/audience.ts'

describe('selection', () => {
  test('a row is added, and taken away again', () => {
    const one = toggled(NOTHING, 'a')
    expect([isSelected(one, 'a'), isSelected(one, 'b'), selectedCount(one, 9)]).toEqual([true, false, 1])
    expect(toggled(one, 'a')).toEqual(NOTHING)
  })

  test('everything counts what was never loaded; one click more begins anew', () => {
    expect([isSelected(EVERYTHING, 'z'), selectedCount(EVERYTHING, 90_000)]).toEqual([true, 90_000])
    expect([...toggled(EVERYTHING, 'a').ids]).toEqual(['a'])
  })

  test('a range goes both ways and never beyond what one change takes', () => {
    expect(rangeOf(4, 9)).toEqual({ from: 4, to: 9, cut: false })
    expect(rangeOf(9, 4)).toEqual({ from: 4, to: 9, cut: false })
    expect(rangeOf(0, 5_000)).toEqual({ from: 0, to: MOST_IDS - 1, cut: true })
    expect(rangeOf(5_000, 0)).toEqual({ from: 5_001 - MOST_IDS, to: 5_000, cut: true })
  })
})

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 25],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['Tab', 5, null],
])('%s from row %i goes to %j', (key, cursor, target) => {
  expect(movedTo(key, cursor, 100, 20)).toBe(target)
  expect(movedTo(key, cursor, 0, 20)).toBeNull()
})

describe('columns', () => {
  test('hidden ones are gone, and the name can’t be', () => {
    const ids = fitColumns(['tags', 'name'], 5_000).map(column => column.id)
    expect(ids).toContain('name')
    expect(ids).not.toContain('tags')
  })

  test('the least important give way, one by one, and what stays fits', () => {
    let before = COLUMNS.length
    for (const width of [2_560, 1_440, 1_100, 900, 700, 400]) {
      const shown = fitColumns([], width)
      expect(shown.length).toBeLessThanOrEqual(before)
      before = shown.length
      if (width >= 400)
        expect(columnWidths(shown, width).reduce((sum, px) => sum + px)).toBeLessThanOrEqual(width)
    }
    expect(fitColumns([], 400).map(column => column.id)).toEqual(['name', 'status'])
  })
})

const summary = (audience_id: string, over: Partial<AudienceSummary>): [string, AudienceSummary] => [
  audience_id,
  {
    audience_id,
    name: audience_id,
    status: 'draft',
    data_type: 'first_party',
    identifier_type: null,
    total_audience_size: 1,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    version: 1,
    deleted: false,
    segment_count: 0,
    variable_count: 0,
    tags: [],
    campaign_id: null,
    ...over,
  },
]

describe('undo', () => {
  test('brings each back to its own status, in one commit a status', () => {
    const before = new Map([
      summary('a', { status: 'draft' }),
      summary('b', { status: 'active' }),
      summary('c', { status: 'draft' }),
    ])
    expect(undoOf({ do: 'archive' }, ['a', 'b', 'c'], before)).toEqual([
      { audience_ids: ['a', 'c'], action: { do: 'to_draft' } },
      { audience_ids: ['b'], action: { do: 'activate' } },
    ])
  })

  test('takes off only the tags that were put on', () => {
    const before = new Map([
      summary('a', { tags: ['ski'] }),
      summary('b', {}),
      summary('c', { tags: ['ski', 'snow'] }),
    ])
    expect(undoOf({ do: 'tag', tags: ['ski', 'snow'] }, ['a', 'b', 'c'], before)).toEqual([
      { audience_ids: ['a'], action: { do: 'untag', tags: ['snow'] } },
      { audience_ids: ['b'], action: { do: 'untag', tags: ['ski', 'snow'] } },
    ])
  })

  test('of a deletion is a restoration, of what changed only', () => {
    expect(undoOf({ do: 'delete' }, ['a'], new Map())).toEqual([
      { audience_ids: ['a'], action: { do: 'undelete' } },
    ])
  })
})

test.each([
  ['Holiday bakers, Denver', 'den HOLI', ['Holi', 'Den']],
  ['C++ (beta) readers', 'c++ (beta)', ['C++', '(beta)']],
  ['Holiday bakers', '   ', []],
  ['Holiday bakers', undefined, []],
])('in %j the words %j are marked', (text, search, marks) => {
  const { container } = render(createElement(Highlight, { text, search }))
  expect(container.textContent).toBe(text)
  expect([...container.querySelectorAll('mark')].map(mark => mark.textContent)).toEqual(marks)
})
