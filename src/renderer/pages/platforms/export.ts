// What of the list is exported or copied: the platforms that it shows, in its order and with its columns.
import type { ExportSource } from '../../actions/export.ts'
import type { Row } from './rows.ts'
import { isFiltered, type View } from './view.ts'

const COLUMNS = [
  'name',
  'platform_type',
  'connection_state',
  'account_label',
  'last_sync',
  'match_rate',
  'expected_match_rate',
  'status',
  'updated_at',
]

const sourceOf = (rows: readonly Pick<Row, 'platform'>[], scope: ExportSource['scope']): ExportSource => ({
  which: { entity: 'platform', ids: rows.map(({ platform }) => platform.platform_id) },
  count: rows.length,
  columns: COLUMNS,
  scope,
})

export const exportSource = (view: View, rows: readonly Row[]) =>
  sourceOf(rows, isFiltered(view) || view.tab !== 'all' ? 'matching' : 'all')

export const rowSource = (row: Pick<Row, 'platform'>) => sourceOf([row], 'selected')
