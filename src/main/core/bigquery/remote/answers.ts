// The parts of Google's answers that are read; source: https://cloud.google.com/bigquery/docs/reference/rest/v2.
import { z } from 'zod'

const ErrorProto = z.object({ reason: z.string().optional(), message: z.string().optional() })
/** Whole numbers travel as text. */
const Int = z.union([z.string().regex(/^\d+$/), z.number()]).transform(Number)

export const Job = z.object({
  jobReference: z.object({ jobId: z.string() }),
  status: z.object({ state: z.enum(['PENDING', 'RUNNING', 'DONE']), errorResult: ErrorProto.optional() }),
  statistics: z
    .object({
      load: z.object({ outputRows: Int.optional() }).optional(),
    })
    .optional(),
})
export type Job = z.infer<typeof Job>

/** A dry run makes no job, and has no id. */
export const DryRun = z.object({ statistics: z.object({ totalBytesProcessed: Int.optional() }) })

export const Cancelling = z.object({ job: Job })

const WireField = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.enum(['NULLABLE', 'REQUIRED', 'REPEATED']).default('NULLABLE'),
})
export type WireField = z.infer<typeof WireField>
const Fields = z.object({ fields: z.array(WireField).default([]) })

const WireCell = z.union([z.string(), z.null(), z.array(z.object({ v: z.string().nullable() }))])
export const WireRow = z.object({ f: z.array(z.object({ v: WireCell })) })
export type WireRow = z.infer<typeof WireRow>

export const Results = z.object({
  jobComplete: z.boolean(),
  jobReference: z.object({ jobId: z.string() }).optional(),
  schema: Fields.optional(),
  /** Each is checked when it is read: all of a page in one go would hold the event loop. */
  rows: z.array(z.unknown()).default([]),
  numDmlAffectedRows: Int.optional(),
  pageToken: z.string().optional(),
})
export type Results = z.infer<typeof Results>

export const TableAnswer = z.object({ schema: Fields.optional() })
export const TableState = z.object({ etag: z.string(), lastModifiedTime: z.string() })

export const DatasetAnswer = z.object({ location: z.string() })

export const Permitted = z.object({ permissions: z.array(z.string()).default([]) })

/** No content; the client hands on what a deleted thing's answer is without it. */
export const Empty = z.unknown().refine(answer => typeof answer !== 'string' || answer === '')
