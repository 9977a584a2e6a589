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

    async write(place, field, value) {
      const values = places.get(keyOf(place)) ?? new Map<string, string>()
      places.set(keyOf(place), values.set(field, value))
      return ok(null)
    },

    async remove(place, field) {
      if (field === undefined) places.delete(keyOf(place))
      else places.get(keyOf(place))?.delete(field)
      return ok(null)
    },
  }
}
