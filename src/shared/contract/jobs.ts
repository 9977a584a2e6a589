// Long work, whatever it does.
import * as z from 'zod'
import { Job } from '../domain/job.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})
const which = z.strictObject({ job_id: z.string().max(100) })

export const jobOperations = {
  /** Running ones first, then finished ones of this run, newest first. */
  'jobs.list': read({ input: nothing, output: z.object({ jobs: z.array(Job) }) }),
  'jobs.get': read({ input: which, output: Job }),
  /** Asks a running job to stop; it ends as `cancelled` with nothing half done. */
  'jobs.cancel': write({ input: which, output: Job }),
  /** Takes a finished job off the list. */
  'jobs.dismiss': write({ input: which, output: z.null() }),
}
