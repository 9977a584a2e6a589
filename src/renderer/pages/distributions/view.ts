// What the page shows and how: table, board or timeline, tab, search, filters, sorting. Kept among the preferences, read back with care.
import { DISTRIBUTION_SORT_FIELDS, type DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import {
  DISTRIBUTION_STATUSES,
  type DistributionStatus,
  DistributionType,
} from '../../../shared/domain/distribution.ts'

export const MODES = ['table', 'board', 'timeline'] as const
export type Mode = (typeof MODES)[number]

export const TABS = ['all', 'scheduled', 'processing', 'matching', 'completed', 'failed', 'approval'] as const
export type Tab = (typeof TABS)[number]

/** Days from today: back, or ahead. */
export const PRESETS = {
  today: [0, 0],
  week: [-6, 0],
  month: [-29, 0],
  quarter: [-89, 0],
  ahead: [0, 7],
} as const
export type Preset = keyof typeof PRESETS
/** Days are local calendar days, `2026-11-22`; `to` is included. */
export type DateRange = { preset: Preset } | { from?: string; to?: string }

/** The values within one list are ORed; an empty list lets everything through. */
export type Filters = {
  status: DistributionStatus[]
  platform_ids: string[]
  audience_ids: string[]
  distribution_type: DistributionType[]
  error_codes: string[]
  happens: DateRange | null
}
export type ListName = Exclude<keyof Filters, 'happens'>

export type Sort = { by: (typeof DISTRIBUTION_SORT_FIELDS)[number]; direction: 'asc' | 'desc' }

export type View = {
  mode: Mode
  tab: Tab
  search: string
  filters: Filters
  sort: Sort
  inspector: boolean
  /** The row the keyboard is on. */
  cursor: number
}

export const NO_FILTERS: Filters = {
  status: [],
  platform_ids: [],
  audience_ids: [],
  distribution_type: [],
  error_codes: [],
  happens: null,
}
export const DEFAULT_VIEW: View = {
  mode: 'table',
  tab: 'all',
  search: '',
  filters: NO_FILTERS,
  sort: { by: 'happens_at', direction: 'desc' },
  inspector: false,
  cursor: 0,
}

/** Local midnight, some days from today. */
export function midnight(now: Date, plus: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + plus)
}

function midnightOf(day: string | undefined, plus = 0): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + plus).toISOString()
}

function rangeOf(
  range: DateRange | null,
  now: Date,
): Pick<DistributionFilter, 'happens_from' | 'happens_to'> {
  if (!range) return {}
  if ('preset' in range) {
    const [first, last] = PRESETS[range.preset]
    return {
      happens_from: midnight(now, first).toISOString(),
      happens_to: midnight(now, last + 1).toISOString(),
    }
  }
  const [happens_from, happens_to] = [midnightOf(range.from), midnightOf(range.to, 1)]
  return { ...(happens_from && { happens_from }), ...(happens_to && { happens_to }) }
}

/** The conditions without the tab's own: what the counts of the tabs are asked with. */
export function baseFilter(
  { search, filters }: Pick<View, 'search' | 'filters'>,
  now = new Date(),
): DistributionFilter {
  const { happens, ...lists } = filters
  const words = search.trim()
  return {
    ...(words && { search: words }),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...rangeOf(happens, now),
  }
}

/** A tab's own status stands in place of those that are filtered by. */
export function tabFilter(base: DistributionFilter, tab: Tab): DistributionFilter {
  if (tab === 'all') return base
  if (tab === 'approval') return { ...base, status: ['scheduled'], approval_status: ['pending'] }
  return { ...base, status: [tab] }
}

export type Counts = OutputOf<'distributions.count'>

/** How many rows a tab has. */
export function tabCount(counts: Counts, tab: Tab): number {
  if (tab === 'all') return counts.total
  return tab === 'approval' ? counts.waiting_for_approval : counts.by_status[tab]
}

export const isFiltered = ({ search, filters }: Pick<View, 'search' | 'filters'>) => {
  const { happens, ...lists } = filters
  return search.trim() !== '' || happens !== null || Object.values(lists).some(values => values.length > 0)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOneOf = <T extends string>(values: readonly T[], value: unknown): value is T =>
  values.some(known => known === value)

const listOf = <T extends string>(values: readonly T[], given: unknown): T[] =>
  Array.isArray(given) ? values.filter(value => given.includes(value)) : []

const texts = (given: unknown): string[] =>
  Array.isArray(given)
    ? given.filter(item => typeof item === 'string' && item !== '' && item.length <= 100).slice(0, 50)
    : []

const PRESET_NAMES = Object.keys(PRESETS) as Preset[]
const DAY = /^\d{4}-\d{2}-\d{2}$/

function readRange(value: unknown): DateRange | null {
  if (!isObject(value)) return null
  if (isOneOf(PRESET_NAMES, value.preset)) return { preset: value.preset }
  const day = (given: unknown) => (typeof given === 'string' && DAY.test(given) ? given : undefined)
  const [from, to] = [day(value.from), day(value.to)]
  return from || to ? { ...(from && { from }), ...(to && { to }) } : null
}

/** A view as it was kept; what another version of the program wrote and we don't know is left out. */
export function readView(value: unknown): View {
  if (!isObject(value)) return DEFAULT_VIEW
  const { mode, tab, search, filters, sort, inspector, cursor } = value
  const given = isObject(filters) ? filters : {}
  const by = isObject(sort) && isOneOf(DISTRIBUTION_SORT_FIELDS, sort.by) ? sort.by : DEFAULT_VIEW.sort.by
  const direction = isObject(sort) && sort.direction === 'asc' ? 'asc' : 'desc'
  return {
    mode: isOneOf(MODES, mode) ? mode : 'table',
    tab: isOneOf(TABS, tab) ? tab : 'all',
    search: typeof search === 'string' ? search.slice(0, 200) : '',
    filters: {
      status: listOf(DISTRIBUTION_STATUSES, given.status),
      platform_ids: texts(given.platform_ids),
      audience_ids: texts(given.audience_ids),
      distribution_type: listOf(DistributionType.options, given.distribution_type),
      error_codes: texts(given.error_codes),
      happens: readRange(given.happens),
    },
    sort: { by, direction },
    inspector: inspector === true,
    cursor: typeof cursor === 'number' && Number.isInteger(cursor) && cursor >= 0 ? cursor : 0,
  }
}
