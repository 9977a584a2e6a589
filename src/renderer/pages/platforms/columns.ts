// The columns of the list of platforms.
import { fitted, type TableColumn, widthsOf } from '../../components/table/columns.ts'
import type { SortField } from './view.ts'

export type Column = TableColumn & { id: SortField }

const COLUMNS: readonly Column[] = [
  { id: 'name', min: 228, grow: 2 },
  { id: 'health', min: 176, grow: 3, rank: 9 },
  { id: 'account', min: 112, grow: 1, rank: 4 },
  { id: 'last_sync', min: 116, grow: 0, rank: 6 },
  { id: 'match_rate', min: 140, grow: 0, rank: 7 },
  { id: 'expected', min: 84, grow: 0, end: true, rank: 2 },
  { id: 'status', min: 96, grow: 0, rank: 5 },
  { id: 'updated_at', min: 108, grow: 0, end: true, rank: 3 },
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
