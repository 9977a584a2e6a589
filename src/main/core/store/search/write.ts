// Writes a segment from inverted lists, wherever they come from (rows just indexed, or segments to be merged).
import { crc32 } from 'node:zlib'
import {
  closeSegment,
  newSegment,
  SEPARATOR,
  type Views,
  type Vocabulary,
  type VocabularyShape,
} from './format.ts'
import { MAX_ROWS } from './part.ts'
import { countRows, encodeList, orBitmap, setRows, wordsFor } from './postings.ts'
import type { Slices } from './slices.ts'

/** A vocabulary with the rows of each token. */
export type Lists = {
  tokens: readonly string[]
  /** Writes the token's ordinals, ascending, and answers how many. */
  ordinals(token: number, out: Uint16Array): number
}

/** A token in more than this share of the rows has a bitmap; so has a character. */
export const DENSE = 16
/** Texts in scripts with thousands of characters would cost a bitmap each; a one-letter word beyond them is scanned for. */
const MAX_CHARACTERS = 512
const STEP = 4_096

class Bytes {
  data = Buffer.allocUnsafeSlow(1 << 12)
  used = 0
  room(size: number): void {
    if (this.used + size <= this.data.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.data.length * 2, this.used + size))
    this.data.copy(grown, 0, 0, this.used)
    this.data = grown
  }
}

/** Rows by character, gathered token by token. */
function newCharacters(rows: number) {
  const sets = new Map<number, Uint32Array>()
  const seen = new Int32Array(0x10000)
  let round = 0
  return {
    add(token: string, ordinals: Uint16Array, count: number, bitmap: Uint32Array | null): void {
      round++
      for (let i = 0; i < token.length; i++) {
        const unit = token.charCodeAt(i)
        if (seen[unit] === round || (unit >= 0xd800 && unit < 0xe000)) continue
        seen[unit] = round
        let set = sets.get(unit)
        if (!set) {
          if (sets.size >= MAX_CHARACTERS) continue
          set = new Uint32Array(wordsFor(rows))
          sets.set(unit, set)
        }
        if (bitmap) orBitmap(set, bitmap, 0)
        else setRows(set, ordinals, count)
      }
    },
    dense: () =>
      [...sets].filter(([, set]) => countRows(set) * DENSE > rows).sort(([one], [other]) => one - other),
  }
}

type Encoded = {
  shape: VocabularyShape
  starts: number[]
  listEnds: number[]
  bitmaps: Uint32Array[]
  text: Bytes
  lists: Bytes
}

function* encode(
  lists: Lists,
  rows: number,
  characters: ReturnType<typeof newCharacters> | null,
): Slices<Encoded> {
  const ordinals = new Uint16Array(MAX_ROWS)
  const dense: number[] = []
  const listed: number[] = []
  const bitmaps: Uint32Array[] = []
  const listEnds: number[] = []
  const encoded = new Bytes()
  let work = 0
  for (const [id, token] of lists.tokens.entries()) {
    const count = lists.ordinals(id, ordinals)
    let bitmap: Uint32Array | null = null
    if (count * DENSE > rows) {
      bitmap = new Uint32Array(wordsFor(rows))
      setRows(bitmap, ordinals, count)
      bitmaps.push(bitmap)
      dense.push(id)
    } else {
      encoded.room(count * 3)
      encoded.used = encodeList(ordinals, count, encoded.data, encoded.used)
      listEnds.push(encoded.used)
      listed.push(id)
    }
    characters?.add(token, ordinals, count, bitmap)
    work += count + token.length + 8
    if (work > STEP) {
      work = 0
      yield
    }
  }
  const text = new Bytes()
  const starts = [0]
  for (const ids of [dense, listed]) {
    for (const id of ids) {
      const token = lists.tokens[id] ?? ''
      text.room(token.length * 3 + 1)
      text.used += text.data.write(token, text.used)
      text.data[text.used++] = SEPARATOR
      starts.push(text.used)
      if ((starts.length & 0x1ff) === 0) yield
    }
  }
  const shape = { tokens: starts.length - 1, dense: dense.length, text: text.used, lists: encoded.used }
  return { shape, starts, listEnds, bitmaps, text, lists: encoded }
}

function* copy(from: Encoded, to: Vocabulary): Slices<void> {
  to.starts.set(from.starts)
  yield
  to.listEnds.set(from.listEnds)
  yield
  let at = 0
  for (const bitmap of from.bitmaps) {
    to.bitmaps.set(bitmap, at)
    at += bitmap.length
    yield
  }
  from.text.data.copy(to.text, 0, 0, from.text.used)
  yield
  to.lists.set(from.lists.data.subarray(0, from.lists.used))
  yield
}

const slotsFor = (keys: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, keys * 1.5)))

function* fillSlots(slots: Uint32Array, keys: Vocabulary): Slices<void> {
  const mask = slots.length - 1
  for (let key = 0; key < keys.tokens; key++) {
    const bytes = keys.text.subarray(keys.starts[key] as number, (keys.starts[key + 1] as number) - 1)
    let slot = crc32(bytes) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = key + 1
    if ((key & 0x1ff) === 0) yield
  }
}

/** `offsets`: seq of each row minus the first's, ascending. */
export function* writeSegment(first: number, offsets: Uint32Array, words: Lists, keys: Lists): Slices<Views> {
  const rows = offsets.length
  const characters = newCharacters(rows)
  const encodedWords = yield* encode(words, rows, characters)
  const encodedKeys = yield* encode(keys, rows, null)
  const dense = characters.dense()
  const views = newSegment({
    first,
    rows,
    characters: dense.length,
    words: encodedWords.shape,
    keys: encodedKeys.shape,
    slots: slotsFor(encodedKeys.shape.tokens),
  })
  views.offsets.set(offsets)
  for (const [i, [unit, set]] of dense.entries()) {
    views.characters[i] = unit
    views.characterRows.set(set, i * set.length)
  }
  yield
  yield* copy(encodedWords, views.words)
  yield* copy(encodedKeys, views.keys)
  yield* fillSlots(views.slots, views.keys)
  yield* closeSegment(views)
  return views
}
