// What a push sends of one table: the rows that differ from BigQuery's, each with the revision that it began from.
import { availableParallelism } from 'node:os'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { ChangeBatch, Changes, Store } from '../../store/face.ts'
import { openTasks, type TaskPool } from '../../worker/run.ts'
import type { Table } from '../face.ts'
import { writeStaging } from '../rows/staging.ts'
import { stagingColumns } from '../rows/tables.ts'
import type { Conflicts } from './conflicts.ts'
import { handedOver } from './handed-over.ts'
import type { Counted, RowsOutput } from './prepare-batch.ts'
import { spanOf, type TableState } from './state.ts'

export type Prepare = {
  store: Store
  conflicts: Conflicts
  /** Owner of the records here, and whose they are in BigQuery. */
  user_id: string
  remote_user_id: string
}

/** Below so many records, starting threads takes longer than the work. */
const WORTH_THREADS = 2_000
const MAX_THREADS = 2
/** One core stays with the app. */
const freeCores = () => Math.max(1, availableParallelism() - 1)

type Take<T> = (output: T) => Promise<void> | void

/** One task for each batch, as many side by side as the pool is wide; what they answer is taken in the order of the batches. */
async function throughTasks<T>(
  { each }: Changes,
  side: 'mine' | 'base',
  pool: TaskPool,
  work: (batch: ChangeBatch) => Promise<Result<T>>,
  take: Take<T>,
  signal?: AbortSignal,
): Promise<Result<null>> {
  const under_way: Promise<Result<T>>[] = []
  let refused: Result<null> = ok(null)
  async function takeFirst() {
    const done = await under_way.shift()
    if (done?.ok) await take(done.value)
    else if (done) refused = done
  }
  const walked = await each(side, async batch => {
    signal?.throwIfAborted()
    if (!refused.ok) return
    const working = work(batch)
    // One that fails before its turn is heard of then.
    working.catch(() => {})
    under_way.push(working)
    if (under_way.length >= pool.width) await takeFirst()
  })
  if (!walked.ok) return walked
  while (under_way.length > 0 && refused.ok) await takeFirst()
  signal?.throwIfAborted()
  return refused
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
  const threads = changes.value.size < WORTH_THREADS ? 0 : Math.min(MAX_THREADS, freeCores())
  const pool = openTasks(threads, signal)
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
