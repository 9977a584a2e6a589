// Some records as rows of a file: text in, bytes out, so that a worker thread can do it.
import type { ExportFormat } from '../../../shared/contract/exports.ts'
import type { ExportColumn, ExportEntity } from '../../../shared/domain/export-columns.ts'
import type { Fail } from '../../../shared/errors.ts'
import type { TaskContext } from '../worker/tasks.ts'
import { layoutOf } from './layout.ts'
import { Stop } from './stop.ts'
import { type Exported, valuesOf } from './values.ts'

export type FormatInput = {
  entity: ExportEntity
  format: ExportFormat
  columns: readonly ExportColumn[]
  whole: boolean
  /** JSON, each followed by a line break. */
  records: Uint8Array
  /** For each record whether it is wanted. */
  wanted: boolean[]
}
/** The rows of the wanted records one after another, and where each ends. */
export type FormatOutput = { bytes: Uint8Array; ends: number[] } | { refusal: Fail }

const LINE_BREAK = 10

export async function formatBatch(input: FormatInput, { breathe }: TaskContext): Promise<FormatOutput> {
  const { entity, format, columns, whole, records, wanted } = input
  const layout = layoutOf(format, columns, whole)
  const source = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
  const rows: Buffer[] = []
  const ends: number[] = []
  let used = 0
  try {
    for (let from = 0, at = 0; from < source.length; at++) {
      const end = source.indexOf(LINE_BREAK, from)
      if (wanted[at]) {
        const record = JSON.parse(source.toString('utf8', from, end)) as Exported[typeof entity]
        const row = Buffer.from(layout.row(valuesOf(entity, record, columns)))
        rows.push(row)
        used += row.length
        ends.push(used)
        await breathe()
      }
      from = end + 1
    }
  } catch (error) {
    if (error instanceof Stop) return { refusal: error.refusal }
    throw error
  }
  // Memory of its own, so that it can be moved.
  const bytes = new Uint8Array(used)
  let place = 0
  for (const row of rows) {
    bytes.set(row, place)
    place += row.length
  }
  return { bytes, ends }
}
