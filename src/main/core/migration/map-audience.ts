// A row of the reference's audiences as an audience of ours. Pure.
import {
  AUDIENCE_STATUSES,
  type Audience,
  AudienceInput,
  AudienceMetadata,
  type AudienceStatus,
  DATA_TYPES,
  type DataType,
  IDENTIFIER_TYPES,
  type IdentifierType,
  LIMITS,
} from '../../../shared/domain/audience.ts'
import { settle } from '../../../shared/domain/audience-rules.ts'
import { fieldErrors, ok } from '../../../shared/errors.ts'
import { parseInput } from '../../../shared/parse.ts'
import { recogniseContent } from '../imports/recognise.ts'
import { countOf, isObject, lineOf, numberOf, proseOf, textOf, wordOf } from './cells.ts'
import { type Mapping, referenceOf, withoutFaults } from './mapping.ts'
import type { RowKey } from './terms.ts'

type Content = ReturnType<typeof settle>
const KNOWN = new Set([
  ...Object.keys(AudienceInput.shape),
  'audience_id',
  'user_id',
  'created_at',
  'updated_at',
  'year',
  'month',
])

/** Words of the reference system and of its users' scripts. */
const STATUSES: Readonly<Record<string, AudienceStatus>> = {
  inactive: 'archived',
  deleted: 'archived',
  completed: 'active',
  ready: 'active',
  pending: 'draft',
  new: 'draft',
}
const DATA_WORDS: Readonly<Record<string, DataType>> = {
  '1p': 'first_party',
  '3p': 'third_party',
  cleanroom: 'clean_room',
}
const oneOf = <T extends string>(values: readonly T[], word: string): T | null =>
  values.find(value => value === word) ?? null

function statusOf(mapping: Mapping): AudienceStatus {
  const word = wordOf(mapping.row.status)
  if (word === '') return 'draft'
  const own = oneOf(AUDIENCE_STATUSES, word)
  if (own) return own
  const known = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined
  mapping.reference.status = mapping.row.status
  if (known) mapping.count(`Audiences with status ${word} become ${known}`)
  else mapping.say(`status “${lineOf(word, 40)}” is not known here; the audience becomes a draft`)
  return known ?? 'draft'
}

function dataTypeOf(mapping: Mapping): DataType {
  const word = wordOf(mapping.row.data_type)
  const known = oneOf(DATA_TYPES, word) ?? (Object.hasOwn(DATA_WORDS, word) ? DATA_WORDS[word] : undefined)
  if (known) return known
  if (word) mapping.reference.data_type = mapping.row.data_type
  mapping.say(
    word
      ? `data_type “${lineOf(word, 40)}” is not known here; first_party is assumed`
      : 'has no data_type; first_party is assumed',
  )
  return 'first_party'
}

function identifierOf(mapping: Mapping): IdentifierType | null {
  const word = wordOf(mapping.row.identifier_type)
  if (word === '') return null
  const known = oneOf(IDENTIFIER_TYPES, word)
  if (known) return known
  mapping.reference.identifier_type = mapping.row.identifier_type
  mapping.say(`identifier_type “${lineOf(word, 40)}” is not known here; it is left open`)
  return null
}

/** Names of one line; what had to be cut is kept whole. */
function nameOf(mapping: Mapping, id: string): string {
  const given = textOf(mapping.row.name)
  const name = lineOf(given, LIMITS.name)
  if (name === '') {
    mapping.say('has no name; its id is its name now')
    return id
  }
  if (name !== given.trim()) {
    mapping.reference.name = given
    mapping.say('name has line breaks or is longer than 200 characters; it was put right')
  }
  return name
}

/** What had to be cut is kept whole. */
function proseIn(mapping: Mapping, column: 'description' | 'original_query'): string {
  const [whole, max] = [proseOf(mapping.row[column]), LIMITS[column]]
  if (whole.length <= max) return whole
  mapping.reference[column] = whole
  mapping.say(
    `${column} is longer than ${max.toLocaleString('en')} characters; its end is only in the original, which is kept under reference`,
  )
  return proseOf(whole, max)
}

const DETAIL_TEXTS = { description: 1_000, type: 100, category: 200 } as const
const DETAIL_KEYS = ['code', 'relevance_score', ...Object.keys(DETAIL_TEXTS)]

