// The rows of the list: each platform with what is worked out for it, and which of them are shown in which order.
import type { Platform, PlatformStatus, PlatformType } from '../../../shared/domain/platform.ts'
import { expectedMatchRate } from '../../../shared/domain/platform-rules.ts'
import { PLATFORM_DEFINITIONS } from '../../../shared/platforms/definition.ts'
import type { PlatformActivity } from '../../api/platforms.ts'
import {
  SHOWN_STATES,
  type ShownHealth,
  type ShownState,
  shownHealth,
} from '../../components/platform/health.ts'
import type { Filters, Sort, SortField, Tab, View } from './view.ts'

export type Row = {
  platform: Platform
  type_name: string
  health: ShownHealth
  sync: { at: string; status: NonNullable<Platform['sync_status']> } | null
  /** null until they are known, and in the trash. */
  rates: PlatformActivity['match_rates'] | null
  /** 0 to 1; null when neither the platform nor its type has one. */
  expected: number | null
}

export function rowOf(platform: Platform, activity: PlatformActivity | undefined, now: Date): Row {
  const { last_sync, sync_status } = platform
  return {
    platform,
    type_name: PLATFORM_DEFINITIONS[platform.platform_type].name,
    health: shownHealth(platform, now),
    sync: last_sync ? { at: last_sync, status: sync_status ?? 'success' } : null,
    rates: activity?.match_rates ?? null,
    expected: expectedMatchRate(platform),
  }
}

const CALM: ReadonlySet<ShownState> = new Set(['healthy', 'inactive'])
/** Whether there is something to do about it. */
export const needsAttention = ({ health }: Row) => !CALM.has(health.state)

const among = <T>(chosen: readonly T[], value: T) => chosen.length === 0 || chosen.includes(value)

const hasWords = ({ platform, type_name }: Row, words: readonly string[]) => {
  const text = [platform.name, type_name, platform.connection.account_label ?? '', platform.notes]
    .join(' ')
    .toLowerCase()
  return words.every(word => text.includes(word))
}

export const wordsOf = (search: string) => search.trim().toLowerCase().split(/\s+/).filter(Boolean)

export function matching(rows: readonly Row[], { search, filters }: Pick<View, 'search' | 'filters'>): Row[] {
  const words = wordsOf(search)
  return rows.filter(
    row =>
      among(filters.health, row.health.state) &&
      among(filters.platform_type, row.platform.platform_type) &&
      among(filters.status, row.platform.status) &&
      hasWords(row, words),
  )
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** What a column sorts by; null stands last whichever the direction. */
function sortValue(row: Row, by: SortField): string | number | null {
  const { platform } = row
  switch (by) {
    case 'name':
      return platform.name
    case 'health':
      return SHOWN_STATES.indexOf(row.health.state)
    case 'account':
      return platform.connection.account_label
    case 'last_sync':
      return row.sync ? Date.parse(row.sync.at) : null
    case 'match_rate':
      return row.rates?.at(-1)?.match_rate ?? null
    case 'expected':
      return row.expected
    case 'status':
      return platform.status
    case 'updated_at':
      return Date.parse(platform.updated_at)
  }
}

const compared = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))

/** Equal ones stand by name, so that the order never jumps. */
export function sorted(rows: readonly Row[], { by, direction }: Sort): Row[] {
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [one, other] = [sortValue(a, by), sortValue(b, by)]
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1
    } else {
      const order = sign * compared(one, other)
      if (order !== 0) return order
    }
    return (
      collator.compare(a.platform.name, b.platform.name) ||
      a.platform.platform_id.localeCompare(b.platform.platform_id)
    )
  })
}

export type Lists = { living: readonly Row[]; trash: readonly Row[] }

export const inTab = ({ living, trash }: Lists, tab: Tab): readonly Row[] =>
  tab === 'trash' ? trash : tab === 'attention' ? living.filter(needsAttention) : living

export type Facets = {
  health: ReadonlyMap<ShownState, number>
  platform_type: ReadonlyMap<PlatformType, number>
  status: ReadonlyMap<PlatformStatus, number>
}

/** How many rows each value of a filter would show, the other filters as they are. */
export function facetsOf(rows: readonly Row[], view: Pick<View, 'search' | 'filters'>): Facets {
  const without = (name: keyof Filters) =>
    matching(rows, { search: view.search, filters: { ...view.filters, [name]: [] } })
  const count = <T>(name: keyof Filters, of: (row: Row) => T) => {
    const counts = new Map<T, number>()
    for (const row of without(name)) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
    return counts
  }
  return {
    health: count('health', row => row.health.state),
    platform_type: count('platform_type', row => row.platform.platform_type),
    status: count('status', row => row.platform.status),
  }
}
