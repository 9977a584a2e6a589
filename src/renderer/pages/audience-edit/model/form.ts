// What the form holds: every field as the person typed it, rows with keys of their own so that they can move.
import type {
  Audience,
  AudienceStatus,
  DataType,
  IdentifierType,
  Segment,
  SizeSource,
} from '../../../../shared/domain/audience.ts'
import { contentOf, type SettledContent } from '../../../../shared/domain/audience-rules.ts'
import { characteristicsText } from './characteristics.ts'
import { countText } from './numbers.ts'

export type VariableRow = {
  key: string
  code: string
  description: string
  relevance: string
  type: string
  category: string
  /** The record has a detail of this variable; without one and nothing typed, none is saved. */
  detailed: boolean
}

export type SegmentRow = {
  key: string
  /** Empty until saved for a new row: it is numbered then. */
  segment_id: string
  name: string
  size: string
  share: string
  prizm: string[]
  characteristics: string
}

export type Form = {
  name: string
  description: string
  original_query: string
  status: AudienceStatus
  data_type: DataType | ''
  identifier_type: IdentifierType | ''
  variables: VariableRow[]
  segments: SegmentRow[]
  total_source: SizeSource
  /** Used unless the total is the sum of the segments. */
  total: string
  tags: string[]
  campaign_id: string
  notes: string
  /** Keys of the metadata that the form has no field for. */
  other: Record<string, unknown>
  change_note: string
}

let lastKey = 0
/** Unique while the app runs; a restored draft gets new ones. */
export const rowKey = () => `r${++lastKey}`

export const variableRow = (code: string, rest: Partial<VariableRow> = {}): VariableRow => ({
  description: '',
  relevance: '',
  type: '',
  category: '',
  detailed: false,
  ...rest,
  key: rowKey(),
  code,
})

export const segmentRow = (rest: Partial<SegmentRow> = {}): SegmentRow => ({
  segment_id: '',
  name: '',
  size: '',
  share: '',
  prizm: [],
  characteristics: '',
  ...rest,
  key: rowKey(),
})

export const emptyForm = (): Form => ({
  name: '',
  description: '',
  original_query: '',
  status: 'draft',
  data_type: '',
  identifier_type: '',
  variables: [],
  segments: [],
  total_source: 'segments',
  total: '',
  tags: [],
  campaign_id: '',
  notes: '',
  other: {},
  change_note: '',
})

const segmentOf = (segment: Segment) =>
  segmentRow({
    segment_id: segment.segment_id,
    name: segment.name,
    size: countText(segment.size),
    // Exactly as stored: shares of imported data may have more than two decimals.
    share: String(segment.size_percentage),
    prizm: segment.prizm_segments,
    characteristics: characteristicsText(segment.characteristics),
  })

/** The form of a stored audience. */
export function formOf(content: SettledContent): Form {
  const details = new Map(content.variable_details.map(detail => [detail.code, detail]))
  const { tags, campaign_id, notes, ...other } = content.metadata
  return {
    name: content.name,
    description: content.description,
    original_query: content.original_query,
    status: content.status,
    data_type: content.data_type,
    identifier_type: content.identifier_type ?? '',
    variables: content.selected_variables.map(code => {
      const detail = details.get(code)
      if (!detail) return variableRow(code)
      const { description, type, category, relevance_score } = detail
      return variableRow(code, {
        description,
        type,
        category,
        relevance: String(relevance_score),
        detailed: true,
      })
    }),
    segments: content.segments.map(segmentOf),
    total_source: content.size_source,
    total: countText(content.total_audience_size),
    tags,
    campaign_id: campaign_id ?? '',
    notes: notes ?? '',
    other,
    change_note: '',
  }
}

const forms = new WeakMap<Audience, Form>()
/** The same form for the same version, so that untouched parts of an edit are known by identity. */
export function formOfAudience(audience: Audience): Form {
  const known = forms.get(audience)
  if (known) return known
  const form = formOf(contentOf(audience))
  forms.set(audience, form)
  return form
}

/** A row that was added and never filled in; it isn't saved and isn't complained about. */
export const isBlankSegment = (row: SegmentRow) =>
  row.name.trim() === '' &&
  row.size.trim() === '' &&
  row.prizm.length === 0 &&
  row.characteristics.trim() === ''

export const hasDetail = (row: VariableRow) =>
  row.detailed || [row.description, row.relevance, row.type, row.category].some(text => text.trim() !== '')
