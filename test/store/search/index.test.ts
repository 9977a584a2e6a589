// The life of the index: rows come in, are sealed, saved and merged; searches are right all along and never hold the loop.
import { describe, expect, it, vi } from 'vitest'
import {
  buildSegment,
  buildSegmentInSlices,
  createSearchIndex,
  type IndexRow,
  mergeSegments,
} from '../../../src/main/core/store/search/index.ts'
import { found, indexOfSegments } from './rows.ts'

const row = (seq: number): IndexRow => ({ seq, text: `Gen Z shoppers ${seq}`, keys: [`id:${seq}`] })
const rowsFrom = (from: number, count: number) => Array.from({ length: count }, (_, i) => row(from + i))

describe('adding', () => {
  it('finds a row at once, and says what is covered', async () => {
    const index = createSearchIndex()
    index.add(row(5))
    index.add(row(9))
    expect((await found(index, { words: ['shop'] })).seqs).toEqual([5, 9])
    expect([4, 5, 6, 9, 10].map(index.has)).toEqual([false, true, false, true, false])
    expect(index.ranges()).toEqual([{ from: 5, to: 9, rows: 2 }])
  })
  it('refuses a seq that is not greater than all before, in the tail or a segment', () => {
    const index = indexOfSegments(buildSegment(rowsFrom(10, 3)))
    for (const seq of [12, 1, -1, 12.5, Number.NaN, 2 ** 53])
      expect(() => index.add(row(seq))).toThrow(RangeError)
    index.add(row(13))
    expect(() => index.add(row(13))).toThrow(RangeError)
    expect(index.stats().rows).toBe(4)
  })
  it('does not see rows that are added while a search runs', async () => {
    const index = createSearchIndex({ tailRows: 4 })
    for (const one of rowsFrom(0, 30)) index.add(one)
    const running = found(index, { words: ['gen'] })
    for (const one of rowsFrom(30, 30)) index.add(one)
    expect((await running).count).toBe(30)
    expect((await found(index, { words: ['gen'] })).count).toBe(60)
  })
  it('takes seqs further apart than one segment may hold', async () => {
    const index = createSearchIndex()
    index.add(row(1))
    index.add(row(2 ** 32 + 10))
    expect(index.ranges().map(range => range.rows)).toEqual([1, 1])
    expect(index.has(2 ** 32 + 10)).toBe(true)
    await index.close()
  })
})

describe('saving', () => {
  it('offers what was sealed, once, and can be opened again from it', async () => {
    const onSealed = vi.fn()
    const index = createSearchIndex({ tailRows: 10, onSealed })
    for (const one of rowsFrom(1, 25)) index.add(one)
    index.cut()
    await index.idle()
    const files = index.unsaved()
    expect(files.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      [1, 10, 10],
      [11, 20, 10],
      [21, 25, 5],
    ])
    expect(onSealed).toHaveBeenCalledTimes(3)
    for (const { id } of files) expect(index.saved(id)).toEqual([])
    expect(index.unsaved()).toEqual([])
    const again = indexOfSegments(...files.map(file => file.bytes))
    expect((await found(again, { words: ['z', 'shop'], all: ['id:20'] })).seqs).toEqual([20])
  })

  it('merges eight neighbours, and lets go of their files when the merged one is saved', async () => {
    const index = createSearchIndex({ tailRows: 4, segmentRows: 256 })
    for (const one of rowsFrom(1, 28)) index.add(one)
    await index.idle()
    const small = index.unsaved().map(({ id }) => id)
    expect(small).toHaveLength(7)
    for (const id of small) index.saved(id)
    for (const one of rowsFrom(29, 4)) index.add(one)
    await index.idle()
    const [merged, ...others] = index.unsaved()
    expect(others).toEqual([])
    expect(merged).toMatchObject({ from: 1, to: 32, rows: 32, replaces: small })
    expect(merged && index.saved(merged.id)).toEqual(small)
    expect((await found(index, { words: ['shoppers'] })).count).toBe(32)
  })

  it('accounts for a segment that was merged away while its file was being written', async () => {
    const index = createSearchIndex({ tailRows: 4, segmentRows: 256 })
    for (const one of rowsFrom(1, 28)) index.add(one)
    await index.idle()
    const [first, second] = index.unsaved().map(({ id }) => id)
    for (const one of rowsFrom(29, 4)) index.add(one)
    await index.idle()
    expect(index.saved(first ?? 0)).toEqual([])
    const [merged] = index.unsaved()
    expect(merged?.replaces).toEqual([first])
    expect(index.saved(merged?.id ?? 0)).toEqual([first])
    expect(index.saved(second ?? 0)).toEqual([second])
  })

  it('never merges beyond the largest size, and leaves full segments alone', async () => {
    const index = createSearchIndex({ tailRows: 2, segmentRows: 64 })
    for (const one of rowsFrom(1, 1_000)) index.add(one)
    index.cut()
    await index.idle()
    const ranges = index.ranges()
    expect(Math.max(...ranges.map(range => range.rows))).toBeLessThanOrEqual(64)
    expect(ranges.length).toBeLessThan(1_000 / 32 + 16)
    expect(ranges.reduce((sum, range) => sum + range.rows, 0)).toBe(1_000)
    expect((await found(index, { words: ['gen'] })).count).toBe(1_000)
  })
})

