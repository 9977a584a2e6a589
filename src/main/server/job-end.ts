// Waits for the end of a job on behalf of a caller who may go away before it.
import type { Job } from '../../shared/domain/job.ts'
import { ok, type Result } from '../../shared/errors.ts'
import type { Context, Core } from '../core/face.ts'

/** The job is asked for again this often, so that an event that never comes holds nobody up. */
const ASK_AGAIN_MS = 2_000

/** Hears which of the profile's jobs have ended, from before they are started: one may end before its start is answered. */
function listen(core: Core, user_id: string | null) {
  const ended = new Map<string, Job>()
  let wake = () => {}
  const stop = core.subscribe(event => {
    if (event.event !== 'job.updated' || event.user_id !== user_id) return
    if (event.payload.finished_at === null) return
    ended.set(event.payload.job_id, event.payload)
    wake()
  })
  /** Resolves at the end of any job, when the caller has gone away, or after a while. */
  const news = (signal: AbortSignal) =>
    new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ASK_AGAIN_MS)
      signal.addEventListener('abort', done)
      wake = done
    })
  return { ended, news, stop }
}

export type JobEnd = (
  user_id: string,
  start: () => Promise<Result<Job>>,
  signal: AbortSignal,
) => Promise<Result<Job>>

/**
 * Starts a job and answers it when it has ended, however it ended; a refusal when it can't be started or found any more.
 * When the caller goes away (`signal`), the job is cancelled and answered as it is then, unless someone else waits for
 * it too: a start may answer a job that was running already.
 */
export function jobEnds(core: Core): JobEnd {
  /** How many callers wait for each job that was started here. */
  const callers = new Map<string, number>()
  const getJob = (job_id: string, context: Context) =>
    core.invoke('jobs.get', { job_id }, context) as Promise<Result<Job>>

  /** Whether the job was started here: one that is older than the call belongs to the page or another program. */
  function enter({ job_id, created_at }: Job, asked: string): boolean {
    const waiting = callers.get(job_id)
    if (waiting === undefined && created_at < asked) return false
    callers.set(job_id, (waiting ?? 0) + 1)
    return true
  }

  /** Whether nobody is left who waits for it. */
  function leave(job_id: string): boolean {
    const left = (callers.get(job_id) ?? 1) - 1
    if (left > 0) callers.set(job_id, left)
    else callers.delete(job_id)
    return left === 0
  }

  return async (user_id, start, signal) => {
    const context: Context = { user_id, session: 'token', door: 'server' }
    const asked = new Date().toISOString()
    const { ended, news, stop } = listen(core, user_id)
    try {
      const started = await start()
      if (!started.ok) return started
      const { job_id } = started.value
      const own = enter(started.value, asked)
      let job: Result<Job> = started
      const hear = () => {
        const last = ended.get(job_id)
        if (last) job = ok(last)
        return job.ok && job.value.finished_at === null && !signal.aborted
      }
      try {
        while (hear()) {
          await news(signal)
          if (!ended.has(job_id) && !signal.aborted) job = await getJob(job_id, context)
        }
      } finally {
        if (own && leave(job_id) && signal.aborted) await core.invoke('jobs.cancel', { job_id }, context)
      }
      return job
    } finally {
      stop()
    }
  }
}
