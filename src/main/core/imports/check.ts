// The first half of an import: reads, checks and stages every row, in the order of the file, with bounded memory.
import { newId } from '../../../shared/domain/ids.ts'
import type { RowError } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import type { TaskPool } from '../worker/run.ts'
import { type Batch, batchesOf } from './batches.ts'
import { importCancelled } from './errors.ts'
import type { PrepareOptions } from './prepare.ts'
import type { BatchOutput } from './prepare-batch.ts'
import type { Staging } from './staging.ts'

const ERRORS_KEPT = 1_000

export type CheckOptions = PrepareOptions & {
  on_existing: 'skip' | 'update'
  /** Lines of the file mean something to the user; with records at hand they don't. */
  has_lines: boolean
  name: string
}
export type Checked = {
  rows: number
  skipped: number
  errors: RowError[]
  error_count: number
  /** Records that replace one that is there, as JSON. */
  updates: Uint8Array[]
}
type Tools = {
  store: Store
  pool: TaskPool
  staging: Staging
  signal: AbortSignal
  /** Rows checked, and bytes of the source read for them. */
  progress(rows: number, read: number): void
}

export async function checkRows(
  chunks: AsyncIterable<Uint8Array>,
  options: CheckOptions,
  { store, pool, staging, signal, progress }: Tools,
): Promise<Result<Checked>> {
  const checked: Checked = { rows: 0, skipped: 0, errors: [], error_count: 0, updates: [] }
  const firstRow = new Map<string, number>()

  function refuse(errors: RowError[]) {
    checked.error_count += errors.length
    const room = ERRORS_KEPT - checked.errors.length
    if (room > 0) checked.errors.push(...errors.sort((a, b) => a.row - b.row).slice(0, room))
  }
  const lineOf = (line: number) => (options.has_lines ? line : null)

  /** What becomes of each record of a batch, now that all before it are known. */
  async function settleBatch(batch: Batch, output: BatchOutput): Promise<Result<null>> {
    const errors: RowError[] = batch.problems.map(problem => ({
      ...problem,
      line: lineOf(problem.line),
      path: '',
    }))
    const place = (index: number) => ({ row: batch.rows[index] ?? 0, line: lineOf(batch.lines[index] ?? 0) })
    errors.push(...output.refused.map(({ index, path, message }) => ({ ...place(index), path, message })))

    const asked = output.ids.filter((id, index) => id !== '' && output.given[index] === 1)
    const existing =
      asked.length > 0 ? await store.existing('audience', options.user_id, asked) : ok(new Set<string>())
    if (!existing.ok) return existing

    const fresh: Uint8Array[] = []
    let start = 0
    for (let index = 0; index < output.ids.length; index++) {
      const record = output.ndjson.subarray(start, output.ends[index])
      start = output.ends[index] ?? start
      const id = output.ids[index]
      if (!id) continue
      if (output.given[index] === 1) {
        const first = firstRow.get(id)
        if (first !== undefined) {
          errors.push({ ...place(index), path: 'audience_id', message: `repeats the id of row ${first}` })
          continue
        }
        firstRow.set(id, batch.rows[index] ?? 0)
        if (existing.value.has(id)) {
          if (options.on_existing === 'update') checked.updates.push(record.slice())
          else checked.skipped++
          continue
        }
      }
      fresh.push(record)
    }
    refuse(errors)
    checked.rows += output.ids.length + batch.problems.length
    // The usual case writes the batch as it came, without joining its records again.
    const whole = fresh.length === output.ids.length
    await staging.write(whole ? output.ndjson : Buffer.concat(fresh), fresh.length)
    progress(checked.rows, batch.read)
    return ok(null)
  }

  const under_way: { batch: Batch; output: Promise<Result<BatchOutput>> }[] = []
  async function settleNext(): Promise<Result<null>> {
    const next = under_way.shift()
    if (!next) return ok(null)
    const output = await next.output
    if (signal.aborted) return importCancelled()
    return output.ok ? settleBatch(next.batch, output.value) : output
  }

  const { user_id, now, derive_ids } = options
  for await (const step of batchesOf(chunks)) {
    if (signal.aborted) return importCancelled()
    if ('fatal' in step)
      return fail('validation_failed', `${options.name} ${step.fatal}`, {
        hint: 'Choose a JSON file that holds one audience, a list of audiences, or one audience a line.',
      })
    const { batch } = step
    const fresh_ids = Array.from(batch.ends, () => newId('audience'))
    const output = pool.run('audiences.prepare', {
      bytes: batch.bytes,
      ends: batch.ends,
      fresh_ids,
      options: { user_id, now, derive_ids },
    })
    // It is awaited in its turn; until then a failure must not count as unhandled.
    output.catch(() => undefined)
    under_way.push({ batch, output })
    while (under_way.length >= pool.width) {
      const settled = await settleNext()
      if (!settled.ok) return settled
    }
  }
  while (under_way.length > 0) {
    const settled = await settleNext()
    if (!settled.ok) return settled
  }
  return signal.aborted ? importCancelled() : ok(checked)
}
