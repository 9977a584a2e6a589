// Where the pages of a platform are, in the app's own router, and which field the form opens on.
import { createStore } from '../../lib/store.ts'

export const platformsRoute = '/platforms'
export const newPlatformRoute = '/platforms/new'
export const newOfTypeRoute = (type: string) => `/platforms/new/${type}`
export const platformRoute = (id: string) => `/platforms/${id}`
export const platformHistoryRoute = (id: string) => `/platforms/${id}/history`
export const editPlatformRoute = (id: string) => `/platforms/${id}/edit`

/** The control that the form focuses when it opens, such as `credentials.token`; taken once. */
export const openAtField = createStore<string | null>(null)

/** Opens the form on one field, or at its beginning. */
export function editAt(id: string, field: string | null, go: (route: string) => void): void {
  openAtField.set(field)
  go(editPlatformRoute(id))
}
