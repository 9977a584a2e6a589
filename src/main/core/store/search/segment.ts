// A sealed segment as a part that can be searched.
import { openSegment, type Refusal, type Views, type Vocabulary } from './format.ts'
import { MAX_ROWS, MAX_SPAN, type Part } from './part.ts'
import { orBitmap, orList, wordsFor } from './postings.ts'
import type { Slices } from './slices.ts'
import { findKey, newLookup } from './vocabulary.ts'

export type Segment = Part & { readonly views: Views }

/** Adds the rows of one token; answers how much work that was, in postings. */
function addToken(set: Uint32Array, of: Vocabulary, token: number): number {
  if (token < of.dense) {
    orBitmap(set, of.bitmaps, token * set.length)
    return set.length
  }
  const place = token - of.dense
  const from = place === 0 ? 0 : (of.listEnds[place - 1] as number)
  const to = of.listEnds[place] as number
  orList(set, of.lists, from, to)
  return to - from
}

/** Adds all rows of a character; false when it has no bitmap. */
function addCharacter(set: Uint32Array, views: Views, word: string): boolean {
  if (word.length !== 1) return false
  const at = views.characters.indexOf(word.charCodeAt(0))
  if (at < 0) return false
  orBitmap(set, views.characterRows, at * wordsFor(views.rows))
  return true
}

const STEP = 50_000

export function segmentOf(views: Views): Segment {
  const lookup = newLookup(views.words)
  return {
    views,
    rows: views.rows,
    first: views.first,
    last: views.first + (views.offsets[views.rows - 1] ?? 0),
    offsets: views.offsets,
    *addWithWord(set, word): Slices<void> {
      if (addCharacter(set, views, word)) return
      let work = 0
      for (const token of yield* lookup(word)) {
        work += addToken(set, views.words, token) + 16
        if (work > STEP) {
          work = 0
          yield
        }
      }
    },
    *addWithAnyKey(set, keys): Slices<void> {
      for (const key of keys) {
        const found = findKey(views.keys, views.slots, key)
        if (found >= 0) addToken(set, views.keys, found)
        yield
      }
    },
  }
}

export function loadSegment(
  bytes: Uint8Array,
): { ok: true; segment: Segment } | { ok: false; reason: Refusal } {
  const opened = openSegment(bytes)
  return opened.ok ? { ok: true, segment: segmentOf(opened.views) } : opened
}

/** Whether they can become one segment: ascending, apart, not too large. */
export function mergeable(segments: readonly Segment[]): boolean {
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0)
  const first = segments[0]?.first ?? 0
  const last = segments.at(-1)?.last ?? 0
  const ascending = segments.every((segment, i) => i === 0 || segment.first > (segments[i - 1]?.last ?? 0))
  return segments.length > 0 && ascending && rows <= MAX_ROWS && last - first <= MAX_SPAN
}
