// Push to BigQuery and pull from it, for schedulers. Setting it up is done in the app, or by the operations.
import { contract } from '../../../shared/contract.ts'
import { Job } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { json } from '../route.ts'

const tag = 'BigQuery'
const shown = (job: Result<Job>) => (job.ok ? ok({ job: job.value }) : job)

export const bigqueryRoutes = [
  json('get', '/api/bigquery', {
    tag,
    summary: 'How the profile stands with BigQuery',
    answer: contract['bigquery.status'].output.shape,
    respond: ({ ask }) => ask('bigquery.status', {}),
  }),
  json('post', '/api/bigquery/push', {
    tag,
    summary: 'Pull what changed, then send what did, as a job',
    answer: { job: Job },
    respond: async ({ ask }) => shown(await ask('bigquery.push', {})),
  }),
  json('post', '/api/bigquery/pull', {
    tag,
    summary: 'Take over what others changed, as a job',
    answer: { job: Job },
    respond: async ({ ask }) => shown(await ask('bigquery.pull', {})),
  }),
  json('get', '/api/bigquery/history', {
    tag,
    summary: 'The last 200 pushes, newest first',
    answer: contract['bigquery.history'].output.shape,
    respond: ({ ask }) => ask('bigquery.history', {}),
  }),
]
