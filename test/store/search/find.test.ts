// The full-text index answers exactly what the definition of a match says, however its rows came in.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildSegment,
  createSearchIndex,
  type IndexRow,
  mergeSegments,
  wordsOf,
} from '../../../src/main/core/store/search/index.ts'
import { asIndexQuery, found, indexOfSegments, matches, queryArbitrary, rowsArbitrary } from './rows.ts'

const cut = (rows: readonly IndexRow[], pieces: number): IndexRow[][] => {
  const size = Math.ceil(rows.length / pieces)
  const all = Array.from({ length: pieces }, (_, i) => rows.slice(i * size, (i + 1) * size))
  return all.filter(piece => piece.length > 0)
}

const expected = (rows: readonly IndexRow[], query: Parameters<typeof matches>[1]) =>
  rows.filter(row => matches(row, query)).map(row => row.seq)

describe('a query against the definition', () => {
  const cases = fc.tuple(rowsArbitrary(60), fc.array(queryArbitrary, { minLength: 1, maxLength: 4 }))

  it('over the tail', () =>
    fc.assert(
      fc.asyncProperty(cases, async ([rows, queries]) => {
        const index = createSearchIndex()
        for (const row of rows) index.add(row)
        for (const query of queries) {
          const seqs = expected(rows, query)
          expect(await found(index, asIndexQuery(query))).toEqual({ seqs, count: seqs.length, padding: 0 })
        }
      }),
      { numRuns: 300 },
    ))

  it('over one segment, one merged from several, and several in any order', () =>
    fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 2, max: 5 }), async ([rows, queries], pieces) => {
        const segments = cut(rows, pieces).map(buildSegment)
        const indexes = [
          indexOfSegments(buildSegment(rows)),
          indexOfSegments(mergeSegments(segments)),
          indexOfSegments(...segments.reverse()),
        ]
        for (const query of queries) {
          const seqs = expected(rows, query)
          for (const index of indexes) {
            expect(await found(index, asIndexQuery(query))).toEqual({ seqs, count: seqs.length, padding: 0 })
          }
        }
      }),
      { numRuns: 300 },
    ))

  it('over segments, rows about to be sealed and the tail at once, and after all is sealed and merged', () =>
    fc.assert(
      fc.asyncProperty(cases, async ([rows, queries]) => {
        const [old = [], fresh = []] = cut(rows, 2)
        const index = createSearchIndex({ tailRows: 2, segmentRows: 40 })
        index.addSegment(buildSegment(old))
        for (const row of fresh) index.add(row)
        for (let round = 0; round < 2; round++) {
          for (const query of queries) {
            const seqs = expected(rows, query)
            expect(await found(index, asIndexQuery(query))).toEqual({ seqs, count: seqs.length, padding: 0 })
          }
          index.cut()
          await index.idle()
          expect(index.stats().unsealed_rows).toBe(0)
        }
      }),
      { numRuns: 150 },
    ))
})

describe('the rules of a match', () => {
  const rows: IndexRow[] = [
    { seq: 10, text: 'Young Digerati, metro', keys: ['v:AGE_25_34'] },
    { seq: 11, text: 'İstanbul CAFÉ', keys: ['v:AGE_25'] },
    { seq: 12, text: '', keys: [] },
    { seq: 90, text: 'launch 🎯🎯 東京', keys: ['v:AGE_25_34', 't:holiday shoppers'] },
  ]
  const index = () => indexOfSegments(buildSegment(rows))
  const seqs = async (search: string) => (await found(index(), { words: wordsOf(search) })).seqs

  it('finds a word anywhere in a token, in any case and either normal form', async () => {
    expect(await seqs('GERA')).toEqual([10])
    expect(await seqs('cafe\u0301')).toEqual([11])
    expect(await seqs('i\u0307stan')).toEqual([11])
    expect(await seqs('İST')).toEqual([11])
    expect(await seqs('🎯')).toEqual([90])
    expect(await seqs('京')).toEqual([90])
  })
  it('wants every word, and no word across white space', async () => {
    expect(await seqs('met you')).toEqual([10])
    expect(await seqs('metro café')).toEqual([])
    expect(await seqs('youngdig')).toEqual([])
  })
  it('answers all covered rows to an empty query, the one without text too', async () => {
    expect(await seqs(' \n')).toEqual([10, 11, 12, 90])
  })
  it('does not take half a surrogate pair for a match', async () => {
    expect(await seqs('\ud83c')).toEqual([])
  })
  it('compares keys as a whole and as they are', async () => {
    const keysOnly = async (query: { all?: string[]; any?: string[][] }) =>
      (await found(index(), { words: [], ...query })).seqs
    expect(await keysOnly({ all: ['v:AGE_25'] })).toEqual([11])
    expect(await keysOnly({ all: ['v:age_25'] })).toEqual([])
    expect(await keysOnly({ any: [['v:AGE_25', 't:holiday shoppers']] })).toEqual([11, 90])
    expect(await keysOnly({ any: [[]] })).toEqual([])
    expect((await found(index(), { words: ['metro'], all: ['v:AGE_25_34'] })).seqs).toEqual([10])
  })
  it('answers an empty index with an empty, valid bit string', async () => {
    expect(await createSearchIndex().find({ words: ['a'] })).toEqual({
      base: 0,
      bits: new Uint8Array(2),
      count: 0,
    })
  })
})

