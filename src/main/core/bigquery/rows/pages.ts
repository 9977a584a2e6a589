// Pages of a Parquet column: levels, plain values, and the header that goes before them.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Cell, Column, Row } from '../face.ts'

/** In the thread pool, so that saves and answers don't wait for it. The fastest level: it is sent once and dropped. */
const compress = promisify(gzip)
const LEVEL = 1

/** A page of each column, for the same rows: one after another, each with its size and how many values it stands for. */
export type PagesOfRows = {
  rows: number
  /** Memory of its own. */
  pages: Uint8Array<ArrayBuffer>
  sizes: number[]
  values: number[]
}

/** `breathe` is awaited between columns; a column is made in one go. */
export async function pagesOf(
  columns: readonly Column[],
  rows: readonly Row[],
  breathe: () => Promise<void> | undefined,
): Promise<PagesOfRows> {
  if (rows.length === 0) return { rows: 0, pages: new Uint8Array(), sizes: [], values: [] }
  const making: Promise<Page>[] = []
  for (const column of columns) {
    const page = pageOf(column, rows)
    // One that fails while others are begun is heard of below.
    page.catch(() => {})
    making.push(page)
    await breathe()
  }
  const made = await Promise.all(making)
  const sizes = made.map(({ page }) => page.length)
  const pages = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const { page } of made) {
    pages.set(page, at)
    at += page.length
  }
  return { rows: rows.length, pages, sizes, values: made.map(({ values }) => values) }
}

type Page = { page: Buffer; values: number }

async function pageOf(column: Column, rows: readonly Row[]): Promise<Page> {
  const cells = rows.map(row => row[column.name] ?? null)
  const { levels, values, places } = shred(column, cells)
  const body = Buffer.concat([...levels.map(levelBytes), valueBytes(column, values)])
  const packed = await compress(body, { level: LEVEL })
  return { page: Buffer.concat([header(body.length, packed.length, places), packed]), values: places }
}

type Level = 0 | 1
/** Levels, repetition first, for each value and each place that has none; and how many places there are. */
type Shredded = { levels: Level[][]; values: Exclude<Cell, null>[]; places: number }

function shred({ name, type, required }: Column, cells: readonly Cell[]): Shredded {
  if (type === 'STRING[]') return repeated(cells)
  const { levels, values, places } = optional(cells)
  if (!required) return { levels, values, places }
  if (values.length < places) throw new Error(`A row has no ${name}`)
  return { levels: [], values, places }
}

function optional(cells: readonly Cell[]): Shredded {
  const defined: Level[] = []
  const values: Exclude<Cell, null>[] = []
  for (const cell of cells) {
    defined.push(cell === null ? 0 : 1)
    if (cell !== null) values.push(cell)
  }
  return { levels: [defined], values, places: cells.length }
}

/** A bare repeated field: an array to BigQuery, never null. */
function repeated(cells: readonly Cell[]): Shredded {
  const follows: Level[] = []
  const defined: Level[] = []
  const values: string[] = []
  for (const cell of cells) {
    const items: readonly string[] = Array.isArray(cell) ? cell : []
    if (items.length === 0) {
      follows.push(0)
      defined.push(0)
    }
    let first = true
    for (const item of items) {
      follows.push(first ? 0 : 1)
      defined.push(1)
      values.push(item)
      first = false
    }
  }
  return { levels: [follows, defined], values, places: defined.length }
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  bytes.push(rest)
  return bytes
}

/** Runs of equal levels, after their length in bytes. */
function levelBytes(levels: readonly Level[]): Buffer {
  const runs: number[] = []
  for (let from = 0; from < levels.length; ) {
    let to = from + 1
    while (to < levels.length && levels[to] === levels[from]) to++
    runs.push(...varint((to - from) * 2), levels[from] ?? 0)
    from = to
  }
  const length = Buffer.alloc(4)
  length.writeUInt32LE(runs.length)
  return Buffer.concat([length, Buffer.from(runs)])
}

function valueBytes({ type }: Column, values: readonly Exclude<Cell, null>[]): Buffer {
  switch (type) {
    case 'INT64':
      return longs(values, value => BigInt(Number(value)))
    case 'TIMESTAMP':
      return longs(values, value => BigInt(Date.parse(String(value))) * 1_000n)
    case 'BOOL':
      return bits(values)
    default:
      return texts(values)
  }
}

function longs(values: readonly unknown[], read: (value: unknown) => bigint): Buffer {
  const bytes = Buffer.alloc(values.length * 8)
  let at = 0
  for (const value of values) at = bytes.writeBigInt64LE(read(value), at)
  return bytes
}

function bits(values: readonly unknown[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 8))
  for (const [at, value] of values.entries())
    if (value === true) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7))
  return bytes
}

function texts(values: readonly unknown[]): Buffer {
  // No character of UTF-16 takes more than three bytes of UTF-8.
  let most = 0
  for (const value of values) most += 4 + String(value).length * 3
  const bytes = Buffer.allocUnsafe(most)
  let at = 0
  for (const value of values) {
    const length = bytes.write(String(value), at + 4)
    bytes.writeUInt32LE(length, at)
    at += 4 + length
  }
  return bytes.subarray(0, at)
}

/** A data page of the first version, as compact Thrift: type, sizes, and the encodings plain, RLE, RLE. */
function header(size: number, packed: number, values: number): Buffer {
  const int = (value: number) => [0x15, ...varint(value * 2)]
  return Buffer.from([
    ...int(0),
    ...int(size),
    ...int(packed),
    0x2c,
    ...int(values),
    ...int(0),
    ...int(3),
    ...int(3),
    0,
    0,
  ])
}
