// Connection tests of a scripted core: jobs that run until the test ends them.
import type { Job, JobState } from '../../../src/shared/domain/job.ts'
import { fail, ok } from '../../../src/shared/errors.ts'
import { type FakeCore, PROFILE } from './support.ts'

export const jobOf = (job_id: string, change: Partial<Job> = {}): Job => ({
  job_id,
  kind: 'connection_test',
  title: 'Test the connection of “Meta, Nordics”',
  state: 'running',
  progress: { done: 0, total: 1, unit: 'accounts' },
  message: '',
  cancellable: true,
  result: null,
  error: null,
  created_at: new Date().toISOString(),
  finished_at: null,
  ...change,
})

/** Answers `jobs.get` and `jobs.cancel` of the core from what the test says of each job. */
export function fakeJobs(core: FakeCore) {
  const jobs = new Map<string, Job>()
  const idIn = (input: unknown) => (input as { job_id: string }).job_id
  const told = (job: Job, user_id = PROFILE) => core.emit({ event: 'job.updated', payload: job, user_id })

  const fake = {
    /** Adds a running job and answers it; the one that is there when it runs already. */
    start(job_id: string, change: Partial<Job> = {}) {
      const running = jobs.get(job_id)
      if (running?.finished_at === null) return running
      const job = jobOf(job_id, change)
      jobs.set(job_id, job)
      told(job)
      return job
    },
    /** Ends it; `silent` without an event. */
    end(job_id: string, state: JobState, error: Job['error'] = null, silent = false) {
      const job = jobOf(job_id, { ...jobs.get(job_id), state, error, finished_at: new Date().toISOString() })
      jobs.set(job_id, job)
      if (!silent) told(job)
    },
    forget: (job_id: string) => jobs.delete(job_id),
    cancelled: (): string[] =>
      core.calls.filter(call => call.operation === 'jobs.cancel').map(call => idIn(call.input)),
    told,
  }
  core.answer['jobs.get'] = input => {
    const job = jobs.get(idIn(input))
    return job ? ok(job) : fail('not_found', 'There is no such job')
  }
  core.answer['jobs.cancel'] = input => {
    fake.end(idIn(input), 'cancelled', fail('cancelled', 'The test was cancelled').error)
    return ok(jobs.get(idIn(input)))
  }
  return fake
}
