// Pushing and pulling as jobs: one at a time for a profile, started by a person, by the clock, or when the app ends.
import type { PushRecord } from '../../../../shared/contract/bigquery.ts'
import type { Job, JobResult } from '../../../../shared/domain/job.ts'
import { type Fail, fail, ok, type Result } from '../../../../shared/errors.ts'
import type { HandlersOf } from '../../handlers.ts'
import type { JobContext, Jobs } from '../../jobs/face.ts'
import type { Log } from '../../log/log.ts'
import type { Store } from '../../store/face.ts'
import { TABLES } from '../rows/tables.ts'
import { countRows } from '../sync/prepare.ts'
import type { Ran } from './around.ts'
import { estimate } from './estimate.ts'
import { runPush } from './run.ts'
import { runCompare, runPull } from './run-pull.ts'
import type { Session, Sessions } from './sessions.ts'
import { createTimes } from './times.ts'

type Deps = {
  store: Store
  jobs: Jobs
  log: Log
  sessions: Sessions
  now(): Date
  changed(user_id: string): void
}
const TITLES = { push: 'Push to BigQuery', pull: 'Pull from BigQuery', compare: 'Compare with BigQuery' }
type Cause = PushRecord['cause']

const resultOf = ({ pushed, reconciled }: Ran): JobResult => ({
  changed: pushed + reconciled.taken + reconciled.merged,
  skipped: reconciled.asked,
  errors: reconciled.refused.slice(0, 1_000).map(({ table, id, path, message }, index) => ({
    row: index + 1,
    line: null,
    path: `${table} ${id}${path ? `: ${path}` : ''}`,
    message,
  })),
  error_count: reconciled.refused.length,
})

const busy = (): Fail =>
  fail('conflict', 'A push or pull is running already.', { hint: 'Wait until it has ended, or cancel it.' })

export function createSync(deps: Deps) {
  const { store, jobs, log, sessions, now, changed } = deps
  const running = new Map<string, string>()
  const ends = new Map<string, Promise<void>>()

  /** Starts the job of a profile unless one runs. */
  function start(
    session: Session,
    kind: keyof typeof TITLES,
    work: (context: JobContext) => Promise<Result<Ran>>,
  ): Result<Job> {
    const { user_id } = session
    if (running.has(user_id)) return busy()
    let ended = () => {}
    ends.set(user_id, new Promise<void>(resolve => (ended = resolve)))
    const job = jobs.start({
      user_id,
      kind,
      title: TITLES[kind],
      unit: kind === 'push' ? 'steps' : 'rows',
      lane: 'network',
      async run(context) {
        const ran = await work(context)
        return ran.ok ? ok(resultOf(ran.value)) : ran
      },
      ended() {
        running.delete(user_id)
        ended()
        changed(user_id)
      },
    })
    running.set(user_id, job.job_id)
    changed(user_id)
    return ok(job)
  }

  const push = (session: Session, cause: Cause) =>
    start(session, 'push', context => runPush({ store, session, context, now }, cause))

  async function pushOf(user_id: string, cause: Cause): Promise<Result<Job>> {
    const session = await sessions.need(user_id)
    return session.ok ? push(session.value, cause) : session
  }

  async function begin(
    user_id: string,
    kind: 'pull' | 'compare',
    work: typeof runPull,
  ): Promise<Result<Job>> {
    const session = await sessions.need(user_id)
    if (!session.ok) return session
    return start(session.value, kind, context => work({ store, session: session.value, context, now }))
  }

  const times = createTimes({ log, now, sessions, push: user_id => pushOf(user_id, 'schedule') })

  const handlers = {
    'bigquery.push': (_input, { user_id }) => pushOf(user_id, 'person'),

    'bigquery.pull': (_input, { user_id }) => begin(user_id, 'pull', runPull),

    'bigquery.compare': (_input, { user_id }) => begin(user_id, 'compare', runCompare),

    async 'bigquery.preview'(_input, { user_id }) {
      const session = await sessions.need(user_id)
      if (!session.ok) return session
      const until = await store.snapshot()
      if (!until.ok) return until
      const tables = []
      for (const table of TABLES) {
        const state = session.value.file.current.tables[table.entity]
        const counted = await countRows({ ...session.value, store }, table, state, until.value)
        if (!counted.ok) return counted
        tables.push({ entity: table.entity, table: table.name, ...counted.value })
      }
      const rows = tables.reduce((sum, { added, changed, deleted }) => sum + added + changed + deleted, 0)
      const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
      const sent = tables.filter(({ added, changed, deleted }) => added + changed + deleted > 0)
      return ok({ tables, rows, bytes, ...(await estimate(session.value, sent)) })
    },

    async 'bigquery.history'(_input, { user_id }) {
      const session = await sessions.of(user_id)
      return ok({ pushes: session?.file.current.history ?? [] })
    },
  } satisfies Partial<HandlersOf<'bigquery'>>

  return {
    handlers,
    running: (user_id: string) => running.get(user_id) ?? null,
    refuseWhileRunning: (user_id: string) => (running.has(user_id) ? busy() : null),
    seen: times.seen,
    /** Pushes of those who want it before the application ends; what isn't done in time goes on with the next start. */
    async lastPush(ms: number) {
      const wanting = await times.wantingAtQuit()
      await Promise.all(
        wanting.map(async user_id => {
          const started = await pushOf(user_id, 'quit')
          if (!started.ok) return
          let timer: NodeJS.Timeout | undefined
          const late = new Promise<void>(resolve => {
            timer = setTimeout(resolve, ms)
          })
          await Promise.race([ends.get(user_id), late])
          clearTimeout(timer)
        }),
      )
    },
    async close() {
      times.close()
      await Promise.all(ends.values())
    },
  }
}
