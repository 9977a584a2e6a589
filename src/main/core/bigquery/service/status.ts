// How a profile stands with BigQuery, for the page and for the mark in the title bar.
import type { SyncStatus } from '../../../../shared/contract/bigquery.ts'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Store } from '../../store/face.ts'
import { lastLook } from '../sync/look.ts'
import type { Connections } from './connection.ts'
import type { Sessions } from './sessions.ts'
import { unpushedOf } from './unpushed.ts'

type Deps = {
  store: Store
  connections: Connections
  sessions: Sessions
  running(user_id: string): string | null
}

const NOTHING: SyncStatus['unpushed'] = { user: 0, platform: 0, audience: 0, distribution: 0, total: 0 }

export function createStatus({ store, connections, sessions, running }: Deps) {
  return async (user_id: string): Promise<Result<SyncStatus>> => {
    const session = await sessions.of(user_id)
    if (!session)
      return ok({
        connection: null,
        unpushed: NOTHING,
        conflicts: 0,
        waiting_batch: false,
        job_id: null,
        last_push: null,
        last_pull_at: null,
        last_look_at: null,
        resent: 0,
        problem: null,
      })
    const { file, kept, conflicts } = session
    const unpushed = { ...NOTHING }
    for (const entity of ['user', 'platform', 'audience', 'distribution'] as const) {
      const count = await unpushedOf(store, session, entity)
      if (!count.ok) return count
      unpushed[entity] = count.value
      unpushed.total += count.value
    }
    const { batch, history, last_pull_at, resent, problem } = file.current
    return ok({
      connection: connections.shown(kept),
      unpushed,
      conflicts: conflicts.size(),
      waiting_batch: batch !== null && running(user_id) === null,
      job_id: running(user_id),
      last_push: history[0] ?? null,
      last_pull_at,
      last_look_at: lastLook(file.current),
      resent,
      problem,
    })
  }
}
export type Status = ReturnType<typeof createStatus>
