// Rows that aren't JSON records as batches: of delimited text by its bytes, of a sheet or a Parquet file as lists of cells.
import { createReadStream } from 'node:fs'
import type { Encoding } from '../../../../shared/domain/import-table.ts'
import { type BatchStep, batchesOf, createBatcher } from '../batches.ts'
import { sheetRows } from '../excel/rows.ts'
import type { Sheet, Workbook } from '../excel/workbook.ts'
import { refusalOfRecord } from '../terms.ts'
import { type CsvShape, createCsvScanner } from './csv-scan.ts'
import { asUtf8 } from './encoding.ts'
import { Unreadable } from './failures.ts'
import type { ParquetFile } from './parquet.ts'

/** Large enough to be fast, small enough that one chunk is scanned in a few milliseconds. */
const CHUNK_BYTES = 500_000

export const bytesOf = (path: string, encoding: Encoding) =>
  asUtf8(createReadStream(path, { highWaterMark: CHUNK_BYTES }), encoding)

export const csvBatches = (path: string, encoding: Encoding, shape: CsvShape) =>
  batchesOf(bytesOf(path, encoding), undefined, sink => createCsvScanner(sink, shape))

type Rows = AsyncIterable<{ text: string; line: number }[]>

/** `share` tells how far the source is, in its bytes, after so many rows. */
async function* cellBatches(rows: Rows, share: (rows: number) => number): AsyncGenerator<BatchStep> {
  const batcher = createBatcher()
  let row = 0
  let read = 0
  try {
    for await (const some of rows) {
      for (const { text, line } of some) {
        row++
        const bytes = Buffer.from(text, 'utf8')
        const message = refusalOfRecord(bytes)
        if (message) batcher.sink.problem({ row, line, message })
        else batcher.sink.record(bytes, row, line)
      }
      const now = share(row)
      batcher.hasRead(now - read)
      read = now
      yield* batcher.ready()
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    batcher.cut()
    yield* batcher.ready()
    return yield { fatal: error.message }
  }
  batcher.cut()
  yield* batcher.ready()
}

/** `header`: the first row that has cells names the columns. */
export function sheetBatches(
  workbook: Workbook,
  sheet: Sheet,
  header: boolean,
  bytes: number,
): AsyncGenerator<BatchStep> {
  async function* rows(): Rows {
    let skip = header
    for await (const some of sheetRows(workbook, sheet)) {
      const kept = skip ? some.slice(1) : some
      skip = false
      yield kept.map(({ number, cells }) => ({ text: JSON.stringify(cells), line: number }))
    }
  }
  // How many rows there are isn't known: it comes closer to the end without passing it.
  return cellBatches(rows(), row => Math.round((bytes * row) / (row + 50_000)))
}

export function parquetBatches(file: ParquetFile, bytes: number): AsyncGenerator<BatchStep> {
  async function* rows(): Rows {
    let line = 0
    for await (const texts of file.rows()) yield texts.map(text => ({ text, line: ++line }))
  }
  return cellBatches(rows(), row => Math.round((bytes * row) / Math.max(1, file.total)))
}
