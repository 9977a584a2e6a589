// The words in the top bar's search field, and how to get there. Each list keeps its own.
import { createStore } from './store.ts'

export const SEARCH_ID = 'search'
export const searchText = createStore('')
export const platformSearch = createStore('')
export const distributionSearch = createStore('')

export function focusSearch(): void {
  const field = document.getElementById(SEARCH_ID)
  if (!(field instanceof HTMLInputElement)) return
  field.focus()
  field.select()
}
