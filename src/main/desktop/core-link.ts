// Ties the supervised core process to the window: its events go to the signed-in person's page alone.
import { utilityProcess } from 'electron'
import type { DistributionMoved } from '../../shared/contract/distributions.ts'
import { WorkspaceInfo } from '../../shared/contract/workspace.ts'
import type { EventOf } from '../../shared/contract.ts'
import type { EventName } from '../../shared/operation-names.ts'
import type { CoreConfig, CoreEvent } from '../core/face.ts'
import { type Supervisor, superviseCore } from './core-supervisor.ts'
import { hostQueries } from './query-processes.ts'
import type { Session } from './session.ts'

type CoreLinkParts = {
  modulePath: string
  queryPath: string
  config(): CoreConfig
  apiPort(): number | null
  session: Session
  toPage<N extends EventName>(event: N, payload: EventOf<N>): void
  /** A distribution of the signed-in person came into another state. */
  onMoved(moved: DistributionMoved): void
  onGivenUp(): void
  log(message: string): void
}

/** DuckDB's queries and file work wait in libuv's pool; the default of four threads makes saves queue behind them. */
const POOL_THREADS = '16'

export function startCore(parts: CoreLinkParts): Supervisor {
  const { SystemRoot } = process.env
  function pass(event: CoreEvent): void {
    if (event.user_id !== null && event.user_id !== parts.session.userId()) return
    parts.toPage(event.event, event.payload)
    if (event.event === 'distribution.moved') parts.onMoved(event.payload)
  }

  /** What the page shows may be of another folder or of before the death: it is told to fetch anew. */
  async function announce(): Promise<void> {
    const context = parts.session.context()
    const answer = await core.call({ call: 'invoke', operation: 'workspace.info', input: {}, context })
    const info = answer.ok ? WorkspaceInfo.safeParse(answer.value) : null
    if (info?.success) parts.toPage('workspace.changed', info.data)
    parts.toPage('session.changed', { user_id: parts.session.userId() })
  }

  const core = superviseCore({
    spawn: () =>
      utilityProcess.fork(parts.modulePath, [], {
        serviceName: 'Activation Manager data service',
        env: { ...process.env, UV_THREADPOOL_SIZE: POOL_THREADS },
      }),
    // Nothing else of our environment goes along: a query has no business with it.
    queries: hostQueries(() =>
      utilityProcess.fork(parts.queryPath, [], {
        serviceName: 'Activation Manager query',
        env: SystemRoot ? { SystemRoot } : {},
        stdio: 'ignore',
      }),
    ),
    config: parts.config,
    apiPort: parts.apiPort,
    onEvent: pass,
    onReplaced: () => void announce(),
    onGivenUp: parts.onGivenUp,
    log: parts.log,
  })
  return core
}
