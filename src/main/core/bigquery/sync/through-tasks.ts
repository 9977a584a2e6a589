// Versions sent through tasks by the batch: several side by side, their answers in the order of the batches.
import { availableParallelism } from 'node:os'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { ChangeBatch, Changes } from '../../store/face.ts'
import type { TaskPool } from '../../worker/run.ts'

/** Below so many records, starting threads takes longer than the work. */
const WORTH_THREADS = 2_000
const MAX_THREADS = 2
/** One core stays with the app. */
const freeCores = () => Math.max(1, availableParallelism() - 1)
export const threadsFor = (records: number) =>
  records < WORTH_THREADS ? 0 : Math.min(MAX_THREADS, freeCores())

export type Take<T> = (output: T) => Promise<void> | void

/** One task for each batch, as many side by side as the pool is wide; what they answer is taken in the order of the batches. */
export async function throughTasks<T>(
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
