// The list's view while the window is open, written to the preferences as it changes.
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { setPreferences } from '../../api/preferences.ts'
import { searchText } from '../../lib/search.ts'
import { createStore } from '../../lib/store.ts'
import { DEFAULT_VIEW, type Filters, readView, type View } from './view.ts'

const VIEW = 'audiences'
export const viewStore = createStore<View>(DEFAULT_VIEW)

let loading = false
viewStore.subscribe(() => {
  // A plain copy: JSON knows no undefined.
  if (!loading) setPreferences({ views: { [VIEW]: JSON.parse(JSON.stringify(viewStore.get())) } })
})
searchText.subscribe(() => {
  if (!loading) changeView({ search: searchText.get() })
})

/** Takes up the view of the profile that has just signed in. */
export function loadView(preferences: Preferences): void {
  loading = true
  const view = readView(preferences.views[VIEW])
  viewStore.set(view)
  searchText.set(view.search)
  loading = false
}

/** Another question starts at its first row. */
export function changeView(patch: Partial<View>): void {
  const asksAnew = 'tab' in patch || 'search' in patch || 'filters' in patch || 'sort' in patch
  viewStore.set(view => ({ ...view, ...(asksAnew && { cursor: 0 }), ...patch }))
}

export function setFilter<N extends keyof Filters>(name: N, value: Filters[N] | undefined): void {
  const { [name]: _before, ...others } = viewStore.get().filters
  const empty = value === undefined || (Array.isArray(value) && value.length === 0)
  changeView({ filters: empty ? others : { ...others, [name]: value } })
}

export function clearFilters(): void {
  searchText.set('')
  changeView({ filters: {}, search: '' })
}
