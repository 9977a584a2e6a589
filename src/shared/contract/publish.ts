// A snapshot of the current records for BI tools: Parquet files in a folder of the user's choice, replaced as a whole.
import * as z from 'zod'
import { AppError } from '../domain/error.ts'
import { Job } from '../domain/job.ts'
import { Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

const nothing = z.strictObject({})

export const PUBLISHED_TABLES = ['audiences', 'segments', 'platforms', 'distributions'] as const
const PublishedTable = z.object({
  name: z.enum(PUBLISHED_TABLES),
  /** `audiences.parquet`. */
  file: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
})
export type PublishedTable = z.infer<typeof PublishedTable>

export const PublishState = z.object({
  /** A full path; null until one was chosen. */
  folder: z.string().nullable(),
  /** Once a day while the application is open. */
  daily: z.boolean(),
  /** The last snapshot that was written. */
  last: z.object({ at: Timestamp, tables: z.array(PublishedTable) }).nullable(),
  /** The last try since then that failed. */
  failed: z.object({ at: Timestamp, error: AppError }).nullable(),
})
export type PublishState = z.infer<typeof PublishState>

export const publishOperations = {
  'publish.state': read({ input: nothing, output: PublishState }),
  /** What is left out stays. The folder must be there, and outside of the workspace. */
  'publish.setUp': write({
    input: z.strictObject({
      folder: z.string().min(1).max(2_000).nullable().optional(),
      daily: z.boolean().optional(),
    }),
    output: PublishState,
  }),
  /** Writes the snapshot; the job that is at it already is answered again. `conflict` where no folder was chosen. */
  'publish.start': write({ input: nothing, output: Job }),
}
