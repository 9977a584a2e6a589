// The board's columns: days as the person's calendar has them, and what waits for approval whenever it is planned.
import type { DistributionFilter } from '../../../shared/contract/distributions.ts'
import type { DistributionSummary } from '../../../shared/domain/distribution.ts'
import { type DateRange, midnight } from './view.ts'

export const BOARD_COLUMNS = ['today', 'tomorrow', 'week', 'later', 'approval'] as const
export type BoardColumn = (typeof BOARD_COLUMNS)[number]

/** Days from today, from inclusive, to exclusive; today also takes what is due since earlier. */
const DAYS: Record<Exclude<BoardColumn, 'approval'>, [from: number | null, to: number | null]> = {
  today: [null, 1],
  tomorrow: [1, 2],
  week: [2, 7],
  later: [7, null],
}

export function boardFilter(base: DistributionFilter, column: BoardColumn, now: Date): DistributionFilter {
  const { status: _, happens_from: __, happens_to: ___, ...rest } = base
  const scheduled = { ...rest, status: ['scheduled' as const] }
  if (column === 'approval') return { ...scheduled, approval_status: ['pending'] }
  const [from, to] = DAYS[column]
  return {
    ...scheduled,
    ...(from !== null && { happens_from: midnight(now, from).toISOString() }),
    ...(to !== null && { happens_to: midnight(now, to).toISOString() }),
  }
}

const dayOf = (at: Date) =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(part => String(part).padStart(2, '0')).join('-')

/** The same days as a filter of the list; null for a column that isn't of days. */
export function boardDays(column: BoardColumn, now: Date): DateRange | null {
  if (column === 'approval') return null
  const [from, to] = DAYS[column]
  return {
    ...(from !== null && { from: dayOf(midnight(now, from)) }),
    ...(to !== null && { to: dayOf(midnight(now, to - 1)) }),
  }
}

/** What waits for approval has its own column, and is in no other. */
export const belongsIn = (run: Pick<DistributionSummary, 'approval_status'>, column: BoardColumn) =>
  column === 'approval' || run.approval_status !== 'pending'
