// jobs.insert, jobs.get, jobs.list and jobs.cancel.
import { z } from 'zod'
import { type Answer, type Call, ok, parseBody, part } from '../call.ts'
import { GoogleError, invalid } from '../errors.ts'
import { jobResource } from '../job-resource.ts'
import type { Job, Jobs } from '../jobs.ts'
import { checkLoad, LoadConfig, runLoad } from '../run/load.ts'
import { demand, type World } from '../world.ts'
import { checkBilled, dryRun, inferLocation, QueryConfig, sessionOf, work } from './query-config.ts'

const Body = z.object({
  jobReference: z
    .object({
      jobId: z.string().optional(),
      projectId: z.string().optional(),
      location: z.string().optional(),
    })
    .default({}),
  configuration: z.looseObject({
    query: QueryConfig.optional(),
    load: LoadConfig.optional(),
    dryRun: z.boolean().default(false),
    labels: z.record(z.string(), z.string()).optional(),
  }),
})

const LABEL = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u
function checkLabels(labels: Readonly<Record<string, string>>) {
  for (const [key, value] of Object.entries(labels)) {
    if (key === '' || !LABEL.test(key) || !LABEL.test(value)) {
      throw invalid(`Invalid label: ${key}=${value}. Labels hold lower-case letters, digits, _ and - only.`)
    }
  }
}

export type JobApi = { world: World; jobs: Jobs; looks: () => number }

export async function insertJob({ world, jobs, looks }: JobApi, call: Call): Promise<Answer> {
  demand(world, call.principal, 'bigquery.jobs.create')
  const { jobReference, configuration } = parseBody(Body, call.body)
  checkLabels(configuration.labels ?? {})
  const raw = (call.body as { configuration: Record<string, unknown> }).configuration
  const id = jobReference.jobId ?? null
  const common = { id, principal: call.principal, fault: call.fault, looks: looks() }
  if (configuration.load) {
    const config = configuration.load
    const media = call.upload?.media
    if (!media) throw invalid('Load configuration must specify at least one source URI')
    const dataset = world.catalog.datasets.get(config.destinationTable.datasetId)
    const location = jobReference.location ?? dataset?.location ?? 'US'
    checkLoad(world, call.principal, location, config)
    const job = await jobs.insert({
      ...common,
      location,
      configuration: { ...raw, jobType: 'LOAD' },
      work: async () => ({ load: await runLoad(world, config, media) }),
    })
    return ok(jobResource(world, job))
  }
  const config = configuration.query
  if (!config) throw invalid('Required parameter is missing: a job has one configuration, load or query')
  const location = jobReference.location ?? inferLocation(world, call.principal, config)
  const session = sessionOf(world, call.principal, location, config)
  if (configuration.dryRun) {
    return ok(await dryRun(session, config, { ...raw, jobType: 'QUERY' }))
  }
  const job = await jobs.insert({
    ...common,
    location,
    configuration: { ...raw, jobType: 'QUERY' },
    work: async () => {
      await checkBilled(session, config)
      return { query: await work(session, config) }
    },
  })
  return ok(jobResource(world, job))
}

/** Throws notFound, or accessDenied for another's job. */
export function findJob({ world, jobs }: Pick<JobApi, 'world' | 'jobs'>, call: Call): Job {
  const job = jobs.get(part(call, 'job'), call.query.get('location'))
  if (job.principal !== call.principal) demand(world, call.principal, 'bigquery.jobs.get')
  return job
}

export function getJob(api: JobApi, call: Call): Answer {
  const job = findJob(api, call)
  api.jobs.look(job)
  return ok(jobResource(api.world, job))
}

export function cancelJob(api: JobApi, call: Call): Answer {
  const job = findJob(api, call)
  api.jobs.cancel(job)
  return ok({ kind: 'bigquery#jobCancelResponse', job: jobResource(api.world, job) })
}

export function deleteJob(api: JobApi, call: Call): Answer {
  const job = findJob(api, call)
  if (!api.jobs.isDone(job)) throw new GoogleError('resourceInUse', 'The job is running')
  api.jobs.remove(job)
  return { status: 204 }
}

export function listJobs({ world, jobs }: JobApi, call: Call): Answer {
  const parent = call.query.get('parentJobId')
  const all = call.query.get('allUsers') === 'true'
  if (all) demand(world, call.principal, 'bigquery.jobs.listAll')
  const found = jobs
    .list()
    .filter(job => (all || job.principal === call.principal) && (parent === null || job.parent === parent))
    .map(job => ({ ...jobResource(world, job), state: jobResource(world, job).status }))
  return ok({ kind: 'bigquery#jobList', jobs: found })
}
