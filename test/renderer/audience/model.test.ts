// Order and grouping of variables and segments, and how a difference is sorted for display.
import { describe, expect, it } from 'vitest'
import { kindOf, listChange, segmentChanges } from '../../../src/renderer/pages/audience/model/changes.ts'
import {
  arrangeVariables,
  barsOf,
  colourOf,
  prizmOf,
  sortSegments,
  type Variable,
  variablesOf,
} from '../../../src/renderer/pages/audience/model/ranking.ts'
import { content } from '../audience-edit/content.ts'

const variable = (code: string, relevance: number | null, category = ''): Variable => ({
  code,
  relevance,
  category,
  description: '',
  type: '',
})
const names = (items: ReturnType<typeof arrangeVariables>) =>
  items.map(item => ('heading' in item ? `${item.heading} (${item.count})` : item.code))
const segment = (id: string, size: number, prizm_segments: string[] = []) => ({
  segment_id: id,
  name: `Segment ${id}`,
  size,
  size_percentage: 0,
  characteristics: {},
  prizm_segments,
})

describe('variables', () => {
  const all = [
    variable('B', 0.2, 'Auto'),
    variable('A', null),
    variable('C', 0.9, 'Grocery'),
    variable('D', 0.5, 'Auto'),
  ]
  it('are ordered by relevance with unrated ones last, or left as selected', () => {
    expect(names(arrangeVariables(all, 'relevance', ''))).toEqual(['C', 'D', 'B', 'A'])
    expect(names(arrangeVariables(all, 'selected', ''))).toEqual(['B', 'A', 'C', 'D'])
  })
  it('are grouped, the largest category first and those without one last', () => {
    expect(names(arrangeVariables(all, 'category', ''))).toEqual([
      'Auto (2)',
      'D',
      'B',
      'Grocery (1)',
      'C',
      ' (1)',
      'A',
    ])
  })
  it('are found by all words, ignoring case', () => {
    expect(names(arrangeVariables(all, 'relevance', 'AUTO d'))).toEqual(['D'])
    expect(arrangeVariables(all, 'category', 'nothing')).toEqual([])
  })
  it('without a detail have no relevance, which is not zero', () => {
    expect(variablesOf(content()).map(each => each.relevance)).toEqual([0.91, 0.8, null])
  })
})

describe('segments', () => {
  it('beyond the twelve largest become one line without a bar that would dwarf them', () => {
    const { bars, widest } = barsOf(
      Array.from({ length: 100 }, (_, n) => segment(String(n), n + 1)),
      count => `${count} others`,
    )
    expect([bars.length, bars[0]?.size, widest]).toEqual([13, 100, 100])
    expect(bars[12]).toEqual({ name: '88 others', size: 3_916, share: 77.54, rank: null })
  })
  it('are all shown when one more fits', () => {
    expect(
      barsOf(
        Array.from({ length: 13 }, (_, n) => segment(String(n), n)),
        String,
      ).bars,
    ).toHaveLength(13)
    expect(barsOf([], String)).toEqual({ bars: [], widest: 0 })
  })
  it('keep the colour of their rank however they are sorted', () => {
    const rows = sortSegments([segment('1', 5), segment('2', 9)], { by: 'name', direction: 'asc' })
    expect(rows.map(row => [row.segment_id, row.rank])).toEqual([
      ['1', 2],
      ['2', 1],
    ])
    expect([colourOf(1), colourOf(7), colourOf(8), colourOf(null)]).toEqual([
      'bg-chart-1',
      'bg-chart-7',
      'bg-chart-8',
      'bg-chart-8',
    ])
  })
  it('are counted by PRIZM segment once each', () => {
    expect(
      prizmOf([
        segment('1', 1, ['Upper Crust', 'Upper Crust']),
        segment('2', 1, ['Gray Power', 'Upper Crust']),
      ]),
    ).toEqual([
      { name: 'Upper Crust', segments: 2 },
      { name: 'Gray Power', segments: 1 },
    ])
  })
})

describe('a difference', () => {
  it.each([
    ['original_query', 'a', 'b', 'text'],
    ['total_audience_size', 1, 2, 'size'],
    ['metadata.tags', [], ['a'], 'tags'],
    ['status', 'draft', 'active', 'word'],
    ['metadata.campaign_id', null, 'cmp-1', 'text'],
    ['metadata.model', null, { id: 1 }, 'json'],
    ['relevance_score', 0.1, 0.2, 'json'],
  ])('%s is drawn as its kind', (field, before, after, kind) => {
    expect(kindOf({ field, before, after })).toBe(kind)
  })
  it('tells additions from a new order', () => {
    expect(listChange(['a', 'b'], ['b', 'c'])).toEqual({ gained: ['c'], lost: ['a'], moved: false })
    expect(listChange(['a', 'b'], ['b', 'a']).moved).toBe(true)
  })
  it('puts the largest move first, and leaves out shares that only follow', () => {
    const share = { field: 'size_percentage', before: 1, after: 2 }
    const changed = [
      { segment_id: '1', name: 'A', fields: [{ field: 'size', before: 10, after: 12 }, share] },
      { segment_id: '2', name: 'B', fields: [{ field: 'size', before: 10, after: 1 }] },
      { segment_id: '3', name: 'C', fields: [share] },
    ]
    const moved = segmentChanges({ gained: [], lost: [], kept: 0, changed })
    expect([moved.moves.map(move => move.name), moved.others]).toEqual([['B', 'A'], []])
    const alone = segmentChanges({ gained: [], lost: [], kept: 0, changed: changed.slice(2) })
    expect(alone.others.map(each => each.name)).toEqual(['C'])
  })
})