describe('segments that come in', () => {
  const parts = [rowsFrom(1, 10), rowsFrom(11, 10)]
  const [low = new Uint8Array(), high = new Uint8Array()] = parts.map(buildSegment)
  const both = mergeSegments([low, high])

  it('replace those they hold all rows of, whichever comes first: a crash left both files', async () => {
    const index = createSearchIndex()
    const ids = [low, high].map(bytes => index.addSegment(bytes)).map(added => (added.ok ? added.id : 0))
    expect(index.addSegment(both)).toMatchObject({ ok: true, replaces: ids })
    expect(index.addSegment(low)).toEqual({ ok: false, reason: 'covered' })
    expect(index.addSegment(both)).toEqual({ ok: false, reason: 'covered' })
    expect(await found(index, { words: ['gen'] })).toMatchObject({ count: 20 })
    expect(index.ranges()).toHaveLength(1)
  })
  it('are saved when they come from a file, and not when they were just built', () => {
    const index = createSearchIndex()
    index.addSegment(low)
    const added = index.addSegment(high, false)
    expect(index.unsaved().map(({ id }) => id)).toEqual([added.ok ? added.id : 0])
  })
  it('may lie between rows of the tail: a bulk write built elsewhere while saves went on', async () => {
    const index = createSearchIndex({ tailRows: 3 })
    index.add(row(1))
    index.add(row(100))
    expect(index.addSegment(buildSegment(rowsFrom(20, 30)), false)).toMatchObject({ ok: true })
    index.add(row(101))
    await index.idle()
    expect((await found(index, { words: ['gen'] })).seqs).toEqual([
      1,
      ...rowsFrom(20, 30).map(one => one.seq),
      100,
      101,
    ])
  })
  it('count a row once when two of them hold it', async () => {
    const index = indexOfSegments(buildSegment(rowsFrom(1, 6)), buildSegment(rowsFrom(4, 6)))
    expect(await found(index, { words: ['gen'] })).toMatchObject({
      count: 9,
      seqs: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    })
  })
  it('are the same when built in slices', async () => {
    expect(await buildSegmentInSlices(rowsFrom(1, 300))).toEqual(buildSegment(rowsFrom(1, 300)))
    await expect(buildSegmentInSlices([])).rejects.toThrow(RangeError)
  })
})

describe('merging elsewhere', () => {
  it('uses what the other thread made', async () => {
    const merge = vi.fn(async (segments: readonly Uint8Array[]) => mergeSegments(segments))
    const index = createSearchIndex({ tailRows: 4, segmentRows: 256, merge })
    for (const one of rowsFrom(1, 32)) index.add(one)
    await index.idle()
    expect(merge).toHaveBeenCalledTimes(1)
    expect(index.ranges()).toEqual([{ from: 1, to: 32, rows: 32 }])
  })
  it('drops the result when a segment with the same rows came in meanwhile', async () => {
    const merge = async (segments: readonly Uint8Array[]) => {
      index.addSegment(buildSegment(rowsFrom(1, 40)))
      return mergeSegments(segments)
    }
    const index = createSearchIndex({ tailRows: 4, segmentRows: 256, merge })
    for (const one of rowsFrom(1, 32)) index.add(one)
    await index.idle()
    expect(index.ranges()).toEqual([{ from: 1, to: 40, rows: 40 }])
    expect((await found(index, { words: ['gen'] })).count).toBe(40)
  })
  it('reports a failure and goes on searching', async () => {
    const onError = vi.fn()
    const merge = async () => new Uint8Array(100)
    const index = createSearchIndex({ tailRows: 4, segmentRows: 256, merge, onError })
    for (const one of rowsFrom(1, 32)) index.add(one)
    await index.idle()
    expect(onError).toHaveBeenCalledTimes(1)
    expect((await found(index, { words: ['gen'] })).count).toBe(32)
  })
})

it('stops its background work when closed', async () => {
  const index = createSearchIndex({ tailRows: 4 })
  for (const one of rowsFrom(1, 12)) index.add(one)
  await index.close()
  expect(index.stats().unsealed_rows).toBe(12)
  expect((await found(index, { words: ['gen'] })).count).toBe(12)
})
