// Writes the rows of an export to a file, in one of the formats.
import { join } from 'node:path'
import type { ExportFormat } from '../../../shared/contract/exports.ts'
import type { ExportEntity } from '../../../shared/domain/export-columns.ts'
import { type Fail, fail } from '../../../shared/errors.ts'
import type { PartFile } from '../targets/part-file.ts'
import { layoutOf } from './layout.ts'
import { writeParquet } from './parquet.ts'
import type { ReadDeps } from './read.ts'
import { type RowPlan, rowsOf } from './rows.ts'
import { MOST_ROWS } from './xlsx/sheet.ts'
import { writeWorkbook } from './xlsx/workbook.ts'

const SHEET_NAMES: Record<ExportEntity, string> = {
  audience: 'Audiences',
  platform: 'Platforms',
  distribution: 'Distributions',
}

/** Where a format can't hold so many rows. */
export function tooManyRows(format: ExportFormat, rows: number): Fail | null {
  if (format !== 'xlsx' || rows <= MOST_ROWS) return null
  return fail(
    'validation_failed',
    `An Excel sheet holds ${MOST_ROWS.toLocaleString('en')} rows, and these are ${rows.toLocaleString('en')}`,
    { hint: 'Export as CSV or Parquet instead.' },
  )
}

type Count = { rows: number }

/** Head, rows and foot. */
async function* piecesOf(deps: ReadDeps, plan: RowPlan, count: Count): AsyncGenerator<Uint8Array> {
  const { head, foot, between } = layoutOf(plan.format, plan.columns, plan.whole)
  if (head) yield Buffer.from(head)
  for await (const { bytes, rows } of rowsOf(deps, plan)) {
    yield count.rows === 0 ? bytes.subarray(between) : bytes
    count.rows += rows
  }
  const end = foot(count.rows)
  if (end) yield Buffer.from(end)
}

/** Answers how many rows there are. Throws `Stop`, and what the disk throws. */
export async function writeRows(part: PartFile, deps: ReadDeps, plan: RowPlan): Promise<number> {
  const count: Count = { rows: 0 }
  const pieces = piecesOf(deps, plan, count)
  switch (plan.format) {
    case 'csv':
    case 'json':
    case 'ndjson':
      // A file without any row is a file all the same.
      await part.append('')
      for await (const piece of pieces) await part.append(piece)
      break
    case 'parquet':
      await writeParquet(part.path, pieces, plan.columns, join(plan.workspace, '_meta', 'tmp'), plan.signal)
      break
    case 'xlsx':
      await writeWorkbook(part, SHEET_NAMES[plan.entity], pieces)
      break
  }
  return count.rows
}
