// What the list shows and how: tab, search, filters, sorting, preview, row. Kept among the preferences, read back with care.
import {
  PLATFORM_STATUSES,
  PLATFORM_TYPES,
  type PlatformStatus,
  type PlatformType,
} from '../../../shared/domain/platform.ts'
import { SHOWN_STATES, type ShownState } from '../../components/platform/health.ts'

export const TABS = ['all', 'attention', 'trash'] as const
export type Tab = (typeof TABS)[number]

export const SORTS = [
  'name',
  'health',
  'account',
  'last_sync',
  'match_rate',
  'expected',
  'status',
  'updated_at',
] as const
export type SortField = (typeof SORTS)[number]
export type Sort = { by: SortField; direction: 'asc' | 'desc' }

/** The values within one list are ORed; an empty list lets everything through. */
export type Filters = { health: ShownState[]; platform_type: PlatformType[]; status: PlatformStatus[] }

export type View = {
  tab: Tab
  search: string
  filters: Filters
  sort: Sort
  inspector: boolean
  /** Id of the row that the keyboard is on, and its place for when it is gone. */
  current: string | null
  cursor: number
}

export const NO_FILTERS: Filters = { health: [], platform_type: [], status: [] }
export const DEFAULT_VIEW: View = {
  tab: 'all',
  search: '',
  filters: NO_FILTERS,
  sort: { by: 'name', direction: 'asc' },
  inspector: false,
  current: null,
  cursor: 0,
}

export const isFiltered = ({ search, filters }: Pick<View, 'search' | 'filters'>) =>
  search.trim() !== '' || Object.values(filters).some(values => values.length > 0)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T =>
  values.some(known => known === value)

const listOf = <T extends string>(values: readonly T[], given: unknown): T[] =>
  Array.isArray(given) ? values.filter(value => given.includes(value)) : []

/** A view as it was kept; what another version of the program wrote and we don't know is left out. */
export function readView(value: unknown): View {
  if (!isObject(value)) return DEFAULT_VIEW
  const { tab, search, filters, sort, inspector, current, cursor } = value
  const given = isObject(filters) ? filters : {}
  const by = isObject(sort) && isOneOf(SORTS, sort.by) ? sort.by : DEFAULT_VIEW.sort.by
  const direction = isObject(sort) && sort.direction === 'desc' ? 'desc' : 'asc'
  return {
    tab: isOneOf(TABS, tab) ? tab : 'all',
    search: typeof search === 'string' ? search.slice(0, 200) : '',
    filters: {
      health: listOf(SHOWN_STATES, given.health),
      platform_type: listOf(PLATFORM_TYPES, given.platform_type),
      status: listOf(PLATFORM_STATUSES, given.status),
    },
    sort: { by, direction },
    inspector: inspector === true,
    current: typeof current === 'string' ? current.slice(0, 200) : null,
    cursor: typeof cursor === 'number' && Number.isInteger(cursor) && cursor >= 0 ? cursor : 0,
  }
}
