// Evaluates a query over the parts of the index into one bitmap over seqs.
import { wordsOf } from './normalise.ts'
import type { Part } from './part.ts'
import { allRows, andRows, isEmpty, wordsFor } from './postings.ts'
import { finish, inSlices, type Slices } from './slices.ts'

export type IndexQuery = {
  /** Each must be contained in some token of the row. */
  words: readonly string[]
  /** Keys the row must have. */
  all?: readonly string[]
  /** Of each group, the row must have at least one key. */
  any?: readonly (readonly string[])[]
}

/**
 * `bits` is the value of a DuckDB BIT: byte 0 is the number of padding bits (always 0 here), then the most significant
 * bit first; bit `i` is the row with seq `base + i`. `base` is the smallest seq of the index.
 */
export type Matches = { base: number; bits: Uint8Array; count: number }

type Step = (part: Part, set: Uint32Array) => Slices<void>

/** Cheapest first: keys are looked up, long words tend to be rare. A word inside another says nothing more. */
function stepsOf(query: IndexQuery): Step[] {
  const groups = [...(query.all ?? []).map(key => [key]), ...(query.any ?? [])]
  const words = [...new Set(query.words.flatMap(wordsOf))].sort((one, other) => other.length - one.length)
  const telling = words.filter((word, i) => !words.some((longer, j) => j < i && longer.includes(word)))
  return [
    ...groups.map(group => {
      const keys = group.map(key => key.toWellFormed())
      return (part: Part, set: Uint32Array) => part.addWithAnyKey(set, keys)
    }),
    ...telling.map(word => (part: Part, set: Uint32Array) => part.addWithWord(set, word)),
  ]
}

/** null when no row matches. */
function* matching(part: Part, steps: readonly Step[]): Slices<Uint32Array | null> {
  let matched: Uint32Array | null = null
  for (const step of steps) {
    const set = new Uint32Array(wordsFor(part.rows))
    yield* step(part, set)
    if (matched ? !andRows(set, matched) : isEmpty(set)) return null
    matched = set
  }
  return matched ?? allRows(part.rows)
}

/** Sets the bits of the rows' seqs; answers how many weren't set yet. */
function* emit(part: Part, rows: Uint32Array, bits: Uint8Array, base: number): Slices<number> {
  const up = part.first - base
  const { offsets } = part
  let added = 0
  for (let i = 0; i < rows.length; i++) {
    let word = rows[i] as number
    while (word !== 0) {
      const place = up + (offsets[(i << 5) + 31 - Math.clz32(word & -word)] as number)
      word &= word - 1
      const at = 1 + Math.floor(place / 8)
      const bit = 0x80 >> (place & 7)
      const byte = bits[at] as number
      if (byte & bit) continue
      bits[at] = byte | bit
      added++
    }
    if ((i & 0x3ff) === 0x3ff) yield
  }
  return added
}

/** null when aborted. `live` may grow meanwhile: it is searched before this returns its promise. */
export async function findIn(
  parts: readonly Part[],
  live: Part,
  query: IndexQuery,
  signal?: AbortSignal,
): Promise<Matches | null> {
  if (signal?.aborted) return null
  const all = live.rows > 0 ? [...parts, live] : parts
  if (all.length === 0) return { base: 0, bits: new Uint8Array(2), count: 0 }
  const base = all.reduce((least, part) => Math.min(least, part.first), Number.POSITIVE_INFINITY)
  const last = all.reduce((most, part) => Math.max(most, part.last), 0)
  const bits = new Uint8Array(2 + Math.floor((last - base) / 8))
  const steps = stepsOf(query)
  let count = 0
  const inLive = live.rows > 0 ? finish(matching(live, steps)) : null
  if (inLive) count += finish(emit(live, inLive, bits, base))
  function* rest(): Slices<Matches> {
    for (const part of parts) {
      const rows = yield* matching(part, steps)
      if (rows) count += yield* emit(part, rows, bits, base)
      yield
    }
    return { base, bits, count }
  }
  return inSlices(rest(), signal)
}
