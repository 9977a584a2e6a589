// Questions in SQL: each is run apart from the core, over the files of the profile that asks and nothing else.
import { QUERY_LIMITS } from '../../../shared/contract/queries.ts'
import { fail, ok } from '../../../shared/errors.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { StartQueryProcess } from './face.ts'
import { createProcesses } from './processes.ts'
import { createSaved } from './saved.ts'
import { setupOf, TABLE_NAMES, tableInfos } from './tables.ts'

type Deps = {
  store: Store
  workspace: string
  log: Log
  startProcess: StartQueryProcess
  /** For tests; as in QUERY_LIMITS otherwise. */
  seconds?: number | undefined
}

export function createQueries({ store, workspace, log, startProcess, seconds }: Deps): {
  handlers: HandlersOf<'queries'>
  close(): void
} {
  const processes = createProcesses(startProcess, seconds)
  const running = new Map<string, AbortController>()
  const key = (user_id: string, run_id: string) => `${user_id}\n${run_id}`

  async function taskOf(user_id: string, sql: string) {
    const files = await store.dataFiles(user_id)
    if (!files.ok) return files
    const { rows, characters, memory_mb } = QUERY_LIMITS
    return ok({
      sql,
      files: Object.values(files.value).flat(),
      setup: setupOf(files.value),
      tables: TABLE_NAMES,
      limits: { rows, characters, memory_mb },
    })
  }

  const handlers: HandlersOf<'queries'> = {
    ...createSaved({ workspace, log }),

    async 'queries.tables'() {
      // Whoever asks for the tables is about to ask of them.
      processes.prepare()
      return ok({ tables: tableInfos() })
    },

    async 'queries.run'({ run_id, sql }, { user_id }) {
      const name = key(user_id, run_id)
      if (running.has(name))
        return fail('conflict', 'A query of this run_id is running', { hint: 'Choose another run_id.' })
      const abort = new AbortController()
      running.set(name, abort)
      const run = () => processes.run(() => taskOf(user_id, sql), abort.signal)
      try {
        const first = await run()
        // A save may have put another file in the place of one just then.
        return !first.ok && first.error.code === 'storage_corrupt' ? await run() : first
      } finally {
        running.delete(name)
      }
    },

    async 'queries.cancel'({ run_id }, { user_id }) {
      const abort = running.get(key(user_id, run_id))
      abort?.abort()
      return ok({ cancelled: abort !== undefined })
    },
  }
  return {
    handlers,
    close() {
      for (const abort of running.values()) abort.abort()
      processes.close()
    },
  }
}
