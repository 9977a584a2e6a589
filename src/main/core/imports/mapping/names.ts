// Which field a column fills, by its name: our own names, those of spreadsheets and other tools, and what people write.
import {
  IMPORT_TARGETS,
  type ImportTarget,
  MAX_COLUMNS,
  type Mapping,
} from '../../../../shared/domain/import-table.ts'

/** Lower case, words joined by underscores: `Audience Size (est.)` → `audience_size_est`. */
const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')

const SYNONYMS: Partial<Record<ImportTarget, readonly string[]>> = {
  audience_id: ['id', 'audienceid', 'audience_key', 'external_id'],
  name: ['audience_name', 'audience', 'title', 'segment_name', 'label'],
  description: ['audience_description', 'desc', 'summary', 'details'],
  status: ['audience_status', 'state'],
  data_type: ['datatype', 'type', 'data_source', 'source_type', 'audience_type'],
  identifier_type: ['identifier', 'id_type', 'identifiertype', 'match_key'],
  original_query: ['query', 'user_query', 'search_query', 'prompt', 'brief'],
  selected_variables: ['variables', 'variable_codes', 'selected_codes', 'codes'],
  variable_details: ['variables_detail', 'variable_detail', 'variables_details'],
  segments: ['audience_segments', 'segment_list'],
  total_audience_size: [
    'size',
    'audience_size',
    'total_size',
    'reach',
    'count',
    'total',
    'people',
    'households',
  ],
  tags: ['tag', 'labels', 'keywords', 'metadata_tags'],
  campaign_id: ['campaign', 'campaignid', 'metadata_campaign_id'],
  notes: ['note', 'comment', 'comments', 'remarks', 'metadata_notes'],
  metadata: ['meta', 'meta_data', 'attributes'],
  created_at: ['created', 'created_on', 'date_created', 'creation_date', 'created_date'],
  updated_at: [
    'updated',
    'updated_on',
    'modified',
    'modified_at',
    'last_modified',
    'date_modified',
    'last_updated',
  ],
  user_id: ['userid'],
  deleted: ['is_deleted', 'in_trash'],
  // Written by every save itself.
  skip: ['version', 'changed_by', 'change_note'],
}

/** They are under metadata, or no field at all. */
const NOT_OF_A_RECORD = new Set<ImportTarget>(['tags', 'campaign_id', 'notes', 'extra', 'skip'])

const TARGETS = new Map<string, ImportTarget>()
for (const [target, names] of Object.entries(SYNONYMS) as [ImportTarget, readonly string[]][]) {
  if (target !== 'skip') TARGETS.set(target, target)
  for (const name of names) TARGETS.set(name, target)
}
TARGETS.set('size_source', 'size_source')

/** The field of that name; null when there is none. */
export const targetOf = (name: string): ImportTarget | null => TARGETS.get(plain(name)) ?? null

/** Names that a record of JSON has for the field itself. */
const OWN = new Set<string>(IMPORT_TARGETS.filter(target => !NOT_OF_A_RECORD.has(target)))
export const isOurs = (name: string) => OWN.has(name)

/**
 * A target for each column. A field is filled by one column: by the one of its own name, else the first that means it.
 * `exact`: only by their own names.
 */
export function suggestTargets(columns: readonly string[], exact = false): ImportTarget[] {
  const targets = columns.map(column => {
    const target = targetOf(column)
    return exact && target !== 'skip' && target !== column ? null : target
  })
  const taken = new Map<ImportTarget, number>()
  targets.forEach((target, index) => {
    if (target && (!taken.has(target) || columns[index] === target)) taken.set(target, index)
  })
  return targets.map((target, index) => {
    if (target === 'skip') return target
    return target && taken.get(target) === index ? target : 'extra'
  })
}

/** Records with our own names for what every audience has: other names of theirs are others' and stay what they are. */
export const areOurs = (columns: readonly string[]) =>
  columns.includes('name') && columns.includes('data_type')

/** The targets that were chosen; a column that the chooser didn't name is kept by its name. */
export function targetsBy(columns: readonly string[], mapping: Mapping): ImportTarget[] {
  return columns.map(column => (Object.hasOwn(mapping, column) && mapping[column]) || 'extra')
}

/** Names that are all different and not empty: `Column 3`, `name (2)`. Null when there are too many. */
export function namedColumns(header: readonly string[]): string[] | null {
  if (header.length > MAX_COLUMNS) return null
  const seen = new Set<string>()
  return header.map((raw, index) => {
    const name =
      raw
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 200)
        .trim() || `Column ${index + 1}`
    let unique = name
    for (let n = 2; seen.has(unique); n++) unique = `${name} (${n})`
    seen.add(unique)
    return unique
  })
}
