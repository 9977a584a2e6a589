// Rows not yet sealed: kept row by row (each row's token numbers), searched by going through them, inverted when sealed.
import { normalise, tokensOf } from './normalise.ts'
import { type IndexRow, MAX_ROWS, MAX_SPAN, type Part } from './part.ts'
import type { Slices } from './slices.ts'
import { type Lists, writeSegment } from './write.ts'

/** Token numbers of every row, one after the other, without repeats in a row. */
class Forward {
  readonly numbers = new Map<string, number>()
  readonly tokens: string[] = []
  readonly ends: number[] = []
  private readonly lastRow: number[] = []
  flat = new Uint32Array(1 << 10)
  used = 0

  add(row: number, tokens: readonly string[]): void {
    if (this.used + tokens.length > this.flat.length) {
      const grown = new Uint32Array(Math.max(this.flat.length * 2, this.used + tokens.length))
      grown.set(this.flat)
      this.flat = grown
    }
    for (const token of tokens) {
      let number = this.numbers.get(token)
      if (number === undefined) {
        number = this.tokens.length
        this.numbers.set(token, number)
        this.tokens.push(token)
      } else if (this.lastRow[number] === row) continue
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
  seal(): Slices<Uint8Array>
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
      const row = offsets.length
      if (row === 0) first = seq
      offsets.push(seq - first)
      characters += text.length
      words.add(row, tokensOf(normalise(text)))
      keys.add(
        row,
        ofRow.map(key => key.toWellFormed()),
      )
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
        const number = keys.numbers.get(key)
        if (number !== undefined) wanted[number] = 1
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
