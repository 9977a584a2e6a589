// A batch of changed records as rows, pages and revisions: text in, bytes out, so that a worker thread can do it.
import type { Entity, RecordOf } from '../../store/face.ts'
import type { TaskContext } from '../../worker/tasks.ts'
import type { Row } from '../face.ts'
import { type PagesOfRows, pagesOf } from '../rows/pages.ts'
import { revOf } from '../rows/rev.ts'
import { rowOf } from '../rows/row.ts'
import { stagingColumns, tableOf } from '../rows/tables.ts'

export type RevsInput = { entity: Entity; records: Uint8Array }
export type RowsInput = RevsInput & {
  /** Whose the rows are in BigQuery. */
  user_id: string
  /** For each record the revision that its change began from; null for what BigQuery doesn't have. */
  bases: (string | null)[]
  /** Which of the records make no row, by their places. */
  left_out: number[]
  /** Without them the rows are only counted. */
  with_pages: boolean
}
export type Counted = { added: number; changed: number; deleted: number; bytes: number }
export type RowsOutput = Counted & PagesOfRows

const LINE_BREAK = 10

function* recordsIn<E extends Entity>({ records }: RevsInput): Generator<RecordOf[E]> {
  const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength)
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LINE_BREAK, from)
    yield JSON.parse(bytes.toString('utf8', from, end))
    from = end + 1
  }
}

/** The revisions of the records, in their order. */
export async function revsOfBatch(input: RevsInput, { breathe }: TaskContext): Promise<string[]> {
  const revs: string[] = []
  for (const record of recordsIn(input)) {
    revs.push(revOf(input.entity, record))
    await breathe()
  }
  return revs
}

/** Before compression, about. */
const bytesOf = (row: Row) =>
  Object.values(row).reduce<number>(
    (sum, cell) =>
      sum + (typeof cell === 'string' ? cell.length : Array.isArray(cell) ? cell.join('').length : 8),
    0,
  )

/** The records that differ from what their change began from. */
export async function rowsOfBatch(input: RowsInput, { breathe }: TaskContext): Promise<RowsOutput> {
  const { entity, user_id, bases, with_pages } = input
  const leftOut = new Set(input.left_out)
  const counted: Counted = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  const rows: Row[] = []
  let at = -1
  for (const record of recordsIn(input)) {
    at++
    if (leftOut.has(at)) continue
    const base = bases[at] ?? null
    const row = rowOf(entity, record, user_id, base)
    await breathe()
    if (row.rev === base) continue
    counted[record.deleted ? 'deleted' : base === null ? 'added' : 'changed']++
    counted.bytes += bytesOf(row)
    if (with_pages) rows.push(row)
  }
  return { ...counted, ...(await pagesOf(stagingColumns(tableOf(entity)), rows, breathe)) }
}
