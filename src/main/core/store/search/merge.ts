// Merges segments with ascending ranges into one: vocabularies united, the rows' ordinals moved up.
import type { Views, Vocabulary } from './format.ts'
import { rowsOfBitmap, rowsOfList, wordsFor } from './postings.ts'
import { loadSegment, mergeable, type Segment } from './segment.ts'
import { finish, type Slices } from './slices.ts'
import { type Lists, writeSegment } from './write.ts'

type Source = { of: Vocabulary; rows: number; base: number; places: Int32Array }

function readOrdinals(source: Source, token: number, out: Uint16Array, at: number): number {
  const { of, rows, base } = source
  if (token < of.dense) {
    const words = wordsFor(rows)
    return rowsOfBitmap(of.bitmaps, token * words, words, out, at, base)
  }
  const place = token - of.dense
  const from = place === 0 ? 0 : (of.listEnds[place - 1] as number)
  return rowsOfList(of.lists, from, of.listEnds[place] as number, out, at, base)
}

function* unite(parts: readonly { of: Vocabulary; rows: number }[]): Slices<Lists> {
  const numbers = new Map<string, number>()
  const tokens: string[] = []
  const united: Uint32Array[] = []
  for (const { of } of parts) {
    const numberOf = new Uint32Array(of.tokens)
    for (let token = 0; token < of.tokens; token++) {
      const text = of.text.toString('utf8', of.starts[token], (of.starts[token + 1] as number) - 1)
      let number = numbers.get(text)
      if (number === undefined) {
        number = tokens.length
        numbers.set(text, number)
        tokens.push(text)
      }
      numberOf[token] = number
      if ((token & 0x1ff) === 0) yield
    }
    united.push(numberOf)
  }
  let base = 0
  const sources: Source[] = []
  for (const [i, { of, rows }] of parts.entries()) {
    const places = new Int32Array(tokens.length).fill(-1)
    united[i]?.forEach((number, token) => {
      places[number] = token
    })
    sources.push({ of, rows, base, places })
    base += rows
    yield
  }
  return {
    tokens,
    ordinals(token, out) {
      let count = 0
      for (const source of sources) {
        const place = source.places[token] as number
        if (place >= 0) count = readOrdinals(source, place, out, count)
      }
      return count
    },
  }
}

export function* merging(segments: readonly Segment[]): Slices<Views> {
  if (!mergeable(segments)) throw new RangeError('segments overlap, are out of order, or hold too many rows')
  const first = segments[0]?.first ?? 0
  const offsets = new Uint32Array(segments.reduce((sum, segment) => sum + segment.rows, 0))
  let at = 0
  for (const { views } of segments) {
    const up = views.first - first
    for (let i = 0; i < views.rows; i++) offsets[at++] = up + (views.offsets[i] as number)
  }
  yield
  const words = yield* unite(segments.map(({ views }) => ({ of: views.words, rows: views.rows })))
  const keys = yield* unite(segments.map(({ views }) => ({ of: views.keys, rows: views.rows })))
  return yield* writeSegment(first, offsets, words, keys)
}

/**
 * Pure, so that a worker can do it. Throws a RangeError when the segments are damaged, not in ascending order, overlap,
 * or hold more than 65,536 rows together.
 */
export function mergeSegments(segments: readonly Uint8Array[]): Uint8Array {
  return finish(
    merging(
      segments.map(bytes => {
        const loaded = loadSegment(bytes)
        if (!loaded.ok) throw new RangeError(`not a segment: ${loaded.reason}`)
        return loaded.segment
      }),
    ),
  ).bytes
}
