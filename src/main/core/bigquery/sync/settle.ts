// Ends conflicts as a person decided: theirs goes into the history, and what was chosen on top of it.

import type { RunAtStake } from '../../../../shared/contract/bigquery.ts'
import { ok, type Result } from '../../../../shared/errors.ts'
import { pacer } from '../../pace.ts'
import { SYNC_ORDER } from '../face.ts'
import { type Choice, type ConflictField, resolve, type Side } from '../rows/merge.ts'
import { revOf } from '../rows/rev.ts'
import { recordOf } from '../rows/row.ts'
import { carryOut, type Decision, tryingAnew } from './carry-out.ts'
import { compare } from './compare.ts'
import type { OpenConflict } from './conflicts.ts'
import { revIn } from './decide.ts'
import { runsAtStake } from './runs-at-stake.ts'
import { type ReconcileDeps, type Standing, standingsOf } from './standing.ts'
import { type AnyRecord, asPut, NOTES, onTop, type SyncedEntity, withoutVersion } from './versions.ts'

/** Conflicts that are looked at, or ended, at once. */
const CHUNK = 500

export type Sides = {
  base: AnyRecord | null
  mine: AnyRecord
  theirs: AnyRecord
  fields: ConflictField[]
  deleted: Side | null
  /** Runs here that would lose it. */
  runs: RunAtStake[]
}
type Both = Omit<Sides, 'runs'>

export function createSettle(deps: ReconcileDeps) {
  const { user_id, conflicts, now } = deps

  function sidesOf({ entity, theirs: row }: OpenConflict, { mine, base }: Standing): Result<Both> {
    const there = recordOf(entity, row, { user_id, local: mine })
    if (!there.ok) return there
    const theirs = { ...there.value.record, version: there.value.version } as AnyRecord
    const result = compare(entity, base, mine, theirs)
    if (result.kind === 'conflict') return ok({ base, mine, theirs, ...result })
    const deleted = result.kind === 'theirs' && theirs.deleted && !mine.deleted ? 'theirs' : null
    const fields = deleted ? [{ path: 'deleted', base: false, mine: false, theirs: true }] : []
    return ok({ base, mine, theirs, fields, deleted })
  }

  function decided(conflict: OpenConflict, sides: Both, choice: Choice): Result<Decision> {
    const { entity, id, theirs: row } = conflict
    const { base, mine, theirs, fields, deleted } = sides
    // One side for all is one for each field that is in question: what only the other changed is kept in any case.
    const asked = typeof choice === 'string' && deleted === null
    const each = asked ? Object.fromEntries(fields.map(({ path }) => [path, choice])) : choice
    const chosen = resolve(entity, base, mine, theirs, each)
    if (!chosen.ok) return chosen
    const take = asPut(entity, withoutVersion(theirs), mine.version, theirs.version)
    const by = { updated_at: now().toISOString(), changed_by: user_id, change_note: NOTES.decided }
    const after = onTop(entity, chosen.value, theirs, by)
    const same = revOf(entity, chosen.value) === revOf(entity, theirs)
    return ok({ id, rev: revIn(row), puts: same ? [take] : [take, after] })
  }

  /** Conflicts of one entity. */
  async function settleSome(
    entity: SyncedEntity,
    some: readonly OpenConflict[],
    choice: Choice,
  ): Promise<Result<null>> {
    const standings = await standingsOf(
      deps,
      entity,
      some.map(({ id }) => id),
    )
    if (!standings.ok) return standings
    const decisions: Decision[] = []
    const gone: string[] = []
    const pace = pacer()
    for (const conflict of some) {
      await pace()
      // Ended already, before a save in the meantime made this be looked at anew.
      if (conflicts.get(entity, conflict.id) !== conflict) continue
      const here = standings.value.get(conflict.id)
      if (!here) {
        gone.push(conflict.id)
        continue
      }
      const sides = sidesOf(conflict, here)
      if (!sides.ok) return sides
      const done = decided(conflict, sides.value, choice)
      if (!done.ok) return done
      decisions.push(done.value)
    }
    const removed = await conflicts.removeAll(entity, gone)
    return removed.ok ? carryOut(deps, entity, decisions) : removed
  }

  function* chunksOf(all: readonly OpenConflict[]): Generator<[SyncedEntity, OpenConflict[]]> {
    for (const entity of SYNC_ORDER) {
      const some = all.filter(conflict => conflict.entity === entity)
      for (let from = 0; from < some.length; from += CHUNK) yield [entity, some.slice(from, from + CHUNK)]
    }
  }

  return {
    /** Both sides of open conflicts as they stand now, in their order; null where the record is gone from here. */
    async sidesOfAll(all: readonly OpenConflict[]): Promise<Result<(Sides | null)[]>> {
      const found = new Map<OpenConflict, Sides>()
      for (const [entity, some] of chunksOf(all)) {
        const standings = await standingsOf(
          deps,
          entity,
          some.map(({ id }) => id),
        )
        if (!standings.ok) return standings
        const runs = await runsAtStake(
          deps,
          entity,
          some.flatMap(({ id, theirs }) => (theirs.deleted_at === null ? [] : [id])),
        )
        if (!runs.ok) return runs
        const pace = pacer()
        for (const conflict of some) {
          await pace()
          const here = standings.value.get(conflict.id)
          const sides = here && sidesOf(conflict, here)
          if (sides && !sides.ok) return sides
          if (sides) found.set(conflict, { ...sides.value, runs: runs.value.get(conflict.id) ?? [] })
        }
      }
      return ok(all.map(conflict => found.get(conflict) ?? null))
    },

    /** Many at once, the choice being the same for all. Those before a refusal are ended. */
    async settleAll(
      all: readonly OpenConflict[],
      choice: Choice,
      signal?: AbortSignal,
    ): Promise<Result<null>> {
      for (const [entity, some] of chunksOf(all)) {
        signal?.throwIfAborted()
        const done = await tryingAnew(() => settleSome(entity, some, choice))
        if (!done.ok) return done
      }
      return ok(null)
    },
  }
}
