// Rows of records that aren't here yet, as records: text in, text out, so that a worker thread can do it.
import type { Entity } from '../../store/face.ts'
import type { TaskContext } from '../../worker/tasks.ts'
import type { Row } from '../face.ts'
import { revOf } from '../rows/rev.ts'
import { recordOf } from '../rows/row.ts'
import { tableOf } from '../rows/tables.ts'
import { refusedRow, revIn } from './decide.ts'
import type { RefusedRow } from './reconciled.ts'

/** `rows`: as JSON, each followed by a line break. */
export type ReadInput = { entity: Entity; user_id: string; rows: Uint8Array }
export type ReadOutput = {
  /** The records as JSON, each followed by a line break, and the number that each has in BigQuery. */
  records: Uint8Array
  versions: number[]
  /** Records whose rows have another revision than their content. */
  odd: { id: string; rev: string }[]
  refused: RefusedRow[]
}

export async function readRows(input: ReadInput, { breathe }: TaskContext): Promise<ReadOutput> {
  const { entity, user_id } = input
  const table = tableOf(entity)
  const out: ReadOutput = { records: new Uint8Array(), versions: [], odd: [], refused: [] }
  const lines: string[] = []
  for (const line of Buffer.from(input.rows).toString('utf8').split('\n')) {
    if (line === '') continue
    const row: Row = JSON.parse(line)
    const id = String(row[table.id])
    const read = recordOf(entity, row, { user_id, local: null })
    await breathe()
    if (!read.ok) {
      out.refused.push(refusedRow(table, id, read.error))
      continue
    }
    const { record, version } = read.value
    lines.push(JSON.stringify(record))
    out.versions.push(version)
    if (revOf(entity, record) !== revIn(row)) out.odd.push({ id, rev: revIn(row) })
  }
  out.records = new Uint8Array(Buffer.from(lines.map(line => `${line}\n`).join(''), 'utf8'))
  return out
}
