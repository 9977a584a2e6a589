// From the form to what the contract takes, with the way back from a refused path to the row it came from.
import type { AudienceContent } from '../../../../shared/domain/audience.ts'
import { AudienceInput } from '../../../../shared/domain/audience.ts'
import { type FieldError, fieldErrors } from '../../../../shared/errors.ts'
import { parseInput } from '../../../../shared/parse.ts'
import { parseCharacteristics } from './characteristics.ts'
import { type Form, hasDetail, isBlankSegment, type SegmentRow } from './form.ts'
import { parseCount, parseScore, parseShare } from './numbers.ts'

/** Rows of the form, by the index they have in what is sent. */
export type RowMap = { segments: string[]; details: string[]; variables: string[] }

/** Segments added by hand are numbered on from the highest number there is. */
export function numberSegments(rows: readonly SegmentRow[]): SegmentRow[] {
  const numbers = rows.map(row => (/^\d{1,9}$/.test(row.segment_id) ? Number(row.segment_id) : 0))
  let next = Math.max(0, ...numbers)
  return rows.map(row => (row.segment_id ? row : { ...row, segment_id: String(++next) }))
}

const segmentInput = (row: SegmentRow) => {
  const characteristics = characteristicsOf(row.characteristics)
  return {
    segment_id: row.segment_id,
    name: row.name,
    size: parseCount(row.size),
    size_percentage: parseShare(row.share) ?? 0,
    characteristics: characteristics.ok ? characteristics.value : {},
    prizm_segments: row.prizm,
  }
}

/** Empty texts of optional metadata are left out, as they are when nobody filled them in. */
function metadataInput(form: Form) {
  return {
    ...form.other,
    tags: form.tags,
    ...(form.campaign_id.trim() === '' ? {} : { campaign_id: form.campaign_id }),
    ...(form.notes.trim() === '' ? {} : { notes: form.notes }),
  }
}

export function toInput(form: Form): { raw: Record<string, unknown>; rows: RowMap } {
  const segments = numberSegments(form.segments.filter(row => !isBlankSegment(row)))
  const detailed = form.variables.filter(hasDetail)
  const byHand = form.total_source !== 'segments'
  const raw = {
    name: form.name,
    description: form.description,
    status: form.status,
    data_type: form.data_type === '' ? undefined : form.data_type,
    identifier_type: form.identifier_type === '' ? null : form.identifier_type,
    original_query: form.original_query,
    selected_variables: form.variables.map(row => row.code),
    variable_details: detailed.map(row => ({
      code: row.code,
      description: row.description,
      relevance_score: parseScore(row.relevance) ?? 0,
      type: row.type,
      category: row.category,
    })),
    segments: segments.map(segmentInput),
    ...(byHand ? { total_audience_size: parseCount(form.total) ?? null } : {}),
    size_source: form.total_source,
    metadata: metadataInput(form),
  }
  return {
    raw,
    rows: {
      segments: segments.map(row => row.key),
      details: detailed.map(row => row.key),
      variables: form.variables.map(row => row.key),
    },
  }
}

/** Bad fields, by the name of the control that shows them; the first in the order of the page comes first. */
export type FormErrors = ReadonlyMap<string, string>

const LIST = /^(?:patch\.)?(segments|variable_details|selected_variables)\[(\d+)\](?:\.(.*))?$/

/** `segments[2].size` → `segments/r17/size`; a list or the record as a whole keeps its name. */
export function controlOf(path: string, rows: RowMap): string {
  const found = LIST.exec(path)
  if (!found) return path.replace(/^patch\./, '').replace(/^(metadata\.tags)\[.*$/, '$1')
  const [, list, at, rest = ''] = found
  const field = rest.replace(/[.[].*$/, '')
  if (list === 'segments') return `segments/${rows.segments[Number(at)] ?? ''}/${field || 'segment_id'}`
  const keys = list === 'variable_details' ? rows.details : rows.variables
  return `variables/${keys[Number(at)] ?? ''}/${field || 'code'}`
}

const LISTS_IN_ORDER = ['variables', 'segments']
const FIELDS_IN_ORDER = [
  'name',
  'original_query',
  'description',
  'data_type',
  'identifier_type',
  'status',
  'selected_variables',
  'variables',
  'segments',
  'total_audience_size',
  'metadata.tags',
  'metadata.campaign_id',
  'metadata.notes',
  'change_note',
]
const place = (control: string) => {
  const at = FIELDS_IN_ORDER.indexOf(control.split('/')[0] ?? '')
  return at < 0 ? FIELDS_IN_ORDER.length : at
}

/** The first complaint about each control, in the order of the page. */
export function errorsOf(fields: readonly FieldError[], rows: RowMap): FormErrors {
  const errors = new Map<string, string>()
  for (const { path, message } of fields) {
    const control = controlOf(path, rows)
    if (!errors.has(control)) errors.set(control, message)
  }
  const order = new Map([...rows.variables, ...rows.segments].map((key, index) => [key, index]))
  const row = (control: string) =>
    LISTS_IN_ORDER.includes(control.split('/')[0] ?? '') ? (order.get(control.split('/')[1] ?? '') ?? -1) : -1
  return new Map([...errors].sort(([a], [b]) => place(a) - place(b) || row(a) - row(b)))
}

/** Characteristics by their text: the same few texts are parsed again at every check of a long grid. */
const parsedTexts = new Map<string, ReturnType<typeof parseCharacteristics>>()
function characteristicsOf(text: string) {
  const known = parsedTexts.get(text)
  if (known) return known
  if (parsedTexts.size > 2_000) parsedTexts.clear()
  const parsed = parseCharacteristics(text)
  parsedTexts.set(text, parsed)
  return parsed
}

/** What the schema can't see because it isn't in what is sent: lines that don't parse, the note's length. */
function formOnlyErrors(form: Form, lineError: (line: number) => string): [string, string][] {
  const errors = form.segments.flatMap((row): [string, string][] => {
    const parsed = characteristicsOf(row.characteristics)
    return parsed.ok ? [] : [[`segments/${row.key}/characteristics`, lineError(parsed.line)]]
  })
  if (form.change_note.length > 500) errors.push(['change_note', 'must be at most 500 characters'])
  return errors
}

export type Checked =
  | { ok: true; content: AudienceContent; rows: RowMap }
  | { ok: false; errors: FormErrors; rows: RowMap }

/** The whole form against the contract's own schema. */
export function check(form: Form, lineError: (line: number) => string): Checked {
  const { raw, rows } = toInput(form)
  const parsed = parseInput(AudienceInput, raw)
  const own = formOnlyErrors(form, lineError)
  if (parsed.ok && own.length === 0) return { ok: true, content: parsed.value, rows }
  const errors = errorsOf(parsed.ok ? [] : fieldErrors(parsed.error), rows)
  return { ok: false, errors: new Map([...errors, ...own]), rows }
}
