// A computer with the whole core, connected to the stand-in, and what a person does there and waits for.
import { endpointsFrom } from '../../../../src/main/core/bigquery/sign-in/index.ts'
import type { Store } from '../../../../src/main/core/store/face.ts'
import type { InputOf } from '../../../../src/shared/contract.ts'
import type { Job } from '../../../../src/shared/domain/job.ts'
import { createTestCore, type TestCore } from '../../../support/core.ts'
import { hurrying } from '../../../support/hurrying.ts'

type Given = {
  /** What the environment names: a project, a dataset. */
  environment?: { project?: string; dataset?: string; location?: string }
  /** A workspace on the disk, and its store; in memory without. */
  workspace?: string
  store?: Store
}

export const computerAt = (
  addresses: { BIGQUERY_API_ENDPOINT: string; BIGQUERY_OAUTH_ENDPOINT: string },
  { environment = {}, ...on }: Given = {},
): Promise<TestCore> =>
  createTestCore({ ...on, bigquery: { environment, endpoints: endpointsFrom(addresses), clock: hurrying() } })

export async function ended(core: TestCore, { job_id }: { job_id: string }, user?: string): Promise<Job> {
  for (;;) {
    const now = await core.must('jobs.get', { job_id }, user)
    if (now.finished_at) return now
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

type Work = 'bigquery.push' | 'bigquery.pull' | 'bigquery.compare' | 'bigquery.setUp'

/** The end of something, whatever it is. */
export const tried = async <N extends Work>(core: TestCore, operation: N, user?: string): Promise<Job> =>
  ended(core, await core.must(operation, {} as InputOf<N>, user), user)

/** The same for what must succeed. */
export async function done<N extends Work>(core: TestCore, operation: N, user?: string): Promise<Job> {
  const job = await tried(core, operation, user)
  if (job.state !== 'completed')
    throw new Error(`${operation} ended ${job.state}: ${JSON.stringify(job.error)}`)
  return job
}
