// Rows that are gone from BigQuery although they stood there: they are sent as new ones.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Table } from '../face.ts'
import { tryingAnew } from './carry-out.ts'
import type { ReconcileDeps } from './reconcile.ts'
import { withTable } from './state.ts'
import { asPut, type SyncedEntity, withoutVersion } from './versions.ts'

/** Records that get a version of their own as one commit. */
const CHUNK = 500

export function createRestate({ store, user_id, file }: ReconcileDeps) {
  async function some(entity: SyncedEntity, ids: readonly string[], isSent: (seq: number) => boolean) {
    const revs = { ...file.current.tables[entity].revs }
    const histories = await store.numberedMany(entity, user_id, ids)
    if (!histories.ok) return histories
    for (const [id, versions] of histories.value) {
      const sent = versions.find(({ seq }) => isSent(seq))
      if (sent) revs[id] = { seq: sent.seq, rev: null }
    }
    const puts = [...histories.value.values()].flatMap(([newest]) =>
      newest ? [asPut(entity, withoutVersion(newest.record), newest.record.version)] : [],
    )
    const saved = await store.commit(user_id, puts)
    if (!saved.ok) return saved
    return file.change(state => withTable(state, entity, { revs }))
  }

  return {
    async restate(table: Table, ids: readonly string[], until: number): Promise<Result<null>> {
      for (let from = 0; from < ids.length; from += CHUNK) {
        const chunk = ids.slice(from, from + CHUNK)
        const done = await tryingAnew(() => some(table.entity as SyncedEntity, chunk, seq => seq <= until))
        if (!done.ok) return done
      }
      return ok(null)
    },
  }
}