function variablesOf(mapping: Mapping) {
  const codes = mapping.list('selected_variables').map(item => lineOf(isObject(item) ? item.code : item, 200))
  const selected = [...new Set(codes.filter(code => code !== ''))]
  if (selected.length < codes.length) mapping.say('selected_variables named some twice; each is kept once')
  const chosen = new Set(selected)
  const given = mapping.list('variable_details')
  const details = new Map<string, Record<string, unknown>>()
  let whole = true
  for (const item of given) {
    const detail = isObject(item) ? item : {}
    const code = lineOf(detail.code, 200)
    if (!chosen.has(code) || details.has(code)) {
      whole = false
      continue
    }
    const score = numberOf(detail.relevance_score) ?? 0
    if (score < 0 || score > 1 || Object.keys(detail).some(key => !DETAIL_KEYS.includes(key))) whole = false
    const texts = Object.entries(DETAIL_TEXTS).map(([key, max]) => [key, proseOf(detail[key], max)] as const)
    if (texts.some(([key, text]) => text !== proseOf(detail[key]))) whole = false
    details.set(code, {
      code,
      ...Object.fromEntries(texts),
      relevance_score: Math.min(1, Math.max(0, score)),
    })
  }
  if (!whole) {
    mapping.reference.variable_details = given
    mapping.say(
      'variable_details say more than selected variables take; the original is kept under reference',
    )
  }
  return { selected_variables: selected, variable_details: [...details.values()] }
}

const SEGMENT_KEYS = ['segment_id', 'name', 'size', 'size_percentage', 'characteristics', 'prizm_segments']
const inner = (mapping: Mapping, value: unknown) =>
  typeof value === 'string' && /^\s*[[{]/.test(value) ? mapping.parse(value) : value

function segmentsOf(mapping: Mapping) {
  const taken = new Set<string>()
  return mapping.list('segments').map((item, index) => {
    const segment = isObject(item) ? item : {}
    let segment_id = lineOf(segment.segment_id, 100) || String(index + 1)
    for (let n = 2; taken.has(segment_id); n++) {
      segment_id = `${lineOf(segment.segment_id, 90) || index + 1}-${n}`
      if (!taken.has(segment_id)) mapping.say(`a second segment of the same id is ${segment_id} now`)
    }
    taken.add(segment_id)
    const traits = inner(mapping, segment.characteristics)
    const prizm = inner(mapping, segment.prizm_segments)
    const more = Object.entries(segment).filter(([key]) => !SEGMENT_KEYS.includes(key))
    const share = numberOf(segment.size_percentage) ?? 0
    return {
      segment_id,
      name: lineOf(segment.name, 200) || `Segment ${segment_id}`,
      size: countOf(segment.size) ?? 0,
      size_percentage: Math.min(100, Math.max(0, share)),
      characteristics: {
        ...(isObject(traits) ? traits : traits === undefined || traits === null ? {} : { value: traits }),
        ...Object.fromEntries(more),
      },
      prizm_segments: Array.isArray(prizm)
        ? prizm.map(one => lineOf(one, 100)).filter(Boolean)
        : textOf(prizm)
            .split(',')
            .map(one => lineOf(one, 100))
            .filter(Boolean),
    }
  })
}

function metadataOf(mapping: Mapping): Record<string, unknown> {
  const { created_from, ...given } = mapping.object('metadata')
  if (created_from !== undefined && created_from !== null) mapping.reference.created_from = created_from
  for (const [key, value] of mapping.extra(KNOWN))
    if (Object.hasOwn(given, key)) mapping.reference[key] = value
    else given[key] = value
  const known: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    tags: [
      ...new Set(
        (Array.isArray(given.tags) ? given.tags : textOf(given.tags).split(','))
          .map(tag => lineOf(tag, 60))
          .filter(Boolean),
      ),
    ],
  }
  if (typeof given.campaign_id === 'number') known.campaign_id = String(given.campaign_id)
  const metadata = withoutFaults(mapping, 'metadata', known, value => {
    const parsed = parseInput(AudienceMetadata, value)
    return parsed.ok ? [] : fieldErrors(parsed.error)
  })
  return { ...metadata, created_from: 'migrated' }
}

/** null when something is wrong, which the mapping then says. */
export function mapAudience(
  mapping: Mapping,
  { id }: RowKey,
): (Content & Pick<Audience, 'audience_id'>) | null {
  const audience_id = id ?? ''
  const total = countOf(mapping.row.total_audience_size)
  const content = {
    name: nameOf(mapping, audience_id),
    description: proseIn(mapping, 'description'),
    status: statusOf(mapping),
    data_type: dataTypeOf(mapping),
    identifier_type: identifierOf(mapping),
    original_query: proseIn(mapping, 'original_query'),
    ...variablesOf(mapping),
    segments: segmentsOf(mapping),
    ...(total !== null && { total_audience_size: total, size_source: 'imported' as const }),
    metadata: metadataOf(mapping),
  }
  const whole = { ...content, metadata: { ...content.metadata, ...referenceOf(mapping) } }
  const recognised = recogniseContent(whole)
  const parsed = recognised ? ok(recognised) : parseInput(AudienceInput, whole)
  if (!parsed.ok) mapping.errors.push(...fieldErrors(parsed.error))
  return parsed.ok && mapping.errors.length === 0 ? { audience_id, ...settle(parsed.value) } : null
}
