// Long work: what runs, what became of it, and stopping it.
import * as z from 'zod'
import { contract } from '../../../shared/contract.ts'
import { Job } from '../../../shared/domain/job.ts'
import { ok, type Result } from '../../../shared/errors.ts'
import { json } from '../route.ts'

const tag = 'Jobs'
const one = '/api/jobs/:job_id'
const shown = (found: Result<Job>) => (found.ok ? ok({ job: found.value }) : found)

export const jobRoutes = [
  json('get', '/api/jobs', {
    tag,
    summary: 'Jobs of this run: those that run first, then the newest',
    answer: contract['jobs.list'].output.shape,
    respond: ({ ask }) => ask('jobs.list', {}),
  }),
  json('get', one, {
    tag,
    summary: 'How far a job is, and what became of it',
    answer: { job: Job },
    respond: async ({ ask, param }) => shown(await ask('jobs.get', { job_id: param('job_id') })),
  }),
  json('post', `${one}/cancel`, {
    tag,
    summary: 'Ask a job to stop; it ends with nothing half done',
    answer: { job: Job },
    respond: async ({ ask, param }) => shown(await ask('jobs.cancel', { job_id: param('job_id') })),
  }),
  json('delete', one, {
    tag,
    summary: 'Take a finished job off the list',
    answer: { message: z.string() },
    async respond({ ask, param }) {
      const gone = await ask('jobs.dismiss', { job_id: param('job_id') })
      return gone.ok ? ok({ message: 'The job is off the list' }) : gone
    },
  }),
]
