// Totals, shares, status moves, patches and names of copies.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUDIENCE_STATUSES, AudienceInput, type Segment } from '../../../src/shared/domain/audience.ts'
import {
  applyPatch,
  canMoveStatus,
  copyName,
  settle,
  settleTotal,
  sumOfSegments,
  withShares,
} from '../../../src/shared/domain/audience-rules.ts'
import { audienceInput } from '../../support/audiences.ts'

const segment = (segment_id: string, size: number, size_percentage = 0): Segment => ({
  segment_id,
  name: `Segment ${segment_id}`,
  size,
  size_percentage,
  characteristics: {},
  prizm_segments: [],
})
const content = settle(AudienceInput.parse(audienceInput()))

describe('status', () => {
  it('may go from any to any: archived can be restored', () => {
    for (const from of AUDIENCE_STATUSES)
      for (const to of AUDIENCE_STATUSES) expect(canMoveStatus(from, to), `${from} → ${to}`).toBe(true)
  })
})

describe('shares', () => {
  it('are worked out in percent with two decimals when none is given', () => {
    const shares = withShares([segment('a', 1), segment('b', 2)]).map(each => each.size_percentage)
    expect(shares).toEqual([33.33, 66.67])
  })

  it('stay as they are when one is given, or there is nothing to share', () => {
    const given = [segment('a', 1, 10), segment('b', 2)]
    expect(withShares(given)).toEqual(given)
    expect(withShares([segment('a', 0)])).toEqual([segment('a', 0)])
  })

  it('add up to a hundred but for rounding', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e12), { minLength: 1, maxLength: 500 }), sizes => {
        const segments = withShares(sizes.map((size, index) => segment(String(index), size)))
        const sum = segments.reduce((total, each) => total + each.size_percentage, 0)
        const expected = sizes.some(size => size > 0) ? 100 : 0
        expect(Math.abs(sum - expected)).toBeLessThanOrEqual(sizes.length * 0.005 + 1e-6)
      }),
    )
  })
})

describe('the total', () => {
  const two = [segment('a', 30), segment('b', 12)]

  it.each([
    ['not given', two, undefined, undefined, 42, 'segments'],
    ['equal to the sum', two, 42, undefined, 42, 'segments'],
    ['different from the sum', two, 40, undefined, 40, 'manual'],
    ['given without segments', [], 40, undefined, 40, 'manual'],
    ['nought without segments', [], 0, undefined, 0, 'manual'],
    ['nothing at all', [], undefined, undefined, 0, 'segments'],
    ['said to be the segments’', two, 40, 'segments', 42, 'segments'],
    ['imported', two, 40, 'imported', 40, 'imported'],
    ['set by hand though equal', two, 42, 'manual', 42, 'manual'],
    ['a source without a total', two, undefined, 'manual', 42, 'segments'],
  ] as const)('%s', (_what, segments, total, source, size, from) => {
    expect(settleTotal(segments, total, source)).toEqual({ total_audience_size: size, size_source: from })
  })

  it('settles to what it settled to', () => {
    expect(settle(content)).toEqual(content)
    expect(content.total_audience_size).toBe(sumOfSegments(content.segments))
  })
})

describe('applyPatch', () => {
  it.each([
    ['nothing', {}, 2_000_000, 'segments'],
    ['fewer segments', { segments: content.segments.slice(0, 1) }, 1_240_000, 'segments'],
    ['a total', { total_audience_size: 9 }, 9, 'manual'],
    ['the sum, set by hand', { total_audience_size: 2_000_000 }, 2_000_000, 'manual'],
    [
      'the total it has, and segments of another sum',
      { total_audience_size: 2_000_000, segments: content.segments.slice(0, 1) },
      2_000_000,
      'manual',
    ],
    ['a total and segments', { total_audience_size: 9, segments: [] }, 9, 'manual'],
    ['back to the sum', { total_audience_size: null }, 2_000_000, 'segments'],
  ])('%s', (_what, patch, total_audience_size, size_source) => {
    expect(settle(applyPatch(content, patch))).toMatchObject({ total_audience_size, size_source })
  })

  it('keeps an imported total when segments change', () => {
    const imported = { ...content, total_audience_size: 5, size_source: 'imported' as const }
    expect(settle(applyPatch(imported, { segments: [] }))).toMatchObject({
      total_audience_size: 5,
      size_source: 'imported',
    })
  })

  it('keeps an imported total that is sent back as it is, and no other', () => {
    const imported = { ...content, total_audience_size: 5, size_source: 'imported' as const }
    const source = (total_audience_size: number) =>
      settle(applyPatch(imported, { total_audience_size })).size_source
    expect([source(5), source(6), source(2_000_000)]).toEqual(['imported', 'manual', 'manual'])
  })

  it('changes what is named, null included, and ignores undefined', () => {
    const next = applyPatch(content, { identifier_type: null, description: undefined, name: 'Green renters' })
    expect(next).toEqual({ ...content, identifier_type: null, name: 'Green renters' })
  })
})

describe('copyName', () => {
  it.each([
    ['Luxury travellers', [], 'Luxury travellers (copy)'],
    ['Luxury travellers', ['Luxury travellers (copy)'], 'Luxury travellers (copy 2)'],
    ['Luxury travellers (copy)', ['Luxury travellers (copy)'], 'Luxury travellers (copy 2)'],
    ['Luxury travellers (copy 7)', [], 'Luxury travellers (copy)'],
    ['Copy', ['Copy (copy)', 'Copy (copy 2)'], 'Copy (copy 3)'],
  ])('of %j beside %j is %j', (name, taken, expected) => {
    expect(copyName(name, new Set(taken))).toBe(expected)
  })

  it('is a valid name, not taken, however long the original', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(name, fc.nat(12), (base, copies) => {
        const taken = new Set<string>()
        for (let n = 0; n <= copies; n++) taken.add(copyName(base, taken))
        expect(taken.size).toBe(copies + 1)
        for (const copy of taken) {
          expect(copy.length).toBeLessThanOrEqual(200)
          expect(copy.isWellFormed()).toBe(true)
        }
      }),
    )
  })

  it('cuts no character in half', () => {
    expect(copyName('😀'.repeat(100), new Set()).isWellFormed()).toBe(true)
    expect(copyName(`x${'😀'.repeat(99)}`, new Set()).isWellFormed()).toBe(true)
  })
})
