// Rows and the brute-force definition of a match, for the tests of the full-text index.
import fc from 'fast-check'
import {
  createSearchIndex,
  type IndexQuery,
  type IndexRow,
  type Matches,
  wordsOf,
} from '../../../src/main/core/store/search/index.ts'

/** Written apart from the index on purpose: the definition, as a reader would check it by hand. */
export function matches(row: IndexRow, query: { search: string; all?: string[]; any?: string[][] }): boolean {
  const lowered = row.text.toLowerCase().normalize('NFC')
  const tokens = lowered.split(/\s/).filter(token => token.length > 0)
  const words = query.search.toLowerCase().normalize('NFC').split(/\s/)
  return (
    words.every(word => word === '' || tokens.some(token => token.includes(word))) &&
    (query.all ?? []).every(key => row.keys.includes(key)) &&
    (query.any ?? []).every(group => group.some(key => row.keys.includes(key)))
  )
}

/** The seqs in a DuckDB BIT value, read bit by bit as `get_bit` does. */
export function seqsOf({ base, bits }: Matches): number[] {
  const seqs: number[] = []
  for (let i = 0; i < (bits.length - 1) * 8; i++) {
    if (((bits[1 + (i >> 3)] ?? 0) & (0x80 >> (i & 7))) !== 0) seqs.push(base + i)
  }
  return seqs
}

export function indexOfSegments(...segments: Uint8Array[]) {
  const index = createSearchIndex()
  for (const bytes of segments) index.addSegment(bytes)
  return index
}

export async function found(
  index: { find: ReturnType<typeof createSearchIndex>['find'] },
  query: IndexQuery,
) {
  const answer = await index.find(query)
  if (!answer) throw new Error('aborted')
  return { seqs: seqsOf(answer), count: answer.count, padding: answer.bits[0] }
}

const pieces = [
  'loyalty', 'loyal', 'Upward', 'Bound', 'Young', 'Digerati', 'young', 'AGE_25_34', 'Café', 'cafe\u0301', 'İstanbul',
  'ISTANBUL', 'ΟΔΟΣ', 'οδος', 'straße', 'STRASSE', '東京', '京都', 'e\u0301\u0323', '🎯', '👩‍👩‍👧', '🎯🎯', 'a', 'ab', 'abc',
  'Ǆ', 'ﬁ', '\u1e9e', '\u0130', 'ı', '\u212a', '1,240', 'x'.repeat(300), '\u0000', '\u0301',
] // biome-ignore format: a table

const gaps = [' ', '  ', '\n', '\t', '\u00a0', '\u2003', '\ufeff', '\u3000', '']
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
)
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(...gaps)), { maxLength: 8 })
  .map(parts => parts.flat().join(''))
export const keyNames = ['v:AGE_25_34', 'v:AGE_25', 't:holiday shoppers', 't:', '', 'c:ü', 'v:age_25_34']
const keys = fc.uniqueArray(fc.constantFrom(...keyNames), { maxLength: 4 })

/** Rows with ascending seqs, some far apart. */
export const rowsArbitrary = (maxLength: number) =>
  fc
    .tuple(
      fc.oneof(fc.constant(0), fc.constant(2 ** 40 + 7)),
      fc.array(fc.record({ text, keys, gap: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 90 })) }), {
        minLength: 1,
        maxLength,
      }),
    )
    .map(([start, made]) => {
      let seq = start
      return made.map(({ text, keys, gap }): IndexRow => {
        seq += gap
        return { seq, text, keys }
      })
    })

/** Words from the rows' own vocabulary, whole or cut, or one letter, or anything. */
const search = fc
  .array(
    fc.oneof(
      fc
        .tuple(fc.constantFrom(...pieces), fc.nat({ max: 4 }), fc.integer({ min: 1, max: 6 }))
        .map(([of, from, length]) => [...of].slice(from, from + length).join('')),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
      fc.constant(''),
    ),
    { maxLength: 3 },
  )
  .map(words => words.join(' '))
export const queryArbitrary = fc.record(
  {
    search,
    all: fc.array(fc.constantFrom(...keyNames), { maxLength: 2 }),
    any: fc.array(fc.array(fc.constantFrom(...keyNames), { maxLength: 3 }), { maxLength: 2 }),
  },
  { requiredKeys: ['search'] },
)

export const asIndexQuery = (query: { search: string; all?: string[]; any?: string[][] }): IndexQuery => ({
  words: wordsOf(query.search),
  ...(query.all ? { all: query.all } : {}),
  ...(query.any ? { any: query.any } : {}),
})
