// The first half of an import: reads, checks and stages every row, in the order of the files, with bounded memory.
import { copyName } from '../../../shared/domain/audience-rules.ts'
import { newId } from '../../../shared/domain/ids.ts'
import type { RowError } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import type { Store } from '../store/face.ts'
import { createWideMap, type WideMap } from '../wide-map.ts'
import type { TaskPool } from '../worker/run.ts'
import type { Batch } from './batches.ts'
import { fileFailure, importCancelled, unreadableFile } from './errors.ts'
import type { RowShape } from './mapping/map-row.ts'
import type { PrepareOptions, StagedAudience } from './prepare.ts'
import type { BatchOutput, Refused } from './prepare-batch.ts'
import type { Refusals } from './refusals.ts'
import type { ImportSource, OpenedSource } from './sources.ts'
import type { Staging } from './staging.ts'

export type CheckOptions = PrepareOptions & { on_existing: 'skip' | 'update' | 'copy' }
export type Checked = {
  /** Rows whose id is there already and that are left alone. */
  skipped: number
  /** Every id that a row brought. */
  ids: Pick<WideMap<number>, 'has'>
}
type Tools = {
  store: Store
  pool: TaskPool
  /** New records. */
  staging: Staging
  /** Rows for audiences that are there: see `updateLine`. */
  updates: Staging
  refusals: Refusals
  signal: AbortSignal
  /** Rows checked, and bytes of the sources read for them. */
  progress(rows: number, read: number): void
}

/** A row for an audience that is there, as one line of JSON: where it stands, and the record or what it changes. */
function updateLine(
  place: Omit<RowError, 'path' | 'message'>,
  content: 'record' | 'patch',
  json: string,
  id: string,
) {
  return `{"place":${JSON.stringify(place)},"id":${JSON.stringify(id)},"${content}":${json}}\n`
}

/** A record whose id is taken, as one of its own beside that. */
function copyOf(record: Uint8Array): Uint8Array {
  const audience = JSON.parse(Buffer.from(record).toString('utf8')) as StagedAudience
  const name = copyName(audience.name, { has: candidate => candidate === audience.name })
  return Buffer.from(`${JSON.stringify({ ...audience, audience_id: newId('audience'), name })}\n`, 'utf8')
}

export async function checkRows(
  sources: readonly ImportSource[],
  options: CheckOptions,
  tools: Tools,
): Promise<Result<Checked>> {
  const { store, pool, staging, updates, refusals, signal, progress } = tools
  const ids = createWideMap<number>()
  const counts = { rows: 0, skipped: 0 }
  let readBefore = 0

  /** What becomes of each record of a batch, now that all before it are known. */
  async function settleBatch(source: ImportSource, batch: Batch, output: BatchOutput): Promise<Result<null>> {
    const placeOf = (row: number, line: number) => ({
      row,
      line: source.has_lines ? line : null,
      ...(sources.length > 1 && { file: source.name }),
    })
    const place = (index: number) => placeOf(batch.rows[index] ?? 0, batch.lines[index] ?? 0)
    const errors: RowError[] = batch.problems.map(({ row, line, message }) => ({
      ...placeOf(row, line),
      path: '',
      message,
    }))
    const refuse = ({ index, path, message }: Refused) => errors.push({ ...place(index), path, message })
    output.refused.forEach(refuse)

    const asked = output.ids.filter((id, index) => id !== '' && output.given[index] === 1)
    const existing =
      asked.length > 0 ? await store.existing('audience', options.user_id, asked) : ok(new Set<string>())
    if (!existing.ok) return existing
    const lacking = new Map(output.lacking.map(lack => [lack.index, lack]))

    const fresh: Uint8Array[] = []
    let copies = 0
    const add = (index: number, record: Uint8Array, copy = false) => {
      const lack = lacking.get(index)
      if (lack) return refuse(lack)
      if (copy) copies += 1
      fresh.push(copy ? copyOf(record) : record)
    }
    const lines: string[] = []
    let start = 0
    for (let index = 0; index < output.ids.length; index++) {
      const record = output.ndjson.subarray(start, output.ends[index])
      start = output.ends[index] ?? start
      const id = output.ids[index]
      if (!id) continue
      if (output.given[index] === 1) {
        const first = ids.get(id)
        if (first !== undefined) {
          errors.push({ ...place(index), path: 'audience_id', message: `repeats the id of row ${first}` })
          continue
        }
        ids.set(id, batch.rows[index] ?? 0)
        if (existing.value.has(id)) {
          const patch = output.patches[index]
          if (options.on_existing === 'skip') counts.skipped++
          else if (options.on_existing === 'copy') add(index, record, true)
          else if (patch !== undefined) lines.push(updateLine(place(index), 'patch', patch, id))
          else {
            const json = Buffer.from(record).toString('utf8').trimEnd()
            lines.push(updateLine(place(index), 'record', json, id))
          }
          continue
        }
      }
      add(index, record)
    }
    await refusals.add(errors.sort((a, b) => a.row - b.row))
    counts.rows += output.ids.length + batch.problems.length
    // The usual case writes the batch as it came, without joining its records again.
    const whole = copies === 0 && fresh.length === output.ids.length
    await staging.write(whole ? output.ndjson : Buffer.concat(fresh), fresh.length)
    await updates.write(Buffer.from(lines.join(''), 'utf8'), lines.length)
    progress(counts.rows, readBefore + batch.read)
    return ok(null)
  }

  const { user_id, now, derive_ids } = options
  function prepare(batch: Batch, shape: RowShape | null) {
    const output = pool.run('audiences.prepare', {
      bytes: batch.bytes,
      ends: batch.ends,
      fresh_ids: Array.from(batch.ends, () => newId('audience')),
      options: { user_id, now, derive_ids },
      shape,
    })
    // It is awaited in its turn; until then a failure must not count as unhandled.
    output.catch(() => undefined)
    return output
  }

  async function checkSource(source: ImportSource): Promise<Result<null>> {
    try {
      const opened = await source.open()
      return await checkOpened(source, opened).finally(opened.close)
    } catch (error) {
      const failure = fileFailure(error, source.name)
      if (!failure) throw error
      return failure
    }
  }

  async function checkOpened(source: ImportSource, { shape, batches }: OpenedSource): Promise<Result<null>> {
    const under_way: { batch: Batch; output: Promise<Result<BatchOutput>> }[] = []
    async function settleNext(): Promise<Result<null>> {
      const next = under_way.shift()
      if (!next) return ok(null)
      const output = await next.output
      if (signal.aborted) return importCancelled()
      return output.ok ? settleBatch(source, next.batch, output.value) : output
    }
    for await (const step of batches) {
      if (signal.aborted) return importCancelled()
      if ('fatal' in step) return unreadableFile(source.name, step.fatal)
      const { batch } = step
      under_way.push({ batch, output: prepare(batch, shape) })
      while (under_way.length >= pool.width) {
        const settled = await settleNext()
        if (!settled.ok) return settled
      }
    }
    while (under_way.length > 0) {
      const settled = await settleNext()
      if (!settled.ok) return settled
    }
    return ok(null)
  }

  for (const source of sources) {
    const checked = await checkSource(source)
    if (!checked.ok) return checked
    readBefore += source.bytes
  }
  return signal.aborted ? importCancelled() : ok({ skipped: counts.skipped, ids })
}
