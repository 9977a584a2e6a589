// What BigQuery calls the version of each record that stands there, as far as is known here.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Changes, Store } from '../../store/face.ts'
import { openTasks } from '../../worker/run.ts'
import type { Conflicts } from './conflicts.ts'
import { isKnown, spanOf, type TableState } from './state.ts'
import { threadsFor, throughTasks } from './through-tasks.ts'
import type { SyncedEntity } from './versions.ts'

/** Revisions by the records' ids here. Held in memory: some 150 bytes for a record. */
export type Believed = Map<string, string>

type Deps = { store: Store; conflicts: Conflicts; user_id: string; signal: AbortSignal }

export async function believedOf(
  { store, conflicts, user_id, signal }: Deps,
  entity: SyncedEntity,
  state: TableState,
): Promise<Result<Believed>> {
  const until = await store.snapshot()
  if (!until.ok) return until
  const odd = new Map(Object.values(state.revs).map(({ seq, rev }) => [seq, rev]))
  const believed: Believed = new Map()

  async function gather(changes: Changes, side: 'mine' | 'base'): Promise<Result<null>> {
    const pool = openTasks(threadsFor(changes.size), signal)
    try {
      return await throughTasks(
        changes,
        side,
        pool,
        async ({ seq, id, records }) => {
          const revs = await pool.run('push.revs', { entity, records })
          return revs.ok ? ok({ seq, id, revs: revs.value }) : revs
        },
        ({ seq, id, revs }) => {
          for (const [index, number] of seq.entries()) {
            const name = id[index]
            const known = odd.get(number)
            const rev = known === undefined ? revs[index] : known
            // `null`: gone from BigQuery, and to be sent again already.
            if (name !== undefined && typeof rev === 'string' && isKnown(state, number))
              believed.set(name, rev)
          }
        },
        signal,
      )
    } finally {
      await pool.close()
      await changes.close()
    }
  }

  // The newest versions of all records, of which those count that stand there; then what stands there of the others.
  for (const [span, side] of [
    [{ after: 0, except: [], until: until.value }, 'mine'],
    [spanOf(state, until.value), 'base'],
  ] as const) {
    const changes = await store.changes(entity, user_id, span)
    if (!changes.ok) return changes
    const gathered = await gather(changes.value, side)
    if (!gathered.ok) return gathered
  }
  // Their numbers say of them that they are seen to, not what stands there.
  for (const { entity: of, id, theirs } of conflicts.all())
    if (of === entity) believed.set(id, typeof theirs.rev === 'string' ? theirs.rev : '')
  return ok(believed)
}
