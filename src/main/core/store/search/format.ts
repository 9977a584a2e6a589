// The byte format of a sealed segment, and how it is opened: views over the buffer, nothing copied but a few numbers.
//
// All numbers little-endian. Sections follow in this order, each starting at a multiple of 8, gaps filled with 0.
//
//   offset  size  header
//        0     8  magic 'AMSEARCH'
//        8     4  format version, 1
//       12     4  CRC32 of everything but these four bytes
//       16     8  seq of the first row (float64)
//       24     4  length of the whole in bytes
//       28     4  R: rows, 1 … 65,536
//       32     4  C: characters with a bitmap
//       36    16  word vocabulary: tokens T, dense tokens D, bytes of text, bytes of lists
//       52    16  key vocabulary: the same four
//       68     4  S: slots of the key table (a power of two)
//       72     8  0
//
//   section                      what
//   offsets     u32[R]           seq of each row minus that of the first, ascending; a row's ordinal is its place here
//   characters  u32[C]           UTF-16 units, ascending, that occur in the tokens of more than a 16th of the rows
//   their rows  u32[C × B]       bitmap for each; B = ceil(R / 32), row i is bit (i & 31) of word (i >>> 5)
//   words, then keys:
//     starts    u32[T + 1]       where each token begins in the text; it ends before the 0xFF that precedes the next
//     list ends u32[T - D]       where the list of each token that isn't dense ends in the lists (begins: end before it)
//     bitmaps   u32[D × B]       rows of the dense tokens, which are the first D
//     text      bytes            UTF-8 of each token, each followed by 0xFF, which UTF-8 never contains
//     lists     bytes            per token: gaps between ordinals minus one, varint (7 bits a byte, low first)
//   slots       u32[S]           key table: key number + 1 at CRC32(key) mod S or the next free slot after; 0 is free
//
// Bytes 0–16 keep their meaning in every later version.
import { crc32 } from 'node:zlib'
import { wordsFor } from './postings.ts'
import { finish, type Slices } from './slices.ts'

const MAGIC = Buffer.from('AMSEARCH')
const VERSION = 1
const HEADER = 80
const CRC_AT = 12
const CRC_STEP = 1 << 20
export const SEPARATOR = 0xff

export type VocabularyShape = { tokens: number; dense: number; text: number; lists: number }
export type Shape = {
  first: number
  rows: number
  characters: number
  words: VocabularyShape
  keys: VocabularyShape
  slots: number
}

export type Vocabulary = {
  tokens: number
  dense: number
  starts: Uint32Array
  listEnds: Uint32Array
  bitmaps: Uint32Array
  text: Buffer
  lists: Uint8Array
}
export type Views = {
  bytes: Buffer
  first: number
  rows: number
  offsets: Uint32Array
  characters: Uint32Array
  characterRows: Uint32Array
  words: Vocabulary
  keys: Vocabulary
  slots: Uint32Array
}

/** Lays the sections over a buffer, or over nothing to learn the length. */
function layOver(bytes: Buffer | null, shape: Shape): { length: number; views: Views } {
  const buffer = bytes ?? Buffer.alloc(0)
  let end = HEADER
  const take = (size: number) => {
    const at = end
    end = Math.ceil((at + size) / 8) * 8
    return at
  }
  const ints = (count: number) => {
    const at = take(count * 4)
    return bytes ? new Uint32Array(bytes.buffer, bytes.byteOffset + at, count) : new Uint32Array(0)
  }
  const raw = (size: number) => {
    const at = take(size)
    return buffer.subarray(at, at + size)
  }
  const words = wordsFor(shape.rows)
  const vocabulary = (of: VocabularyShape): Vocabulary => ({
    tokens: of.tokens,
    dense: of.dense,
    starts: ints(of.tokens + 1),
    listEnds: ints(of.tokens - of.dense),
    bitmaps: ints(of.dense * words),
    text: raw(of.text),
    lists: raw(of.lists),
  })
  const views: Views = {
    bytes: buffer,
    first: shape.first,
    rows: shape.rows,
    offsets: ints(shape.rows),
    characters: ints(shape.characters),
    characterRows: ints(shape.characters * words),
    words: vocabulary(shape.words),
    keys: vocabulary(shape.keys),
    slots: ints(shape.slots),
  }
  return { length: end, views }
}

function* checksum(bytes: Buffer): Slices<number> {
  let sum = crc32(bytes.subarray(0, CRC_AT))
  for (let at = CRC_AT + 4; at < bytes.length; at += CRC_STEP) {
    sum = crc32(bytes.subarray(at, Math.min(at + CRC_STEP, bytes.length)), sum)
    yield
  }
  return sum
}

/** A segment of this shape to be filled in; `closeSegment` makes it valid. */
export function newSegment(shape: Shape): Views {
  const { length } = layOver(null, shape)
  const bytes = Buffer.from(new ArrayBuffer(length))
  MAGIC.copy(bytes)
  bytes.writeUInt32LE(VERSION, 8)
  bytes.writeDoubleLE(shape.first, 16)
  const numbers = [length, shape.rows, shape.characters]
  for (const of of [shape.words, shape.keys]) numbers.push(of.tokens, of.dense, of.text, of.lists)
  numbers.push(shape.slots)
  numbers.forEach((value, i) => {
    bytes.writeUInt32LE(value, 24 + i * 4)
  })
  return layOver(bytes, shape).views
}

export function* closeSegment(views: Views): Slices<void> {
  views.bytes.writeUInt32LE(yield* checksum(views.bytes), CRC_AT)
}

function shapeOf(bytes: Buffer): Shape {
  const number = (at: number) => bytes.readUInt32LE(at)
  const vocabulary = (at: number) => ({
    tokens: number(at),
    dense: number(at + 4),
    text: number(at + 8),
    lists: number(at + 12),
  })
  return {
    first: bytes.readDoubleLE(16),
    rows: number(28),
    characters: number(32),
    words: vocabulary(36),
    keys: vocabulary(52),
    slots: number(68),
  }
}

/** `damaged`: not what was written. `version`: whole, but of a format this program doesn't know. */
export type Refusal = 'damaged' | 'version'

/** Opens without copying, unless the buffer doesn't start at a multiple of 4. Checks every byte. */
export function openSegment(data: Uint8Array): { ok: true; views: Views } | { ok: false; reason: Refusal } {
  if (data.length < HEADER) return { ok: false, reason: 'damaged' }
  const given = Buffer.from(data.buffer, data.byteOffset, data.length)
  const bytes = data.byteOffset % 4 === 0 ? given : Buffer.from(new Uint8Array(given).buffer)
  if (!bytes.subarray(0, 8).equals(MAGIC) || finish(checksum(bytes)) !== bytes.readUInt32LE(CRC_AT)) {
    return { ok: false, reason: 'damaged' }
  }
  if (bytes.readUInt32LE(8) !== VERSION) return { ok: false, reason: 'version' }
  const shape = shapeOf(bytes)
  if (bytes.readUInt32LE(24) !== bytes.length || layOver(null, shape).length !== bytes.length) {
    return { ok: false, reason: 'damaged' }
  }
  return { ok: true, views: layOver(bytes, shape).views }
}
