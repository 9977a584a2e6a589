// Finding tokens of a sealed vocabulary: those that contain a word (a native scan of the text), and a key as a whole.
import { crc32 } from 'node:zlib'
import type { Vocabulary } from './format.ts'
import type { Slices } from './slices.ts'

const CHUNK = 1 << 18
/** More hits than this are not kept: so common a word is soon typed on, and scanning is not slower. */
const KEPT_HITS = 4_096
const KEPT_WORDS = 8
const CROWDED = 8

/** The token whose bytes hold position `at`, not before `low`. Gallops, because hits come in order. */
function tokenAt(starts: Uint32Array, low: number, at: number): number {
  let from = low
  let step = 1
  while (from + step < starts.length - 1 && (starts[from + step] as number) <= at) {
    from += step
    step <<= 1
  }
  let high = Math.min(from + step, starts.length - 1)
  while (high - from > 1) {
    const middle = (from + high) >>> 1
    if ((starts[middle] as number) <= at) from = middle
    else high = middle
  }
  return from
}

function contains(text: Buffer, from: number, to: number, word: Buffer): boolean {
  const first = word[0]
  const last = to - word.length
  for (let at = from; at <= last; at++) {
    if (text[at] !== first) continue
    let i = 1
    while (i < word.length && text[at + i] === word[i]) i++
    if (i === word.length) return true
  }
  return false
}

/** Appends the tokens that contain the word. Chunks end at token ends, so no match is cut. */
function* scan(vocabulary: Vocabulary, word: Buffer): Slices<number[]> {
  const { text, starts, tokens } = vocabulary
  const hits: number[] = []
  for (let token = 0; token < tokens; ) {
    const begin = starts[token] as number
    const after = tokenAt(starts, token, begin + CHUNK) + 1
    const chunk = text.subarray(begin, starts[after])
    let at = chunk.indexOf(word)
    const before = hits.length
    const begun = token
    while (at >= 0) {
      // A native call per hit costs more than going through the tokens when many of them are hits.
      const found = hits.length - before
      if (found > 256 && found * CROWDED > token - begun) break
      token = tokenAt(starts, token, begin + at)
      hits.push(token)
      token++
      if (token >= after) break
      if ((hits.length & 0xff) === 0) yield
      at = chunk.indexOf(word, (starts[token] as number) - begin)
    }
    if (at >= 0) {
      for (; token < after; token++) {
        if (contains(text, starts[token] as number, (starts[token + 1] as number) - 1, word)) hits.push(token)
        if ((token & 0xfff) === 0) yield
      }
    }
    token = after
    yield
  }
  return hits
}

/**
 * Answers the tokens that contain a word (not empty), ascending. Remembers the last words: one that extends a remembered
 * word, as happens while typing, is looked for in that word's hits only.
 */
export function newLookup(vocabulary: Vocabulary): (word: string) => Slices<readonly number[]> {
  const kept = new Map<string, readonly number[]>()
  const keep = (word: string, hits: readonly number[]) => {
    kept.delete(word)
    if (hits.length <= KEPT_HITS) kept.set(word, hits)
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_WORDS) break
      kept.delete(oldest)
    }
    return hits
  }
  const narrowest = (word: string) => {
    let best: readonly number[] | null = null
    for (const [part, hits] of kept) {
      if (word.includes(part) && (best === null || hits.length < best.length)) best = hits
    }
    return best
  }
  return function* (word) {
    const same = kept.get(word)
    if (same) return keep(word, same)
    const bytes = Buffer.from(word)
    const among = narrowest(word)
    if (!among) return keep(word, yield* scan(vocabulary, bytes))
    const { text, starts } = vocabulary
    return keep(
      word,
      among.filter(token =>
        contains(text, starts[token] as number, (starts[token + 1] as number) - 1, bytes),
      ),
    )
  }
}

/** The number of a key, or -1. */
export function findKey(keys: Vocabulary, slots: Uint32Array, key: string): number {
  const wanted = Buffer.from(key)
  const mask = slots.length - 1
  for (let slot = crc32(wanted) & mask; ; slot = (slot + 1) & mask) {
    const found = (slots[slot] as number) - 1
    if (found < 0) return -1
    const from = keys.starts[found] as number
    const to = (keys.starts[found + 1] as number) - 1
    if (to - from === wanted.length && keys.text.compare(wanted, 0, wanted.length, from, to) === 0)
      return found
  }
}
