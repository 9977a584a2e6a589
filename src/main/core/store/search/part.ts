// What a search needs of a piece of the index, be it a sealed segment or the rows not yet sealed.
import type { Slices } from './slices.ts'

export type IndexRow = {
  /** A safe integer; its text and keys never change. */
  seq: number
  text: string
  /** Match only as a whole, as they are (no lower-casing). */
  keys: readonly string[]
}

/** A set of rows is a bitmap over ordinals: positions in the part by ascending seq. */
export interface Part {
  readonly rows: number
  /** Smallest seq; the row with ordinal `i` has the seq `first + offsets[i]`. */
  readonly first: number
  readonly last: number
  readonly offsets: ArrayLike<number>
  /** Adds the rows that have a token which contains the (normalised) word. */
  addWithWord(set: Uint32Array, word: string): Slices<void>
  /** Adds the rows that have at least one of the keys. */
  addWithAnyKey(set: Uint32Array, keys: readonly string[]): Slices<void>
}

export const MAX_ROWS = 65_536
/** Seqs of one part lie within 32 bits of its first. */
export const MAX_SPAN = 0xffffffff

export function holds(part: Part, seq: number): boolean {
  if (part.rows === 0 || seq < part.first || seq > part.last) return false
  const wanted = seq - part.first
  let low = 0
  let high = part.rows - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const offset = part.offsets[middle] as number
    if (offset === wanted) return true
    if (offset < wanted) low = middle + 1
    else high = middle - 1
  }
  return false
}

/** Whether each row of `inner` is a row of `outer`. */
export function covers(outer: Part, inner: Part): boolean {
  if (inner.rows > outer.rows || inner.first < outer.first || inner.last > outer.last) return false
  const up = inner.first - outer.first
  let at = 0
  for (let i = 0; i < inner.rows; i++) {
    const wanted = up + (inner.offsets[i] as number)
    while (at < outer.rows && (outer.offsets[at] as number) < wanted) at++
    if (outer.offsets[at] !== wanted) return false
  }
  return true
}
