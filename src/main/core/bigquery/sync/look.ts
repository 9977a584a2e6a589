// Looks at everything that stands in BigQuery, so that also what was changed or deleted there by SQL is noticed.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Store } from '../../store/face.ts'
import type { Remote, Row, Statement, Table } from '../face.ts'
import { pullSelect, revsColumns, revsSelect, rowsSelect } from '../rows/sql.ts'
import { type Believed, believedOf } from './believed.ts'
import type { Conflicts } from './conflicts.ts'
import { revIn } from './decide.ts'
import type { Reconcile } from './reconcile.ts'
import { type How, nothingReconciled, type Reconciled, together } from './reconciled.ts'
import { type StateFile, type SyncState, withTable } from './state.ts'
import type { SyncedEntity } from './versions.ts'

/** More rows than this are read with all the others instead of by their ids. */
const BY_IDS = 1_000

export type LookDeps = {
  store: Store
  remote: Remote
  file: StateFile
  conflicts: Conflicts
  reconcile: Reconcile
  user_id: string
  remote_user_id: string
  now(): Date
  progress(table: Table, rows: number): void
  signal: AbortSignal
}

export function createLook(deps: LookDeps) {
  const { remote, file, conflicts, reconcile, user_id, remote_user_id, now, progress, signal } = deps
  const mine = { user_id: remote_user_id }
  const idOf = ({ entity, id }: Table, row: Row) => (entity === 'user' ? user_id : String(row[id]))

  /** Each page of the answer that holds a row worth looking at. */
  async function bring(
    table: Table,
    select: Statement,
    how: How,
    wanted: (id: string) => boolean,
  ): Promise<Result<Reconciled>> {
    let [sum, read] = [nothingReconciled(), 0]
    for await (const page of remote.query(select, table.columns, signal)) {
      if (!page.ok) return page
      const rows = page.value.filter(row => wanted(idOf(table, row)))
      const done = await reconcile.reconcile(table, rows, signal, how)
      if (!done.ok) return done
      sum = together(sum, done.value)
      read += page.value.length
      progress(table, read)
    }
    return ok(sum)
  }

  /** Rows whose revision isn't the one that is believed. Those that are there are taken out of `believed`. */
  async function byRevisions(table: Table, believed: Believed): Promise<Result<Reconciled>> {
    const others = new Map<string, string>()
    for await (const page of remote.query(
      revsSelect(remote.target, table, mine),
      revsColumns(table),
      signal,
    )) {
      if (!page.ok) return page
      for (const row of page.value) {
        const id = idOf(table, row)
        if (believed.get(id) !== revIn(row)) others.set(id, String(row[table.id]))
        believed.delete(id)
      }
    }
    if (others.size === 0) return ok(nothingReconciled())
    const select =
      others.size > BY_IDS
        ? pullSelect(remote.target, table, { ...mine, after: null })
        : rowsSelect(remote.target, table, { ...mine, ids: [...others.values()] })
    return bring(table, select, 'revisions', id => others.has(id))
  }

  const byContents = (table: Table, believed: Believed): Promise<Result<Reconciled>> =>
    bring(table, pullSelect(remote.target, table, { ...mine, after: null }), 'contents', id => {
      believed.delete(id)
      return true
    })

  /** What is believed to stand there and doesn't: it is sent again. */
  async function resend(table: Table, believed: Believed, all: boolean): Promise<Result<number>> {
    const gone = [...believed.keys()].filter(id => !conflicts.get(table.entity, id))
    if (gone.length === 0) return ok(0)
    // Where nothing of it is there any more, nothing is known to be.
    const noted = all
      ? await file.change(state =>
          withTable(state, table.entity, { pushed: 0, pulled: [], revs: {}, watermark: null }),
        )
      : await reconcile.resend(table, gone)
    return noted.ok ? ok(gone.length) : noted
  }

  /** Not while a push waits to be carried on: what it has done by then isn't known. */
  return async (table: Table, how: How): Promise<Result<Reconciled>> => {
    const state = file.current.tables[table.entity]
    const believed = await believedOf(deps, table.entity as SyncedEntity, state)
    if (!believed.ok) return believed
    const before = believed.value.size
    const found = await (how === 'contents' ? byContents : byRevisions)(table, believed.value)
    if (!found.ok) return found
    const resent = await resend(table, believed.value, believed.value.size === before)
    if (!resent.ok) return resent
    const noted = await file.change(after => ({
      ...withTable(after, table.entity, { looked_at: now().toISOString() }),
      resent: after.resent + resent.value,
    }))
    return noted.ok ? ok({ ...found.value, resent: resent.value }) : noted
  }
}

/** When the table that was looked at longest ago was; null where one never was. */
export function lastLook({ tables }: SyncState): string | null {
  const times = Object.values(tables).map(({ looked_at }) => looked_at ?? '')
  return times.sort()[0] || null
}
