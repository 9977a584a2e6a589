// Long work, and the imports that are such work.
import * as z from 'zod'
import { Job } from '../domain/job.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})
const which = z.strictObject({ job_id: z.string().max(100) })

const options = {
  /** A refused row: `stop` imports nothing and lists all refusals; `skip` imports the rest. */
  on_error: z.enum(['stop', 'skip']).default('stop'),
  /** A row whose id is there already: leave the record as it is, or make the row its next version. */
  on_existing: z.enum(['skip', 'update']).default('skip'),
}

export const importOperations = {
  /** Imports a file that was picked or uploaded; `file_token` stands for it, so that no path crosses. */
  'imports.start': write({
    input: z.strictObject({ file_token: z.string().max(100), ...options }),
    output: Job,
  }),
  /** Imports records that are at hand already, in the shape of `POST /api/audiences`. */
  'imports.records': write({
    input: z.strictObject({ records: z.array(z.json()).min(1).max(10_000), ...options }),
    output: Job,
  }),
  /** The sample workspace. Loading it again changes nothing. */
  'samples.load': write({ input: nothing, output: Job }),
}

export const jobOperations = {
  /** Running ones first, then finished ones of this run, newest first. */
  'jobs.list': read({ input: nothing, output: z.object({ jobs: z.array(Job) }) }),
  'jobs.get': read({ input: which, output: Job }),
  /** Asks a running job to stop; it ends as `cancelled` with nothing half done. */
  'jobs.cancel': write({ input: which, output: Job }),
  /** Takes a finished job off the list. */
  'jobs.dismiss': write({ input: which, output: z.null() }),
}
