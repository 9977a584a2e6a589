// Runs a job to its end: progress where a person watches, and Ctrl+C cancels it in order.
import type { Job } from '../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { progressLine } from './say.ts'
import type { Session } from './session.ts'

/** An event can be missed only when the program goes; then the next question is refused. */
const ASK_AGAIN_MS = 1_000

/** The finished job. A failed or cancelled one is its refusal. */
export async function jobOf(session: Session, start: () => Promise<Result<Job>>): Promise<Result<Job>> {
  const ended = new Map<string, Job>()
  let wake = () => {}
  let line: ReturnType<typeof progressLine> | null = null
  let own = ''
  const off = session.core.subscribe(event => {
    if (event.event !== 'job.updated' || event.user_id !== session.user_id) return
    const job = event.payload
    if (job.job_id === own) line?.show(job.progress, job.message)
    if (job.finished_at === null) return
    ended.set(job.job_id, job)
    wake()
  })
  let interrupted = false
  const interrupt = () => {
    if (interrupted) process.exit(130)
    interrupted = true
    if (own !== '') void session.invoke('jobs.cancel', { job_id: own })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
  try {
    const started = await start()
    if (!started.ok) return started
    own = started.value.job_id
    if (interrupted) void session.invoke('jobs.cancel', { job_id: own })
    line = progressLine(started.value.title)
    let job = started.value
    while (job.finished_at === null) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, ASK_AGAIN_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (ended.has(own)) wake()
      })
      const heard = ended.get(own)
      const asked = heard ? ok(heard) : await session.invoke('jobs.get', { job_id: own })
      if (!asked.ok) return asked
      job = asked.value
    }
    await session.invoke('jobs.dismiss', { job_id: own })
    if (job.state === 'completed') return ok(job)
    return { ok: false, error: job.error ?? fail('internal', `${job.title} did not end as it should`).error }
  } finally {
    line?.clear()
    off()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt)
  }
}
