// The columns of the list of distributions.
import { fitted, type TableColumn, widthsOf } from '../../components/table/columns.ts'
import type { Sort } from './view.ts'

export type ColumnId =
  | 'audience'
  | 'platform'
  | 'status'
  | 'match_rate'
  | 'people'
  | 'happens_at'
  | 'type'
  | 'campaign'
export type Column = TableColumn & { id: ColumnId; sort?: Sort['by']; first?: Sort['direction'] }

const COLUMNS: readonly Column[] = [
  { id: 'audience', min: 180, grow: 2, sort: 'audience_name', first: 'asc' },
  { id: 'platform', min: 160, grow: 1.2, sort: 'platform_name', first: 'asc' },
  { id: 'status', min: 168, grow: 3, sort: 'status', first: 'asc', rank: 9 },
  { id: 'match_rate', min: 132, grow: 0, sort: 'match_rate', first: 'desc', rank: 7 },
  { id: 'people', min: 80, grow: 0, end: true, sort: 'total_records', first: 'desc', rank: 5 },
  { id: 'happens_at', min: 164, grow: 0, sort: 'happens_at', first: 'desc', rank: 8 },
  { id: 'type', min: 96, grow: 0, rank: 3 },
  { id: 'campaign', min: 112, grow: 0.6, rank: 2 },
]

/** The room at the left, and the menu at the right. */
const LEFT_PX = 8
const RIGHT_PX = 40

/** A column less for each that the width has no room for. Width in pixels. */
export const fitColumns = (width: number): Column[] => fitted(COLUMNS, width, LEFT_PX + RIGHT_PX)

export const gridTemplate = (columns: readonly Column[], width: number) =>
  widthsOf(columns, width, { left: LEFT_PX, right: RIGHT_PX })
    .map(px => `${px}px`)
    .join(' ')
