// The registry of long work: what runs, how far it is, how it ended.

import { newId } from '../../../shared/domain/ids.ts'
import type { Job } from '../../../shared/domain/job.ts'
import { fail, ok, type Result } from '../../../shared/errors.ts'
import type { Emit } from '../events.ts'
import { internalError, type Log } from '../log/log.ts'
import type { JobContext, JobSpec, Jobs } from './face.ts'

/** Leaves room for the first and the last state within ten events a second. */
const EVENT_EVERY_MS = 125
const RUNNING_AT_ONCE = { disk: 2, network: 4 }
const FINISHED_KEPT = 200

type Entry = {
  spec: JobSpec
  job: Job
  abort: AbortController
  last_event: number
  timer: NodeJS.Timeout | null
}

type Lane = NonNullable<JobSpec['lane']>
const laneOf = (spec: JobSpec): Lane => spec.lane ?? 'disk'
const isFinished = (job: Job) => job.finished_at !== null
const cancelledError = fail('cancelled', 'The job was cancelled. Nothing was changed.').error
const nowText = () => new Date().toISOString()

export function createJobs({ emit, log }: { emit: Emit; log: Log }): Jobs {
  const entries = new Map<string, Entry>()
  const queue: Entry[] = []
  const running = { disk: new Set<Promise<void>>(), network: new Set<Promise<void>>() }
  let closed = false

  function tell(entry: Entry) {
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = null
    entry.last_event = performance.now()
    emit({ event: 'job.updated', payload: structuredClone(entry.job), user_id: entry.spec.user_id })
  }

  function tellSoon(entry: Entry) {
    if (entry.timer) return
    const wait = entry.last_event + EVENT_EVERY_MS - performance.now()
    if (wait <= 0) tell(entry)
    else entry.timer = setTimeout(() => tell(entry), wait)
  }

  function finish(entry: Entry, change: Partial<Job>) {
    entry.job = { ...entry.job, ...change, cancellable: false, finished_at: nowText() }
    tell(entry)
    log.info('job.finished', {
      job_id: entry.job.job_id,
      kind: entry.job.kind,
      state: entry.job.state,
      code: entry.job.error?.code,
    })
    entry.spec.ended?.(structuredClone(entry.job))
    const finished = [...entries.values()].filter(({ job }) => isFinished(job))
    for (const { job } of finished.slice(0, Math.max(0, finished.length - FINISHED_KEPT)))
      entries.delete(job.job_id)
  }

  function contextOf(entry: Entry): JobContext {
    const update = (change: Partial<Job>) => {
      if (isFinished(entry.job)) return
      entry.job = { ...entry.job, ...change }
      tellSoon(entry)
    }
    return {
      signal: entry.abort.signal,
      progress: (done, total) => {
        const { progress } = entry.job
        update({ progress: { ...progress, done, total: total ?? progress.total } })
      },
      message: text => update({ message: text }),
    }
  }

  async function run(entry: Entry) {
    entry.job = { ...entry.job, state: 'running' }
    tell(entry)
    try {
      const result = await entry.spec.run(contextOf(entry))
      if (result.ok) finish(entry, { state: 'completed', result: result.value, message: '' })
      else if (result.error.code === 'cancelled' && entry.abort.signal.aborted)
        finish(entry, { state: 'cancelled', error: result.error, message: '' })
      else finish(entry, { state: 'failed', error: result.error, message: '' })
    } catch (error) {
      const bug = internalError(log, `job ${entry.job.kind} ${entry.job.job_id}`, error)
      finish(entry, { state: 'failed', error: bug.error, message: '' })
    }
  }

  const hasRoom = (lane: Lane) => running[lane].size < RUNNING_AT_ONCE[lane]

  function startNext() {
    while (!closed) {
      const next = queue.findIndex(({ spec }) => hasRoom(laneOf(spec)))
      const [entry] = next < 0 ? [] : queue.splice(next, 1)
      if (!entry) return
      const lane = running[laneOf(entry.spec)]
      const work = run(entry).finally(() => {
        lane.delete(work)
        startNext()
      })
      lane.add(work)
    }
  }

  function find(user_id: string, job_id: string): Result<Entry> {
    const entry = entries.get(job_id)
    return entry && entry.spec.user_id === user_id
      ? ok(entry)
      : fail('not_found', 'There is no such job', {
          hint: 'It may have been taken off the list, or the application was started again since.',
        })
  }

  function stop(entry: Entry) {
    entry.abort.abort()
    const waiting = queue.indexOf(entry)
    if (waiting >= 0) {
      queue.splice(waiting, 1)
      finish(entry, { state: 'cancelled', error: cancelledError })
    } else if (!isFinished(entry.job)) {
      entry.job = { ...entry.job, cancellable: false, message: 'Cancelling' }
      tell(entry)
    }
  }

  return {
    start(spec) {
      const entry: Entry = {
        spec,
        abort: new AbortController(),
        last_event: 0,
        timer: null,
        job: {
          job_id: newId('job'),
          kind: spec.kind,
          title: spec.title,
          state: 'queued',
          progress: { done: 0, total: null, unit: spec.unit },
          message: '',
          cancellable: true,
          result: null,
          error: null,
          created_at: nowText(),
          finished_at: null,
        },
      }
      entries.set(entry.job.job_id, entry)
      log.info('job.started', { job_id: entry.job.job_id, kind: spec.kind, user_id: spec.user_id })
      if (closed) finish(entry, { state: 'cancelled', error: cancelledError })
      else {
        queue.push(entry)
        startNext()
      }
      return structuredClone(entry.job)
    },
    list(user_id) {
      const jobs = [...entries.values()]
        .filter(({ spec }) => spec.user_id === user_id)
        .map(({ job }) => job)
        .reverse()
      const finished = jobs
        .filter(isFinished)
        .sort((a, b) => (b.finished_at ?? '').localeCompare(a.finished_at ?? ''))
      return structuredClone([...jobs.filter(job => !isFinished(job)), ...finished])
    },
    get(user_id, job_id) {
      const found = find(user_id, job_id)
      return found.ok ? ok(structuredClone(found.value.job)) : found
    },
    cancel(user_id, job_id) {
      const found = find(user_id, job_id)
      if (!found.ok) return found
      if (isFinished(found.value.job)) return fail('conflict', 'The job has finished already')
      stop(found.value)
      return ok(structuredClone(found.value.job))
    },
    dismiss(user_id, job_id) {
      const found = find(user_id, job_id)
      if (!found.ok) return found
      if (!isFinished(found.value.job))
        return fail('conflict', 'The job is still running', { hint: 'Cancel it first.' })
      entries.delete(job_id)
      return ok(null)
    },
    async close() {
      closed = true
      for (const entry of entries.values()) if (!isFinished(entry.job)) stop(entry)
      await Promise.all([...running.disk, ...running.network])
      for (const { timer } of entries.values()) if (timer) clearTimeout(timer)
    },
  }
}
