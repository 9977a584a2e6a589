// jobs.query and jobs.getQueryResults: answers by pages.
import { z } from 'zod'
import { type Answer, type Call, ok, parseBody } from '../call.ts'
import { GoogleError, invalid } from '../errors.ts'
import { affectedRows, stateOf } from '../job-resource.ts'
import type { Job } from '../jobs.ts'
import { type Format, pageOf, resultSchema } from '../results.ts'
import { demand, type World } from '../world.ts'
import { findJob, type JobApi } from './job-requests.ts'
import { checkBilled, dryRun, inferLocation, QueryConfig, sessionOf, work } from './query-config.ts'

const Body = QueryConfig.extend({
  location: z.string().optional(),
  dryRun: z.boolean().default(false),
  maxResults: z.number().int().nonnegative().optional(),
  requestId: z.string().max(36).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  formatOptions: z.object({ useInt64Timestamp: z.boolean().default(false) }).optional(),
})

export type QueryApi = JobApi & {
  /** Rows in a page that was asked for without a number. */
  pageRows: number
  /** Jobs by principal and request id: a request that is sent twice is carried out once. */
  requests: Map<string, Job>
}

export type Ask = { start: number; most: number; format: Format }

/** The end of a page in a form that tells the caller nothing. */
const tokenFor = (job: Job, start: number) =>
  Buffer.from(JSON.stringify([job.id, start])).toString('base64url')

function startOf(job: Job, token: string): number {
  try {
    const [id, start] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [unknown, unknown]
    if (id === job.id && typeof start === 'number') return start
  } catch {
    // Falls through to the refusal.
  }
  throw invalid('Invalid value for pageToken')
}

export function jobReference(world: World, job: Job) {
  return { projectId: world.project, jobId: job.id, location: job.location }
}

/** Throws the job's error. */
function resultsBody(world: World, job: Job, ask: Ask): Record<string, unknown> {
  if (job.error) throw new GoogleError(job.error.reason, job.error.message)
  const reference = { jobReference: jobReference(world, job), jobComplete: true, cacheHit: false }
  if (!job.done || !('query' in job.done)) throw invalid(`Job ${job.id} is not a query`)
  const { query } = job.done
  const affected = affectedRows(query)
  const body = {
    ...reference,
    totalBytesProcessed: String(query.bytes),
    ...(affected !== null && { numDmlAffectedRows: affected }),
  }
  if (!query.result) return { ...body, totalRows: '0' }
  const { rows, next } = pageOf(query.result, ask, ask.format)
  return {
    ...body,
    schema: resultSchema(query.result.fields),
    totalRows: String(query.result.rows.length),
    ...(rows.length > 0 && { rows }),
    ...(next !== null && { pageToken: tokenFor(job, next) }),
  }
}

export async function query(api: QueryApi, call: Call): Promise<Answer> {
  const { world, jobs, pageRows, requests } = api
  demand(world, call.principal, 'bigquery.jobs.create')
  const body = parseBody(Body, call.body)
  const location = body.location ?? inferLocation(world, call.principal, body)
  const session = sessionOf(world, call.principal, location, body)
  const ask: Ask = {
    start: 0,
    most: Math.min(body.maxResults ?? pageRows, pageRows),
    format: body.formatOptions?.useInt64Timestamp ? 'int64' : 'float',
  }
  if (body.dryRun) {
    const { statistics, jobReference } = await dryRun(session, body, {})
    return ok({
      ...answerKind,
      jobReference,
      jobComplete: true,
      totalBytesProcessed: statistics.totalBytesProcessed,
    })
  }
  const request = body.requestId === undefined ? null : `${call.principal} ${body.requestId}`
  const before = request === null ? undefined : requests.get(request)
  const job =
    before ??
    (await jobs.insert({
      id: null,
      location,
      principal: call.principal,
      configuration: { query: call.body, jobType: 'QUERY' },
      fault: call.fault,
      looks: 0,
      work: async () => {
        await checkBilled(session, body)
        return { query: await work(session, body) }
      },
    }))
  if (request !== null) requests.set(request, job)
  if (job.held !== null)
    return ok({ ...answerKind, jobReference: jobReference(world, job), jobComplete: false })
  return ok({ ...answerKind, ...resultsBody(world, job, ask) })
}

const answerKind = { kind: 'bigquery#queryResponse' }

/** Longest wait for a job that isn't done. */
const WAIT_MS = 10_000

/** Waits as Google does for a job that runs: until it ends, or the caller's time is over. */
export function waitForJob(api: QueryApi, call: Call): Promise<void> {
  let job: Job
  try {
    job = findJob(api, call)
  } catch {
    return Promise.resolve()
  }
  if (job.held === null) return Promise.resolve()
  const ms = Math.min(Number(call.query.get('timeoutMs') ?? WAIT_MS), WAIT_MS)
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    job.waiting.push(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

export function getQueryResults(api: QueryApi, call: Call): Answer {
  const job = findJob(api, call)
  if (stateOf(job) !== 'DONE') api.jobs.look(job)
  const kind = { kind: 'bigquery#getQueryResultsResponse' }
  if (stateOf(job) !== 'DONE') {
    return ok({ ...kind, jobReference: jobReference(api.world, job), jobComplete: false })
  }
  const token = call.query.get('pageToken')
  const most = Number(call.query.get('maxResults') ?? api.pageRows)
  if (!Number.isInteger(most) || most < 0) throw invalid('Invalid value for maxResults')
  const ask: Ask = {
    start: token ? startOf(job, token) : Number(call.query.get('startIndex') ?? 0),
    most: Math.min(most, api.pageRows),
    format: call.query.get('formatOptions.useInt64Timestamp') === 'true' ? 'int64' : 'float',
  }
  return ok({ ...kind, ...resultsBody(api.world, job, ask) })
}
