// Brings rows of BigQuery together with what is here: taken over, merged, or left to a person to decide.
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import type { Row, Table } from '../face.ts'
import { TABLES } from '../rows/tables.ts'
import { carryOut, type Decision, tryingAnew } from './carry-out.ts'
import { decide } from './decide.ts'
import { type How, nothingReconciled, type Reconciled, type RefusedRow } from './reconciled.ts'
import { createRestate } from './restate.ts'
import { hasRuns, runsAtStake } from './runs-at-stake.ts'
import { createSettle } from './settle.ts'
import { type ReconcileDeps, standingsOf } from './standing.ts'
import type { SyncedEntity } from './versions.ts'

/** Rows that are read and decided on at once. */
const CHUNK = 500

export function createReconcile(deps: ReconcileDeps) {
  const { user_id, file, conflicts, now } = deps
  const idOf = ({ entity, id }: Table, row: Row) => (entity === 'user' ? user_id : String(row[id]))

  /** Counts into `sum` what was done, also before a refusal. */
  async function chunk(table: Table, rows: readonly Row[], sum: Reconciled, how: How): Promise<Result<null>> {
    const entity = table.entity as SyncedEntity
    const ids = rows.map(row => idOf(table, row))
    const standings = await standingsOf(deps, entity, ids)
    if (!standings.ok) return standings
    const gone = rows.filter(row => row.deleted_at !== null && row.deleted_at !== undefined)
    const runs = await runsAtStake(
      deps,
      entity,
      gone.map(row => idOf(table, row)),
    )
    if (!runs.ok) return runs
    const [decisions, refused]: [Decision[], RefusedRow[]] = [[], []]
    const pace = pacer()
    for (const row of rows) {
      await pace()
      const id = idOf(table, row)
      const here = standings.value.get(id)
      const open = conflicts.get(entity, id)
      const has_runs = runs.value.has(id)
      const state = file.current.tables[entity]
      const decided = decide(table, row, { id, user_id, here, open, state, how, has_runs, now })
      if (!decided.ok) return decided
      if (decided.value === null) continue
      if ('table' in decided.value) refused.push(decided.value)
      else decisions.push(decided.value)
    }
    const done = await carryOut(deps, entity, decisions, ({ puts, ask, renamed }) => {
      if (ask) sum.asked++
      else if (puts.length === 1 || renamed) sum.taken++
      else if (puts.length === 2) sum.merged++
    })
    if (done.ok) sum.refused.push(...refused)
    return done
  }

  async function reconcile(
    table: Table,
    rows: readonly Row[],
    signal?: AbortSignal,
    how: How = 'revisions',
  ): Promise<Result<Reconciled>> {
    const sum = nothingReconciled()
    for (let from = 0; from < rows.length; from += CHUNK) {
      signal?.throwIfAborted()
      const done = await tryingAnew(() => chunk(table, rows.slice(from, from + CHUNK), sum, how))
      if (!done.ok) return done
    }
    return ok(sum)
  }

  return {
    /** By `contents` also rows count that were changed and kept their revision. */
    reconcile,

    /**
     * Deletions that were asked about for the sake of runs, looked at again once those were pulled too: what no run needs
     * any more is taken over. Answers how many that were.
     */
    async recheckDeletions(signal?: AbortSignal): Promise<Result<number>> {
      const before = conflicts.size()
      for (const table of TABLES) {
        const { entity } = table
        if (!hasRuns(entity as SyncedEntity)) continue
        const rows = conflicts
          .all()
          .filter(({ entity: of, theirs }) => of === entity && theirs.deleted_at !== null)
          .map(({ theirs }) => theirs)
        const done = await reconcile(table, rows, signal)
        if (!done.ok) return done
      }
      return ok(before - conflicts.size())
    },
    ...createSettle(deps),
    ...createRestate(deps),
  }
}
export type Reconcile = ReturnType<typeof createReconcile>