describe('long tokens and common ones', () => {
  it('finds the middle of tokens of 10 kB, and tells dense tokens from sparse ones', async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, i): IndexRow => ({
        seq: i * 3,
        text: `segment${i % 2 ? ' odd' : ''} ${i % 700 === 0 ? `${'y'.repeat(5_000)}needle${i}${'z'.repeat(5_000)}` : `code-${i}`}`,
        keys: [i % 2 ? 'odd' : 'even', `id:${i}`],
      }),
    )
    const index = indexOfSegments(buildSegment(rows.slice(0, 2_000)), buildSegment(rows.slice(2_000)))
    for (const search of [
      'needle1400',
      'segm',
      'odd',
      'o',
      'y',
      'code-29',
      'd',
      'dd code-1',
      `${'y'.repeat(9)}n`,
    ]) {
      const seqs = expected(rows, { search })
      expect(seqs.length).toBeGreaterThan(0)
      expect(await found(index, { words: wordsOf(search) })).toEqual({ seqs, count: seqs.length, padding: 0 })
    }
    expect((await found(index, { words: [], all: ['id:2999', 'odd'] })).seqs).toEqual([2_999 * 3])
  })

  it('finds each of many tokens in a large vocabulary, and drops repeats in a row', async () => {
    const rows = Array.from({ length: 1_500 }, (_, i): IndexRow => {
      const token = `brief-${i}-${'lookalike'.repeat(30)}`
      return { seq: i, text: `${token} ${token} ${i % 50 === 0 ? 'clean-room' : ''}`, keys: ['t:q3', 't:q3'] }
    })
    const segment = buildSegment(rows)
    expect(segment.length).toBeGreaterThan(256 * 1_024)
    const index = indexOfSegments(segment)
    for (let i = 0; i < rows.length; i++) {
      expect((await found(index, { words: [`brief-${i}-`] })).seqs).toEqual([i])
    }
    for (const search of ['brief', 'lookalike', 'ef-14', 'room', '9-l']) {
      expect((await found(index, { words: [search] })).seqs, search).toEqual(expected(rows, { search }))
    }
  })

  it('gives the same answers while a query is typed letter by letter, forwards and backwards', async () => {
    const rows = Array.from(
      { length: 500 },
      (_, i): IndexRow => ({ seq: i + 1, text: `loyalty-${i} royal${i % 7} alloy`, keys: [] }),
    )
    const index = indexOfSegments(buildSegment(rows))
    const typed = [
      'l',
      'lo',
      'loy',
      'loya',
      'loyalty-1',
      'loyalty-12',
      'oyal',
      'oyal3',
      'loy',
      'lo',
      'l',
      'loyalty-123',
    ]
    for (const search of typed) {
      expect((await found(index, { words: wordsOf(search) })).seqs, search).toEqual(
        expected(rows, { search }),
      )
    }
  })
})

it('answers null when aborted, before or during the search', async () => {
  const rows = Array.from({ length: 400 }, (_, i): IndexRow => ({ seq: i, text: `launch ${i}`, keys: [] }))
  const index = indexOfSegments(...cut(rows, 100).map(buildSegment))
  expect(await index.find({ words: ['launch'] }, AbortSignal.abort())).toBeNull()
  const late = new AbortController()
  const many = Array.from({ length: 3_000 }, (_, i) => [`k:${i}`, 'k:never'])
  const running = index.find({ words: [], any: [many.flat(), ...many] }, late.signal)
  late.abort()
  expect(await running).toBeNull()
  expect((await found(index, { words: ['launch'] })).count).toBe(400)
})
