// Many records as rows: all of the profile's are read as one stream, made into rows by threads, and put in order on the disk.
// Looking up so many by their ids would read each part of each file again and again.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ok, type Result } from '../../../shared/errors.ts'
import type { ChangeBatch, Changes, Store } from '../store/face.ts'
import { openTasks, type TaskPool } from '../worker/run.ts'
import type { FormatOutput } from './format-batch.ts'
import type { RowPlan } from './rows.ts'
import { openSpool, type Spool } from './spool.ts'
import { orStop, Stop, stopIfCancelled } from './stop.ts'

/** From so many on, reading all of them is less work. */
export const MANY = 2_000
const MAX_THREADS = 2

/** One task for each batch, as many side by side as the pool is wide. Errors of ours leave the store's stream as they are. */
async function throughThreads(
  changes: Changes,
  pool: TaskPool,
  work: (batch: ChangeBatch) => Promise<() => Promise<void>>,
): Promise<Result<null>> {
  const under_way: Promise<() => Promise<void>>[] = []
  let failure: { error: unknown } | null = null
  const takeFirst = async () => {
    const done = await under_way.shift()
    await done?.()
  }
  try {
    const walked = await changes.each('mine', async batch => {
      try {
        const working = work(batch)
        // One that fails before its turn is heard of then.
        working.catch(() => {})
        under_way.push(working)
        if (under_way.length >= pool.width) await takeFirst()
      } catch (error) {
        failure = { error }
        throw new Error('The rows were not taken')
      }
    })
    if (!walked.ok) return walked
    while (under_way.length > 0) await takeFirst()
    return ok(null)
  } catch (error) {
    if (failure) throw (failure as { error: unknown }).error
    throw error
  }
}

async function fill(spool: Spool, store: Store, plan: RowPlan): Promise<void> {
  const { entity, format, columns, whole, ids, signal, progress, context } = plan
  const places = new Map(ids.map((id, place) => [id, place]))
  const until = orStop(await store.snapshot())
  const changes = orStop(await store.changes(entity, context.user_id, { after: 0, except: [], until }))
  const pool = openTasks(Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1)), signal)
  let done = 0
  try {
    const walked = await throughThreads(changes, pool, async ({ id, records }) => {
      stopIfCancelled(signal)
      const wanted = id.map(one => places.has(one))
      if (!wanted.includes(true)) return async () => {}
      const input = { entity, format, columns: [...columns], whole, records, wanted }
      const formatted = await pool.run('exports.rows', input)
      return async () => {
        stopIfCancelled(signal)
        const rows: FormatOutput = orStop(formatted)
        if ('refusal' in rows) throw new Stop(rows.refusal)
        const of = id.flatMap((one, at) => (wanted[at] ? [places.get(one) ?? 0] : []))
        await spool.write(rows.bytes, rows.ends, of)
        done += of.length
        progress?.(done)
      }
    })
    orStop(walked)
  } finally {
    await pool.close()
    await changes.close()
  }
}

/** Throws `Stop`, and what the disk throws. */
export async function* manyRows(store: Store, plan: RowPlan) {
  const spool = await openSpool(join(plan.workspace, '_meta', 'tmp'), plan.ids.length)
  try {
    await fill(spool, store, plan)
    for await (const rows of spool.read()) {
      stopIfCancelled(plan.signal)
      yield rows
    }
  } finally {
    await spool.close()
  }
}
