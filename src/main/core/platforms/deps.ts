// What the parts of the platforms service share.
import type { Vault } from '../credentials/face.ts'
import type { Log } from '../log/log.ts'
import type { Serial } from '../serial.ts'
import type { Store } from '../store/face.ts'
import type { Place, Removals } from './removals.ts'

export type Deps = {
  store: Store
  vault: Vault
  log: Log
  removals: Removals
  /** Work on one platform, one after another: its record and its secrets change together. */
  alone: <T>(place: Place, work: () => Promise<T>) => Promise<T>
  /** Work that gives a user's platform a name, one after another: two at once can't both take it. */
  naming: Serial
  secretsChanged: SecretChanges
}

/** Counts changes of a platform's secrets, so that a test knows whether its verdict is of those that are there now. */
export type SecretChanges = {
  count(place: Place): number
  add(place: Place): void
}

export const keyOf = ({ owner, platform_id }: Place) => JSON.stringify([owner, platform_id])

export function countSecretChanges(): SecretChanges {
  const counts = new Map<string, number>()
  const count = (place: Place) => counts.get(keyOf(place)) ?? 0
  return { count, add: place => void counts.set(keyOf(place), count(place) + 1) }
}
