// The workspace as a whole: what state it is in, writing it out, checking it, and whether the application is well.
import type { Damage } from '../../shared/contract/workspace.ts'
import type { JobResult } from '../../shared/domain/job.ts'
import { ok } from '../../shared/errors.ts'
import type { HandlersOf } from './handlers.ts'
import type { Jobs } from './jobs/face.ts'
import type { Store } from './store/face.ts'

type Deps = { store: Store; jobs: Jobs; app_version: string; home(): Promise<string> }
const ERRORS_NAMED = 1_000

/** Damage as the job shows it: one line for each file. */
function resultOf(damage: readonly Damage[]): JobResult {
  const errors = damage.slice(0, ERRORS_NAMED).map(({ file, message }, index) => ({
    path: file,
    message,
    row: index + 1,
    line: null,
  }))
  return { changed: 0, skipped: 0, errors, error_count: damage.length }
}

export function createWorkspace({
  store,
  jobs,
  app_version,
  home,
}: Deps): Omit<HandlersOf<'workspace'>, 'workspace.repair'> & HandlersOf<'health'> {
  const started = performance.now()
  return {
    async 'workspace.info'() {
      return ok(store.info())
    },

    async 'workspace.home'() {
      return ok({ home: await home() })
    },

    async 'workspace.flush'() {
      const flushed = await store.flush()
      return flushed.ok ? ok(store.info()) : flushed
    },

    /** Answers when the job has ended, so that the caller has the damage and the job tray has the progress. */
    'workspace.verify': (_input, { user_id }) =>
      new Promise(answer => {
        let damage: Damage[] = []
        jobs.start({
          user_id,
          kind: 'verify',
          title: 'Check the workspace files',
          unit: 'files',
          async run({ signal, progress }) {
            const found = await store.verify({ signal, progress })
            if (!found.ok) return found
            damage = found.value
            return ok(resultOf(damage))
          },
          ended: ({ error }) => answer(error ? { ok: false, error } : ok({ damage })),
        })
      }),

    async 'health.get'() {
      const { state, damage } = store.info()
      return ok({
        status: state === 'open' && damage.length === 0 ? 'ok' : 'degraded',
        version: app_version,
        workspace: state,
        uptime_s: Math.round(performance.now() - started) / 1000,
      })
    },
  }
}
