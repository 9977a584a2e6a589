// The operations on jobs. A job of another profile doesn't exist.
import { ok } from '../../../shared/errors.ts'
import type { HandlersOf } from '../handlers.ts'
import type { Jobs } from './face.ts'

export const createJobHandlers = (jobs: Jobs): HandlersOf<'jobs'> => ({
  'jobs.list': async (_input, { user_id }) => ok({ jobs: jobs.list(user_id) }),
  'jobs.get': async ({ job_id }, { user_id }) => jobs.get(user_id, job_id),
  'jobs.cancel': async ({ job_id }, { user_id }) => jobs.cancel(user_id, job_id),
  'jobs.dismiss': async ({ job_id }, { user_id }) => jobs.dismiss(user_id, job_id),
})
