// Batches of rows through the threads: a few under way at a time, settled in their order.
import { ok, type Result } from '../../../shared/errors.ts'
import type { TaskPool } from '../worker/run.ts'
import { migrationCancelled } from './errors.ts'
import type { MapInput, MapOutput } from './map-batch.ts'
import type { LineBatch } from './source.ts'

export async function through(
  pool: TaskPool,
  signal: AbortSignal,
  input: Omit<MapInput, 'lines'>,
  batches: AsyncIterable<LineBatch>,
  settle: (output: MapOutput, rows: number) => Promise<Result<null>>,
): Promise<Result<null>> {
  const under_way: { rows: number; output: Promise<Result<MapOutput>> }[] = []
  async function next(): Promise<Result<null>> {
    const first = under_way.shift()
    if (!first) return ok(null)
    const output = await first.output
    if (signal.aborted) return migrationCancelled()
    return output.ok ? settle(output.value, first.rows) : output
  }
  async function drain(room: number): Promise<Result<null>> {
    while (under_way.length > room) {
      const settled = await next()
      if (!settled.ok) return settled
    }
    return ok(null)
  }

  try {
    for await (const { lines, rows } of batches) {
      if (signal.aborted) return migrationCancelled()
      const output = pool.run('migration.map', { ...input, lines })
      // It is awaited in its turn; until then a failure must not count as unhandled.
      output.catch(() => undefined)
      under_way.push({ rows, output })
      const room = await drain(pool.width - 1)
      if (!room.ok) return room
    }
  } catch (error) {
    // What was read before the source broke off is whole.
    const settled = await drain(0)
    if (!settled.ok) return settled
    throw error
  }
  return drain(0)
}
