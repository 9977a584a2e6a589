// The list's view while the window is open, written to the preferences as it changes.
import type { Preferences } from '../../../shared/contract/workspace.ts'
import { setPreferences } from '../../api/preferences.ts'
import { platformSearch } from '../../lib/search.ts'
import { createStore } from '../../lib/store.ts'
import { DEFAULT_VIEW, type Filters, NO_FILTERS, readView, type View } from './view.ts'

const VIEW = 'platforms'
export const viewStore = createStore<View>(DEFAULT_VIEW)

let loading = false
let loadedFor: string | null = null

viewStore.subscribe(() => {
  // A plain copy: JSON knows no undefined.
  if (!loading) setPreferences({ views: { [VIEW]: JSON.parse(JSON.stringify(viewStore.get())) } })
})
platformSearch.subscribe(() => {
  if (!loading) changeView({ search: platformSearch.get() })
})

/** Takes up the view of the profile that is signed in, once. Words that were typed to get here stand above kept ones. */
export function loadView(user_id: string, preferences: Preferences): void {
  if (loadedFor === user_id) return
  const typed = loadedFor === null ? platformSearch.get() : ''
  loadedFor = user_id
  loading = true
  const kept = readView(preferences.views[VIEW])
  const view = typed ? { ...kept, search: typed } : kept
  viewStore.set(view)
  platformSearch.set(view.search)
  loading = false
}

/** Another question starts at its first row; another order keeps the row. */
export function changeView(patch: Partial<View>): void {
  const asksAnew = 'tab' in patch || 'search' in patch || 'filters' in patch
  viewStore.set(view => ({ ...view, ...(asksAnew && { cursor: 0, current: null }), ...patch }))
}

export function toggleFilter<N extends keyof Filters>(name: N, value: Filters[N][number], on: boolean): void {
  const { filters } = viewStore.get()
  const others = filters[name].filter(other => other !== value)
  changeView({ filters: { ...filters, [name]: on ? [...others, value] : others } })
}

export function clearFilters(): void {
  platformSearch.set('')
  changeView({ filters: NO_FILTERS, search: '' })
}
