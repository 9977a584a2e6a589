// Push and pull: all operations of `bigquery.*`, and what happens by itself.
import type { Result } from '../../../shared/errors.ts'
import type { Vault } from '../credentials/face.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { Clock } from './remote/clock.ts'
import { createConnect } from './service/connect.ts'
import { createConnections, type FromEnvironment } from './service/connection.ts'
import { createDecisions } from './service/decisions.ts'
import { createSessions } from './service/sessions.ts'
import { createSetup } from './service/set-up.ts'
import { createStatus } from './service/status.ts'
import { createSync } from './service/sync.ts'
import type { Endpoints } from './sign-in/face.ts'

export type BigQuery = {
  handlers: HandlersOf<'bigquery'>
  /** A signed-in user asked for something: theirs are the pushes that are due. */
  seen(user_id: string): void
  /** Pushes of those who want it when the application ends; at most this long. */
  lastPush(ms: number): Promise<void>
  close(): Promise<void>
}

export type BigQueryDeps = {
  workspace: string
  /** Folder of the set-up's SQL. */
  resources: string
  store: Store
  vault: Vault
  jobs: Jobs
  log: Log
  /** What the environment says of the project and of Google's addresses. */
  environment: FromEnvironment
  endpoints: Result<Endpoints>
  changed(user_id: string): void
  /** Which workspace this is; see `metadata.planned_in` of a run. */
  home(): Promise<string>
  /** What waits between looks at a job. */
  clock?: Clock
  now?: () => Date
}

export function createBigQuery(deps: BigQueryDeps): BigQuery {
  const now = deps.now ?? (() => new Date())
  const connections = createConnections(deps.workspace, deps.environment, deps.log)
  const connect = createConnect(deps)
  const sessions = createSessions({ ...deps, connections, connect, now })
  const sync = createSync({ ...deps, sessions, now })
  const status = createStatus({ ...deps, connections, sessions, running: sync.running })
  const shared = { ...deps, connections, sessions, status, now, busy: sync.refuseWhileRunning }
  return {
    handlers: {
      'bigquery.status': (_input, { user_id }) => status(user_id),
      ...sync.handlers,
      ...createSetup(shared),
      ...createDecisions(shared),
    },
    seen: sync.seen,
    lastPush: sync.lastPush,
    close: sync.close,
  }
}
