// Where the pages of an audience are, in the app's own router.
import { searchText } from '../../lib/search.ts'

export const listRoute = '/audiences'
export const audienceRoute = (id: string) => `/audiences/${id}`
export const historyRoute = (id: string) => `/audiences/${id}/history`
export const audienceDistributionsRoute = (id: string) => `/audiences/${id}/distributions`
export const editRoute = (id: string) => `/audiences/${id}/edit`

/** Opens the list with these words in the search field. */
export function searchFor(words: string, go: (route: string) => void): void {
  searchText.set(words)
  go(listRoute)
}
