// Operations on audiences. None takes a user: the session says whose they are.
import * as z from 'zod'
import {
  Audience,
  AudienceInput,
  AudiencePatch,
  AudienceStatus,
  AudienceSummary,
  DataType,
  IdentifierType,
} from '../domain/audience.ts'
import { AudienceDiff } from '../domain/diff.ts'
import { Id } from '../domain/ids.ts'
import { Job } from '../domain/job.ts'
import { count, line, prose, Timestamp } from '../domain/values.ts'
import { read, write } from './operation.ts'

export const SORT_FIELDS = [
  'updated_at',
  'created_at',
  'name',
  'total_audience_size',
  'segment_count',
  'variable_count',
  'status',
  'data_type',
] as const
export const SortField = z.enum(SORT_FIELDS)
export type SortField = z.infer<typeof SortField>

const oneOf = <S extends z.ZodType>(item: S) => z.array(item).max(50).optional()

/** Conditions are ANDed; the values within one list are ORed, except `variables` and the words of `search`, which are ANDed. */
export const AudienceFilter = z.strictObject({
  /** Words found anywhere in name, description, query, tags, variables, segment names and PRIZM names, ignoring case. */
  search: prose(200).optional(),
  status: oneOf(AudienceStatus),
  data_type: oneOf(DataType),
  identifier_type: oneOf(IdentifierType),
  tags: oneOf(line(60)),
  campaign_ids: oneOf(line(200)),
  variables: oneOf(line(200)),
  size_min: count.optional(),
  size_max: count.optional(),
  /** From is inclusive, to is exclusive. */
  updated_from: Timestamp.optional(),
  updated_to: Timestamp.optional(),
  created_from: Timestamp.optional(),
  created_to: Timestamp.optional(),
  /** The trash instead of the living. */
  deleted: z.boolean().default(false),
})
export type AudienceFilter = z.input<typeof AudienceFilter>
export type ParsedAudienceFilter = z.output<typeof AudienceFilter>

export const AudienceSort = z.strictObject({
  by: SortField.default('updated_at'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export type AudienceSort = z.input<typeof AudienceSort>

export const AudienceQuery = z
  .strictObject({
    filter: AudienceFilter.prefault({}),
    sort: AudienceSort.prefault({}),
    limit: z.number().int().min(1).max(500).default(100),
    /** `next_cursor` of the page before. Fast at any depth. */
    cursor: z.string().max(2_000).optional(),
    /** For a jump of the scroll bar. Slower the deeper it goes. */
    offset: z.number().int().min(0).max(10_000_000).optional(),
  })
  .refine(
    query => query.cursor === undefined || query.offset === undefined,
    'takes a cursor or an offset, not both',
  )

const one = { audience_id: Id }
const expected_version = z.number().int().min(1)
const change_note = prose(500).optional()
const facet = z.array(z.object({ value: z.string(), count: z.number().int() }))

const VersionInfo = z.object({
  version: z.number().int(),
  updated_at: Timestamp,
  changed_by: z.string(),
  change_note: z.string().nullable(),
  deleted: z.boolean(),
  name: z.string(),
  status: AudienceStatus,
  total_audience_size: z.number(),
  /** What differs from the version before; empty for the first. */
  changed_fields: z.array(z.string()),
})

export const BULK_ACTIONS = ['activate', 'archive', 'to_draft', 'delete', 'undelete', 'tag', 'untag'] as const
const BulkAction = z
  .strictObject({ do: z.enum(BULK_ACTIONS), tags: z.array(line(60)).max(20).optional() })
  .superRefine((action, ctx) => {
    const wantsTags = action.do === 'tag' || action.do === 'untag'
    if (wantsTags && !action.tags?.length)
      ctx.addIssue({ code: 'custom', path: ['tags'], message: 'is required' })
    if (!wantsTags && action.tags)
      ctx.addIssue({ code: 'custom', path: ['tags'], message: 'goes with tag and untag only' })
  })
export type BulkAction = z.infer<typeof BulkAction>

const BulkOutcome = z.object({
  /** Ids whose record changed. */
  changed: z.array(z.string()),
  /** Ids that were already so, or that don't exist any more. */
  skipped: z.array(z.object({ audience_id: z.string(), reason: z.string() })),
})

const side = z.strictObject({ audience_id: Id, version: z.number().int().min(1).optional() })

export const audienceOperations = {
  'audiences.create': write({ input: AudienceInput, output: Audience }),
  /** The current version, or the one asked for. A record in the trash is found, with `deleted: true`. */
  'audiences.get': read({
    input: z.strictObject({ ...one, version: z.number().int().min(1).optional() }),
    output: Audience,
  }),
  /** Whole current records, in the order of the ids; ids without a record are left out. Those in the trash are found too. */
  'audiences.getMany': read({
    input: z.strictObject({ audience_ids: z.array(Id).min(1).max(500) }),
    output: z.object({ audiences: z.array(Audience) }),
  }),
  'audiences.list': read({
    input: AudienceQuery,
    output: z.object({ items: z.array(AudienceSummary), next_cursor: z.string().nullable() }),
  }),
  /** How many match, in all and by status (with the status condition left out). */
  'audiences.count': read({
    input: z.strictObject({ filter: AudienceFilter.prefault({}) }),
    output: z.object({
      total: z.number().int(),
      by_status: z.record(AudienceStatus, z.number().int()),
      deleted: z.number().int(),
    }),
  }),
  /** Values to filter by, with how many audiences have each, most frequent first (at most 200 of each). */
  'audiences.facets': read({
    input: z.strictObject({ filter: AudienceFilter.prefault({}) }),
    output: z.object({ data_type: facet, identifier_type: facet, tags: facet, campaign_ids: facet }),
  }),
  'audiences.update': write({
    input: z.strictObject({ ...one, expected_version, patch: AudiencePatch, change_note }),
    output: Audience,
  }),
  'audiences.setStatus': write({
    input: z.strictObject({ ...one, status: AudienceStatus, expected_version: expected_version.optional() }),
    output: Audience,
  }),
  /** A new draft with the same content. */
  'audiences.duplicate': write({
    input: z.strictObject({ ...one, name: line(200).optional() }),
    output: Audience,
  }),
  /** To the trash. */
  'audiences.delete': write({
    input: z.strictObject({ ...one, expected_version: expected_version.optional() }),
    output: Audience,
  }),
  'audiences.undelete': write({ input: z.strictObject(one), output: Audience }),
  /** Newest first. */
  'audiences.history': read({
    input: z.strictObject(one),
    output: z.object({ versions: z.array(VersionInfo) }),
  }),
  /** Makes an old version the newest again. The versions in between stay. */
  'audiences.restoreVersion': write({
    input: z.strictObject({ ...one, version: z.number().int().min(1), expected_version }),
    output: Audience,
  }),
  /** Two versions of one audience, or two audiences. */
  'audiences.diff': read({
    input: z.strictObject({ before: side, after: side }),
    output: z.object({ before: Audience, after: Audience, diff: AudienceDiff }),
  }),
  /** Up to 1,000 audiences in one commit: all of them or none. */
  'audiences.bulk': write({
    input: z.strictObject({ audience_ids: z.array(Id).min(1).max(1_000), action: BulkAction }),
    output: BulkOutcome,
  }),
  /** All that match, as a job. Refused as a conflict when their number is no longer the one the user saw. */
  'audiences.bulkMatching': write({
    input: z.strictObject({ filter: AudienceFilter.prefault({}), expected_count: count, action: BulkAction }),
    output: Job,
  }),
}
export type VersionInfo = z.infer<typeof VersionInfo>
