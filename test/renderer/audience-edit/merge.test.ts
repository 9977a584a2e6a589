// Three-way merge: untouched fields take theirs, touched ones stay mine, and rows merge one by one.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeEdit, mergeKeys } from '../../../src/renderer/pages/audience-edit/model/merge.ts'
import type { SettledContent } from '../../../src/shared/domain/audience-rules.ts'
import { content } from './content.ts'

const merge = (mine: Partial<SettledContent>, theirs: Partial<SettledContent>, base = content()) =>
  mergeEdit({ base, mine: { ...base, ...mine }, theirs: { ...base, ...theirs } })
const segment = (id: string, changes: Partial<SettledContent['segments'][number]> = {}) => ({
  segment_id: id,
  name: `Segment ${id}`,
  size: 100,
  size_percentage: 0,
  characteristics: {},
  prizm_segments: [],
  ...changes,
})
const [greens, starters] = content().segments
if (!greens || !starters) throw new Error('the sample has two segments')

describe('fields', () => {
  it('takes theirs where only they changed, mine where only I did', () => {
    const { content: merged, overruled } = merge({ name: 'Mine' }, { description: 'Theirs' })
    expect([merged.name, merged.description, overruled]).toEqual(['Mine', 'Theirs', []])
  })
  it('keeps mine where both changed, and says so', () => {
    const { content: merged, overruled } = merge({ name: 'Mine' }, { name: 'Theirs' })
    expect([merged.name, overruled]).toEqual(['Mine', ['name']])
  })
  it('doesn’t report the same change on both sides', () => {
    expect(merge({ status: 'archived' }, { status: 'archived' }).overruled).toEqual([])
  })
  it('merges metadata key by key and tags one by one', () => {
    const { content: merged, overruled } = merge(
      { metadata: { ...content().metadata, tags: ['retail', 'mine'], notes: 'Mine' } },
      { metadata: { ...content().metadata, tags: ['retail', 'spring', 'theirs'], campaign_id: 'cmp-9' } },
    )
    expect(merged.metadata).toEqual({
      tags: ['retail', 'mine', 'theirs'],
      notes: 'Mine',
      campaign_id: 'cmp-9',
    })
    expect(overruled).toEqual([])
  })
  it('drops a key that one side removed', () => {
    const { notes, ...rest } = content().metadata
    expect(merge({ metadata: rest }, { name: 'Theirs' }).content.metadata).not.toHaveProperty('notes')
  })
})

describe('segments', () => {
  it('merges different fields of one row', () => {
    const { content: merged, overruled } = merge(
      { segments: [{ ...greens, name: 'Mine' }, starters] },
      {
        segments: [
          { ...greens, size: 1_600_000, size_percentage: 80 },
          { ...starters, size_percentage: 20 },
        ],
      },
    )
    expect(merged.segments.map(row => [row.name, row.size, row.size_percentage])).toEqual([
      ['Mine', 1_600_000, 80],
      ['City starters', 400_000, 20],
    ])
    expect([merged.total_audience_size, overruled]).toEqual([2_000_000, []])
  })
  it('adds what each added, with numbers of their own, and works out shares anew', () => {
    const { content: merged } = merge(
      { segments: [greens, starters, segment('3', { name: 'Mine', size: 500_000 })] },
      { segments: [greens, starters, segment('3', { name: 'Theirs', size: 500_000 })] },
    )
    expect(merged.segments.map(row => [row.segment_id, row.name, row.size_percentage])).toEqual([
      ['1', 'Suburban greens', 30],
      ['2', 'City starters', 20],
      ['4', 'Mine', 25],
      ['3', 'Theirs', 25],
    ])
    expect(merged.total_audience_size).toBe(2_000_000)
  })
  it('removes what one side removed and the other left alone', () => {
    expect(merge({ segments: [greens] }, { name: 'x' }).content.segments).toEqual([greens])
    expect(merge({ name: 'x' }, { segments: [starters] }).content.segments).toEqual([starters])
  })
  it('keeps a row that one side removed and the other changed, and reports it', () => {
    const changed = { ...starters, name: 'Renamed' }
    const [removed, kept] = [{ segments: [greens] }, { segments: [greens, changed] }]
    for (const { content: merged, overruled } of [merge(removed, kept), merge(kept, removed)]) {
      expect(merged.segments.map(row => row.name)).toEqual(['Suburban greens', 'Renamed'])
      expect(overruled).toEqual(['segments/2'])
    }
  })
  it('takes my order when I reordered and theirs when they did', () => {
    const swapped = [starters, greens]
    expect(merge({ segments: swapped }, { name: 'x' }).content.segments).toEqual(swapped)
    expect(merge({ name: 'x' }, { segments: swapped }).content.segments).toEqual(swapped)
  })
})

describe('variables and the total', () => {
  it('keeps both additions, and no detail without its variable', () => {
    const { content: merged } = merge(
      {
        selected_variables: ['ECO_ATTITUDE', 'MINE'],
        variable_details: content().variable_details.slice(0, 1),
      },
      { selected_variables: [...content().selected_variables, 'THEIRS'] },
    )
    expect(merged.selected_variables).toEqual(['ECO_ATTITUDE', 'MINE', 'THEIRS'])
    expect(merged.variable_details.map(row => row.code)).toEqual(['ECO_ATTITUDE'])
  })
  it('keeps a total set by hand beside their new sizes', () => {
    const { content: merged } = merge(
      { total_audience_size: 9_000_000, size_source: 'manual' },
      { segments: [{ ...greens, size: 1 }, starters], total_audience_size: 400_001 },
    )
    expect([merged.total_audience_size, merged.size_source]).toEqual([9_000_000, 'manual'])
  })
})

describe('mergeKeys', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))
  it('is the identity when one side didn’t change, and never repeats or invents', () => {
    fc.assert(
      fc.property(keys, keys, keys, (base, mine, theirs) => {
        expect(mergeKeys({ base, mine, theirs: base })).toEqual(mine)
        expect(mergeKeys({ base, mine: base, theirs })).toEqual(theirs)
        const merged = mergeKeys({ base, mine, theirs })
        const expected = new Set(
          [...base, ...mine, ...theirs].filter(
            key =>
              (mine.includes(key) && theirs.includes(key)) ||
              (!base.includes(key) && (mine.includes(key) || theirs.includes(key))),
          ),
        )
        expect([...merged].sort()).toEqual([...expected].sort())
      }),
    )
  })
})
