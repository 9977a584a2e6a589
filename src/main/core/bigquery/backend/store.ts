// The store that is BigQuery: reads are answered from a copy here, saves are BigQuery's before they are acknowledged.
import type { WorkspaceInfo } from '../../../../shared/contract/workspace.ts'
import type { Store } from '../../store/face.ts'
import type { LiveState } from './live.ts'

type Writes = Pick<Store, 'commit' | 'commitGroups' | 'commitStaged'>
type Deps = { cache: Store; writes: Writes; live: LiveState; close(): Promise<void> }

/** As long as BigQuery can't be read, nothing can be saved: what is here can be looked at. */
function infoOf(cache: WorkspaceInfo, live: LiveState): WorkspaceInfo {
  const now = live.current()
  const { problem } = now
  if (cache.state !== 'open' || !problem) return { ...cache, live: now }
  const { code, message, hint } = problem
  return { ...cache, state: 'read_only', reason: { code, message, ...(hint && { hint }) }, live: now }
}

export function createBackendStore({ cache, writes, live, close }: Deps): Store {
  const info = () => infoOf(cache.info(), live)
  return {
    ...cache,
    ...writes,
    info,
    onInfo(listener) {
      const tell = () => listener(info())
      const stops = [cache.onInfo(tell), live.onChange(tell)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    async close() {
      await close()
      await cache.close()
    },
  }
}
