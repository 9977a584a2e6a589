// Rows not yet sealed: kept row by row (each row's token numbers), searched by going through them, inverted when sealed.
import type { Views } from './format.ts'
import { Interner } from './interner.ts'
import { normalise } from './normalise.ts'
import { type IndexRow, MAX_ROWS, MAX_SPAN, type Part } from './part.ts'
import type { Slices } from './slices.ts'
import { type Lists, writeSegment } from './write.ts'

/** Token numbers of every row, one after the other, without repeats in a row. */
class Forward {
  readonly interner = new Interner()
  private readonly ends: number[] = []
  private lastRow = new Int32Array(1 << 9)
  private flat = new Uint32Array(1 << 10)
  private used = 0

  get tokens(): readonly string[] {
    return this.interner.tokens
  }

  addText(text: string): void {
    // A token takes at least one unit, and white space stands between two.
    this.makeRoom((text.length >>> 1) + 1)
    this.endRow(this.interner.addText(text, this.flat, this.used))
  }

  addWhole(keys: readonly string[]): void {
    this.makeRoom(keys.length)
    let at = this.used
    for (const key of keys) this.flat[at++] = this.interner.add(key.toWellFormed())
    this.endRow(at)
  }

  private makeRoom(more: number): void {
    if (this.used + more <= this.flat.length) return
    const grown = new Uint32Array(Math.max(this.flat.length * 2, this.used + more))
    grown.set(this.flat.subarray(0, this.used))
    this.flat = grown
  }

  /** Drops the repeats among the numbers up to `end`, and ends the row there. */
  private endRow(end: number): void {
    if (this.tokens.length > this.lastRow.length) {
      const grown = new Int32Array(Math.max(this.lastRow.length * 2, this.tokens.length))
      grown.set(this.lastRow)
      this.lastRow = grown
    }
    const row = this.ends.length + 1
    for (let at = this.used; at < end; at++) {
      const number = this.flat[at] as number
      if (this.lastRow[number] === row) continue
      this.lastRow[number] = row
      this.flat[this.used++] = number
    }
    this.ends.push(this.used)
  }

  /** Adds the rows that have a wanted token. */
  *addRows(set: Uint32Array, wanted: Uint8Array): Slices<void> {
    let at = 0
    for (const [row, end] of this.ends.entries()) {
      for (; at < end; at++) {
        if (wanted[this.flat[at] as number]) {
          const word = row >>> 5
          set[word] = (set[word] as number) | (1 << (row & 31))
          break
        }
      }
      at = end
      if ((row & 0xff) === 0xff) yield
    }
  }

  /** Inverts by a counting sort. */
  *invert(): Slices<Lists> {
    const begins = new Uint32Array(this.tokens.length + 1)
    for (let at = 0; at < this.used; at++) {
      const after = (this.flat[at] as number) + 1
      begins[after] = (begins[after] as number) + 1
      if ((at & 0xffff) === 0) yield
    }
    for (let i = 1; i < begins.length; i++) begins[i] = (begins[i] as number) + (begins[i - 1] as number)
    const next = begins.slice()
    const rows = new Uint16Array(this.used)
    let at = 0
    for (const [row, end] of this.ends.entries()) {
      for (; at < end; at++) {
        const number = this.flat[at] as number
        const place = next[number] as number
        rows[place] = row
        next[number] = place + 1
      }
      if ((row & 0xff) === 0) yield
    }
    return {
      tokens: this.tokens,
      ordinals(token, out) {
        const list = rows.subarray(begins[token], begins[token + 1])
        out.set(list)
        return list.length
      },
    }
  }
}

export type Tail = Part & {
  add(row: IndexRow): void
  /** Whether the row may still be added; a new tail takes every row. */
  takes(seq: number): boolean
  /** Characters held, the measure of memory. */
  readonly characters: number
  seal(): Slices<Views>
}

export function newTail(): Tail {
  const offsets: number[] = []
  const words = new Forward()
  const keys = new Forward()
  let first = 0
  let characters = 0
  return {
    get rows() {
      return offsets.length
    },
    get first() {
      return first
    },
    get last() {
      return first + (offsets.at(-1) ?? 0)
    },
    get characters() {
      return characters
    },
    offsets,
    takes: seq => offsets.length === 0 || (offsets.length < MAX_ROWS && seq - first <= MAX_SPAN),
    add({ seq, text, keys: ofRow }) {
      if (offsets.length === 0) first = seq
      offsets.push(seq - first)
      characters += text.length
      words.addText(normalise(text))
      keys.addWhole(ofRow)
    },
    *addWithWord(set, word) {
      const wanted = new Uint8Array(words.tokens.length)
      let some = false
      for (const [number, token] of words.tokens.entries()) {
        if (token.includes(word)) {
          wanted[number] = 1
          some = true
        }
        if ((number & 0x3ff) === 0x3ff) yield
      }
      if (some) yield* words.addRows(set, wanted)
    },
    *addWithAnyKey(set, some) {
      const wanted = new Uint8Array(keys.tokens.length)
      for (const key of some) {
        const number = keys.interner.find(key)
        if (number >= 0) wanted[number] = 1
      }
      if (wanted.includes(1)) yield* keys.addRows(set, wanted)
    },
    *seal() {
      const invertedWords = yield* words.invert()
      const invertedKeys = yield* keys.invert()
      return yield* writeSegment(first, Uint32Array.from(offsets), invertedWords, invertedKeys)
    },
  }
}
