// What of the list is exported or copied: all that it shows, in its order and with its columns.
import type { ExportSource } from '../../actions/export.ts'
import type { Question } from './use-rows.ts'
import { isFiltered, tabFilter, type View } from './view.ts'

const COLUMNS = [
  'audience_name',
  'platform_name',
  'platform_type',
  'status',
  'match_rate',
  'people',
  'total_records',
  'matched_records',
  'happens_at',
  'distribution_type',
  'campaign_name',
  'error_message',
]

export const exportSource = (view: View, { base, tab, sort }: Question, total: number): ExportSource => ({
  which: { entity: 'distribution', filter: tabFilter(base, tab), sort },
  count: total,
  columns: COLUMNS,
  scope: isFiltered(view) || tab !== 'all' ? 'matching' : 'all',
})

export const rowSource = ({ distribution_id }: { distribution_id: string }): ExportSource => ({
  which: { entity: 'distribution', ids: [distribution_id] },
  count: 1,
  columns: COLUMNS,
  scope: 'selected',
})
