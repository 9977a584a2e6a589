// Unsaved changes as they are kept in the workspace, and read back: a draft is outside data and is parsed.
import * as z from 'zod'
import { AudienceStatus, DataType, IdentifierType, SizeSource } from '../../../../shared/domain/audience.ts'
import { type Form, segmentRow, variableRow } from './form.ts'

const text = z.string()
const texts = z.array(text)

const DraftForm = z.object({
  format: z.literal(1),
  name: text,
  description: text,
  original_query: text,
  status: AudienceStatus,
  data_type: z.union([DataType, z.literal('')]),
  identifier_type: z.union([IdentifierType, z.literal('')]),
  /** null: untouched, as in the version that the draft stands on. A draft is written often, and most are small. */
  variables: z
    .array(
      z.object({
        code: text,
        description: text,
        relevance: text,
        type: text,
        category: text,
        detailed: z.boolean(),
      }),
    )
    .nullable(),
  segments: z
    .array(
      z.object({
        segment_id: text,
        name: text,
        size: text,
        share: text,
        prizm: texts,
        characteristics: text,
      }),
    )
    .nullable(),
  total_source: SizeSource,
  total: text,
  tags: texts,
  campaign_id: text,
  notes: text,
  other: z.record(text, z.json()),
  change_note: text,
})

type DraftValue = z.infer<typeof DraftForm>

/** Row keys are left out: they mean nothing after a restart. */
export function draftOf(form: Form, base: Form): DraftValue {
  const { variables, segments, other, ...rest } = form
  return {
    format: 1,
    ...rest,
    variables: variables === base.variables ? null : variables.map(({ key, ...row }) => row),
    segments: segments === base.segments ? null : segments.map(({ key, ...row }) => row),
    other: other as DraftValue['other'],
  }
}

/** null when the draft is of another shape (an older version of the app) and can't be offered. */
export function formOfDraft(value: unknown, base: Form): Form | null {
  const parsed = DraftForm.safeParse(value)
  if (!parsed.success) return null
  const { format, variables, segments, ...rest } = parsed.data
  return {
    ...rest,
    variables: variables?.map(({ code, ...row }) => variableRow(code, row)) ?? base.variables,
    segments: segments?.map(row => segmentRow(row)) ?? base.segments,
  }
}
