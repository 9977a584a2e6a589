// Cases of jobs.
import { type CasesOf, none } from './of.ts'

export const jobCases: CasesOf<'jobs'> = {
  'jobs.list': none,
  'jobs.get': async env => ({ job_id: await env.startJob() }),
  'jobs.cancel': async env => ({ job_id: await env.startJob() }),
  async 'jobs.dismiss'(env) {
    const job = { job_id: await env.startJob() }
    env.release()
    await env.ended(job)
    return job
  },
}
