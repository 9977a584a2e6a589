// A file as rows of one form: how it is read is given or found out, and its columns are known before the first row.
import type { Reading } from '../../../../shared/domain/import-table.ts'
import { type BatchStep, batchesOf } from '../batches.ts'
import { sheetRows } from '../excel/rows.ts'
import { openWorkbook } from '../excel/workbook.ts'
import { cellsOf } from '../mapping/cells.ts'
import { namedColumns } from '../mapping/names.ts'
import { formatOf, readSample, type Sample } from './detect.ts'
import { encodingOf, sampleText } from './encoding.ts'
import { unreadable } from './failures.ts'
import { openParquet } from './parquet.ts'
import { delimiterOf, firstRows, hasHeader, lineEndOf } from './sniff.ts'
import { bytesOf, csvBatches, parquetBatches, sheetBatches } from './table.ts'

export type Settled = {
  format: NonNullable<Reading['format']>
  encoding: NonNullable<Reading['encoding']> | null
  delimiter: NonNullable<Reading['delimiter']> | null
  header: boolean | null
  sheet: string | null
}
export type OpenedFile = {
  reading: Settled
  form: 'json' | 'csv' | 'cells'
  /** Null for JSON, whose records name their own. */
  columns: string[] | null
  sheets: string[]
  /** May be asked for more than once. */
  batches(): AsyncGenerator<BatchStep>
  close(): void
}
export type FileAt = { path: string; name: string; bytes: number }

const NOT_TEXT = 'is not a table: it is neither text nor Excel or Parquet'
const nothingToClose = () => undefined

function columnsOf(header: readonly string[]): string[] {
  const columns = namedColumns(header)
  if (!columns) return unreadable('has more than 2,000 columns in its first row')
  if (columns.includes('__proto__'))
    return unreadable('has a column with a name that isn’t allowed: __proto__')
  return columns
}

function openJson(file: FileAt, sample: Sample, given: Reading): OpenedFile {
  const encoding = given.encoding ?? encodingOf(sample.bytes) ?? 'utf-8'
  // Single bytes that aren't UTF-8 are told of row by row: JSON is UTF-8 by its standard.
  const settled = given.encoding ?? (encoding === 'windows-1252' ? 'utf-8' : encoding)
  return {
    reading: { format: 'json', encoding: settled, delimiter: null, header: null, sheet: null },
    form: 'json',
    columns: null,
    sheets: [],
    batches: () => batchesOf(bytesOf(file.path, settled)),
    close: nothingToClose,
  }
}

function openCsv(file: FileAt, { bytes, whole }: Sample, given: Reading): OpenedFile {
  const encoding = given.encoding ?? encodingOf(bytes) ?? unreadable(NOT_TEXT)
  const text = sampleText(bytes, encoding)
  if (text.trim() === '') return unreadable('is empty')
  const delimiter = given.delimiter ?? delimiterOf(text, whole)
  const [hintOrFirst = '', second] = firstRows(text, delimiter, whole)
  const first = cellsOf(/^sep=.$/i.test(hintOrFirst) ? (second ?? '') : hintOrFirst, delimiter)
  const header = given.header ?? hasHeader(first)
  return {
    reading: { format: 'csv', encoding, delimiter, header, sheet: null },
    form: 'csv',
    columns: columnsOf(header ? first : first.map(() => '')),
    sheets: [],
    batches: () => csvBatches(file.path, encoding, { delimiter, header, line_end: lineEndOf(text) }),
    close: nothingToClose,
  }
}

async function openExcel(file: FileAt, given: Reading): Promise<OpenedFile> {
  const workbook = await openWorkbook(file.path)
  const close = () => workbook.archive.close()
  try {
    const sheet =
      given.sheet === undefined
        ? workbook.sheets[0]
        : workbook.sheets.find(({ name }) => name === given.sheet)
    if (!sheet) return unreadable(`has no sheet “${given.sheet}”`)
    let first: unknown[] = []
    for await (const [row] of sheetRows(workbook, sheet)) {
      first = row?.cells ?? []
      break
    }
    if (first.length === 0) unreadable(`has no cells in its sheet “${sheet.name}”`)
    const texts = first.map(cell =>
      typeof cell === 'string' ? cell.trim() : cell === null ? '' : String(cell),
    )
    // Data frames leave the cell above the numbers of their rows empty.
    const names = first.every(cell => cell === null || typeof cell === 'string')
    const header = given.header ?? (names && hasHeader(texts))
    return {
      reading: { format: 'excel', encoding: null, delimiter: null, header, sheet: sheet.name },
      form: 'cells',
      columns: columnsOf(header ? texts : texts.map(() => '')),
      sheets: workbook.sheets.map(({ name }) => name),
      batches: () => sheetBatches(workbook, sheet, header, file.bytes),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function openParquetFile(file: FileAt): Promise<OpenedFile> {
  const parquet = await openParquet(file.path)
  return {
    reading: { format: 'parquet', encoding: null, delimiter: null, header: null, sheet: null },
    form: 'cells',
    columns: columnsOf(parquet.columns),
    sheets: [],
    batches: () => parquetBatches(parquet, file.bytes),
    close: parquet.close,
  }
}

/** Throws `Unreadable`, and the file system's errors. */
export async function openFile(file: FileAt, given: Reading): Promise<OpenedFile> {
  const sample = await readSample(file.path)
  const encoding = encodingOf(sample.bytes)
  const text = encoding ? sampleText(sample.bytes, encoding) : ''
  const format = given.format ?? formatOf(file.name, sample, text)
  if (sample.bytes.length === 0) return unreadable('is empty')
  switch (format) {
    case 'json':
      return openJson(file, sample, given)
    case 'csv':
      return openCsv(file, sample, given)
    case 'excel':
      return openExcel(file, given)
    case 'parquet':
      return openParquetFile(file)
  }
}
