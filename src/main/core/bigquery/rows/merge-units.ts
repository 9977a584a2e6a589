// A record taken apart into what changes as one, each part by its path, and put together again.
import { sameJson } from '../../../../shared/domain/diff.ts'
import type { Entity } from '../../store/face.ts'
import { type Fields, settingsThatTravel, settingsWithSecretsOf } from './content.ts'
import { audienceOf, audienceUnits } from './merge-audience.ts'
import { contentFields } from './tables.ts'

/** `name`, `segments.seg-1`, `metadata.notes`. A part that a record lacks has no path in it. */
export type Units = ReadonlyMap<string, unknown>

/** Parts that are lists of ids or texts without repeats: two changes of one can both hold. */
export const LISTS: ReadonlySet<string> = new Set([
  'selected_variables',
  'variable_details',
  'segments',
  'metadata.tags',
])

/** Free JSON: each key changes by itself. */
const KEYED = ['metadata', 'settings'] as const

/**
 * A run is one thing: its plan, its state, who approved it, what came of it. A completed run with segments that somebody
 * chose for it later would be a wrong record of what left the building.
 */
const RUN = 'status'
const RUN_METADATA: ReadonlySet<string> = new Set([
  'schedule',
  'series_id',
  'approval_status',
  'approval_comment',
  'requested_by',
  'requested_at',
  'approved_by',
  'approved_at',
  'data_type',
  'identifier_type',
  'people',
  'forecast',
  'attempt',
  'handover',
  'rejects',
  'results_source',
  'results_by',
  'results_at',
  'retries_before',
  'receipt',
])
const runFields = contentFields('distribution').filter(
  field => !['distribution_id', 'metadata', 'created_at', 'deleted'].includes(field),
)

const membersOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).filter(([, item]) => item !== undefined)
    : []

export function unitsOf(entity: Entity, record: Fields): Units {
  if (entity === 'audience') return new Map([...plainUnits(entity, record), ...audienceUnits(record)])
  if (entity !== 'distribution') return plainUnits(entity, record)
  const metadata = membersOf(record.metadata).filter(([key]) => RUN_METADATA.has(key))
  const run = {
    ...Object.fromEntries(runFields.map(field => [field, record[field]])),
    metadata: Object.fromEntries(metadata),
  }
  const units = new Map(plainUnits(entity, record))
  for (const field of runFields) units.delete(field)
  for (const [key] of metadata) units.delete(`metadata.${key}`)
  return units.set(RUN, run)
}

function plainUnits(entity: Entity, record: Fields): Map<string, unknown> {
  const units = new Map<string, unknown>()
  for (const field of contentFields(entity)) {
    const value = field === 'settings' ? settingsThatTravel(record[field]) : record[field]
    if (!KEYED.some(keyed => keyed === field)) units.set(field, value)
    else for (const [key, item] of membersOf(value)) units.set(`${field}.${key}`, item)
  }
  return units
}

const keysUnder = (units: Units, prefix: string) =>
  [...units]
    .filter(([path, value]) => path.startsWith(prefix) && value !== undefined)
    .map(([path, value]): [string, unknown] => [path.slice(prefix.length), value])

/** The record that has these parts; what is no content is as in `mine`. */
export function recordFrom(entity: Entity, mine: Fields, theirs: Fields, units: Units): Fields {
  const record: Record<string, unknown> = { ...mine }
  for (const [path, value] of units) if (Object.hasOwn(mine, path)) record[path] = value
  for (const field of KEYED)
    if (Object.hasOwn(mine, field)) record[field] = Object.fromEntries(keysUnder(units, `${field}.`))
  switch (entity) {
    case 'audience':
      return audienceOf(record, units, keysUnder)
    case 'platform':
      return { ...record, settings: settingsWithSecretsOf(mine.settings, record.settings) }
    case 'distribution': {
      const { metadata, ...run } = Object.fromEntries(membersOf(units.get(RUN)))
      return {
        ...record,
        ...run,
        metadata: Object.fromEntries([...membersOf(record.metadata), ...membersOf(metadata)]),
      }
    }
    case 'user':
      return { ...record, last_login: later(mine.last_login, theirs.last_login) }
  }
}

const later = (a: unknown, b: unknown) => (String(a ?? '') > String(b ?? '') ? a : b)

/** Paths that differ, in an order that is the same for both sides. */
export const differing = (a: Units, b: Units): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter(path => !sameJson(a.get(path), b.get(path))).sort()
