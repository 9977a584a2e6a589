// A part of two versions: what kind of value it is, what each side did to it, and what to call it. Paths are the core's:
// `name`, `metadata.notes`, `segments.<id>` for one segment, `status` for a run as a whole.
import type { SyncConflict, SyncedEntity } from '../../../../shared/contract/bigquery.ts'
import { sameJson } from '../../../../shared/domain/diff.ts'
import { exactDate, exactNumber, formatRelevance } from '../../../lib/format.ts'
import { t } from '../../../messages/index.ts'
import { plainText, wordsOfKey } from '../../audience/parts/json-value.tsx'

const words = t.bigqueryConflicts
export type Field = SyncConflict['fields'][number]
type Members = Readonly<Record<string, unknown>>
export type FieldKind = 'text' | 'list' | 'parts' | 'word' | 'json'

const LONG = 60
const isText = (value: unknown): value is string => typeof value === 'string'
const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPlain = (value: unknown) => typeof value !== 'object' || value === null

export function kindOf({ path, mine, theirs }: Field): FieldKind {
  const sides: unknown[] = [mine, theirs]
  const filled = sides.filter(side => side !== null)
  if (sides.every(isPlain)) {
    const texts = sides.filter(isText)
    const long = texts.some(text => text.length > LONG || text.includes('\n'))
    return texts.length > 0 && (long || path === 'name' || path === 'display_name') ? 'text' : 'word'
  }
  if (filled.every(isList)) return 'list'
  return filled.every(isMembers) ? 'parts' : 'json'
}

const CLOSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'audience status': t.status,
  'platform status': t.platforms.status,
  'distribution status': t.distributions.state,
  'audience data_type': t.dataType,
  'audience identifier_type': t.identifierType,
  'audience size_source': t.audience.source,
  'distribution distribution_type': t.distributions.type,
}
const isTime = (name: string) => name.endsWith('_at') || name === 'last_login' || name === 'last_sync'

/** A single value in words. */
export function valueText(entity: SyncedEntity, name: string, value: unknown): string {
  const closed = CLOSED[`${entity} ${name}`]
  if (closed && isText(value) && Object.hasOwn(closed, value)) return closed[value] ?? value
  if (isTime(name) && isText(value) && !Number.isNaN(Date.parse(value))) return exactDate(value)
  if (name === 'relevance_score' && typeof value === 'number') return formatRelevance(value)
  if (value === null || value === undefined || value === '') return t.history.empty
  if (isList(value)) return value.length > 0 ? value.join(', ') : t.history.empty
  return isPlain(value) ? plainText(value) : JSON.stringify(value)
}

/** As the pages of a record show them; the core names paths by their letters. */
const ORDER = ['name', 'display_name', 'status', 'description', 'original_query', 'notes']
const rank = (path: string) => {
  const at = ORDER.indexOf(path)
  return at < 0 ? ORDER.length : at
}
export const inOrder = (fields: readonly Field[]): Field[] =>
  fields.toSorted((a, b) => rank(a.path) - rank(b.path))

const nameIn = (value: unknown, key: string) => (isMembers(value) && isText(value[key]) ? value[key] : null)

/** `segments.7` → `Segment “Suburban greens”`. */
export function fieldLabel(entity: SyncedEntity, { path, mine, theirs, base }: Field): string {
  const [group = '', key = ''] = path.split(/\.(.*)/s, 2)
  if (group === 'segments' && key)
    return words.segment([mine, theirs, base].map(side => nameIn(side, 'name')).find(isText) ?? key)
  if (group === 'variable_details' && key) return words.variable(key)
  if (entity === 'distribution' && path === 'status') return words.run
  return words.fields[path] ?? t.history.fields[path] ?? wordsOfKey(key || group)
}

const listOf = (value: unknown): string[] => (isList(value) ? value : [])

/** What a side added to the list that both began from, and took out of it; `moved` when only the order is another. */
export function listChange(base: unknown, side: unknown) {
  const [before, after] = [new Set(listOf(base)), new Set(listOf(side))]
  const gained = [...after].filter(item => !before.has(item))
  const lost = [...before].filter(item => !after.has(item))
  return { gained, lost, moved: gained.length + lost.length === 0, kept: after.size - gained.length }
}

export type PartChange = { name: string; before: unknown; after: unknown }

/** One level of what is nested, such as the results of a run, so that each value stands by itself. */
const flat = (value: unknown): Map<string, unknown> =>
  new Map(
    (isMembers(value) ? Object.entries(value) : []).flatMap(([key, item]): [string, unknown][] =>
      isMembers(item) ? Object.entries(item) : [[key, item]],
    ),
  )

/** The members that a side changed, added or took out; all of them where both began from nothing. */
export function partChanges(base: unknown, side: unknown): PartChange[] {
  const [before, after] = [flat(base), flat(side)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .map(name => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter(part => !sameJson(part.before, part.after))
}

export const partLabel = (name: string) => t.history.fields[name] ?? wordsOfKey(name)

/** The whole of a part in one line; null where only its members say it. */
export function partText(entity: SyncedEntity, path: string, value: unknown): string | null {
  if (value === null) return words.takenOut
  if (!isMembers(value)) return null
  if (path.startsWith('segments.'))
    return [value.name, typeof value.size === 'number' && exactNumber(value.size)].filter(Boolean).join(' · ')
  if (path.startsWith('variable_details.'))
    return [value.code, typeof value.relevance_score === 'number' && formatRelevance(value.relevance_score)]
      .filter(Boolean)
      .join(' · ')
  if (path === 'total_audience_size')
    return typeof value.total_audience_size === 'number'
      ? exactNumber(value.total_audience_size)
      : words.sumOfSegments
  return entity === 'distribution' && path === 'status' ? valueText(entity, 'status', value.status) : null
}

/** All of a list in one line. */
export function listText(path: string, value: unknown): string {
  const count = listOf(value).length
  if (path === 'segments') return words.segments(count)
  return path === 'selected_variables' || path === 'variable_details'
    ? words.variables(count)
    : words.items(count)
}
