// What a query found as a file, in the formats of exports.
import { join } from 'node:path'
import type { ExportFormat } from '../../../shared/contract/exports.ts'
import type { Cell, QueryResult, ResultColumn } from '../../../shared/contract/queries.ts'
import type { ColumnKind, ExportColumn } from '../../../shared/domain/export-columns.ts'
import { keysOf, plainValue } from '../../../shared/query-result.ts'
import { layoutOf } from '../exports/layout.ts'
import { writeParquet } from '../exports/parquet.ts'
import { stopIfCancelled } from '../exports/stop.ts'
import { writeWorkbook } from '../exports/xlsx/workbook.ts'
import { pacer } from '../pace.ts'
import type { PartFile } from '../targets/part-file.ts'

const SHEET = 'Result'
/** Rows that are handed on at once. */
const ROWS = 200

/** With a zone, and of the years 1 to 9999: others are written in ways that not every reader knows. */
const INSTANT = /^(?!0000)\d{4}-.*Z$/

/** A column of numbers has texts among them where a number would lose digits: then it is one of texts. */
function kindIn({ kind }: ResultColumn, cells: readonly Cell[]): ColumnKind {
  const there = cells.filter(cell => cell !== null)
  if (kind === 'json') return 'json'
  if (kind === 'instant') return there.every(cell => INSTANT.test(String(cell))) ? 'instant' : 'text'
  if (kind !== 'number' || there.some(cell => typeof cell === 'string')) return 'text'
  return there.every(Number.isSafeInteger) ? 'count' : 'number'
}

function columnsOf({ columns, rows }: QueryResult): ExportColumn[] {
  const keys = keysOf(columns)
  return columns.map((column, at) => ({
    name: keys[at] ?? column.name,
    kind: kindIn(
      column,
      rows.map(row => row[at] ?? null),
    ),
    whole: true,
  }))
}

async function* piecesOf(
  result: QueryResult,
  format: ExportFormat,
  columns: readonly ExportColumn[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const layout = layoutOf(format, columns, true)
  const pace = pacer()
  if (layout.head) yield Buffer.from(layout.head)
  for (let from = 0; from < result.rows.length; from += ROWS) {
    stopIfCancelled(signal)
    let text = ''
    for (const row of result.rows.slice(from, from + ROWS)) {
      text += layout.row(
        columns.map(({ kind }, at) => plainValue(row[at] ?? null, kind === 'json' ? 'json' : 'text')),
      )
      await pace()
    }
    const bytes = Buffer.from(text)
    yield from === 0 ? bytes.subarray(layout.between) : bytes
  }
  const foot = layout.foot(result.rows.length)
  if (foot) yield Buffer.from(foot)
}

/** Throws `Stop` when it is cancelled or the format can't hold a value, and what the disk throws. */
export async function writeResult(
  part: PartFile,
  result: QueryResult,
  { format, workspace, signal }: { format: ExportFormat; workspace: string; signal: AbortSignal },
): Promise<void> {
  const columns = columnsOf(result)
  const pieces = piecesOf(result, format, columns, signal)
  if (format === 'parquet')
    return writeParquet(part.path, pieces, columns, join(workspace, '_meta', 'tmp'), signal)
  if (format === 'xlsx') return writeWorkbook(part, SHEET, pieces)
  // A file without any row is a file all the same.
  await part.append('')
  for await (const piece of pieces) await part.append(piece)
}
