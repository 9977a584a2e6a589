// The page's view while the window is open, written to the preferences as it changes.
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { setPreferences } from '../../api/preferences.ts'
import { distributionSearch } from '../../lib/search.ts'
import { createStore } from '../../lib/store.ts'
import { DEFAULT_VIEW, type Filters, type ListName, NO_FILTERS, readView, type View } from './view.ts'

const VIEW = 'distributions'
export const viewStore = createStore<View>(DEFAULT_VIEW)

let loading = false

viewStore.subscribe(() => {
  // A plain copy: JSON knows no undefined.
  if (!loading) setPreferences({ views: { [VIEW]: JSON.parse(JSON.stringify(viewStore.get())) } })
})
distributionSearch.subscribe(() => {
  if (!loading) changeView({ search: distributionSearch.get() })
})

/** Takes up the view of the profile that has just signed in. */
export function loadView(preferences: Preferences): void {
  loading = true
  const view = readView(preferences.views[VIEW])
  viewStore.set(view)
  distributionSearch.set(view.search)
  loading = false
}

/** Another question starts at its first row. */
export function changeView(patch: Partial<View>): void {
  const asksAnew = 'tab' in patch || 'search' in patch || 'filters' in patch || 'sort' in patch
  viewStore.set(view => ({ ...view, ...(asksAnew && { cursor: 0 }), ...patch }))
}

export function setFilter<N extends keyof Filters>(name: N, value: Filters[N]): void {
  changeView({ filters: { ...viewStore.get().filters, [name]: value } })
}

export function toggleFilter<N extends ListName>(name: N, value: Filters[N][number], on: boolean): void {
  const others = viewStore.get().filters[name].filter(other => other !== value)
  changeView({ filters: { ...viewStore.get().filters, [name]: on ? [...others, value] : others } })
}

export function clearFilters(): void {
  distributionSearch.set('')
  changeView({ filters: NO_FILTERS, search: '' })
}

/** Sets the list up to show just these, for a link from elsewhere to lead to. */
export function showDistributions({
  tab = 'all',
  filters = {},
}: {
  tab?: View['tab']
  filters?: Partial<Filters>
}): void {
  distributionSearch.set('')
  changeView({ mode: 'table', tab, search: '', filters: { ...NO_FILTERS, ...filters } })
}
