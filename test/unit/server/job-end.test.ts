// Waiting for a job: what is done when events don't come, come early, or nobody waits any more.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { jobEnds } from '../../../src/main/server/job-end.ts'
import type { Job } from '../../../src/shared/domain/job.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'
import { fakeJobs, jobOf } from '../../contract/server/fake-jobs.ts'
import { fakeCore, PROFILE } from '../../contract/server/support.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const core = fakeCore()
  const jobs = fakeJobs(core)
  const end = jobEnds(core)
  const asked = () => core.calls.filter(call => call.operation === 'jobs.get').length
  const gone = new AbortController()
  /** What it answered so far; null while it waits. */
  function wait(start: () => Promise<Result<Job>> = async () => ok(jobs.start('job_1'))) {
    const state: { answer: Result<Job> | null } = { answer: null }
    void end(PROFILE, start, gone.signal).then(answer => {
      state.answer = answer
    })
    return state
  }
  return { core, jobs, wait, asked, gone }
}

it('asks now and then, and so finds an end that no event told of', async () => {
  const { core, jobs, wait, asked } = setUp()
  const state = wait()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(state.answer).toBeNull()
  expect(asked()).toBeGreaterThan(10)
  expect(asked()).toBeLessThan(100)
  jobs.end('job_1', 'completed', null, true)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state.answer).toMatchObject({ ok: true, value: { state: 'completed' } })
  expect([core.listeners(), vi.getTimerCount()]).toEqual([0, 0])
})

it('answers at the event, without asking', async () => {
  const { jobs, wait, asked } = setUp()
  const state = wait()
  await vi.advanceTimersByTimeAsync(0)
  jobs.end('job_1', 'failed', fail('keychain_locked', 'The keychain is locked').error)
  await vi.advanceTimersByTimeAsync(0)
  expect(state.answer).toMatchObject({ ok: true, value: { state: 'failed' } })
  expect([asked(), vi.getTimerCount()]).toEqual([0, 0])
})

it('takes neither another job’s end nor another user’s for its own', async () => {
  const { jobs, wait } = setUp()
  const state = wait()
  await vi.advanceTimersByTimeAsync(0)
  jobs.end('job_2', 'completed')
  jobs.told(jobOf('job_1', { state: 'failed', finished_at: 'now' }), 'someone-else')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(state.answer).toBeNull()
  jobs.end('job_1', 'completed')
  await vi.advanceTimersByTimeAsync(0)
  expect(state.answer).toMatchObject({ ok: true, value: { state: 'completed' } })
})

it('waits no longer than the job is known', async () => {
  const { core, jobs, wait } = setUp()
  const state = wait()
  await vi.advanceTimersByTimeAsync(10)
  jobs.forget('job_1')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state.answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
  expect(core.listeners()).toBe(0)
})

it('waits no longer than the core answers', async () => {
  const { core, wait } = setUp()
  const state = wait()
  core.answer['jobs.get'] = () => fail('storage_busy', 'The application is closing')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state.answer).toMatchObject({ ok: false, error: { code: 'storage_busy' } })
})

it('cancels a job that was started for a caller who is gone by then', async () => {
  const { core, jobs, wait, gone } = setUp()
  const state = wait(async () => {
    gone.abort()
    return ok(jobs.start('job_1'))
  })
  await vi.advanceTimersByTimeAsync(0)
  expect(state.answer).not.toBeNull()
  expect(jobs.cancelled()).toEqual(['job_1'])
  expect([core.listeners(), vi.getTimerCount()]).toEqual([0, 0])
})

it('cancels nothing when there was nothing to start', async () => {
  const { core, jobs, wait, gone } = setUp()
  gone.abort()
  const state = wait(async () => fail('not_found', 'There is no such platform'))
  await vi.advanceTimersByTimeAsync(0)
  expect(state.answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
  expect([jobs.cancelled(), core.listeners()]).toEqual([[], 0])
})
