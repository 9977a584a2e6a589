// What a push sends of one table: the rows that differ from BigQuery's, each with the revision that it began from.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Store } from '../../store/face.ts'
import { openTasks } from '../../worker/run.ts'
import type { Table } from '../face.ts'
import { writeStaging } from '../rows/staging.ts'
import { stagingColumns } from '../rows/tables.ts'
import type { Conflicts } from './conflicts.ts'
import { handedOver } from './handed-over.ts'
import type { Counted, RowsOutput } from './prepare-batch.ts'
import { spanOf, type TableState } from './state.ts'
import { type Take, threadsFor, throughTasks } from './through-tasks.ts'

export type Prepare = {
  store: Store
  conflicts: Conflicts
  /** Owner of the records here, and whose they are in BigQuery. */
  user_id: string
  remote_user_id: string
}

/** Calls `take` with the rows that are to be sent. What only this computer knows of a record makes no row. */
async function eachRows(
  { store, conflicts, user_id, remote_user_id }: Prepare,
  { entity }: Table,
  state: TableState,
  until: number,
  with_pages: boolean,
  take: Take<RowsOutput>,
  signal?: AbortSignal,
): Promise<Result<null>> {
  const changes = await store.changes(entity, user_id, spanOf(state, until))
  if (!changes.ok) return changes
  const pool = openTasks(threadsFor(changes.value.size), signal)
  const odd = new Map(Object.values(state.revs).map(({ seq, rev }) => [seq, rev]))
  const bases = new Map<number, string | null>()
  try {
    const based = await throughTasks(
      changes.value,
      'base',
      pool,
      async ({ at, seq, records }) => {
        const revs = await pool.run('push.revs', { entity, records })
        return revs.ok ? ok({ at, seq, revs: revs.value }) : revs
      },
      ({ at, seq, revs }) => {
        for (const [index, rev] of revs.entries()) {
          const known = odd.get(seq[index] ?? 0)
          bases.set(at[index] ?? 0, known === undefined ? rev : known)
        }
      },
      signal,
    )
    if (!based.ok) return based
    return await throughTasks(
      changes.value,
      'mine',
      pool,
      ({ at, id, records }) =>
        pool.run('push.rows', {
          entity,
          records,
          user_id: remote_user_id,
          bases: at.map(place => bases.get(place) ?? null),
          left_out: id.flatMap((local, index) => (conflicts.get(entity, local) ? [index] : [])),
          with_pages,
        }),
      take,
      signal,
    )
  } finally {
    await pool.close()
    await changes.value.close()
  }
}

/** How much would be sent; `bytes` before compression, about. */
export async function countRows(
  deps: Prepare,
  table: Table,
  state: TableState,
  until: number,
): Promise<Result<Counted>> {
  const counted: Counted = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  const done = await eachRows(deps, table, state, until, false, ({ added, changed, deleted, bytes }) => {
    counted.added += added
    counted.changed += changed
    counted.deleted += deleted
    counted.bytes += bytes
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
  const stream = handedOver<RowsOutput>(async give => {
    walked = await eachRows(
      deps,
      table,
      state,
      until,
      true,
      async made => {
        await give(made)
        rows += made.rows
        progress(rows)
      },
      signal,
    )
  })
  const written = await writeStaging(path, stagingColumns(table), stream)
  return walked.ok ? ok(written) : walked
}
