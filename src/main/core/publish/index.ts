// Publishing: the current records as Parquet files for BI tools, by hand and once a day.
import type { Job, JobResult } from '../../../shared/domain/job.ts'
import { type Fail, fail, ok, type Result } from '../../../shared/errors.ts'
import { pickIds } from '../exports/pick.ts'
import type { ReadDeps } from '../exports/read.ts'
import { orStop, stoppable } from '../exports/stop.ts'
import type { HandlersOf, SignedIn } from '../handlers.ts'
import type { JobContext, Jobs } from '../jobs/face.ts'
import type { Log } from '../log/log.ts'
import { createDaily } from '../platforms/daily.ts'
import { nowText } from '../time.ts'
import { checkFolder, checkFree, createStates, isDue } from './state.ts'
import { writeSnapshot } from './write.ts'

type Deps = ReadDeps & {
  workspace: string
  jobs: Jobs
  log: Log
  /** See `createDaily`. */
  first_ms?: number
  every_ms?: number
}

export type Publish = {
  handlers: HandlersOf<'publish'>
  /** A signed-in user asked for something. */
  seen(user_id: string): void
  close(): Promise<void>
}

const LIVING = [
  { entity: 'audience', filter: { deleted: false } },
  { entity: 'platform', filter: { deleted: false } },
  { entity: 'distribution', filter: { deleted: false } },
] as const

const noFolder = (): Fail =>
  fail('conflict', 'No folder was chosen to publish to', { hint: 'Choose one in Settings.' })

export function createPublish(deps: Deps): Publish {
  const { workspace, store, jobs, log } = deps
  const states = createStates({ workspace, log })
  /** The job of each profile that is at it. */
  const running = new Map<string, string>()

  async function publish(folder: string, context: SignedIn, job: JobContext): Promise<Result<JobResult>> {
    const { user_id } = context
    const started = performance.now()
    const at = nowText()
    const written = await stoppable(async () => {
      const found = orStop(await checkFolder(workspace, folder))
      const { first } = orStop(await checkFree(found, user_id))
      const [audience, platform, distribution] = [
        orStop(await pickIds(store, user_id, LIVING[0], job.signal)),
        orStop(await pickIds(store, user_id, LIVING[1], job.signal)),
        orStop(await pickIds(store, user_id, LIVING[2], job.signal)),
      ]
      const ids = { audience, platform, distribution }
      return writeSnapshot(deps, { folder: found, workspace, context, job, ids, at, first })
    })
    if (!written.ok) {
      if (written.error.code !== 'cancelled')
        await states.change(user_id, { failed: { at, error: written.error } })
      return written
    }
    const tables = written.value
    const kept = await states.change(user_id, { last: { at, tables }, failed: null })
    if (!kept.ok) return kept
    const rows = tables.filter(({ name }) => name !== 'segments').reduce((sum, table) => sum + table.rows, 0)
    log.info('publish.finished', { rows, ms: Math.round(performance.now() - started) })
    return ok({ changed: rows, skipped: 0, errors: [], error_count: 0 })
  }

  async function start(context: SignedIn): Promise<Result<Job>> {
    const { user_id } = context
    const { folder } = await states.of(user_id)
    if (folder === null) return noFolder()
    const known = running.get(user_id)
    const again = known === undefined ? null : jobs.get(user_id, known)
    if (again?.ok && again.value.finished_at === null) return again
    const job = jobs.start({
      user_id,
      kind: 'publish',
      title: 'Publish for BI tools',
      unit: 'records',
      run: job => publish(folder, context, job),
      ended: () => running.delete(user_id),
    })
    if (job.finished_at === null) running.set(user_id, job.job_id)
    return ok(job)
  }

  const daily = createDaily({
    log,
    wanted: async user_id => isDue(await states.of(user_id), new Date()),
    check: user_id => start({ user_id, session: 'desktop', door: 'desktop' }),
    ...(deps.first_ms !== undefined && { first_ms: deps.first_ms }),
    ...(deps.every_ms !== undefined && { every_ms: deps.every_ms }),
  })

  return {
    seen: daily.seen,
    close: daily.close,
    handlers: {
      'publish.state': async (_input, { user_id }) => ok(await states.of(user_id)),
      async 'publish.setUp'({ folder, daily }, { user_id }) {
        const checked = typeof folder === 'string' ? await checkFolder(workspace, folder) : ok(folder)
        if (!checked.ok) return checked
        const free = typeof checked.value === 'string' ? await checkFree(checked.value, user_id) : ok(null)
        if (!free.ok) return free
        return states.change(user_id, {
          ...(checked.value !== undefined && { folder: checked.value }),
          ...(daily !== undefined && { daily }),
        })
      },
      'publish.start': (_input, context) => start(context),
    },
  }
}
