// Jobs by their ids: each is made once, found again after a lost answer, waited for with few calls, cancelled on request.
import { type AppError, fail, type Result } from '../../../../shared/errors.ts'
import type { Step } from '../face.ts'
import { Cancelling, Job } from './answers.ts'
import { type Act, classify } from './classify.ts'
import type { Client } from './client.ts'
import type { Clock } from './clock.ts'
import { type Attempted, backoff, persist, type RetryOptions } from './retry.ts'
import { say } from './words.ts'

/** Jobs that one call begins anew, each after one that is known to have failed. */
export const MOST_ATTEMPTS = 5
/** Milliseconds that a call waits for a job to end. */
export const JOB_PATIENCE_MS = 10 * 60_000
/** Milliseconds that a cancelled job gets to end. */
const CANCEL_PATIENCE_MS = 20_000
/** Small loads take some seconds: looking at 1.5, 4.5 and 10.5 seconds, then every 12. */
const FIRST_LOOK_MS = 1_500
const LONGEST_LOOK_MS = 12_000
export const lookAfter = (n: number) => Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** n)

export type JobsDeps = {
  client: Client
  clock: Clock
  location: string
  renew: () => void
  /** See `RetryOptions`. */
  limits?: Pick<RetryOptions, 'reach' | 'patience_ms'>
}
export type Sent = Attempted<Job | null>
/** `gone`: the job was done, but what it left has expired; only another job brings it back. */
export type Ended<T> = { ok: true; value: T } | { ok: false; error: AppError; act: Act } | 'gone'

export const stillRunning = (job_id: string): Attempted<never> => {
  const [message, hint] = say.stillRunning
  return { ok: false, act: 'stop', error: { code: 'timeout', message, hint, details: { job_id } } }
}

const cancelled = () => fail('cancelled', say.cancelled[0], { hint: say.cancelled[1] })

export const refusalOf = ({ error }: { error: AppError }): Result<never> => ({ ok: false, error })

export function failureOf(job: Job): Attempted<never> | null {
  const { status, jobReference } = job
  if (status.state !== 'DONE' || !status.errorResult) return null
  const { act, error } = classify({
    kind: 'job',
    reason: status.errorResult.reason ?? 'unknown',
    text: status.errorResult.message ?? '',
    job_id: jobReference.jobId,
  })
  return { ok: false, act, error }
}

export type Jobs = ReturnType<typeof createJobs>

export function createJobs({ client, clock, location, renew, limits = {} }: JobsDeps) {
  const retry = (signal?: AbortSignal, overtaken?: RetryOptions['overtaken']): RetryOptions => ({
    clock,
    renew,
    ...limits,
    signal,
    overtaken,
  })
  const fetchJob = (id: string, signal?: AbortSignal) =>
    client.call({ method: 'GET', path: `jobs/${id}`, query: { location } }, Job, signal)

  /** null: Google has no job of this id. */
  async function find(id: string, signal?: AbortSignal): Promise<Attempted<Job | null>> {
    const found = await persist(() => fetchJob(id, signal), retry(signal))
    return !found.ok && found.error.code === 'not_found' ? { ok: true, value: null } : found
  }

  /** Makes a job. null: the answer was lost, and the job is there. */
  async function send(work: () => Promise<Job>, signal?: AbortSignal): Promise<Sent> {
    const sent = await persist(work, retry(signal))
    const there = !sent.ok && sent.error.details?.reason === 'duplicate'
    return there ? { ok: true, value: null } : sent
  }

  /** Waits for the end; `known` is what is known of the job already. */
  async function waitFor(
    id: string,
    known: Job | null,
    signal?: AbortSignal,
    patience_ms = JOB_PATIENCE_MS,
  ): Promise<Attempted<Job>> {
    const since = clock.now()
    let job = known
    for (let n = 0; job?.status.state !== 'DONE'; n++) {
      if (clock.now() - since > patience_ms) return stillRunning(id)
      await clock.sleep(lookAfter(n), signal)
      const looked = await persist(() => fetchJob(id, signal), retry(signal))
      if (!looked.ok) return looked
      job = looked.value
    }
    return failureOf(job) ?? { ok: true, value: job }
  }

  /** Stops a job that may be there, and waits until it has ended. What can't be stopped in time ends by itself. */
  async function cancel(id: string) {
    const limit = AbortSignal.timeout(CANCEL_PATIENCE_MS)
    try {
      const path = `jobs/${id}/cancel`
      const { job } = await client.call({ method: 'POST', path, query: { location } }, Cancelling, limit)
      await waitFor(id, job, limit, CANCEL_PATIENCE_MS)
    } catch {
      // Not there, not reachable, or over already: the next push asks for the job before it makes another.
    }
  }

  /**
   * Takes a step to its end. A step that was begun before asks for its job first; a job that is known to have failed is
   * followed by one with the next id, at most five in one call. `send` makes the job of an id, `settle` waits for it.
   */
  async function take<T>(
    step: Step,
    how: {
      send(id: string): Promise<Sent>
      settle(id: string, job: Job | null, resumed: boolean): Promise<Ended<T>>
    },
    signal?: AbortSignal,
  ): Promise<Result<{ job_id: string; value: T }>> {
    let n = step.attempt
    let resumed = false
    let job: Job | null = null
    // 'used up' also where there was no attempt yet: a new number is needed.
    let id: 'used up' | 'free' | 'sent' = 'used up'
    if (n > 0) {
      const found = await find(step.id(n), signal)
      if (!found.ok) {
        if (signal?.aborted) await cancel(step.id(n))
        return refusalOf(found)
      }
      job = found.value
      resumed = job !== null
      // Why it failed then need not hold now: the user may have seen to it.
      id = job === null ? 'free' : failureOf(job) ? 'used up' : 'sent'
    }
    for (let jobs_made = 0; ; ) {
      if (id === 'used up') {
        if (signal?.aborted) return cancelled()
        n += 1
        resumed = false
        const begun = await step.begin(n)
        if (!begun.ok) return begun
        id = 'free'
      }
      const job_id = step.id(n)
      if (id === 'free') {
        const sent = await how.send(job_id)
        if (!sent.ok) {
          if (signal?.aborted) await cancel(job_id)
          return refusalOf(sent)
        }
        job = sent.value
        jobs_made += 1
      }
      const ended = await how.settle(job_id, job, resumed)
      if (ended !== 'gone') {
        if (ended.ok) return { ok: true, value: { job_id, value: ended.value } }
        if (signal?.aborted) {
          await cancel(job_id)
          return cancelled()
        }
        if (ended.act !== 'next' || jobs_made >= MOST_ATTEMPTS) return refusalOf(ended)
        await clock.sleep(backoff(jobs_made - 1, clock.random()), signal)
      }
      id = 'used up'
      job = null
    }
  }

  return { retry, fetchJob, find, send, waitFor, take }
}
