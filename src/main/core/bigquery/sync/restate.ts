// Rows that are gone from BigQuery although they stood there: they are sent as new ones.
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Table } from '../face.ts'
import { tryingAnew } from './carry-out.ts'
import type { ReconcileDeps } from './standing.ts'
import { isKnown, withTable } from './state.ts'
import { type AnyPut, asPut, NOTES, type SyncedEntity, withoutVersion } from './versions.ts'

/** Records that get a version of their own as one commit. */
const CHUNK = 100

export function createRestate({ store, user_id, file }: ReconcileDeps) {
  async function some(entity: SyncedEntity, ids: readonly string[], stood: (seq: number) => boolean) {
    const revs = { ...file.current.tables[entity].revs }
    const histories = await store.numberedMany(entity, user_id, ids)
    if (!histories.ok) return histories
    const puts: AnyPut[] = []
    for (const [id, versions] of histories.value) {
      const [newest] = versions
      const sent = versions.find(({ seq }) => stood(seq))
      if (sent) revs[id] = { seq: sent.seq, rev: null }
      // What was saved since is to be sent in any case.
      if (!newest || !stood(newest.seq)) continue
      const again = { ...withoutVersion(newest.record), change_note: NOTES.resent }
      puts.push(asPut(entity, again, newest.record.version))
    }
    const saved = await store.commit(user_id, puts)
    if (!saved.ok) return saved
    return file.change(state => withTable(state, entity, { revs }))
  }

  async function all(table: Table, ids: readonly string[], stood: (seq: number) => boolean) {
    for (let from = 0; from < ids.length; from += CHUNK) {
      const chunk = ids.slice(from, from + CHUNK)
      const done = await tryingAnew(() => some(table.entity as SyncedEntity, chunk, stood))
      if (!done.ok) return done
    }
    return ok(null)
  }

  return {
    /** Those that a push up to `until` found to be gone. */
    restate: (table: Table, ids: readonly string[], until: number): Promise<Result<null>> =>
      all(table, ids, seq => seq <= until),

    /** Those that a look found to be gone. */
    resend: (table: Table, ids: readonly string[]): Promise<Result<null>> =>
      all(table, ids, seq => isKnown(file.current.tables[table.entity], seq)),
  }
}
