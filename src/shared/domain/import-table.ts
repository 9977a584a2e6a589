// What an import knows of a file's columns: how the file is read, which field each column fills, and what the rows share.
import * as z from 'zod'
import { AudienceStatus, DataType, IdentifierType, LIMITS } from './audience.ts'
import { line } from './values.ts'

export const IMPORT_FORMATS = ['csv', 'json', 'excel', 'parquet'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof ENCODINGS)[number]
export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How a file is read. What is left out is found out from the file itself. */
export const Reading = z.strictObject({
  format: z.enum(IMPORT_FORMATS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum(DELIMITERS).optional(),
  /** Whether the first row names the columns. */
  header: z.boolean().optional(),
  /** Of a workbook: the sheet's name; its first one when left out. */
  sheet: z.string().max(100).optional(),
})
export type Reading = z.infer<typeof Reading>

/**
 * What a column can fill. `extra` keeps its cells under metadata by the column's own name; `skip` leaves them out.
 * `user_id` and `deleted` are checked, not taken over.
 */
export const IMPORT_TARGETS = [
  'audience_id',
  'name',
  'description',
  'status',
  'data_type',
  'identifier_type',
  'original_query',
  'selected_variables',
  'variable_details',
  'segments',
  'total_audience_size',
  'size_source',
  'tags',
  'campaign_id',
  'notes',
  'metadata',
  'created_at',
  'updated_at',
  'user_id',
  'deleted',
  'extra',
  'skip',
] as const
export const ImportTarget = z.enum(IMPORT_TARGETS)
export type ImportTarget = z.infer<typeof ImportTarget>

export const MAX_COLUMNS = 2_000

/** Targets by the column's name. */
export const Mapping = z
  .record(z.string().max(1_000), ImportTarget)
  .refine(mapping => Object.keys(mapping).length <= MAX_COLUMNS, `at most ${MAX_COLUMNS} columns`)
  .superRefine((mapping, ctx) => {
    const seen = new Map<ImportTarget, string>()
    for (const [column, target] of Object.entries(mapping)) {
      if (target === 'extra' || target === 'skip') continue
      const first = seen.get(target)
      if (first !== undefined)
        ctx.addIssue({
          code: 'custom',
          path: [column],
          message: `fills ${target} as “${first}” does; only one column can`,
        })
      seen.set(target, column)
    }
  })
export type Mapping = z.infer<typeof Mapping>

/** What the rows share. The first three are for new audiences whose row doesn't say; the others are given to every row. */
export const SharedValues = z.strictObject({
  status: AudienceStatus.optional(),
  data_type: DataType.optional(),
  identifier_type: IdentifierType.optional(),
  tags: z.array(line(60)).max(LIMITS.tags).optional(),
  campaign_id: line(200).optional(),
})
export type SharedValues = z.infer<typeof SharedValues>

/** A set of audiences: all that have the tag, or the campaign id, and aren't in the trash. */
export const AudienceSet = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('tag'), value: line(60) }),
  z.strictObject({ by: z.literal('campaign'), value: line(200) }),
])
export type AudienceSet = z.infer<typeof AudienceSet>
