// Jobs: how they run, report, end and are stopped.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CoreEvent } from '../../../src/main/core/face.ts'
import type { JobContext, JobSpec, Jobs } from '../../../src/main/core/jobs/face.ts'
import { createJobs } from '../../../src/main/core/jobs/jobs.ts'
import { Job, type JobResult } from '../../../src/shared/domain/job.ts'
import { fail, ok, type Result } from '../../../src/shared/errors.ts'
import { createMemoryLog } from '../../support/core.ts'
import { eventually } from '../../support/eventually.ts'

const ME = 'retail-analytics'
const DONE: JobResult = { changed: 1, skipped: 0, errors: [], error_count: 0 }

let jobs: Jobs
let events: CoreEvent[]
let log: ReturnType<typeof createMemoryLog>
beforeEach(() => {
  events = []
  log = createMemoryLog()
  jobs = createJobs({ emit: event => void events.push(event), log })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Work that ends when the test says so, and as a well-behaved job answers when it is aborted. */
function held(over: Partial<JobSpec> = {}) {
  let context: JobContext | undefined
  let end: (result: Result<JobResult>) => void = () => {}
  const job = jobs.start({
    user_id: ME,
    kind: 'import',
    title: 'Import audiences.json',
    unit: 'audiences',
    run: given =>
      new Promise(resolve => {
        context = given
        end = resolve
        given.signal.addEventListener('abort', () => resolve(fail('cancelled', 'The import was cancelled')))
      }),
    ...over,
  })
  const get = () => {
    const found = jobs.get(ME, job.job_id)
    if (!found.ok) throw new Error(found.error.message)
    return found.value
  }
  return {
    id: job.job_id,
    job,
    get,
    context: () => {
      if (!context) throw new Error('The job does not run yet')
      return context
    },
    end: (result: Result<JobResult>) => {
      end(result)
      return eventually(() => expect(get().finished_at).not.toBeNull())
    },
  }
}

describe('a job', () => {
  it('runs, reports and completes with its result', async () => {
    const work = held()
    expect(work.job).toMatchObject({ state: 'running', cancellable: true, finished_at: null })
    work.context().progress(10, 40)
    work.context().progress(20)
    work.context().message('Checking rows')
    expect(work.get()).toMatchObject({
      progress: { done: 20, total: 40, unit: 'audiences' },
      message: 'Checking rows',
    })
    await work.end(ok(DONE))
    expect(work.get()).toMatchObject({ state: 'completed', result: DONE, error: null, cancellable: false })
    expect(Job.safeParse(work.get()).success).toBe(true)
  })

  it('fails with the error of the work', async () => {
    const work = held()
    await work.end(fail('storage_full', 'The disk is full'))
    expect(work.get()).toMatchObject({ state: 'failed', error: { code: 'storage_full' }, result: null })
  })

  it('hides what a bug said and logs it under an id', async () => {
    const work = held({
      run: async () => {
        throw new Error('segment[3] of undefined')
      },
    })
    await eventually(() => expect(work.get().state).toBe('failed'))
    const { error } = work.get()
    expect(JSON.stringify(error)).not.toContain('undefined')
    const logged = log.lines.find(line => line.event === 'internal_error')
    expect(logged?.fields.log_id).toBe(error?.details?.log_id)
  })

  it('takes no report after its end', async () => {
    const work = held()
    await work.end(ok(DONE))
    const before = events.length
    work.context().progress(99)
    expect(work.get().progress.done).toBe(0)
    expect(events).toHaveLength(before)
  })

  it('can’t be changed through what was handed out', () => {
    const work = held()
    work.job.title = 'Other'
    expect(work.get().title).toBe('Import audiences.json')
  })
})

describe('cancelling', () => {
  it('aborts the work, which ends as cancelled', async () => {
    const work = held()
    const answer = jobs.cancel(ME, work.id)
    expect(answer).toMatchObject({ ok: true, value: { cancellable: false, message: 'Cancelling' } })
    await eventually(() => expect(work.get().state).toBe('cancelled'))
    expect(work.get().error?.code).toBe('cancelled')
  })

  it('leaves work completed that was past the point of no return', async () => {
    let finish: (result: Result<JobResult>) => void = () => {}
    const work = held({
      run: () =>
        new Promise(resolve => {
          finish = resolve
        }),
    })
    jobs.cancel(ME, work.id)
    finish(ok(DONE))
    await eventually(() => expect(work.get().state).toBe('completed'))
  })

  it('ends a queued job without running it', async () => {
    const running = [held(), held()]
    const run = vi.fn(async () => ok(DONE))
    const ended = vi.fn()
    const waiting = held({ run, ended })
    expect(waiting.job.state).toBe('queued')
    jobs.cancel(ME, waiting.id)
    expect(waiting.get().state).toBe('cancelled')
    expect(ended).toHaveBeenCalledOnce()
    for (const work of running) await work.end(ok(DONE))
    expect(run).not.toHaveBeenCalled()
  })

  it('is a conflict for a finished job', async () => {
    const work = held()
    await work.end(ok(DONE))
    expect(jobs.cancel(ME, work.id)).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })
})

describe('the list', () => {
  it('runs two at once and the next when one ends', async () => {
    const [a, b, c] = [held(), held(), held()]
    expect([a, b, c].map(work => work.job.state)).toEqual(['running', 'running', 'queued'])
    await a.end(ok(DONE))
    await eventually(() => expect(c.get().state).toBe('running'))
    await b.end(ok(DONE))
    expect(jobs.list(ME).map(job => job.job_id)).toEqual([c.id, b.id, a.id])
  })

  it('belongs to one profile', () => {
    const work = held()
    expect(jobs.list('travel-analytics')).toEqual([])
    for (const ask of [jobs.get, jobs.cancel, jobs.dismiss])
      expect(ask('travel-analytics', work.id)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(work.get().state).toBe('running')
  })

  it('lets go of finished jobs alone', async () => {
    const work = held()
    expect(jobs.dismiss(ME, work.id)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    await work.end(ok(DONE))
    expect(jobs.dismiss(ME, work.id)).toEqual(ok(null))
    expect(jobs.list(ME)).toEqual([])
  })

  it('keeps the newest 200 finished ones', async () => {
    const first = held({ run: async () => ok(DONE) })
    for (let n = 0; n < 200; n++) held({ run: async () => ok(DONE) })
    await eventually(() => expect(jobs.list(ME).every(job => job.finished_at !== null)).toBe(true))
    expect(jobs.list(ME)).toHaveLength(200)
    expect(jobs.get(ME, first.id).ok).toBe(false)
  })
})

describe('events', () => {
  it('come at most ten a second for one job, and the last state always', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
    const work = held()
    for (let ms = 0; ms < 1_000; ms++) {
      work.context().progress(ms, 1_000)
      await vi.advanceTimersByTimeAsync(1)
    }
    const atEnd = events.length
    expect(atEnd).toBeLessThanOrEqual(9)
    expect(atEnd).toBeGreaterThanOrEqual(7)
    await work.end(ok(DONE))
    const last = events.at(-1)
    expect(last).toMatchObject({ event: 'job.updated', user_id: ME, payload: { state: 'completed' } })
    const count = events.length
    await vi.advanceTimersByTimeAsync(1_000)
    expect(events).toHaveLength(count)
  })

  it('tell a pause’s last progress', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
    const work = held()
    work.context().progress(1)
    work.context().progress(7)
    await vi.advanceTimersByTimeAsync(200)
    expect(events.at(-1)).toMatchObject({ payload: { progress: { done: 7 } } })
  })
})

describe('closing', () => {
  it('cancels what runs and what waits, and starts nothing more', async () => {
    const all = [held(), held(), held()]
    await jobs.close()
    expect(all.map(work => work.get().state)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    const late = vi.fn(async () => ok(DONE))
    expect(held({ run: late }).job.state).toBe('cancelled')
    expect(late).not.toHaveBeenCalled()
  })
})
