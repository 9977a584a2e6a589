// What a push sends of one table: the rows that differ from BigQuery's, each with the revision that it began from.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Numbered, Store } from '../../store/face.ts'
import type { Row, Table } from '../face.ts'
import { rowOf } from '../rows/row.ts'
import { writeStaging } from '../rows/staging.ts'
import { stagingColumns } from '../rows/tables.ts'
import type { Conflicts } from './conflicts.ts'
import { handedOver } from './handed-over.ts'
import { baseRev } from './reconcile.ts'
import { spanOf, type TableState } from './state.ts'

export type Prepare = {
  store: Store
  conflicts: Conflicts
  /** Owner of the records here, and whose they are in BigQuery. */
  user_id: string
  remote_user_id: string
}

type Sent = { row: Row; record: Numbered['record']; kind: 'added' | 'changed' | 'deleted' }

/** Calls `give` for each row that is to be sent. What only this computer knows of a record makes no row. */
async function eachRow(
  { store, conflicts, user_id, remote_user_id }: Prepare,
  { entity, id }: Table,
  state: TableState,
  until: number,
  give: (sent: Sent) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<Result<null>> {
  const changes = await store.changes(entity, user_id, spanOf(state, until))
  if (!changes.ok) return changes
  try {
    const idOf = (record: object) => String(Reflect.get(record, id))
    const bases = new Map<number, string | null>()
    const based = await changes.value.each('base', (at, version) => {
      signal?.throwIfAborted()
      bases.set(at, baseRev(entity, state, idOf(version.record), version))
    })
    if (!based.ok) return based
    return await changes.value.each('mine', async (at, { record }) => {
      signal?.throwIfAborted()
      const local = idOf(record)
      if (conflicts.get(entity, local)) return
      const base = bases.get(at) ?? null
      const row = rowOf(entity, record, remote_user_id, base)
      if (row.rev === base) return
      await give({ row, record, kind: record.deleted ? 'deleted' : base === null ? 'added' : 'changed' })
    })
  } finally {
    await changes.value.close()
  }
}

export type Counted = { added: number; changed: number; deleted: number; bytes: number }

const bytesOf = (row: Row) =>
  Object.values(row).reduce<number>(
    (sum, cell) =>
      sum + (typeof cell === 'string' ? cell.length : Array.isArray(cell) ? cell.join('').length : 8),
    0,
  )

/** How much would be sent; `bytes` before compression, about. */
export async function countRows(
  deps: Prepare,
  table: Table,
  state: TableState,
  until: number,
): Promise<Result<Counted>> {
  const counted: Counted = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  const done = await eachRow(deps, table, state, until, ({ row, kind }) => {
    counted[kind]++
    counted.bytes += bytesOf(row)
  })
  return done.ok ? ok(counted) : done
}

/** Writes the file of a push. The same batch gives the same rows again, whatever was saved since. */
export async function writeRows(
  deps: Prepare,
  table: Table,
  state: TableState,
  until: number,
  path: string,
  progress: (rows: number) => void,
  signal?: AbortSignal,
): Promise<Result<{ rows: number; bytes: number }>> {
  let walked: Result<null> = ok(null)
  let rows = 0
  const stream = handedOver<Row>(async give => {
    walked = await eachRow(
      deps,
      table,
      state,
      until,
      async ({ row }) => {
        await give(row)
        progress(++rows)
      },
      signal,
    )
  })
  const written = await writeStaging(path, stagingColumns(table), stream)
  return walked.ok ? ok(written) : walked
}
