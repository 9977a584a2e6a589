// Secrets for this run only: the last resort, never on a disk.
import { ok } from '../../../shared/errors.ts'
import type { VaultState } from './face.ts'
import type { Place, Shelf } from './shelf.ts'

const keyOf = ({ owner, platform_id }: Place) => JSON.stringify([owner, platform_id])

/** `message` and `hint` say why nothing better is there and what would be. */
export function memoryShelf({ message, hint }: Pick<VaultState, 'message' | 'hint'>): Shelf {
  const places = new Map<string, Map<string, string>>()
  return {
    state: async () => ({ kind: 'memory', state: 'available', message, hint }),

    async read(place, fields) {
      const values = places.get(keyOf(place))
      return ok(
        new Map(
          fields.flatMap(field => {
            const value = values?.get(field)
            return value === undefined ? [] : [[field, value]]
          }),
        ),
      )
    },

    async write(place, values) {
      places.set(keyOf(place), new Map([...(places.get(keyOf(place)) ?? []), ...values]))
      return ok(null)
    },

    async remove(place, fields) {
      if (fields === undefined) places.delete(keyOf(place))
      else for (const field of fields) places.get(keyOf(place))?.delete(field)
      return ok(null)
    },
  }
}
