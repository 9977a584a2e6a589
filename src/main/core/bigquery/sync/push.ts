// One push: a batch that is on the disk before its first call, carried on table by table until its last.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Entity } from '../../store/face.ts'
import type { Remote, Row, Step, Table } from '../face.ts'
import { conflictColumns, mergeScript } from '../rows/sql.ts'
import { stagingColumns, TABLES } from '../rows/tables.ts'
import { type Prepare, writeRows } from './prepare.ts'
import type { Reconcile } from './reconcile.ts'
import { nothingReconciled, type Reconciled, together } from './reconciled.ts'
import { allPushed, type Batch, type BatchTable, type StateFile, type SyncState } from './state.ts'

export type PushDeps = Prepare & {
  remote: Remote
  file: StateFile
  reconcile: Reconcile
  folder: string
  progress(words: { table: Table; step: BatchTable['step']; rows: number }): void
  signal: AbortSignal
}

const stagingName = (table: Table, batch: Batch) => `stg_${table.name}_${batch.id}`

export function createPush(deps: PushDeps) {
  const { remote, file, reconcile, folder, signal, progress } = deps

  const note = (entity: Entity, change: Partial<BatchTable>) =>
    file.change(state => withStep(state, entity, change))

  const stepOf = (batch: Batch, { entity, name }: Table, step: 'load' | 'merge'): Step => ({
    id: attempt => `am_${file.current.device}_${batch.id}_${name}_${step}_${attempt}`,
    attempt: file.current.batch?.tables[entity][`${step}_attempt`] ?? 0,
    begin: attempt => note(entity, { [`${step}_attempt`]: attempt }),
  })

  /** What was pushed and that it was: one write, so that neither is ever known without the other. */
  const pushed = (batch: Batch, { entity }: Table, change: Partial<BatchTable>) =>
    file.change(state => withStep(allPushed(state, entity, batch.until), entity, change))

  async function load(batch: Batch, table: Table): Promise<Result<null>> {
    const path = join(folder, `${stagingName(table, batch)}.parquet`)
    const { entity } = table
    try {
      await mkdir(folder, { recursive: true })
      const written = await writeRows(
        deps,
        table,
        file.current.tables[entity],
        batch.until,
        path,
        rows => progress({ table, step: 'load', rows }),
        signal,
      )
      if (!written.ok) return written
      const { rows, bytes } = written.value
      if (rows === 0) return pushed(batch, table, { step: 'done' })
      const noted = await note(entity, { rows, bytes })
      if (!noted.ok) return noted
      const loaded = await remote.load(
        stepOf(batch, table, 'load'),
        { file: path, table: stagingName(table, batch), columns: stagingColumns(table) },
        signal,
      )
      if (!loaded.ok) return loaded
      return note(entity, { step: 'merge', jobs: [loaded.value.job_id] })
    } finally {
      await rm(path, { force: true })
    }
  }

  /** The MERGE, and what it left out because it was changed in BigQuery too. */
  async function merge(batch: Batch, table: Table): Promise<Result<Reconciled>> {
    const { entity } = table
    const script = mergeScript(remote.target, table, stagingName(table, batch))
    const ran = await remote.run(stepOf(batch, table, 'merge'), script, signal)
    if (!ran.ok) return ran
    let sum = nothingReconciled()
    const gone: string[] = []
    for await (const page of ran.value.rows(conflictColumns(table), signal)) {
      if (!page.ok) return page
      const there = page.value.filter(row => row.rev !== null || row.created_at !== null)
      for (const row of page.value) if (!there.includes(row)) gone.push(String(row.staged_id))
      const done = await reconcile.reconcile(table, there.map(withoutStaged), signal)
      if (!done.ok) return done
      sum = together(sum, done.value)
    }
    if (gone.length > 0) {
      const restated = await reconcile.restate(table, gone, batch.until)
      if (!restated.ok) return restated
    }
    const jobs = [...(file.current.batch?.tables[entity].jobs ?? []), ran.value.job_id]
    const noted = await pushed(batch, table, { step: 'drop', jobs, conflicts: sum.asked })
    return noted.ok ? ok(sum) : noted
  }

  async function drop(batch: Batch, table: Table): Promise<Result<null>> {
    const dropped = await remote.dropStaging(stagingName(table, batch), signal)
    return dropped.ok ? note(table.entity, { step: 'done' }) : dropped
  }

  async function pushTable(batch: Batch, table: Table): Promise<Result<Reconciled>> {
    const { entity } = table
    let sum = nothingReconciled()
    for (let lost = 0; ; ) {
      const step = file.current.batch?.tables[entity].step ?? 'done'
      const rows = file.current.batch?.tables[entity].rows ?? 0
      if (step === 'done') return ok(sum)
      progress({ table, step, rows })
      if (step === 'merge') {
        const merged = await merge(batch, table)
        if (merged.ok) {
          sum = together(sum, merged.value)
          continue
        }
        // A batch that lay for days: its staging table, or the answer of its job, is gone. Sent again, nothing is doubled.
        if (merged.error.code !== 'not_found' || lost++ > 0) return merged
        const again = await restart(entity)
        if (!again.ok) return again
        continue
      }
      const done = step === 'load' ? await load(batch, table) : await drop(batch, table)
      if (!done.ok) return done
    }
  }

  /** From the file on, under job ids that were never used. */
  const restart = (entity: Entity) => {
    const { load_attempt = 0, merge_attempt = 0 } = file.current.batch?.tables[entity] ?? {}
    return note(entity, { step: 'load', load_attempt: load_attempt + 1, merge_attempt: merge_attempt + 1 })
  }

  return {
    /** Carries the batch on to its end; after a refusal it is where it was, to be carried on another time. */
    async push(batch: Batch): Promise<Result<{ reconciled: Reconciled; batch: Batch }>> {
      let sum = nothingReconciled()
      for (const table of TABLES) {
        signal.throwIfAborted()
        const done = await pushTable(batch, table)
        if (!done.ok) return done
        sum = together(sum, done.value)
      }
      const ended = file.current.batch ?? batch
      const noted = await file.change(state => ({ ...state, batch: null }))
      return noted.ok ? ok({ reconciled: sum, batch: ended }) : noted
    },
  }
}

function withStep(state: SyncState, entity: Entity, change: Partial<BatchTable>): SyncState {
  if (!state.batch) return state
  const table = { ...state.batch.tables[entity], ...change }
  return { ...state, batch: { ...state.batch, tables: { ...state.batch.tables, [entity]: table } } }
}

function withoutStaged(row: Row): Row {
  const { staged_id: _staged, ...columns } = row
  return columns
}
