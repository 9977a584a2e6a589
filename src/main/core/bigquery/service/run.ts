// A push from beginning to end, and the record of it.
import type { PushRecord } from '../../../../shared/contract/bigquery.ts'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Remote, Table } from '../face.ts'
import { TABLES } from '../rows/tables.ts'
import { countRows } from '../sync/prepare.ts'
import { createPull } from '../sync/pull.ts'
import { createPush } from '../sync/push.ts'
import { nothingReconciled, together } from '../sync/reconciled.ts'
import { allPushed, type Batch, emptyBatch, withHistory } from '../sync/state.ts'
import { problemAfter, pullDeps, type Ran, type RunDeps, withoutThrowing } from './around.ts'
import { refuseOtherVersion } from './schema-version.ts'
import { unpushedOf } from './unpushed.ts'
import { words } from './words.ts'

/** What one round leaves to send (merged records, rows that were gone) goes with the next; more than this isn't normal. */
const ROUNDS = 3
/** So few are counted by what they hold before anything is called: a change that says nothing new makes no call. */
const FEW = 500

/** Of each table, in their order. */
const STEPS: readonly string[] = ['load', 'merge', 'drop']

const consoleUrl = ({ project, location }: Remote['target'], job_id: string) =>
  `https://console.cloud.google.com/bigquery?project=${project}&j=bq:${location}:${job_id}&page=queryresults`

function tablesOf(remote: Remote, batches: readonly Batch[]): PushRecord['tables'] {
  return batches.flatMap(batch =>
    TABLES.flatMap(({ entity, name }) => {
      const { rows, bytes, conflicts, jobs } = batch.tables[entity]
      if (rows === 0) return []
      const told = jobs.map(job_id => ({ job_id, url: consoleUrl(remote.target, job_id) }))
      return [{ entity, table: name, rows, conflicts, bytes, jobs: told }]
    }),
  )
}

export async function runPush(deps: RunDeps, cause: PushRecord['cause']): Promise<Result<Ran>> {
  const { session, now } = deps
  const started_at = now().toISOString()
  const batches: Batch[] = []
  let [pushed, reconciled] = [0, nothingReconciled()]
  let remote: Remote | null = null

  async function carryOut(): Promise<Result<null>> {
    const { file } = session
    const begun = await beginning(deps)
    if (!begun.ok) return begun
    // The clock keeps the workspace up to date too: it looks what others changed, whatever there is to send.
    const looks = cause === 'schedule'
    if (!begun.value && !looks) return ok(null)
    const opened = await session.remote(cause === 'schedule')
    if (!opened.ok) return opened
    remote = opened.value
    const newer = await refuseOtherVersion(remote, deps.context.signal)
    if (!newer.ok) return newer
    if (looks) {
      const pulled = await createPull(pullDeps(deps, remote)).pull(TABLES)
      if (!pulled.ok) return pulled
      reconciled = together(reconciled, pulled.value)
    }
    const push = createPush({ ...pushDeps(deps, remote) })
    for (let round = 0; round < ROUNDS; round++) {
      if (!file.current.batch) {
        const changed = await changedTables(deps)
        if (!changed.ok) return changed
        if (changed.value.length === 0) return ok(null)
        const pulled = await createPull(pullDeps(deps, remote)).pull(changed.value)
        if (!pulled.ok) return pulled
        reconciled = together(reconciled, pulled.value)
        const until = await deps.store.snapshot()
        if (!until.ok) return until
        const begun = await file.change(state => ({ ...state, batch: emptyBatch(until.value, now()) }))
        if (!begun.ok) return begun
      }
      const { batch } = file.current
      if (!batch) return ok(null)
      const done = await push.push(batch)
      if (!done.ok) return done
      batches.push(done.value.batch)
      reconciled = together(reconciled, done.value.reconciled)
    }
    return ok(null)
  }

  const done = await withoutThrowing(carryOut, deps.context.signal)
  if (batches.length === 0 && done.ok && reconciled.taken + reconciled.merged + reconciled.asked === 0)
    return ok({ pushed, reconciled })
  const sent = remote ? tablesOf(remote, batches) : []
  pushed = sent.reduce((sum, { rows, conflicts }) => sum + rows - conflicts, 0)
  const record: PushRecord = {
    push_id: batches.at(-1)?.id ?? session.file.current.batch?.id ?? started_at,
    started_at,
    ended_at: now().toISOString(),
    outcome: done.ok ? 'completed' : done.error.code === 'cancelled' ? 'cancelled' : 'failed',
    cause,
    pushed,
    pulled: reconciled.taken,
    merged: reconciled.merged,
    conflicts: reconciled.asked,
    resent: done.ok ? session.file.current.resent : 0,
    tables: sent,
    error: done.ok ? null : done.error,
  }
  const noted = await session.file.change(state => ({
    ...withHistory(state, record),
    resent: done.ok ? 0 : state.resent,
    problem: problemAfter(done, state.problem),
  }))
  if (!done.ok) return done
  return noted.ok ? ok({ pushed, reconciled }) : noted
}

/** Whether there is anything to call BigQuery for. */
async function beginning(deps: RunDeps): Promise<Result<boolean>> {
  if (deps.session.file.current.batch) return ok(true)
  const changed = await changedTables(deps)
  return changed.ok ? ok(changed.value.length > 0) : changed
}

/** Tables with something to send. */
async function changedTables({ store, session }: RunDeps): Promise<Result<Table[]>> {
  const changed: Table[] = []
  for (const table of TABLES) {
    const unpushed = await unpushedOf(store, session, table.entity)
    if (!unpushed.ok) return unpushed
    if (unpushed.value === 0) continue
    if (unpushed.value <= FEW) {
      const until = await store.snapshot()
      if (!until.ok) return until
      const state = session.file.current.tables[table.entity]
      const counted = await countRows({ ...session, store }, table, state, until.value)
      if (!counted.ok) return counted
      const { added, changed: edited, deleted } = counted.value
      if (added + edited + deleted === 0) {
        // Versions that say nothing new stand in BigQuery as they are.
        const noted = await session.file.change(before => allPushed(before, table.entity, until.value))
        if (!noted.ok) return noted
        continue
      }
    }
    changed.push(table)
  }
  return ok(changed)
}

const pushDeps = ({ store, session, context }: RunDeps, remote: Remote) => ({
  ...session,
  store,
  remote,
  signal: context.signal,
  progress({ table, step, rows }: { table: Table; step: 'load' | 'merge' | 'drop' | 'done'; rows: number }) {
    context.message(words[step](table.name, rows))
    context.progress(TABLES.indexOf(table) * STEPS.length + STEPS.indexOf(step), TABLES.length * STEPS.length)
  },
})
