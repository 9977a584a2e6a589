// Sealed segments: what is read is what was built, and damage is always noticed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildSegment,
  createSearchIndex,
  type IndexRow,
  mergeSegments,
} from '../../../src/main/core/store/search/index.ts'
import { found, indexOfSegments, rowsArbitrary } from './rows.ts'

const rows: IndexRow[] = Array.from({ length: 20 }, (_, i) => ({
  seq: 1_000 + i * 2,
  text: `Upward Bound ${i % 3 ? 'loyalty' : 'lapsed'} café-${i}`,
  keys: [`t:${i % 4}`, `id:${i}`],
}))
const segment = buildSegment(rows)

describe('damage', () => {
  it('notices every flipped bit', () => {
    for (let at = 0; at < segment.length; at++) {
      for (const bit of [1, 0x10, 0x80]) {
        const flipped = Uint8Array.from(segment)
        flipped[at] = (flipped[at] ?? 0) ^ bit
        expect(createSearchIndex().addSegment(flipped).ok, `byte ${at}`).toBe(false)
      }
    }
  })
  it('notices every other value of a byte', () =>
    fc.assert(
      fc.property(fc.nat(segment.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const flipped = Uint8Array.from(segment)
        flipped[at] = (flipped[at] ?? 0) ^ change
        expect(createSearchIndex().addSegment(flipped)).toEqual({ ok: false, reason: 'damaged' })
      }),
      { numRuns: 2_000 },
    ))
  it('notices truncation at every length, and bytes appended', () => {
    for (let length = 0; length < segment.length; length++) {
      expect(createSearchIndex().addSegment(segment.subarray(0, length)).ok, `length ${length}`).toBe(false)
    }
    expect(createSearchIndex().addSegment(Buffer.concat([segment, Buffer.alloc(8)])).ok).toBe(false)
  })
  it('leaves the index as it was', async () => {
    const index = indexOfSegments(segment)
    index.addSegment(segment.subarray(8))
    expect(index.ranges()).toEqual([{ from: 1_000, to: 1_038, rows: 20 }])
    expect((await found(index, { words: ['café-1'] })).count).toBe(11)
  })
})

it('opens at any place in a buffer', async () => {
  for (let shift = 0; shift < 8; shift++) {
    const moved = new Uint8Array(segment.length + shift)
    moved.set(segment, shift)
    const answer = await found(indexOfSegments(moved.subarray(shift)), { words: ['lapsed'], all: ['id:9'] })
    expect(answer.seqs).toEqual([1_018])
  }
})

describe('merging', () => {
  it('does not depend on how the rows were cut', () =>
    fc.assert(
      fc.property(rowsArbitrary(40), fc.nat(40), fc.nat(40), (all, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const pieces = [all.slice(0, low), all.slice(low, high), all.slice(high)].filter(
          piece => piece.length > 0,
        )
        const merged = mergeSegments(pieces.map(buildSegment))
        expect(merged.length).toBe(buildSegment(all).length)
        expect(mergeSegments([merged])).toEqual(mergeSegments([mergeSegments([buildSegment(all)])]))
      }),
    ))
  it('refuses what is out of order, overlaps or is damaged', () => {
    const after = buildSegment([{ seq: 2_000, text: 'Money & Brains', keys: [] }])
    const within = buildSegment([{ seq: 1_003, text: 'Money & Brains', keys: [] }])
    expect(() => mergeSegments([after, segment])).toThrow(RangeError)
    expect(() => mergeSegments([segment, within])).toThrow(RangeError)
    expect(() => mergeSegments([segment, after.subarray(1)])).toThrow(RangeError)
    expect(() => mergeSegments([])).toThrow(RangeError)
  })
})

it('builds only from rows with ascending seqs, at least one, at most 65,536', () => {
  const row = (seq: number): IndexRow => ({ seq, text: 'a', keys: [] })
  expect(() => buildSegment([])).toThrow(RangeError)
  expect(() => buildSegment([row(2), row(2)])).toThrow(RangeError)
  expect(() => buildSegment([row(1.5)])).toThrow(RangeError)
  expect(() => buildSegment([row(0), row(2 ** 32)])).toThrow(RangeError)
  expect(() => buildSegment(Array.from({ length: 65_537 }, (_, i) => row(i)))).toThrow(RangeError)
  expect(buildSegment(Array.from({ length: 65_536 }, (_, i) => row(i))).length).toBeGreaterThan(65_536 * 4)
})
