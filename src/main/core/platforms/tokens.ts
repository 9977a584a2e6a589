// Tokens that a platform replaced while it was called: kept, unless a person entered others meanwhile, whose own then count.
import type { Credentials } from '../connectors/face.ts'
import type { Deps } from './deps.ts'
import type { Place } from './removals.ts'

export type TokenSaver = {
  save(tokens: Credentials): Promise<void>
  /** Whether no person has changed the secrets since. */
  isCurrent(): boolean
}

export function tokenSaver(
  { vault, alone, secretsChanged }: Pick<Deps, 'vault' | 'alone' | 'secretsChanged'>,
  place: Place,
): TokenSaver {
  let changes = secretsChanged.count(place)
  const isCurrent = () => secretsChanged.count(place) === changes
  return {
    isCurrent,
    save: tokens =>
      alone(place, async () => {
        if (!isCurrent()) return
        const kept = await vault.set(place.owner, place.platform_id, tokens)
        if (!kept.ok) throw new Error(kept.error.message)
        secretsChanged.add(place)
        changes = secretsChanged.count(place)
      }),
  }
}
