// Audience: who an advertiser wants to reach, as the analyst described and cut it.
import * as z from 'zod'
import { Id } from './ids.ts'
import {
  count,
  jsonObject,
  line,
  MAX_COUNT,
  prose,
  recordFields,
  refuseRepeats,
  refuseUnkeepable,
} from './values.ts'

export const AUDIENCE_STATUSES = ['draft', 'active', 'archived'] as const
export const DATA_TYPES = ['first_party', 'third_party', 'clean_room'] as const
export const IDENTIFIER_TYPES = [
  'rampid',
  'uid2',
  'google_pair',
  'yahoo_connect',
  'maid',
  'postal_code',
  'prizm_segment',
  'partner_id',
  'email',
  'none',
] as const
export const SIZE_SOURCES = ['segments', 'manual', 'imported'] as const

export const AudienceStatus = z.enum(AUDIENCE_STATUSES, `must be one of ${AUDIENCE_STATUSES.join(', ')}`)
export type AudienceStatus = z.infer<typeof AudienceStatus>
export const DataType = z.enum(DATA_TYPES, `must be one of ${DATA_TYPES.join(', ')}`)
export type DataType = z.infer<typeof DataType>
export const IdentifierType = z.enum(IDENTIFIER_TYPES, `must be one of ${IDENTIFIER_TYPES.join(', ')}`)
export type IdentifierType = z.infer<typeof IdentifierType>
export const SizeSource = z.enum(SIZE_SOURCES)
export type SizeSource = z.infer<typeof SizeSource>

export const LIMITS = {
  name: 200,
  description: 4_000,
  original_query: 10_000,
  variables: 2_000,
  segments: 500,
  tags: 100,
  metadata_bytes: 64_000,
  characteristics_bytes: 16_000,
} as const

export const VariableDetail = z.strictObject({
  code: line(200),
  description: prose(1_000).default(''),
  /** How well the variable fits the query, 0 to 1. */
  relevance_score: z
    .number('must be a number')
    .min(0, 'must be between 0 and 1')
    .max(1, 'must be between 0 and 1')
    .default(0),
  type: prose(100).default(''),
  category: prose(200).default(''),
})
export type VariableDetail = z.infer<typeof VariableDetail>

export const Segment = z.strictObject({
  /** A number in older reference data; always stored as a string. */
  segment_id: z.union([line(100), z.number().int()]).transform(String),
  name: line(200),
  /** People or households, as the audience's data says. */
  size: count,
  /** Share of the audience in percent, 0 to 100; worked out from the sizes when not given. */
  size_percentage: z
    .number()
    .min(0, 'must be between 0 and 100')
    .max(100, 'must be between 0 and 100')
    .default(0),
  characteristics: jsonObject(LIMITS.characteristics_bytes).default({}),
  prizm_segments: z.array(line(100)).max(200).default([]),
})
export type Segment = z.infer<typeof Segment>

const tags = z
  .array(line(60))
  .max(LIMITS.tags, `at most ${LIMITS.tags} tags`)
  .superRefine((items, ctx) => refuseRepeats(items, tag => tag, ctx, 'the tag'))

/** Known keys are checked; unknown ones survive a round trip. */
export const AudienceMetadata = z
  .looseObject({
    tags: tags.default([]),
    campaign_id: prose(200).optional(),
    notes: prose(10_000).optional(),
    created_from: prose(200).optional(),
    session_id: prose(200).optional(),
  })
  .superRefine((value, ctx) => refuseUnkeepable(value, LIMITS.metadata_bytes, ctx))
export type AudienceMetadata = z.infer<typeof AudienceMetadata>

const contentFields = {
  name: line(LIMITS.name),
  description: prose(LIMITS.description).default(''),
  status: AudienceStatus.default('draft'),
  data_type: DataType,
  identifier_type: IdentifierType.nullable().default(null),
  /** The analyst's own words. */
  original_query: prose(LIMITS.original_query).default(''),
  selected_variables: z
    .array(line(200))
    .max(LIMITS.variables, `at most ${LIMITS.variables.toLocaleString('en')} variables`)
    .superRefine((codes, ctx) => refuseRepeats(codes, code => code, ctx, 'the variable'))
    .default([]),
  variable_details: z
    .array(VariableDetail)
    .max(LIMITS.variables)
    .superRefine((items, ctx) => refuseRepeats(items, item => item.code, ctx, 'the variable'))
    .default([]),
  segments: z
    .array(Segment)
    .max(LIMITS.segments, `at most ${LIMITS.segments} segments`)
    .superRefine((items, ctx) => refuseRepeats(items, item => item.segment_id, ctx, 'the segment id'))
    .default([]),
  /** The sum of the segment sizes unless set by hand; `size_source` says which. */
  total_audience_size: count.optional(),
  size_source: SizeSource.optional(),
  metadata: AudienceMetadata.default({ tags: [] }),
}

function detailsNameSelectedVariables(
  value: { selected_variables: string[]; variable_details: VariableDetail[] },
  ctx: z.RefinementCtx,
) {
  const selected = new Set(value.selected_variables)
  value.variable_details.forEach((detail, index) => {
    if (selected.has(detail.code)) return
    ctx.addIssue({
      code: 'custom',
      path: ['variable_details', index, 'code'],
      message: `“${detail.code}” is not among the selected variables`,
    })
  })
}

/** Each size may be as large as a count can be; their sum must be one too. */
function segmentsAddUp({ segments }: { segments: { size: number }[] }, ctx: z.RefinementCtx) {
  const sum = segments.reduce((total, segment) => total + segment.size, 0)
  if (sum > MAX_COUNT)
    ctx.addIssue({ code: 'custom', path: ['segments'], message: 'have sizes whose sum is too large' })
}

/** What a person or a script may set. Unknown keys are refused. */
export const AudienceInput = z
  .strictObject(contentFields)
  .superRefine(detailsNameSelectedVariables)
  .superRefine(segmentsAddUp)
/** As it is sent: defaults may be left out. */
export type AudienceInput = z.input<typeof AudienceInput>
export type AudienceContent = z.output<typeof AudienceInput>

/** A partial edit; fields that are left out stay as they are. Checked as a whole after it is applied. */
export const AudiencePatch = z.strictObject({
  name: contentFields.name.optional(),
  description: contentFields.description.unwrap().optional(),
  status: AudienceStatus.optional(),
  data_type: DataType.optional(),
  identifier_type: IdentifierType.nullable().optional(),
  original_query: contentFields.original_query.unwrap().optional(),
  selected_variables: contentFields.selected_variables.unwrap().optional(),
  variable_details: contentFields.variable_details.unwrap().optional(),
  segments: contentFields.segments.unwrap().optional(),
  /** null goes back to the sum of the segments. */
  total_audience_size: count.nullable().optional(),
  metadata: AudienceMetadata.optional(),
})
export type AudiencePatch = z.infer<typeof AudiencePatch>

/** A stored audience, one version of it. */
export const Audience = z.object({
  audience_id: Id,
  ...contentFields,
  total_audience_size: count,
  size_source: SizeSource,
  ...recordFields,
})
export type Audience = z.output<typeof Audience>

/** What a list shows of an audience. */
export const AudienceSummary = Audience.pick({
  audience_id: true,
  name: true,
  status: true,
  data_type: true,
  identifier_type: true,
  total_audience_size: true,
  created_at: true,
  updated_at: true,
  version: true,
  deleted: true,
}).extend({
  segment_count: z.number().int(),
  variable_count: z.number().int(),
  tags: z.array(z.string()),
  campaign_id: z.string().nullable(),
})
export type AudienceSummary = z.infer<typeof AudienceSummary>
