// Jobs by id: an id is used once in a project and location, and a job shows itself done after some looks at it.
import { randomUUID } from 'node:crypto'
import { duplicate, type ErrorProto, GoogleError, invalid, notFound } from './errors.ts'
import type { Fault } from './faults.ts'
import type { Loaded } from './run/load.ts'
import type { Outcome } from './run/script.ts'
import type { World } from './world.ts'

export type Done = { query: Outcome } | { load: Loaded }

export type Job = {
  id: string
  location: string
  principal: string
  configuration: Record<string, unknown>
  parent: string | null
  created: number
  ended: number | null
  /** Looks left until it shows what became of it. */
  looks: number
  /** Whether PENDING was shown last, which is said once. */
  pending: boolean
  done: Done | null
  error: ErrorProto | null
  /** What is still to be carried out; null when it was, or never will be. */
  held: (() => Promise<void>) | null
  /** Called when a held job is let go. */
  waiting: (() => void)[]
}

const ID = /^[A-Za-z0-9_-]{1,1024}$/
/** Locations that need not be named to find a job. */
const COMMON = ['US', 'EU']

export type NewJob = {
  id: string | null
  location: string
  principal: string
  configuration: Record<string, unknown>
  work: () => Promise<Done>
  fault: Fault | null
  /** Looks until it shows itself done. */
  looks: number
}

export interface Jobs {
  insert(made: NewJob): Promise<Job>
  /** Throws notFound, also for a job of another location. */
  get(id: string, location: string | null): Job
  list(): readonly Job[]
  /** Shows the job once more: it comes nearer to its end. */
  look(job: Job): void
  isDone(job: Job): boolean
  /** Carries out what was held, as if the job had waited for a slot. */
  release(job: Job): Promise<void>
  cancel(job: Job): void
  remove(job: Job): void
}

export function makeJobs(world: World): Jobs {
  const jobs = new Map<string, Job>()
  const keyOf = (location: string, id: string) => `${location}.${id}`

  async function carryOut(job: Job, work: () => Promise<Done>, fault: Fault | null) {
    const failing = fault?.kind === 'job_error' ? fault : null
    try {
      if (!failing || failing.applied) job.done = await work()
      if (failing) {
        throw new GoogleError(failing.reason, failing.message ?? `The job encountered ${failing.reason}`)
      }
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error
      job.error = error.proto
    }
    job.ended = world.clock.now()
    addChildren(job)
  }

  function addChildren(parent: Job) {
    if (!parent.done || !('query' in parent.done)) return
    parent.done.query.children.forEach((child, at) => {
      const id = `script_job_${parent.id.slice(0, 900)}_${at}`
      const configuration = { ...parent.configuration, jobType: 'QUERY' }
      jobs.set(keyOf(parent.location, id), {
        ...parent,
        id,
        configuration,
        parent: parent.id,
        done: { query: child },
        error: null,
        looks: 0,
        pending: false,
      })
    })
  }

  const letGo = (job: Job) => {
    job.held = null
    for (const wake of job.waiting.splice(0)) wake()
  }
  const isDone = (job: Job) => job.held === null && job.looks <= 0

  return {
    async insert({ id: given, location, principal, configuration, work, fault, looks }) {
      const id = given ?? `job_${randomUUID()}`
      if (!ID.test(id)) throw invalid(`Invalid job ID "${id}".`)
      const key = keyOf(location, id)
      if (jobs.has(key)) throw duplicate(`Job ${world.project}:${location}.${id}`)
      const job: Job = {
        id,
        location,
        principal,
        configuration,
        parent: null,
        created: world.clock.now(),
        ended: null,
        looks,
        pending: looks > 0,
        done: null,
        error: null,
        held: null,
        waiting: [],
      }
      jobs.set(key, job)
      if (fault?.kind === 'stuck') job.held = () => carryOut(job, work, null)
      else await carryOut(job, work, fault)
      return job
    },
    get(id, location) {
      const places = location === null ? COMMON : [location]
      for (const place of places) {
        const found = jobs.get(keyOf(place, id))
        if (found) return found
      }
      throw notFound(`Job ${world.project}:${location === null ? '' : `${location}.`}${id}`)
    },
    list: () => [...jobs.values()],
    look(job) {
      if (job.held !== null) return
      // The first look after PENDING shows RUNNING.
      job.pending = false
      job.looks -= 1
    },
    isDone,
    async release(job) {
      const held = job.held
      if (!held) return
      job.looks = 0
      await held()
      letGo(job)
    },
    cancel(job) {
      if (job.held === null) return
      job.looks = 0
      job.error = { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' }
      job.ended = world.clock.now()
      letGo(job)
    },
    remove: job => void jobs.delete(keyOf(job.location, job.id)),
  }
}
