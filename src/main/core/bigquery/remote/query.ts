// Statements: as jobs of a batch, as reads, and dry.
import { randomUUID } from 'node:crypto'
import { ok, type Result } from '../../../../shared/errors.ts'
import type { Column, Ran, Remote, Row, Statement } from '../face.ts'
import { DryRun, Job, Results } from './answers.ts'
import { readRows, wireParameters } from './cells.ts'
import { toldBy } from './classify.ts'
import type { Client } from './client.ts'
import type { Clock } from './clock.ts'
import {
  type Ended,
  failureOf,
  JOB_PATIENCE_MS,
  type Jobs,
  lookAfter,
  refusalOf,
  stillRunning,
} from './jobs.ts'
import { persist } from './retry.ts'

/**
 * Rows of one answer: an answer is parsed in one go, and whole records are some 3.5 kB each. Of short ones Google sends as
 * many as fit into its 10 MB.
 */
const WIDE_PAGE = 500
const NARROW_PAGE = 10_000
const pageRows = (columns: readonly Column[]) => (columns.length > 8 ? WIDE_PAGE : NARROW_PAGE)
/** Constant words only: whoever keeps the project reads them. */
const LABELS = { app: 'activation-manager' }
/** Instants as whole microseconds: as floating point they would lose digits. */
const EXACT = { 'formatOptions.useInt64Timestamp': true }

function configuration({ sql, parameters }: Statement) {
  return {
    query: sql,
    useLegacySql: false,
    ...(parameters && { parameterMode: 'NAMED', queryParameters: wireParameters(parameters) }),
  }
}

export type QueryDeps = {
  client: Client
  jobs: Jobs
  clock: Clock
  project: string
  location: string
  /** Milliseconds that BigQuery holds the line until a job is done; less than a call may take. */
  hold_ms: number
}

export function createQueries({ client, jobs, clock, project, location, hold_ms }: QueryDeps) {
  const results = (job_id: string, maxResults: number, signal?: AbortSignal, pageToken?: string) => {
    const query = {
      location,
      maxResults,
      timeoutMs: hold_ms,
      ...EXACT,
      ...(pageToken && { pageToken }),
    }
    return client.call({ method: 'GET', path: `queries/${job_id}`, query }, Results, signal)
  }

  /** The first page of a job, once it is done. */
  async function settle(
    id: string,
    known: Job | null,
    resumed: boolean,
    most: number,
    signal?: AbortSignal,
  ): Promise<Ended<Results>> {
    const failed = known && failureOf(known)
    if (failed) return failed
    const seen: { job: Job | null } = { job: null }
    // A failed job's failure comes as that of the call, such as a fault of Google's: the job itself tells the two apart.
    const look = async () => {
      seen.job = await jobs.fetchJob(id, signal).catch(() => null)
      return seen.job !== null && failureOf(seen.job) !== null
    }
    const since = clock.now()
    for (let n = 0; ; n++) {
      const page = await persist(() => results(id, most, signal), jobs.retry(signal, look))
      if (page.ok && page.value.jobComplete) return page
      if (page.ok) {
        if (clock.now() - since > JOB_PATIENCE_MS) return stillRunning(id)
        await clock.sleep(lookAfter(n), signal)
        continue
      }
      if (signal?.aborted || page.act === 'sign_in') return page
      if (seen.job === null) await look()
      const why = seen.job && failureOf(seen.job)
      if (why) return why
      return resumed && seen.job?.status.state === 'DONE' ? 'gone' : page
    }
  }

  /** Rows of a job that is done, from its first page on. */
  async function* pages(
    id: string,
    first: Results,
    columns: readonly Column[],
    signal?: AbortSignal,
  ): AsyncGenerator<Result<readonly Row[]>> {
    for (let page = first; ; ) {
      const { pageToken } = page
      // Asked for while this one is worked on; a refusal is heard of when its turn has come.
      const next =
        pageToken === undefined
          ? null
          : persist(() => results(id, pageRows(columns), signal, pageToken), jobs.retry(signal))
      try {
        // A statement that gives no rows has no schema.
        if (page.schema) yield ok(await readRows(page.rows, page.schema.fields, columns))
      } catch (error) {
        yield { ok: false, error: toldBy(error) }
        return
      }
      if (next === null) return
      const got = await next
      if (!got.ok) {
        yield refusalOf(got)
        return
      }
      page = got.value
    }
  }

  const run: Remote['run'] = async (step, statement, signal): Promise<Result<Ran>> => {
    const send = (jobId: string) =>
      jobs.send(() => {
        const jobReference = { projectId: project, jobId, location }
        const body = { jobReference, configuration: { query: configuration(statement), labels: LABELS } }
        return client.call({ method: 'POST', path: 'jobs', body }, Job, signal)
      }, signal)
    const taken = await jobs.take(
      step,
      { send, settle: (id, job, resumed) => settle(id, job, resumed, WIDE_PAGE, signal) },
      signal,
    )
    if (!taken.ok) return taken
    const { job_id, value: first } = taken.value
    const rows: Ran['rows'] = (columns, during) => pages(job_id, first, columns, during)
    return ok({ job_id, changed: first.numDmlAffectedRows ?? null, rows })
  }

  async function* query(
    statement: Statement,
    columns: readonly Column[],
    signal?: AbortSignal,
  ): AsyncGenerator<Result<readonly Row[]>> {
    // The same for each try, so that a lost answer doesn't make BigQuery read twice.
    const requestId = randomUUID()
    const body = {
      ...configuration(statement),
      requestId,
      location,
      labels: LABELS,
      maxResults: pageRows(columns),
      timeoutMs: hold_ms,
      formatOptions: { useInt64Timestamp: true },
    }
    const asked = await persist(
      () => client.call({ method: 'POST', path: 'queries', body }, Results, signal),
      jobs.retry(signal),
    )
    if (!asked.ok) return yield refusalOf(asked)
    const id = asked.value.jobReference?.jobId ?? ''
    const first = asked.value.jobComplete ? asked : await settle(id, null, false, pageRows(columns), signal)
    if (first === 'gone') return
    if (!first.ok) return yield refusalOf(first)
    yield* pages(id, first.value, columns, signal)
  }

  const dryRun: Remote['dryRun'] = async (statement, signal) => {
    const body = {
      jobReference: { projectId: project, location },
      configuration: { dryRun: true, query: configuration(statement) },
    }
    const ran = await persist(
      () => client.call({ method: 'POST', path: 'jobs', body }, DryRun, signal),
      jobs.retry(signal),
    )
    return ran.ok ? ok({ bytes: ran.value.statistics.totalBytesProcessed ?? 0 }) : refusalOf(ran)
  }

  return { run, query, dryRun }
}
