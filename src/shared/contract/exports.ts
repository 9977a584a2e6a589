// Records out of the workspace: as a file that a job writes, or as text for the clipboard. No secret is ever among them.
import * as z from 'zod'
import { columnsOf, type ExportEntity } from '../domain/export-columns.ts'
import { Id } from '../domain/ids.ts'
import { Job } from '../domain/job.ts'
import { AudienceFilter, AudienceSort } from './audiences.ts'
import { DistributionFilter, DistributionQuery } from './distributions.ts'
import { read, write } from './operation.ts'
import { PlatformFilter, PlatformQuery } from './platforms.ts'

export const EXPORT_FORMATS = ['csv', 'json', 'ndjson', 'parquet', 'xlsx'] as const
export const ExportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormat>

export const COPY_FORMATS = ['csv', 'json', 'markdown'] as const
export const CopyFormat = z.enum(COPY_FORMATS)
export type CopyFormat = z.infer<typeof CopyFormat>

/** The most rows that are copied as text. */
export const MOST_COPIED = 10_000

const ids = z.array(Id).min(1).max(10_000).optional()

/**
 * Which records: those of `ids`, or all that match the filter. In the order of `sort`; without one, in the order of the
 * ids that were given, or oldest first.
 */
const Which = z.discriminatedUnion('entity', [
  z.strictObject({
    entity: z.literal('audience'),
    ids,
    filter: AudienceFilter.prefault({}),
    sort: AudienceSort.optional(),
  }),
  z.strictObject({
    entity: z.literal('platform'),
    ids,
    filter: PlatformFilter.prefault({}),
    sort: PlatformQuery.shape.sort.unwrap().optional(),
  }),
  z.strictObject({
    entity: z.literal('distribution'),
    ids,
    filter: DistributionFilter.prefault({}),
    sort: DistributionQuery.shape.sort.unwrap().optional(),
  }),
])
export type ExportWhich = z.input<typeof Which>
export type ParsedWhich = z.output<typeof Which>

/** Names of columns in their order; left out, whole records that can be imported again. */
const columns = z.array(z.string().max(60)).min(1).max(60).optional()

function columnsAreKnown(
  { which, columns }: { which: { entity: ExportEntity }; columns?: string[] | undefined },
  ctx: z.RefinementCtx,
) {
  if (columnsOf(which.entity, columns)) return
  ctx.addIssue({ code: 'custom', path: ['columns'], message: `has a name that no ${which.entity} has` })
}

const file_token = z.string().max(100)

export const exportOperations = {
  /** Writes the file that `shell.chooseSaveFile` chose, whole or not at all. */
  'exports.start': write({
    input: z
      .strictObject({ file_token, format: ExportFormat, which: Which, columns })
      .superRefine(columnsAreKnown),
    output: Job,
  }),
  /** One audience as a file for another workspace: without its history, and without what tells of this one. */
  'exports.audience': write({ input: z.strictObject({ file_token, audience_id: Id }), output: Job }),
  /** The rows as text. `validation_failed` where there are more than 10,000. */
  'exports.copy': read({
    input: z
      .strictObject({ format: CopyFormat, which: Which, columns: columns.unwrap() })
      .superRefine(columnsAreKnown),
    output: z.object({ text: z.string(), rows: z.number().int() }),
  }),
}
