// The columns of the list of audiences.
import type { SortField } from '../../../shared/contract/audiences.ts'
import { fitted, type TableColumn, widthsOf } from '../../components/table/columns.ts'
import type { ColumnId } from './view.ts'

type Column = TableColumn & { id: ColumnId; sort?: SortField }

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
export const fitColumns = (hidden: readonly ColumnId[], width: number): Column[] =>
  fitted(
    COLUMNS.filter(column => column.id === 'name' || !hidden.includes(column.id)),
    width,
    LEFT_PX + RIGHT_PX,
  )

export const columnWidths = (columns: readonly Column[], width: number): number[] =>
  widthsOf(columns, width, { left: LEFT_PX, right: RIGHT_PX })

export const gridTemplate = (columns: readonly Column[], width: number) =>
  columnWidths(columns, width)
    .map(px => `${px}px`)
    .join(' ')
