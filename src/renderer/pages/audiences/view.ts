// What the list shows and how: tab, search, filters, sorting, columns. Kept among the preferences and read back with care.
import type { AudienceFilter, SortField } from '../../../shared/contract/audiences.ts'
import type { DataType, IdentifierType } from '../../../shared/domain/audience.ts'
import { t } from '../../messages/index.ts'

export const TABS = ['all', 'draft', 'active', 'archived', 'trash'] as const
export type Tab = (typeof TABS)[number]

export const PRESETS = { today: 1, week: 7, month: 30, quarter: 90, year: 365 } as const
export type Preset = keyof typeof PRESETS
/** Days are local calendar days, `2026-11-22`; `to` is included. */
export type DateRange = { preset: Preset } | { from?: string; to?: string }

export type Filters = {
  data_type?: DataType[]
  identifier_type?: IdentifierType[]
  tags?: string[]
  campaign_ids?: string[]
  variables?: string[]
  size?: { min?: number; max?: number }
  updated?: DateRange
}
export type FilterName = keyof Filters

export const COLUMN_IDS = [
  'name',
  'status',
  'data_type',
  'identifier_type',
  'total_audience_size',
  'segment_count',
  'variable_count',
  'tags',
  'campaign_id',
  'updated_at',
  'created_at',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export type Sort = { by: SortField; direction: 'asc' | 'desc' }

export type View = {
  tab: Tab
  search: string
  filters: Filters
  sort: Sort
  hidden: ColumnId[]
  inspector: boolean
  /** The row the keyboard is on. */
  cursor: number
}

export const DEFAULT_VIEW: View = {
  tab: 'all',
  search: '',
  filters: {},
  sort: { by: 'updated_at', direction: 'desc' },
  hidden: ['identifier_type', 'created_at'],
  inspector: false,
  cursor: 0,
}

const localDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate())

/** Local midnight of a day such as `2026-11-22`, moved by some days. */
function midnight(day: string, plus = 0): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + plus).toISOString()
}

function rangeOf(
  range: DateRange | undefined,
  now: Date,
): Pick<AudienceFilter, 'updated_from' | 'updated_to'> {
  if (!range) return {}
  if ('preset' in range) {
    const first = localDay(now)
    first.setDate(first.getDate() - PRESETS[range.preset] + 1)
    return { updated_from: first.toISOString() }
  }
  const updated_from = range.from && midnight(range.from)
  const updated_to = range.to && midnight(range.to, 1)
  return { ...(updated_from && { updated_from }), ...(updated_to && { updated_to }) }
}

/** The conditions without the tab's own: what counts by status are asked with. */
export function baseFilter(
  { search, filters }: Pick<View, 'search' | 'filters'>,
  now = new Date(),
): AudienceFilter {
  const { size, updated, ...lists } = filters
  const words = search.trim()
  return {
    ...(words && { search: words }),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(size?.min !== undefined && { size_min: size.min }),
    ...(size?.max !== undefined && { size_max: size.max }),
    ...rangeOf(updated, now),
  }
}

export function tabFilter(base: AudienceFilter, tab: Tab): AudienceFilter {
  if (tab === 'all') return base
  return tab === 'trash' ? { ...base, deleted: true } : { ...base, status: [tab] }
}

type Counts = { by_status: Partial<Record<'draft' | 'active' | 'archived', number>>; deleted: number }

export function tabCount({ by_status, deleted }: Counts, tab: Tab): number {
  if (tab === 'trash') return deleted
  if (tab !== 'all') return by_status[tab] ?? 0
  return Object.values(by_status).reduce((sum, count) => sum + count, 0)
}

export const isFiltered = (view: Pick<View, 'search' | 'filters'>) => Object.keys(baseFilter(view)).length > 0

const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T =>
  values.some(known => known === value)
const texts = (value: unknown) =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string').slice(0, 50) : []
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const keysOf = <K extends string>(map: Record<K, unknown>) => Object.keys(map) as K[]

function readRange(value: unknown): DateRange | undefined {
  if (!isObject(value)) return undefined
  if (isOneOf(keysOf(PRESETS), value.preset)) return { preset: value.preset }
  const { from, to } = value
  const range = { ...(typeof from === 'string' && { from }), ...(typeof to === 'string' && { to }) }
  return Object.keys(range).length > 0 ? range : undefined
}

function readFilters(value: unknown): Filters {
  if (!isObject(value)) return {}
  const filters: Filters = {}
  const types = texts(value.data_type).filter(item => isOneOf(keysOf(t.dataType), item))
  const identifiers = texts(value.identifier_type).filter(item => isOneOf(keysOf(t.identifierType), item))
  if (types.length > 0) filters.data_type = types
  if (identifiers.length > 0) filters.identifier_type = identifiers
  for (const name of ['tags', 'campaign_ids', 'variables'] as const) {
    const list = texts(value[name])
    if (list.length > 0) filters[name] = list
  }
  if (isObject(value.size)) {
    const { min, max } = value.size
    const size = { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) }
    if (Object.keys(size).length > 0) filters.size = size
  }
  const updated = readRange(value.updated)
  if (updated) filters.updated = updated
  return filters
}

const SORTS = keysOf({
  updated_at: 0,
  created_at: 0,
  name: 0,
  total_audience_size: 0,
  segment_count: 0,
  variable_count: 0,
  status: 0,
  data_type: 0,
} satisfies Record<SortField, 0>)
/** A view as it was kept; what an older or newer version of the program wrote and we don't know is left out. */
export function readView(value: unknown): View {
  if (!isObject(value)) return DEFAULT_VIEW
  const { tab, search, filters, sort, hidden, inspector, cursor } = value
  const by = isObject(sort) && isOneOf(SORTS, sort.by) ? sort.by : DEFAULT_VIEW.sort.by
  const direction = isObject(sort) && sort.direction === 'asc' ? 'asc' : 'desc'
  return {
    tab: isOneOf(TABS, tab) ? tab : 'all',
    search: typeof search === 'string' ? search.slice(0, 200) : '',
    filters: readFilters(filters),
    sort: { by, direction },
    hidden: Array.isArray(hidden) ? texts(hidden).filter(id => isOneOf(COLUMN_IDS, id)) : DEFAULT_VIEW.hidden,
    inspector: inspector === true,
    cursor: typeof cursor === 'number' && Number.isInteger(cursor) && cursor >= 0 ? cursor : 0,
  }
}
