// What of the list is exported or copied: what is selected, or all that it shows, in its order and with its columns.
import type { ExportSource } from '../../actions/export.ts'
import { NOTHING, type Selection } from './selection.ts'
import type { Question } from './use-rows.ts'
import { COLUMN_IDS, isFiltered, tabFilter, type View } from './view.ts'

/** Those that aren't hidden by hand: a narrow window hides no more from a file. */
const columnsOf = ({ hidden }: Pick<View, 'hidden'>) =>
  COLUMN_IDS.filter(id => id === 'name' || !hidden.includes(id))

export function exportSource(
  view: View,
  { base, tab, sort }: Question,
  total: number,
  selection: Selection = NOTHING,
): ExportSource {
  const filter = tabFilter(base, tab)
  const columns = columnsOf(view)
  if (!selection.all && selection.ids.size > 0) {
    const ids = [...selection.ids]
    return { which: { entity: 'audience', ids, filter, sort }, count: ids.length, columns, scope: 'selected' }
  }
  const scope = isFiltered(view) || tab !== 'all' ? 'matching' : 'all'
  return { which: { entity: 'audience', filter, sort }, count: total, columns, scope }
}

export const rowSource = (
  view: Pick<View, 'hidden'>,
  { audience_id, name }: { audience_id: string; name: string },
): ExportSource => ({
  which: { entity: 'audience', ids: [audience_id] },
  count: 1,
  columns: columnsOf(view),
  scope: 'one',
  one: { audience_id, name },
})
