// Questions in SQL: each is run apart from the core, over the files of the profile that asks and nothing else.
import { QUERY_LIMITS } from '../../../shared/contract/queries.ts'
import { fail, ok } from '../../../shared/errors.ts'
import { stoppable } from '../exports/stop.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/face.ts'
import type { Targets } from '../targets/index.ts'
import type { StartQueryProcess } from './face.ts'
import { createProcesses } from './processes.ts'
import { createSaved } from './saved.ts'
import { setupOf, TABLE_NAMES, tableInfos } from './tables.ts'
import { writeResult } from './write-result.ts'

type Deps = {
  store: Store
  workspace: string
  log: Log
  jobs: Jobs
  targets: Targets
  startProcess: StartQueryProcess
  /** For tests; as in QUERY_LIMITS otherwise. */
  seconds?: number | undefined
}

export function createQueries({ store, workspace, log, jobs, targets, startProcess, seconds }: Deps): {
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

  async function answer(user_id: string, sql: string, signal: AbortSignal) {
    const run = () => processes.run(() => taskOf(user_id, sql), signal)
    const first = await run()
    // A save may have put another file in the place of one just then.
    return !first.ok && first.error.code === 'storage_corrupt' ? run() : first
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
      try {
        return await answer(user_id, sql, abort.signal)
      } finally {
        running.delete(name)
      }
    },

    async 'queries.cancel'({ run_id }, { user_id }) {
      const abort = running.get(key(user_id, run_id))
      abort?.abort()
      return ok({ cancelled: abort !== undefined })
    },

    async 'queries.export'({ file_token, format, sql }, { user_id }) {
      const target = targets.claim(file_token, user_id)
      if (!target.ok) return target
      return ok(
        jobs.start({
          user_id,
          kind: 'export',
          title: `Export ${target.value.name}`,
          unit: 'rows',
          async run({ signal, message }) {
            message('Running the query')
            const found = await answer(user_id, sql, signal)
            if (!found.ok) return found
            message('Writing')
            const write = { format, workspace, signal }
            const saved = await target.value.write(part =>
              stoppable(async () => ok(await writeResult(part, found.value, write))),
            )
            if (!saved.ok) return saved
            const changed = found.value.rows.length
            return ok({ changed, skipped: 0, errors: [], error_count: 0, file: saved.value.file })
          },
        }),
      )
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
