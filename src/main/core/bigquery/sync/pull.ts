// What changed in BigQuery since the last look, brought here.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Row, Table } from '../face.ts'
import { pullSelect } from '../rows/sql.ts'
import { createBringNew } from './bring-new.ts'
import { countUnpushed } from './count-unpushed.ts'
import { createLook, type LookDeps } from './look.ts'
import { nothingReconciled, type Reconciled, together } from './reconciled.ts'
import { allPushed, withTable } from './state.ts'

/** A statement that began earlier may be seen later: so far back is looked again. */
const OVERLAP_MS = 15 * 60_000
/** Everything is looked at once a day: with the first pull of each morning. */
const LOOK_EVERY_MS = 20 * 3_600_000
/** More ranges than this are worth a look whether one number says as much. */
const MANY_RANGES = 20

export type PullDeps = LookDeps

const syncedAt = (row: Row) => (typeof row.synced_at === 'string' ? row.synced_at : '')

export function createPull(deps: PullDeps) {
  const { store, remote, file, reconcile, user_id, remote_user_id, now, progress, signal } = deps

  /** What changed, page by page. */
  async function bring(
    table: Table,
    pages: AsyncIterable<Result<readonly Row[]>>,
    heard: (page: readonly Row[]) => void,
  ): Promise<Result<Reconciled>> {
    let sum = nothingReconciled()
    for await (const page of pages) {
      if (!page.ok) return page
      const done = await reconcile.reconcile(table, page.value, signal)
      if (!done.ok) return done
      sum = together(sum, done.value)
      heard(page.value)
    }
    return ok(sum)
  }

  async function pullTable(table: Table): Promise<Result<Reconciled>> {
    const { watermark } = file.current.tables[table.entity]
    const after = watermark && new Date(Date.parse(watermark) - OVERLAP_MS).toISOString()
    const select = pullSelect(remote.target, table, { user_id: remote_user_id, after })
    let [newest, rows] = [watermark ?? '', 0]
    const heard = (page: readonly Row[]) => {
      for (const row of page) if (syncedAt(row) > newest) newest = syncedAt(row)
      rows += page.length
      progress(table, rows)
    }
    const pages = remote.query(select, table.columns, signal)
    const everything = after === null && table.entity !== 'user'
    const brought = await (everything ? createBringNew(deps) : bring)(table, pages, heard)
    if (!brought.ok) return brought
    const noted = await file.change(state =>
      withTable(state, table.entity, {
        watermark: newest === '' ? null : newest,
        // Everything was read.
        ...(after === null && { looked_at: now().toISOString() }),
      }),
    )
    if (!noted.ok) return noted
    const looked = await lookIfDue(table)
    if (!looked.ok) return looked
    const tidied = await tidy(table)
    return tidied.ok ? ok(together(brought.value, looked.value)) : tidied
  }

  async function lookIfDue(table: Table): Promise<Result<Reconciled>> {
    const { tables, batch } = file.current
    const { looked_at } = tables[table.entity]
    const due = looked_at === null || now().getTime() - Date.parse(looked_at) >= LOOK_EVERY_MS
    return due && !batch ? createLook(deps)(table, 'revisions') : ok(nothingReconciled())
  }

  /** Where nothing waits to be pushed, all there is stands in BigQuery: one number says it. */
  async function tidy({ entity }: Table): Promise<Result<null>> {
    if (file.current.tables[entity].pulled.length < MANY_RANGES) return ok(null)
    const snapshot = await store.snapshot()
    if (!snapshot.ok) return snapshot
    const unpushed = await countUnpushed(store, user_id, entity, file.current.tables[entity])
    if (!unpushed.ok) return unpushed
    if (unpushed.value > 0) return ok(null)
    return file.change(state => allPushed(state, entity, snapshot.value))
  }

  return {
    /** Parents first. A refusal leaves what was pulled before it. */
    async pull(tables: readonly Table[]): Promise<Result<Reconciled>> {
      let sum = nothingReconciled()
      for (const table of tables) {
        signal.throwIfAborted()
        const done = await pullTable(table)
        if (!done.ok) return done
        sum = together(sum, done.value)
      }
      const moot = await reconcile.recheckDeletions(signal)
      if (!moot.ok) return moot
      sum = { ...sum, taken: sum.taken + moot.value, asked: Math.max(0, sum.asked - moot.value) }
      return file
        .change(state => ({ ...state, last_pull_at: now().toISOString() }))
        .then(noted => (noted.ok ? ok(sum) : noted))
    },
  }
}
