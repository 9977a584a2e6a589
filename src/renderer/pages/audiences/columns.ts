// The table's columns: least width, how they grow, and which give way first when the window is narrow.
import type { SortField } from '../../../shared/contract/audiences.ts'
import type { ColumnId } from './view.ts'

type Column = {
  id: ColumnId
  /** Least width in pixels. */
  min: number
  /** Its part of the room that is left over. */
  grow: number
  /** Numbers stand at the right. */
  end?: boolean
  sort?: SortField
  /** The lowest gives way first; what has none always stays. */
  rank?: number
}

export const COLUMNS: readonly Column[] = [
  { id: 'name', min: 220, grow: 2.4, sort: 'name' },
  { id: 'status', min: 100, grow: 0, sort: 'status', rank: 9 },
  { id: 'data_type', min: 96, grow: 0, sort: 'data_type', rank: 4 },
  { id: 'identifier_type', min: 120, grow: 0, rank: 0 },
  { id: 'total_audience_size', min: 72, grow: 0, end: true, sort: 'total_audience_size', rank: 8 },
  { id: 'segment_count', min: 84, grow: 0, end: true, sort: 'segment_count', rank: 5 },
  { id: 'variable_count', min: 84, grow: 0, end: true, sort: 'variable_count', rank: 3 },
  { id: 'tags', min: 150, grow: 1.3, rank: 6 },
  { id: 'campaign_id', min: 120, grow: 1, rank: 2 },
  { id: 'updated_at', min: 112, grow: 0, end: true, sort: 'updated_at', rank: 7 },
  { id: 'created_at', min: 116, grow: 0, end: true, sort: 'created_at', rank: 1 },
]

/** The check box at the left and the menu at the right. */
export const LEFT_PX = 40
export const RIGHT_PX = 40

/** The columns that are shown: those not hidden by hand, less what the width has no room for. */
export function fitColumns(hidden: readonly ColumnId[], width: number): Column[] {
  const wanted = COLUMNS.filter(column => column.id === 'name' || !hidden.includes(column.id))
  const givingWay = wanted
    .filter(column => column.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  let needed = wanted.reduce((sum, column) => sum + column.min, LEFT_PX + RIGHT_PX)
  const left = new Set(wanted)
  for (const column of givingWay) {
    if (needed <= width || width === 0) break
    left.delete(column)
    needed -= column.min
  }
  return wanted.filter(column => left.has(column))
}

/**
 * Whole pixels for each column, worked out once: rows that had to share out the room themselves would take most of the
 * time of scrolling.
 */
export function columnWidths(columns: readonly Column[], width: number): number[] {
  const least = columns.reduce((sum, { min }) => sum + min, LEFT_PX + RIGHT_PX)
  const grow = columns.reduce((sum, column) => sum + column.grow, 0)
  const room = Math.max(0, width - least)
  const widths = columns.map(column => column.min + (grow > 0 ? Math.floor((room * column.grow) / grow) : 0))
  return [LEFT_PX, ...widths, RIGHT_PX]
}

export const gridTemplate = (columns: readonly Column[], width: number) =>
  columnWidths(columns, width)
    .map(px => `${px}px`)
    .join(' ')
